/* Deletes a user; one of another version than IDM has seen stays. */
customizedConnection.delete(uid.uidValue, uid.revision)

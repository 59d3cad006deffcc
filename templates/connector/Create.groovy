/* Creates a user, without a password. Answers the id that Oracle gave. */
return IdcsUser.uidOf(customizedConnection.create(IdcsUser.created(id as String, IdcsUser.valuesOf(attributes))))

/* A customer's own hook, in the example: a new user is active unless the request says otherwise. */
if (!object.accountStatus) {
  object.accountStatus = 'active';
}

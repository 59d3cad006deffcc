import { operations, type Operation } from './operations';

/** The scope that stands for all that the roles of the app allow [D]. */
const myScopes = 'urn:opc:idm:__myscopes__';
/** A scope that no document of Oracle names; it is granted only where the app is told to. */
const managePasswords = 'urn:opc:idm:t.user.password.manage';

const manageUsers: Operation[] = [
  'search',
  'create',
  'read',
  'patch',
  'delete',
  'password',
  'validate',
  'policies',
  'other',
];

/**
 * What an app role opens. That User Manager is enough for Users and UserPasswordChanger is documented [D], the rest is
 * inference [I]. A role that is not here opens nothing.
 */
const opens: Record<string, readonly Operation[]> = {
  'Identity Domain Administrator': operations,
  'User Administrator': manageUsers,
  'User Manager': manageUsers,
  'Help Desk Administrator': ['search', 'read', 'other'],
  'Authenticator Client': ['authenticate', 'other'],
};

/** What a token with these scopes is good for; a scope that the app does not have is no error, it opens nothing [D]. */
export function granted(
  scopes: readonly string[],
  app: { roles: readonly string[]; grantsPasswordManage: boolean },
): ReadonlySet<Operation> {
  const byRoles = scopes.includes(myScopes) ? app.roles.flatMap((role) => opens[role] ?? []) : [];
  const byScope = app.grantsPasswordManage && scopes.includes(managePasswords) ? manageUsers : [];
  return new Set([...byRoles, ...byScope]);
}

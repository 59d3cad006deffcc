import { scim, type Answer } from './answer';
import { bodyOf, type Call } from './call';
import { assertVersion } from './precondition';
import { schemas } from './schemas';
import { ScimError, missingAttributes } from './scim-error';
import type { Tenant } from './tenant';
import { personOf } from './user-store';
import { assertHasPassword, concerned } from './users';

/**
 * PUT /admin/v1/UserPasswordChanger/{id}: an administrator sets the password that a user chose.
 *
 * 200 {schemas, id, meta} [I], with the user's version as that of the answer, which If-Match names as for the user, else 412
 * [I]; mustChange becomes false [O] and lastSuccessfulSetDate moves. 400 pwdpolicyViolation for
 * policy and history alike [O], 400 invalidHash for a clear text that looks like a hash [I], 400 missingReqAttributes
 * without a password, 400 for a federated or delegated user [I], 404 for an unknown one [I]. A locked or inactive user gets
 * the password and stays as it is [I].
 */
export function changePassword(tenant: Tenant, call: Call): Answer {
  const user = concerned(tenant, call);
  assertVersion(call, user.version);
  const { password } = bodyOf(call, schemas.passwordChanger);
  assertHasPassword(user);
  const subject = { id: user.id, person: personOf(user), passwords: user.passwords };
  const set = { now: tenant.now(), mustChange: false };
  const { settings } = tenant.policyOf(user);
  const passwords = tenant.vault.accepted(subject, passwordFrom(password), settings, set);
  const { version } = tenant.users.change(user, { passwords }, set.now);
  const body = {
    schemas: [schemas.passwordChanger],
    id: user.id,
    meta: {
      resourceType: 'UserPasswordChanger',
      version,
      location: `${tenant.url}/admin/v1/UserPasswordChanger/${user.id}`,
    },
  };
  return scim(200, body, { ETag: version });
}

/** A password of a request; 400 missingReqAttributes when there is none. */
export function passwordFrom(value: unknown): string {
  if (value === undefined || value === null || value === '') throw missingAttributes('password');
  if (typeof value !== 'string') throw new ScimError(400, 'password must be a string.');
  return value;
}

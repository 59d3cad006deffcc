import { scim, type Answer } from './answer';
import { bodyOf, type Call } from './call';
import { isLocked, noteSignIn } from './lock-out';
import { passwordFrom } from './password-changer';
import { schemas } from './schemas';
import { ScimError, missingAttributes } from './scim-error';
import type { Tenant } from './tenant';
import { signsInElsewhere, type StoredUser } from './user-store';

/**
 * POST /admin/v1/PasswordAuthenticator {mappingAttribute: "userName", mappingAttributeValue, password}: is this the user's
 * password? 201 with the user [O], else 400 INVALID_CREDENTIALS [D]; where the word stands in the answer is inference [I].
 * Failures count towards a lock-out as the policy says. A user who is unknown, inactive, locked, federated or delegated is
 * refused in the same words [I]; the log says why. It takes the role Authenticator Client, which the app does not have from
 * the start [I].
 */
export function authenticate(tenant: Tenant, call: Call): Answer {
  const body = bodyOf(call, schemas.passwordAuthenticator);
  const { mappingAttribute = 'userName', mappingAttributeValue: userName } = body;
  if (typeof userName !== 'string' || userName === '') throw missingAttributes('mappingAttributeValue');
  if (mappingAttribute !== 'userName') throw new ScimError(400, 'The simulator maps by userName only.');
  const password = passwordFrom(body.password);
  call.concerns.userName = userName;
  const user = tenant.users.named(userName);
  if (!user) throw invalidCredentials('there is no such user');
  call.concerns.userId = user.id;
  const obstacle = obstacleOf(tenant, user);
  if (obstacle !== undefined) throw invalidCredentials(obstacle);
  const isRight = tenant.vault.matches(user.id, user.passwords, password);
  noteSignIn(tenant, user, isRight);
  if (!isRight) throw invalidCredentials('the password is wrong');
  return scim(201, {
    schemas: [schemas.passwordAuthenticator],
    id: user.id,
    type: 'User',
    mappingAttribute,
    mappingAttributeValue: userName,
    ...displayed(user),
  });
}

function obstacleOf(tenant: Tenant, user: StoredUser): string | undefined {
  const { federated, delegated } = signsInElsewhere(user);
  if (federated || delegated) return 'the user signs in elsewhere';
  if (!user.attributes.active) return 'the user is not active';
  return isLocked(tenant, user) ? 'the user is locked' : undefined;
}

function displayed({ attributes: { name, emails } }: StoredUser) {
  return {
    userDisplayName: [name.givenName, name.familyName].filter((part) => part !== undefined).join(' '),
    userEmail: emails.find(({ primary }) => primary === true)?.value,
  };
}

function invalidCredentials(reason: string): ScimError {
  return new ScimError(400, 'INVALID_CREDENTIALS', { reason });
}

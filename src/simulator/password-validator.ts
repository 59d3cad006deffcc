import { scim, type Answer } from './answer';
import { bodyOf, type Call } from './call';
import { policyViolation, type PolicySettings } from './policy';
import { passwordFrom } from './password-changer';
import { brokenRules, ruleTexts, type Person } from './policy-rules';
import { assertNoHash } from './passwords';
import { schemas } from './schemas';
import { ScimError } from './scim-error';
import type { Tenant } from './tenant';
import { personOf } from './user-store';
import { concerned } from './users';

/**
 * POST /admin/v1/UserPasswordValidator {userName?, givenName?, familyName?, password}: would the default policy take this
 * password for such a user? Nothing is set. 201 when it would [O], else 400 with failedPasswordPolicyRules [O]; that the
 * rest of that answer is an ordinary pwdpolicyViolation is inference [I].
 */
export function validateForAnybody(tenant: Tenant, call: Call): Answer {
  const body = bodyOf(call, schemas.passwordValidator);
  const text = (name: string) => {
    const value = body[name];
    if (value !== undefined && typeof value !== 'string') throw new ScimError(400, `${name} must be a string.`);
    return value;
  };
  const person = { userName: text('userName'), givenName: text('givenName'), familyName: text('familyName') };
  if (person.userName !== undefined) call.concerns.userName = person.userName;
  return verdict(call, passwordFrom(body.password), person, tenant.policy, 201);
}

/** PUT /admin/v1/UserPasswordValidator/{id}: the same for a user, with the policy and the names of that user, and without history [I]. 200 [I], 404. */
export function validateForUser(tenant: Tenant, call: Call): Answer {
  const user = concerned(tenant, call);
  const { password } = bodyOf(call, schemas.passwordValidator);
  return verdict(call, passwordFrom(password), personOf(user), tenant.policyOf(user).settings, 200, user.id);
}

function verdict(
  call: Call,
  password: string,
  person: Person,
  policy: PolicySettings,
  good: number,
  id?: string,
): Answer {
  assertNoHash(password);
  const broken = brokenRules(password, person, policy);
  if (broken.length === 0) return scim(good, { schemas: [schemas.passwordValidator], ...(id !== undefined && { id }) });
  const refusal = policyViolation(broken);
  call.concerns.reason = broken.join(', ');
  return scim(refusal.status, { ...refusal.toBody(), failedPasswordPolicyRules: ruleTexts(policy, broken) });
}

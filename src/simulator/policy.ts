import { ScimError } from './scim-error';
import { isObject } from './json';

/** The rules of Oracle's PasswordPolicy that the simulator enforces, under Oracle's names [D]. 0 means no rule [D]. */
export interface PolicySettings {
  minLength: number;
  maxLength: number;
  minNumerals: number;
  minUpperCase: number;
  minLowerCase: number;
  minSpecialChars: number;
  numPasswordsInHistory: number;
  userNameDisallowed: boolean;
  firstNameDisallowed: boolean;
  lastNameDisallowed: boolean;
}

/**
 * Lenient values for a laptop. No authoritative table of Oracle's defaults exists: tenants differ, and the documentation
 * names none. A client reads the policy of its tenant; it must not learn these values.
 */
export const defaultPolicy: Readonly<PolicySettings> = {
  minLength: 8,
  maxLength: 0,
  minNumerals: 1,
  minUpperCase: 1,
  minLowerCase: 1,
  minSpecialChars: 0,
  numPasswordsInHistory: 3,
  userNameDisallowed: false,
  firstNameDisallowed: false,
  lastNameDisallowed: false,
};

/** The default policy with the given settings in their place. Throws a plain Error that names the setting at fault. */
export function policyFrom(settings: unknown): PolicySettings {
  if (!isObject(settings)) throw new Error('A policy is an object of settings.');
  const policy: Record<string, number | boolean> = { ...defaultPolicy };
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(defaultPolicy, name))
      throw new Error(`There is no policy setting "${name}"; there are ${Object.keys(defaultPolicy).join(', ')}.`);
    const wanted = typeof policy[name];
    if (typeof value !== wanted || (typeof value === 'number' && !(Number.isInteger(value) && value >= 0)))
      throw new Error(`Policy setting "${name}" must be a ${wanted === 'number' ? 'whole number from 0' : wanted}.`);
    policy[name] = value as number | boolean;
  }
  return policy as unknown as PolicySettings;
}

/** Whose password it is, for the rules about names. */
export interface Person {
  userName: string;
  givenName?: string | undefined;
  familyName?: string | undefined;
}

/**
 * The names of the rules that a password breaks; empty when it keeps them all. Names of three characters or less are not
 * looked for [D]. A special character is one that is neither letter nor digit, and lengths count characters, not bytes [I].
 */
export function brokenRules(password: string, person: Person, policy: PolicySettings): string[] {
  const characters = Array.from(password);
  const count = (kind: RegExp) => characters.filter((character) => kind.test(character)).length;
  const contains = (name = '') => Array.from(name).length > 3 && password.toLowerCase().includes(name.toLowerCase());
  const broken: Record<Exclude<keyof PolicySettings, 'numPasswordsInHistory'>, boolean> = {
    minLength: characters.length < policy.minLength,
    maxLength: policy.maxLength > 0 && characters.length > policy.maxLength,
    minNumerals: count(/\p{Nd}/u) < policy.minNumerals,
    minUpperCase: count(/\p{Lu}/u) < policy.minUpperCase,
    minLowerCase: count(/\p{Ll}/u) < policy.minLowerCase,
    minSpecialChars: count(/[^\p{L}\p{Nd}]/u) < policy.minSpecialChars,
    userNameDisallowed: policy.userNameDisallowed && contains(person.userName),
    firstNameDisallowed: policy.firstNameDisallowed && contains(person.givenName),
    lastNameDisallowed: policy.lastNameDisallowed && contains(person.familyName),
  };
  return Object.entries(broken).flatMap(([rule, isBroken]) => (isBroken ? [rule] : []));
}

/**
 * 400 pwdpolicyViolation, for policy and history alike [O]. The detail is the same for both: Oracle's wording is not known,
 * and a client that needs to tell them apart must not find the answer here [I]. The request log has the broken rules.
 */
export function policyViolation(rules: string[]): ScimError {
  return new ScimError(400, 'The password does not comply with the password policy.', {
    messageId: 'error.identity.passwordmgmt.pwdpolicyViolation',
    reason: rules.join(', '),
  });
}

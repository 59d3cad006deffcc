import { isObject } from './json';
import { ScimError } from './scim-error';

/**
 * Oracle's PasswordPolicy under Oracle's names [D]. 0 means no rule [D]. distinctCharacters and passwordExpireWarning are
 * shown and without effect: the first compares with the old password, of which there is only a digest.
 */
export interface PolicySettings {
  minLength: number;
  maxLength: number;
  minAlphas: number;
  minNumerals: number;
  minAlphaNumerals: number;
  minSpecialChars: number;
  maxSpecialChars: number;
  minUpperCase: number;
  minLowerCase: number;
  minUniqueChars: number;
  maxRepeatedChars: number;
  distinctCharacters: number;
  /** Days; documented without its unit [I]. */
  minPasswordAge: number;
  /** Days [D]. */
  passwordExpiresAfter: number;
  passwordExpireWarning: number;
  numPasswordsInHistory: number;
  maxIncorrectAttempts: number;
  /** Minutes [D]; 0 locks until the user is unlocked [I]. */
  lockoutDuration: number;
  startsWithAlphabet: boolean;
  userNameDisallowed: boolean;
  firstNameDisallowed: boolean;
  lastNameDisallowed: boolean;
  requiredChars: string;
  disallowedChars: string;
  allowedChars: string;
  disallowedSubstrings: string[];
  /** Paths of attributes, such as `emails.value` [I]. */
  disallowedUserAttributeValues: string[];
}

/**
 * Lenient values for a laptop. No authoritative table of Oracle's defaults exists: tenants differ, and the documentation
 * names none. A client reads the policy of its tenant; it must not learn these values.
 */
export const defaultPolicy: Readonly<PolicySettings> = {
  minLength: 8,
  maxLength: 0,
  minAlphas: 0,
  minNumerals: 1,
  minAlphaNumerals: 0,
  minSpecialChars: 0,
  maxSpecialChars: 0,
  minUpperCase: 1,
  minLowerCase: 1,
  minUniqueChars: 0,
  maxRepeatedChars: 0,
  distinctCharacters: 0,
  minPasswordAge: 0,
  passwordExpiresAfter: 0,
  passwordExpireWarning: 0,
  numPasswordsInHistory: 3,
  maxIncorrectAttempts: 0,
  lockoutDuration: 0,
  startsWithAlphabet: false,
  userNameDisallowed: false,
  firstNameDisallowed: false,
  lastNameDisallowed: false,
  requiredChars: '',
  disallowedChars: '',
  allowedChars: '',
  disallowedSubstrings: [],
  disallowedUserAttributeValues: [],
};

/** The default policy with the given settings in their place. Throws a plain Error that names the setting at fault. */
export function policyFrom(settings: unknown): PolicySettings {
  if (!isObject(settings)) throw new Error('A policy is an object of settings.');
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(defaultPolicy, name))
      throw new Error(`There is no policy setting "${name}"; there are ${Object.keys(defaultPolicy).join(', ')}.`);
    const wanted = mistakeOf(value, defaultPolicy[name as keyof PolicySettings]);
    if (wanted) throw new Error(`Policy setting "${name}" must be a ${wanted}.`);
  }
  return structuredClone({ ...defaultPolicy, ...settings });
}

/** What a setting has to be, when it is not of the kind of its default. */
function mistakeOf(value: unknown, like: PolicySettings[keyof PolicySettings]): string | undefined {
  if (Array.isArray(like)) {
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
    return isList ? undefined : 'list of strings';
  }
  if (typeof like === 'number')
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? undefined : 'whole number from 0';
  return typeof value === typeof like ? undefined : typeof like;
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

import { isObject } from './json';
import { schemas } from './schemas';
import type { StoredUser, UserAttributes } from './user-store';
import { signsInElsewhere } from './user-store';

/** A user as a test or a demo asks for it. */
export interface UserSeed {
  userName: string;
  /** Default "Simulated". */
  familyName?: string;
  givenName?: string;
  /** Default: the userName, or userName@example.com when that is no address. */
  email?: string;
  externalId?: string;
  /** The current password, taken without a look at the policy; mustChange is false. Default: none. */
  password?: string;
  /** Default true. */
  active?: boolean;
  federated?: boolean;
  delegated?: boolean;
  locked?: boolean;
}

/** What the control API tells of a user. Never a password. */
export interface UserSummary {
  id: string;
  userName: string;
  active: boolean;
  federated: boolean;
  delegated: boolean;
  locked: boolean;
  hasPassword: boolean;
  mustChange: boolean;
  /** ISO 8601 with milliseconds; null while there is no password. */
  lastSuccessfulSetDate: string | null;
  /** How often a password was set through Oracle's API; seeding does not count. */
  passwordSetCount: number;
}

const types: Record<keyof UserSeed, 'string' | 'boolean'> = {
  userName: 'string',
  familyName: 'string',
  givenName: 'string',
  email: 'string',
  externalId: 'string',
  password: 'string',
  active: 'boolean',
  federated: 'boolean',
  delegated: 'boolean',
  locked: 'boolean',
};

/** A seed from outside; throws a plain Error that says what is wrong with it, and never a value. */
export function seedFrom(value: unknown): UserSeed {
  if (!isObject(value)) throw new Error('A user is an object with a userName.');
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(types, name))
      throw new Error(`A user has no "${name}"; it has ${Object.keys(types).join(', ')}.`);
    const type = types[name as keyof UserSeed];
    if (typeof member !== type || member === '') throw new Error(`"${name}" must be a ${type}, and not empty.`);
  }
  if (value.userName === undefined) throw new Error('"userName" is missing.');
  return value as unknown as UserSeed;
}

export function attributesOf(seed: UserSeed): UserAttributes {
  const { userName, familyName = 'Simulated', givenName, externalId, active = true } = seed;
  const email = seed.email ?? (userName.includes('@') ? userName : `${userName}@example.com`);
  return {
    userName,
    name: { familyName, ...(givenName !== undefined && { givenName }) },
    emails: [{ value: email, type: 'work', primary: true }],
    active,
    ...(externalId !== undefined && { externalId }),
    [schemas.userExtension]: {
      isFederatedUser: seed.federated ?? false,
      isAuthenticationDelegated: seed.delegated ?? false,
    },
  };
}

export function summaryOf(user: StoredUser): UserSummary {
  const { id, attributes, locked, passwords } = user;
  return {
    id,
    userName: attributes.userName,
    active: attributes.active,
    ...signsInElsewhere(user),
    locked,
    hasPassword: passwords.digests.length > 0,
    mustChange: passwords.mustChange,
    lastSuccessfulSetDate: passwords.setAt === undefined ? null : new Date(passwords.setAt).toISOString(),
    passwordSetCount: passwords.setCount,
  };
}

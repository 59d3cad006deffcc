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
  /** By an administrator. */
  locked?: boolean;
  /** Names of groups, for the policies of groups. */
  groups?: string[];
}

/** What can be changed of a user behind Oracle's back; `locked: false` ends a lock-out as well. */
export type UserChange = Pick<UserSeed, 'userName' | 'active' | 'federated' | 'delegated' | 'locked' | 'groups'>;

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

const types: Record<keyof UserSeed, 'string' | 'boolean' | 'list of strings'> = {
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
  groups: 'list of strings',
};

const changeable: (keyof UserSeed)[] = ['userName', 'active', 'federated', 'delegated', 'locked', 'groups'];

/** A seed from outside; throws a plain Error that says what is wrong with it, and never a value. */
export function seedFrom(value: unknown): UserSeed {
  return checked(value, Object.keys(types) as (keyof UserSeed)[]);
}

/** A change from outside; throws as seedFrom does. */
export function changeFrom(value: unknown): UserChange {
  return checked(value, changeable);
}

function checked(value: unknown, known: (keyof UserSeed)[]): UserSeed {
  if (!isObject(value)) throw new Error('A user is an object with a userName.');
  for (const [name, member] of Object.entries(value)) {
    const key = known.find((one) => one === name);
    if (key === undefined) throw new Error(`A user has no "${name}"; it has ${known.join(', ')}.`);
    const isRight =
      types[key] === 'list of strings'
        ? Array.isArray(member) && member.every((one) => typeof one === 'string')
        : typeof member === types[key] && member !== '';
    if (!isRight) throw new Error(`"${name}" must be a ${types[key]}, and not empty.`);
  }
  if (value.userName === undefined) throw new Error('"userName" is missing.');
  return value as unknown as UserSeed;
}

/** The attributes after a change. */
export function changedAttributes(
  before: UserAttributes,
  { active, federated, delegated }: UserChange,
): UserAttributes {
  const extension = before[schemas.userExtension];
  return {
    ...before,
    ...(active !== undefined && { active }),
    [schemas.userExtension]: {
      ...(isObject(extension) ? extension : {}),
      ...(federated !== undefined && { isFederatedUser: federated }),
      ...(delegated !== undefined && { isAuthenticationDelegated: delegated }),
    },
  };
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

export function summaryOf(user: StoredUser, locked: boolean): UserSummary {
  const { id, attributes, passwords } = user;
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

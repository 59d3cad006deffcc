/** Oracle's users: how they are asked for, what an answer says, how one is created. */
import type { Account } from '../sync/ports';
import { ENTERPRISE, equals, SEARCH_REQUEST, USER, USER_EXTENSION } from './scim';
import { isObject } from './transport';

/** By which attribute Oracle's user is found. */
export type LookUp = 'userName' | 'externalId';

export interface OracleUser {
  id: string;
  /**
   * Federated or delegated: Oracle holds no password of this user. (`isAuthenticationDelegated` is never returned, so
   * that the application delegated to has to tell.)
   */
  passwordElsewhere: boolean;
}

/** The value that names an account at Oracle. */
export function keyOf({ userName, externalId }: Account, lookUp: LookUp): string {
  return lookUp === 'externalId' && externalId !== undefined ? externalId : userName;
}

/** A search by POST, so that names stay out of URLs and of the logs on the way. */
export function searchBody(lookUp: LookUp, key: string): object {
  return {
    schemas: [SEARCH_REQUEST],
    filter: equals(lookUp, key),
    attributes: [
      'id',
      lookUp,
      `${USER_EXTENSION}:isFederatedUser`,
      `${USER_EXTENSION}:delegatedAuthenticationTargetApp`,
    ],
    startIndex: 1,
    count: 2,
  };
}

/**
 * The user of a ListResponse, `null` when it lists none, `'several'` when it lists more than one, `'unreadable'` when it
 * is no ListResponse. userName is compared without regard to case, as Oracle does, externalId exactly (RFC 7643, 3.1); how
 * Oracle reads a quoted quote in a filter is documented nowhere, so that a hit of another name counts as none.
 */
export function matchOf(
  list: { [key: string]: unknown },
  lookUp: LookUp,
  key: string,
): OracleUser | null | 'several' | 'unreadable' {
  const total = list.totalResults;
  if (typeof total !== 'number') return 'unreadable';
  if (total === 0) return null;
  const resources = list.Resources;
  if (!(resources instanceof Array)) return 'unreadable';
  const users = (resources as unknown[]).filter((user) => isObject(user) && isSame(lookUp, String(user[lookUp]), key));
  if (users.length > 1) return 'several';
  const user = users[0];
  if (!isObject(user)) return null;
  if (typeof user.id !== 'string') return 'unreadable';
  const extension = user[USER_EXTENSION];
  const passwordElsewhere =
    isObject(extension) && (extension.isFederatedUser === true || isObject(extension.delegatedAuthenticationTargetApp));
  return { id: user.id, passwordElsewhere };
}

function isSame(lookUp: LookUp, one: string, other: string): boolean {
  return lookUp === 'userName' ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/** Attributes of a user that are texts of their own. */
const PLAIN = ['displayName', 'nickName', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'];

/** Those of its name. */
const NAME = ['givenName', 'middleName', 'familyName', 'honorificPrefix'];

/** Those of the enterprise extension (RFC 7643, 4.3). */
const AT_WORK = ['employeeNumber', 'department', 'organization', 'costCenter'];

/**
 * A user without a password (set afterwards, so that `mustChange` stays false) and without a welcome mail. Oracle demands a
 * family name: where IDM has none, the user name stands in.
 */
export function createBody({ userName, externalId, profile }: Account): object {
  const { email, mobile, workPhone } = profile;
  const atWork = partOf(profile, AT_WORK);
  const phones = [
    ...(mobile ? [{ value: mobile, type: 'mobile' }] : []),
    ...(workPhone ? [{ value: workPhone, type: 'work' }] : []),
  ];
  return {
    schemas: [USER, USER_EXTENSION, ...(atWork ? [ENTERPRISE] : [])],
    userName,
    ...(externalId !== undefined && { externalId }),
    ...partOf(profile, PLAIN),
    name: { familyName: userName, ...partOf(profile, NAME) },
    ...(email && { emails: [{ value: email, type: 'work', primary: true }] }),
    ...(phones.length > 0 && { phoneNumbers: phones }),
    ...(atWork && { [ENTERPRISE]: atWork }),
    [USER_EXTENSION]: { bypassNotification: true },
  };
}

/** What a profile says of these attributes; null where that is nothing. */
function partOf(profile: Account['profile'], attributes: string[]): Account['profile'] | null {
  const part: Account['profile'] = {};
  let isEmpty = true;
  for (const attribute of attributes) {
    const value = profile[attribute];
    if (!value) continue;
    part[attribute] = value;
    isEmpty = false;
  }
  return isEmpty ? null : part;
}

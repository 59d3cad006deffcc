/** Oracle's users: how they are asked for, what an answer says, how one is created. */
import type { Account } from '../sync/ports';
import { equals, SEARCH_REQUEST, USER, USER_EXTENSION } from './scim';
import { isObject } from './transport';

export interface OracleUser {
  id: string;
  /**
   * Federated or delegated: Oracle holds no password of this user. (`isAuthenticationDelegated` is never returned, so
   * that the application delegated to has to tell.)
   */
  passwordElsewhere: boolean;
}

/** A search by POST, so that names stay out of URLs and of the logs on the way. */
export function searchBody(userName: string): object {
  return {
    schemas: [SEARCH_REQUEST],
    filter: equals('userName', userName),
    attributes: [
      'id',
      'userName',
      `${USER_EXTENSION}:isFederatedUser`,
      `${USER_EXTENSION}:delegatedAuthenticationTargetApp`,
    ],
    startIndex: 1,
    count: 2,
  };
}

/**
 * The user of a ListResponse, `null` when it lists none, `'several'` when it lists more than one, `'unreadable'` when it
 * is no ListResponse. userName is compared without regard to case, as Oracle does; how Oracle reads a quoted quote in a
 * filter is documented nowhere, so that a hit of another name counts as none.
 */
export function matchOf(
  list: { [key: string]: unknown },
  userName: string,
): OracleUser | null | 'several' | 'unreadable' {
  const total = list.totalResults;
  if (typeof total !== 'number') return 'unreadable';
  if (total === 0) return null;
  const resources = list.Resources;
  if (!(resources instanceof Array)) return 'unreadable';
  const users = (resources as unknown[]).filter(
    (user) => isObject(user) && String(user.userName).toLowerCase() === userName.toLowerCase(),
  );
  if (users.length > 1) return 'several';
  const user = users[0];
  if (!isObject(user)) return null;
  if (typeof user.id !== 'string') return 'unreadable';
  const extension = user[USER_EXTENSION];
  const passwordElsewhere =
    isObject(extension) && (extension.isFederatedUser === true || isObject(extension.delegatedAuthenticationTargetApp));
  return { id: user.id, passwordElsewhere };
}

/** A user without a password (set afterwards, so that `mustChange` stays false) and without a welcome mail. */
export function createBody(account: Account): object {
  const { givenName, familyName, email } = account.profile;
  return {
    schemas: [USER, USER_EXTENSION],
    userName: account.userName,
    name: { ...(givenName && { givenName }), familyName: familyName || account.userName },
    ...(email && { emails: [{ value: email, type: 'work', primary: true }] }),
    [USER_EXTENSION]: { bypassNotification: true },
  };
}

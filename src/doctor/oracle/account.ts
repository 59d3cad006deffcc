import { equals, PASSWORD_STATE, SEARCH_REQUEST, USER_EXTENSION } from '../../../scripts-ts/oracle/scim';
import { isObject } from '../../../scripts-ts/oracle/transport';
import { matchOf, type LookUp } from '../../../scripts-ts/oracle/users';
import type { OracleAccount } from './check-up';
import { place } from './console';
import { failed, passed, warning, type Outcome } from '../step';

const USER_STATE = PASSWORD_STATE.replace('passwordState', 'userState');

/** A search for one user, by POST so that the name stays out of URLs. */
export function accountSearch(attribute: LookUp, value: string): object {
  return {
    schemas: [SEARCH_REQUEST],
    filter: equals(attribute, value),
    attributes: [
      'id',
      'userName',
      'externalId',
      'active',
      `${USER_EXTENSION}:isFederatedUser`,
      `${USER_EXTENSION}:isAuthenticationDelegated`,
      `${USER_EXTENSION}:delegatedAuthenticationTargetApp`,
      `${USER_STATE}:locked`,
    ],
    startIndex: 1,
    count: 2,
  };
}

/** What the answer to accountSearch says of the user; the account where its password can be set. */
export function judgeAccount(
  list: { [key: string]: unknown },
  attribute: LookUp,
  value: string,
): { outcome: Outcome; account?: OracleAccount } {
  const match = matchOf(list, attribute, value);
  const name = `${attribute} "${value}"`;
  if (match === 'several') {
    return { outcome: failed(`Oracle knows several users with ${name}`, `Keep one of them: ${place.user}.`) };
  }
  if (match === 'unreadable') {
    return { outcome: failed('the answer is no list of users', 'Report it, please, with the version of pwsync.') };
  }
  const users = list.Resources instanceof Array ? (list.Resources as unknown[]).filter(isObject) : [];
  const user = users.find(({ id }) => id === match?.id);
  if (match === null || user === undefined) {
    const mend =
      `Look for the user in ${place.user}, and compare how user.${attribute} of the environment makes the name. ` +
      'With provisioning, its first password creates it.';
    return { outcome: failed(`Oracle knows no user with ${name}`, mend) };
  }
  const extension = isObject(user[USER_EXTENSION]) ? user[USER_EXTENSION] : {};
  if (extension.isFederatedUser === true) {
    const mend = `Oracle keeps no password of such a user, and the sync skips it. It is edited in ${place.user}.`;
    return { outcome: failed(`the user ${value} is federated: it signs in elsewhere`, mend) };
  }
  if (extension.isAuthenticationDelegated === true || isObject(extension.delegatedAuthenticationTargetApp)) {
    const mend = `Its password is kept by the directory, and the sync skips it. Delegation is switched in ${place.delegation}.`;
    return { outcome: failed(`the user ${value} has its sign-in delegated to another directory`, mend) };
  }
  if (user.active === false) {
    const mend = `Activate the user: ${place.user} > the user > Actions > Activate.`;
    return { outcome: failed(`the user ${value} is not active`, mend) };
  }
  const account = { id: match.id, userName: typeof user.userName === 'string' ? user.userName : value };
  const what = `Oracle knows one user with ${name}, active, with a password of its own`;
  const state = isObject(user[USER_STATE]) ? user[USER_STATE] : {};
  if (isObject(state.locked) && state.locked.on === true) {
    return {
      outcome: warning(`${what}, and locked`, `A new password does not unlock it: ${place.user} > the user > Unlock.`),
      account,
    };
  }
  return { outcome: passed(what), account };
}

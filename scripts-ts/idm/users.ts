/** Managed users as stored. The repository is asked, not `managed/`, whose routes are gone while IDM reloads its file. */
import type { Account, UserRef, Users } from '../sync/ports';
import { copy, idm, type IdmValue } from './openidm';
import { readOrNull } from './outbox';
import type { Settings } from './settings';
import { describe } from './trouble';
import { storedPassword } from './vault';

export function isStored(ref: UserRef): boolean {
  return readOrNull(pathOf(ref)) !== null;
}

function pathOf(ref: UserRef): string {
  return `repo/managed/${ref.object}/${encodeURIComponent(ref.id)}`;
}

export function storedUsers(settings: Settings): Users {
  return {
    read(ref) {
      try {
        const read = idm().read(pathOf(ref));
        if (read === null) return { kind: 'absent' };
        const stored = copy(read) as { [attribute: string]: unknown };
        const userName = stored[settings.user.userName];
        if (typeof userName !== 'string' || userName === '') {
          return { kind: 'unknown', reason: `the user has no ${settings.user.userName}` };
        }
        return {
          kind: 'found',
          account: { userName, profile: profileOf(stored, settings) },
          revision: String(stored._rev),
          password: storedPassword(read[settings.user.password]),
        };
      } catch (caught) {
        return { kind: 'unknown', reason: describe(caught) };
      }
    },

    findId(object, userName) {
      try {
        const filter = `${settings.user.userName} eq ${JSON.stringify(userName)}`;
        const params = { _queryFilter: filter, _pageSize: 2, _sortKeys: settings.user.userName };
        const found = copy(idm().query(`repo/managed/${object}`, params, ['_id']).result) as Array<{ _id: string }>;
        const user = found[0];
        if (user === undefined) return { kind: 'absent' };
        return found.length > 1 ? { kind: 'unknown' } : { kind: 'found', id: user._id };
      } catch (_unreadable) {
        return { kind: 'unknown' };
      }
    },
  };
}

/** What Oracle has to know of a user. */
export function accountOf(user: IdmValue, settings: Settings): Account {
  const plain = copy(user) as { [attribute: string]: unknown };
  return { userName: String(plain[settings.user.userName]), profile: profileOf(plain, settings) };
}

function profileOf(stored: { [attribute: string]: unknown }, settings: Settings): { [attribute: string]: string } {
  const profile: { [attribute: string]: string } = {};
  const attributes: { [oracleAttribute: string]: string } = settings.provisioning.attributes;
  for (const oracleAttribute in attributes) {
    const value = stored[String(attributes[oracleAttribute])];
    if (typeof value === 'string' && value !== '') profile[oracleAttribute] = value;
  }
  return profile;
}

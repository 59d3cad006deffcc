/** Managed users as stored. The repository is asked, not `managed/`, whose routes are gone while IDM reloads its file. */
import type { UserRef, Users } from '../sync/ports';
import { copy, idm } from './openidm';
import { readOrNull } from './outbox';
import type { Settings } from './settings';
import { describe } from './trouble';

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
        const password = stored[settings.user.password];
        const userName = stored[settings.user.userName];
        if (typeof userName !== 'string' || userName === '') {
          return { kind: 'unknown', reason: `the user has no ${settings.user.userName}` };
        }
        if (password === null || password === undefined) return { kind: 'unknown', reason: 'the user has no password' };
        if (idm().isHashed(password)) return { kind: 'unknown', reason: 'IDM keeps only a hash of this password' };
        const clear = idm().isEncrypted(password) ? idm().decrypt(password as object) : password;
        return { kind: 'found', password: String(clear), account: { userName, profile: profileOf(stored, settings) } };
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

function profileOf(stored: { [attribute: string]: unknown }, settings: Settings): { [attribute: string]: string } {
  const profile: { [attribute: string]: string } = {};
  const attributes: { [oracleAttribute: string]: string } = settings.provisioning.attributes;
  for (const oracleAttribute in attributes) {
    const value = stored[String(attributes[oracleAttribute])];
    if (typeof value === 'string' && value !== '') profile[oracleAttribute] = value;
  }
  return profile;
}

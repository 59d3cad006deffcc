/** Managed users as stored. The repository is asked, not `managed/`, whose routes are gone while IDM reloads its file. */
import type { Account, Unnamed, UserRef, Users } from '../sync/ports';
import { mapped } from './mapping';
import { copy, idm } from './openidm';
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
        return {
          kind: 'found',
          account: accountOf(stored, settings),
          revision: String(stored._rev),
          password: storedPassword(read[settings.user.password]),
        };
      } catch (caught) {
        return { kind: 'unknown', reason: describe(caught) };
      }
    },

    findId(object, userName) {
      // A create whose object had no name: nobody can tell whose it is.
      if (userName === '') return { kind: 'unknown' };
      try {
        const { key } = settings.user;
        const params = { _queryFilter: `${key} eq ${JSON.stringify(userName)}`, _pageSize: 2, _sortKeys: key };
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

/** What Oracle has to know of a user, or why that can't be told. */
export function accountOf(
  stored: { [property: string]: unknown },
  { user, provisioning }: Settings,
): Account | Unnamed {
  const userName = mapped(stored, user.userName);
  if (userName === null) return { unnamed: `the user lacks what makes the user name: ${user.userName}` };
  const account = { userName, profile: profileOf(stored, provisioning.attributes) };
  if (user.lookUp !== 'externalId') return account;
  const externalId = mapped(stored, user.externalId);
  return externalId === null
    ? { unnamed: `the user lacks what makes the externalId: ${user.externalId}` }
    : { ...account, externalId };
}

function profileOf(
  stored: { [property: string]: unknown },
  attributes: Settings['provisioning']['attributes'],
): Account['profile'] {
  const profile: Account['profile'] = {};
  for (const oracleAttribute in attributes) {
    const value = mapped(stored, String(attributes[oracleAttribute]));
    if (value !== null) profile[oracleAttribute] = value;
  }
  return profile;
}

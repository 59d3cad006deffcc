import type { UserRef } from './ports';

/** The id of a user's outbox record; it names the target, so that a second target needs no migration. */
export function recordId(target: string, ref: UserRef): string {
  return `${target}.${safe(ref.object)}.${safe(ref.id)}`;
}

/** The id of a create's intent, for as long as IDM has not told the user's id. */
export function unboundId(target: string, nonce: string): string {
  return `${target}.new.${safe(nonce)}`;
}

/**
 * Letters, digits, `-` and `_` as they are, anything else as `~` and its code in hex: a repository path is split at `/`
 * and URL-decoded, which would lead to another record.
 */
function safe(part: string): string {
  return part.replace(/[^A-Za-z0-9_-]/g, (character) => `~${character.charCodeAt(0).toString(16)}.`);
}

/** The user of a record, read back from its id; of an unbound intent, its nonce under the object `new`. */
export function userOf(target: string, id: string): UserRef {
  const parts = /^((?:~[0-9a-f]+\.|[A-Za-z0-9_-])*)\.((?:~[0-9a-f]+\.|[A-Za-z0-9_-])*)$/;
  const [, object = '', user = ''] = parts.exec(id.slice(target.length + 1)) || [];
  return { object: unsafe(object), id: unsafe(user) };
}

function unsafe(part: string): string {
  return part.replace(/~([0-9a-f]+)\./g, (_escape, code: string) => String.fromCharCode(parseInt(code, 16)));
}

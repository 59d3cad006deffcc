/** The request that sets a password, in the two ways that Oracle has. */
import type { HttpRequest } from './transport';
import { PATCH_OP, USER_PASSWORD_CHANGER } from './scim';

/**
 * - `changer`: as a user who chooses a password; it is good for signing in.
 * - `patch`: as an administrator who hands one out; Oracle asks for a new one at the next sign-in (`mustChange`).
 */
export type PasswordRequest = 'changer' | 'patch';

/** `{SSHA}...`, `{PBKDF2-...}...`: Oracle takes hashes of other directories in this form, and tells nowhere how it knows them. */
const HASH_LIKE = /^\{([A-Za-z][A-Za-z0-9._-]*\}|S?SHA|S?MD5|PBKDF2|B?CRYPT)/i;

/** Lone halves of a surrogate pair have no UTF-8: whatever is sent in their place is another password. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Why this password can't be sent as it is, or null. */
export function objectionTo(password: string): string | null {
  if (HASH_LIKE.test(password)) return 'the password begins like a hash in braces, which Oracle might take for one';
  if (LONE_SURROGATE.test(password)) return 'the password holds half a character, which UTF-8 can not say';
  return null;
}

export function passwordRequest(
  way: PasswordRequest,
  id: string,
  password: string,
): { method: HttpRequest['method']; path: string; body: object } {
  if (way === 'changer') {
    return {
      method: 'PUT',
      path: `/UserPasswordChanger/${encodeURIComponent(id)}`,
      body: { schemas: [USER_PASSWORD_CHANGER], password, bypassNotification: true },
    };
  }
  return {
    method: 'PATCH',
    path: `/Users/${encodeURIComponent(id)}`,
    body: { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'password', value: password }] },
  };
}

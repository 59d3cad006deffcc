/**
 * The installation's key. It is made once, whatever number of nodes races for it; the repository keeps it sealed by IDM's own
 * encryption. Unsealing costs some 50 ms (IDM derives its keystore's key on every call), so that a JVM does it once.
 */
import { hasJava, jdk, utf8 } from './java';
import { sharedStrings } from './jvm';
import { idm, type IdmValue, log, property } from './openidm';
import { readOrNull } from './outbox';
import { fromHex, hex, hmacSha256, sha256, utf8Bytes } from './sha256';
import { codeOf, describe } from './trouble';

const KEY_ID = 'installation';
const KEY_BYTES = 32;

/** After this time the repository is asked again whether the key is still the same. */
const CHECK_MS = 60000;

export interface InstallationKey {
  /** Changes when the key was lost and made anew. */
  id: string;
  /** 32 bytes. */
  hex: string;
}

interface Cached extends InstallationKey {
  sealed: string;
  checkedAt: number;
}

/**
 * @param keysPath  for example `repo/passwordsync/keys`
 * @throws what the repository throws, and `{code: 500}` when a new key can't be read back
 */
export function installationKey(keysPath: string): InstallationKey {
  const cache = sharedStrings('installation key', 4);
  const text = cache.get(keysPath);
  const known = text === null ? null : (JSON.parse(text) as Cached);
  const now = new Date().getTime();
  if (known !== null && now - known.checkedAt < CHECK_MS && now >= known.checkedAt) return known;
  const stored = readOrNull(`${keysPath}/${KEY_ID}`);
  const same =
    stored !== null && known !== null && known.id === String(stored.id) && known.sealed === String(stored.sealed);
  const key = same ? known : stored === null ? makeKey(keysPath) : unsealed(stored) || makeKey(keysPath, stored);
  cache.put(keysPath, JSON.stringify({ ...key, checkedAt: now }));
  return key;
}

/** A key for another purpose than fingerprints, that tells nothing of the first. */
export function derivedKey({ hex: key }: InstallationKey, purpose: string): number[] {
  return hmacSha256(fromHex(key), utf8Bytes(purpose));
}

function unsealed(stored: { readonly [key: string]: unknown }): Cached | null {
  try {
    const sealed = String(stored.sealed);
    const key = String(idm().decrypt(JSON.parse(sealed) as object));
    if (!/^[0-9a-f]{64}$/.test(key)) return null;
    return { id: String(stored.id), hex: key, sealed, checkedAt: 0 };
  } catch (caught) {
    log().error(`idcs-password-sync: the fingerprint key is lost, a new one is made: ${describe(caught)}`);
    return null;
  }
}

/** @param lost  the entry of a key that nobody can unseal any more; it is kept, for the keystore may come back */
function makeKey(keysPath: string, lost?: IdmValue): Cached {
  const key = randomKey();
  const content = { schema: 1, id: hex(sha256(utf8Bytes(key))).slice(0, 16), sealed: seal(key) };
  try {
    if (lost === undefined) idm().create(keysPath, KEY_ID, content);
    else {
      keepLost(keysPath, lost);
      idm().update(`${keysPath}/${KEY_ID}`, String(lost._rev), content);
    }
  } catch (caught) {
    // Another node was faster: its key is the one.
    if (codeOf(caught) !== 412) throw caught;
  }
  const stored = readOrNull(`${keysPath}/${KEY_ID}`);
  const made = stored === null ? null : unsealed(stored);
  if (made === null) throw { code: 500, message: `the fingerprint key can't be read back from ${keysPath}` };
  return made;
}

function keepLost(keysPath: string, lost: IdmValue): void {
  try {
    idm().create(keysPath, `lost-${String(lost.id)}`, { schema: 1, id: String(lost.id), sealed: String(lost.sealed) });
  } catch (caught) {
    // Kept already, by another node or an earlier try.
    if (codeOf(caught) !== 412) throw caught;
  }
}

/** A string, for a managed object would decrypt a `$crypto` object that it does not know. */
export function seal(text: string): string {
  const alias = property('openidm.config.crypto.alias') || 'openidm-sym-default';
  return JSON.stringify(idm().encrypt(text, null, alias));
}

function randomKey(): string {
  if (hasJava()) {
    const bytes = utf8(new Array(KEY_BYTES + 1).join(' '));
    new (jdk().security.SecureRandom)().nextBytes(bytes);
    return hex(sha256(utf8Bytes(String(jdk().util.Base64.getEncoder().encodeToString(bytes)))));
  }
  // IDM's own randomness: each encryption has an initialisation vector of its own, and these two are thrown away.
  return hex(sha256(utf8Bytes(seal('one') + seal('two'))));
}

/**
 * Fingerprints of passwords: HMAC-SHA-256 under a key that the installation makes once. The repository keeps the key
 * sealed by IDM's own encryption; unsealing costs some 50 ms (IDM derives its keystore's key on every call), so that a
 * JVM does it once.
 */
import { jdk, jdkx, utf8 } from './java';
import { once } from './jvm';
import { idm, property } from './openidm';
import { readOrNull } from './outbox';
import { codeOf } from './trouble';

const ALGORITHM = 'HmacSHA256';
const KEY_BYTES = 32;
const KEY_ID = 'fingerprint';

/** @param keysPath  for example `repo/passwordsync/keys` */
export function fingerprinter(keysPath: string): (salt: string, password: string) => string {
  return (salt, password) => {
    const mac = jdkx().crypto.Mac.getInstance(ALGORITHM);
    mac.init(once(`key ${keysPath}`, () => readOrMakeKey(keysPath)));
    return String(
      jdk()
        .util.Base64.getEncoder()
        .encodeToString(mac.doFinal(utf8(`${salt}\u0000${password}`))),
    );
  };
}

/** Whatever number of nodes races for it, one creates the key and the others read it. */
function readOrMakeKey(keysPath: string): unknown {
  const known = readKey(keysPath);
  if (known !== null) return known;
  const sealed = idm().encrypt(randomKey(), null, property('openidm.config.crypto.alias') || 'openidm-sym-default');
  try {
    idm().create(keysPath, KEY_ID, { schema: 1, sealed: JSON.stringify(sealed) });
  } catch (caught) {
    if (codeOf(caught) !== 412) throw caught;
  }
  const made = readKey(keysPath);
  if (made === null) throw { code: 500, message: `the fingerprint key can't be read back from ${keysPath}` };
  return made;
}

function readKey(keysPath: string): unknown {
  const read = readOrNull(`${keysPath}/${KEY_ID}`);
  if (read === null) return null;
  const key = String(idm().decrypt(JSON.parse(String(read.sealed)) as object));
  return new (jdkx().crypto.spec.SecretKeySpec)(jdk().util.Base64.getDecoder().decode(key), ALGORITHM);
}

function randomKey(): string {
  const bytes = utf8(new Array(KEY_BYTES + 1).join(' '));
  new (jdk().security.SecureRandom)().nextBytes(bytes);
  return String(jdk().util.Base64.getEncoder().encodeToString(bytes));
}

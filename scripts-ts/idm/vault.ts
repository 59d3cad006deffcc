/** Everything that is done with a password in clear text. */
import type { StoredPassword, Vault } from '../sync/ports';
import { hasJava, jdk, jdkx, utf8 } from './java';
import { derivedKey, type InstallationKey, installationKey, seal } from './keys';
import { copy, idm } from './openidm';
import type { Settings } from './settings';
import { fromHex, hex, hmacSha256, sha256, utf8Bytes } from './sha256';
import { describe } from './trouble';

const HMAC = 'HmacSHA256';
const CIPHER = 'AES/GCM/NoPadding';
const IV_BYTES = 12;
const TAG_BITS = 128;

/** How a sealed copy begins: by a key of ours (0.2 ms), or by IDM's (50 ms) where Java is out of reach. */
const OURS = 'gcm ';

export function vaultOf(settings: Settings): Vault {
  const key = (): InstallationKey => installationKey(settings.outbox.keysPath);
  return {
    keyId: () => key().id,
    fingerprint: (salt, password) => hmac(key(), `${salt}\u0000${password}`),
    keepsHash: (object) => hasSecureHash(object, settings.user.password),
    seal: (password) => (hasJava() ? OURS + encrypted(key(), password) : seal(password)),
    unseal(sealed) {
      try {
        if (sealed.indexOf(OURS) !== 0) return String(idm().decrypt(JSON.parse(sealed) as object));
        return decrypted(key(), sealed.slice(OURS.length));
      } catch (_lost) {
        return null;
      }
    },
    reveal({ value }) {
      try {
        return { kind: 'clear', password: String(idm().isEncrypted(value) ? idm().decrypt(value as object) : value) };
      } catch (caught) {
        return { kind: 'unknown', reason: describe(caught) };
      }
    },
    matches: (password, { value }) => idm().matches(password, value),
  };
}

/** A password as IDM has stored it. A hash is told first, for `isEncrypted` is true of it as well. */
export function storedPassword(value: unknown): StoredPassword {
  if (value === null || value === undefined) return { kind: 'none', value, seen: '' };
  return { kind: idm().isHashed(value) ? 'hashed' : 'sealed', value, seen: digest(canonical(copy(value))) };
}

function hmac({ hex: key }: InstallationKey, text: string): string {
  if (!hasJava()) return hex(hmacSha256(fromHex(key), utf8Bytes(text)));
  const mac = jdkx().crypto.Mac.getInstance(HMAC);
  mac.init(new (jdkx().crypto.spec.SecretKeySpec)(bytesOf(key), HMAC));
  return hexOf(mac.doFinal(utf8(text)));
}

function digest(text: string): string {
  if (!hasJava()) return hex(sha256(utf8Bytes(text)));
  return hexOf(jdk().security.MessageDigest.getInstance('SHA-256').digest(utf8(text)));
}

/** JSON with its keys in order: a repository may give them in another one each time. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Array) return `[${value.map(canonical).join()}]`;
  const object = value as { [key: string]: unknown };
  // Keys are distinct, so that no order is left to chance.
  // eslint-disable-next-line no-restricted-syntax
  const keys = Object.keys(object).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`).join()}}`;
}

function encrypted(key: InstallationKey, text: string): string {
  const iv = utf8(new Array(IV_BYTES + 1).join(' '));
  new (jdk().security.SecureRandom)().nextBytes(iv);
  const cipher = cipherFor(jdkx().crypto.Cipher.ENCRYPT_MODE, key, iv);
  return `${hexOf(iv)}${hexOf(cipher.doFinal(utf8(text)))}`;
}

/** Throws when it was sealed under another key. */
function decrypted(key: InstallationKey, sealed: string): string {
  const iv = bytesOf(sealed.slice(0, 2 * IV_BYTES));
  const cipher = cipherFor(jdkx().crypto.Cipher.DECRYPT_MODE, key, iv);
  const bytes = cipher.doFinal(bytesOf(sealed.slice(2 * IV_BYTES)));
  return String(new (jdk().lang.String)(bytes, jdk().nio.charset.StandardCharsets.UTF_8));
}

function cipherFor(mode: unknown, key: InstallationKey, iv: unknown): { doFinal(bytes: unknown): unknown } {
  const { Cipher, spec } = jdkx().crypto;
  const cipher = Cipher.getInstance(CIPHER);
  const aes = new spec.SecretKeySpec(bytesOf(hex(derivedKey(key, 'sealed copies'))), 'AES');
  cipher.init(mode, aes, new spec.GCMParameterSpec(TAG_BITS, iv));
  return cipher;
}

function bytesOf(text: string): unknown {
  // A leading byte keeps leading zeros, and the sign, away from the number; it is cut off again.
  const bytes = new (jdk().math.BigInteger)(`01${text}`, 16).toByteArray();
  return jdk().util.Arrays.copyOfRange(bytes, 1, text.length / 2 + 1);
}

function hexOf(bytes: unknown): string {
  const { BigInteger } = jdk().math;
  const text = String(new BigInteger(1, bytes).toString(16));
  const length = 2 * Number((bytes as { length: number }).length);
  return new Array(length - text.length + 1).join('0') + text;
}

/** The configuration as it is now, for a customer may go over from the one to the other. */
function hasSecureHash(object: string, property: string): boolean {
  const config = copy(idm().read('config/managed')) as { objects?: unknown } | null;
  const objects = config !== null && config.objects instanceof Array ? (config.objects as ManagedObject[]) : [];
  return objects.some(({ name, schema }) => {
    const properties = schema && schema.properties;
    const password = properties && properties[property];
    return name === object && !!(password && password.secureHash);
  });
}

interface ManagedObject {
  name?: string;
  schema?: { properties?: { [property: string]: { secureHash?: unknown } | undefined } };
}

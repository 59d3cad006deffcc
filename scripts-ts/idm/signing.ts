/** The signature of a client assertion, with a key from a file of the IDM machine. */
import { type JavaKey, jdk, utf8 } from './java';
import type { Assertion } from './settings-file';
import { keystoreOf, projectFile, textOf, wrong } from './transport/files';
import { className } from './trouble';

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 over the ASCII bytes of `text`, in base64url without padding.
 *
 * @throws `{code: 500}` when the key can't be read; it names the file
 */
export function signatureOf(assertion: Assertion, text: string): string {
  const signature = jdk().security.Signature.getInstance('SHA256withRSA');
  signature.initSign(privateKey(assertion));
  signature.update(utf8(text));
  return String(jdk().util.Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign()));
}

/** Read anew for each token, about once an hour: a renewed key is seen, and none is kept. */
function privateKey({ pemFile, keystore }: Assertion): JavaKey {
  return keystore === undefined ? keyOfPem(String(pemFile)) : keyOfKeystore(keystore);
}

const KEYSTORE = 'idcs.assertion.keystore';

function keyOfKeystore(settings: NonNullable<Assertion['keystore']>): JavaKey {
  const { store, file, password } = keystoreOf(KEYSTORE, settings);
  let key: JavaKey | null;
  try {
    key = store.getKey(settings.alias, password);
  } catch (caught) {
    throw wrong(KEYSTORE, file, `has a key "${settings.alias}" of another password (${className(caught)})`);
  }
  if (key === null) throw wrong(KEYSTORE, file, `has no key "${settings.alias}"`);
  if (String(key.getAlgorithm()) !== 'RSA')
    throw wrong(KEYSTORE, file, `has a key "${settings.alias}" that is no RSA key`);
  return key;
}

const PEM_FILE = 'idcs.assertion.pemFile';

function keyOfPem(name: string): JavaKey {
  const file = projectFile(name);
  const text = textOf(PEM_FILE, file);
  const found = /-----BEGIN (RSA |ENCRYPTED )?PRIVATE KEY-----([\s\S]+?)-----END/.exec(text);
  if (!found) throw wrong(PEM_FILE, file, 'holds no private key (BEGIN PRIVATE KEY)');
  const [, kind, body] = found;
  // The old form tells it in a header.
  if (kind === 'ENCRYPTED ' || /ENCRYPTED/.test(String(body))) {
    throw wrong(PEM_FILE, file, 'is encrypted: store the key without a password, or in a keystore');
  }
  try {
    const der = jdk().util.Base64.getMimeDecoder().decode(String(body));
    const { KeyFactory, spec } = jdk().security;
    const pkcs8 = kind === 'RSA ' ? wrapped(der) : der;
    return KeyFactory.getInstance('RSA').generatePrivate(new spec.PKCS8EncodedKeySpec(pkcs8));
  } catch (caught) {
    throw wrong(PEM_FILE, file, `holds no RSA key, or a damaged one (${className(caught)})`);
  }
}

/** Version 0 and the algorithm rsaEncryption without parameters: what PKCS #8 (RFC 5208) puts before the key of PKCS #1. */
const RSA_PREFIX = '020100300d06092a864886f70d0101010500';

/** PKCS #8 of a PKCS #1 key. DER of a sequence begins with 30, so that no zero and no sign is lost in a number. */
function wrapped(pkcs1: unknown): unknown {
  const { BigInteger } = jdk().math;
  const key = String(new BigInteger(1, pkcs1).toString(16));
  return new BigInteger(der('30', RSA_PREFIX + der('04', key)), 16).toByteArray();
}

/** Tag, length and content (X.690), all in hexadecimal. */
function der(tag: string, content: string): string {
  const bytes = (content.length / 2).toString(16);
  const even = bytes.length % 2 === 0 ? bytes : `0${bytes}`;
  const isShort = content.length / 2 < 128;
  const length = isShort ? even : `${(0x80 + even.length / 2).toString(16)}${even}`;
  return tag + length + content;
}

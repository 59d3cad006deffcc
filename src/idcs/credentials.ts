import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import path from 'node:path';
import type { Assertion, Idcs } from '../../scripts-ts/idm/settings-file';
import type { Credentials } from '../../scripts-ts/oracle/token';
import { contentOf, UnusableFile } from './way';

/**
 * How the command proves to Oracle who it is, with the environment's settings, all references resolved. The key is read when
 * it signs; what is wrong with it is thrown then, as UnusableFile.
 *
 * @param folder  IDM's project folder, from which files count
 */
export function nodeCredentials({ clientSecret, assertion }: Idcs, folder: string): Credentials {
  if (!assertion) return { kind: 'secret', secret: () => String(clientSecret) };
  return {
    kind: 'assertion',
    keyId: assertion.keyId,
    sign: (text) => sign('RSA-SHA256', Buffer.from(text, 'ascii'), keyOf(assertion, folder)).toString('base64url'),
  };
}

function keyOf({ pemFile, keystore }: Assertion, folder: string): KeyObject {
  if (pemFile === undefined) {
    const file = keystore?.file ?? 'the keystore';
    const mend =
      'Export its key (openssl pkcs12 -in STORE.p12 -nocerts -nodes -out KEY.pem; a JKS first goes through keytool ' +
      '-importkeystore -deststoretype PKCS12), name it with --assertion-key, and delete it afterwards.';
    throw new UnusableFile(`Node takes no private key out of a keystore, and so none out of ${file}`, mend);
  }
  const file = path.resolve(folder, pemFile);
  let key: KeyObject;
  try {
    key = createPrivateKey(contentOf(file));
  } catch (error) {
    if (error instanceof UnusableFile) throw error;
    const mend = 'Write the private key as PKCS #8 in PEM: it begins with -----BEGIN PRIVATE KEY-----.';
    throw new UnusableFile(`${file} is no private key in PEM without a passphrase`, mend);
  }
  if (key.asymmetricKeyType === 'rsa') return key;
  throw new UnusableFile(`${file} is a key for ${key.asymmetricKeyType}`, 'Make an RSA key: Oracle takes RS256.');
}

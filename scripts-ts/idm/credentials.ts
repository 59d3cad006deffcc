/** How IDM proves to Oracle who it is. */
import type { Credentials } from '../oracle/token';
import { reveal } from './settings';
import type { Idcs } from './settings-file';
import { signatureOf } from './signing';

export function credentialsOf({ clientSecret, assertion }: Idcs): Credentials {
  if (assertion !== undefined) {
    return { kind: 'assertion', keyId: assertion.keyId, sign: (text) => signatureOf(assertion, text) };
  }
  return { kind: 'secret', secret: () => reveal(String(clientSecret)) };
}

import type { IntentPorts } from '../sync/ports';
import { fingerprinter } from './fingerprint';
import { jdk } from './java';
import { repositoryOutbox } from './outbox';
import type { Settings } from './settings';

/** The ports of the user's path, in a file of their own so that a hook does not carry the delivery with it. */
export function intentPorts(settings: Settings): IntentPorts {
  return {
    now: () => new Date(),
    nonce: () => String(jdk().util.UUID.randomUUID()),
    fingerprint: fingerprinter(settings.outbox.keysPath),
    outbox: repositoryOutbox(settings.outbox.path),
  };
}

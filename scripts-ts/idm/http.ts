/** The way to Oracle that the settings name. */
import type { Transport } from '../oracle/transport';
import type { Idcs } from './settings-file';
import { externalRestTransport } from './transport/external-rest';
import { javaTransport } from './transport/java';

export function transportOf(idcs: Idcs): Transport {
  return idcs.transport === 'externalRest' ? externalRestTransport() : javaTransport(idcs);
}

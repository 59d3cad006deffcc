/** The ports of the user's path, in a file of their own so that a hook does not carry the delivery with it. */
import type { HandoverPorts, HookPorts } from '../sync/ports';
import { keepInHand, takeFromHand } from './in-hand';
import { workerName } from './jvm';
import { nonce } from './nonce';
import { repositoryOutbox } from './outbox';
import type { Settings } from './settings';
import { vaultOf } from './vault';

export function hookPorts(settings: Settings): HookPorts {
  return {
    now: () => new Date(),
    nonce,
    worker: workerName,
    vault: vaultOf(settings),
    outbox: repositoryOutbox(settings.outbox.path),
  };
}

/** @param background  what a hook before the commit has no use for */
export function handoverPorts(
  settings: Settings,
  background: HandoverPorts['background'] = () => undefined,
): HandoverPorts {
  return { ...hookPorts(settings), inHand: { keep: keepInHand, take: takeFromHand }, background };
}

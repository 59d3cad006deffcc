/** The check-up of the way to Oracle, without a terminal. */
import { nodeTransport, type NodeTransport } from '../../idcs/transport';
import { Secrets } from '../secrets';
import type { Result } from '../step';
import { runWatched, type Watch } from '../watched';
import type { CheckUp, CheckUpStep, Order } from './check-up';
import { networkSteps } from './network-steps';
import { oracleSteps } from './oracle-steps';
import { settingsStep } from './settings-step';

export type { Order } from './check-up';

/** Every step in its order; each names those that it needs. */
export const oracleCheckUp: readonly CheckUpStep[] = [settingsStep, ...networkSteps, ...oracleSteps];

/**
 * Checks the way to Oracle step by step; what is answered and what `watch` is told holds no secret.
 *
 * Throws a KnownFailure with exit code 2 for an environment that is not there, and for a property that only IDM can decrypt.
 */
export async function examineOracle(order: Order, watch: Watch): Promise<Result[]> {
  const secrets = new Secrets();
  let title = '';
  let transport: NodeTransport | undefined;
  const checkUp: CheckUp = {
    order,
    secrets,
    // It blocks this thread while it waits, and so tells of that itself.
    transport: (way) => (transport = nodeTransport(way, (_, seconds) => watch.waiting(title, seconds))),
  };
  try {
    return await runWatched(oracleCheckUp, checkUp, secrets, watch, (begun) => (title = begun));
  } finally {
    transport?.close();
  }
}

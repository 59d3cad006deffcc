/** The check-up of the way to Oracle, without a terminal. */
import { nodeTransport, type NodeTransport } from '../idcs/transport';
import type { CheckUp, CheckUpStep, Order } from './check-up';
import { networkSteps } from './network-steps';
import { oracleSteps } from './oracle-steps';
import { Secrets } from './secrets';
import { settingsStep } from './settings-step';
import { runSteps, type Result } from './step';

export type { Order } from './check-up';
export type { Result } from './step';
export { readProperties } from './properties';

/** Every step in its order; each names those that it needs. */
export const oracleCheckUp: readonly CheckUpStep[] = [settingsStep, ...networkSteps, ...oracleSteps];

/** Who is told what goes on: about every second while a step waits, and of its end. */
export interface Watch {
  waiting(title: string, seconds: number): void;
  ended(result: Result): void;
}

/**
 * Checks the way to Oracle step by step; what is answered and what `watch` is told holds no secret.
 *
 * Throws a KnownFailure with exit code 2 for an environment that is not there, and for a property that only IDM can decrypt.
 */
export async function examineOracle(order: Order, watch: Watch): Promise<Result[]> {
  const secrets = new Secrets();
  let title = '';
  let transport: NodeTransport | undefined;
  let ticking: NodeJS.Timeout | undefined;
  const checkUp: CheckUp = {
    order,
    secrets,
    transport: (way) => (transport = nodeTransport(way, (_, seconds) => watch.waiting(title, seconds))),
  };
  try {
    const results = await runSteps(oracleCheckUp, checkUp, {
      begun: (step) => {
        title = step.title;
        // For the steps that wait in this thread; while the transport blocks it, the transport itself tells.
        let seconds = 0;
        ticking = setInterval(() => watch.waiting(title, ++seconds), 1000);
      },
      ended: (result) => {
        clearInterval(ticking);
        watch.ended(clean(result, secrets));
      },
    });
    return results.map((result) => clean(result, secrets));
  } finally {
    clearInterval(ticking);
    transport?.close();
  }
}

function clean(result: Result, secrets: Secrets): Result {
  const what = secrets.strikeOut(result.what);
  return 'mend' in result ? { ...result, what, mend: secrets.strikeOut(result.mend) } : { ...result, what };
}

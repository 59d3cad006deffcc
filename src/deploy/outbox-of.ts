import { afterOf } from './changes';
import { bytesOf } from './content';
import type { Deployment } from './model';

/** Where the records of what was deployed stand in IDM's repository. */
export interface OutboxPaths {
  readonly path: string;
  readonly keysPath: string;
}

/** As the settings of the latest of these deployments say that has brought some. */
export function outboxOf(made: readonly Deployment[]): OutboxPaths | undefined {
  const settings = [...made]
    .reverse()
    .flatMap(({ plan }) => plan.changes)
    .find((change) => change.path === 'conf/custom-idcsPasswordSync.json' && afterOf(change) !== undefined);
  if (!settings) return undefined;
  return (JSON.parse(bytesOf(afterOf(settings)!).toString()) as { outbox: OutboxPaths }).outbox;
}

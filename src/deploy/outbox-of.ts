import { settingsFile } from '../bundle/manifest';
import { afterOf } from './changes';
import { bytesOf } from './content';
import type { Deployment } from './model';

/** Where the records of what was deployed stand in IDM's repository. */
export interface OutboxPaths {
  readonly path: string;
  readonly keysPath: string;
}

/** Where they stand unless an environment says otherwise, as environments/environment.schema.json has it. */
const byDefault: OutboxPaths = { path: 'repo/passwordsync/outbox', keysPath: 'repo/passwordsync/keys' };

/** As the settings of the latest of these deployments say that has brought some. */
export function outboxOf(made: readonly Deployment[]): OutboxPaths {
  const settings = [...made]
    .reverse()
    .flatMap(({ plan }) => plan.changes)
    .find((change) => change.path === settingsFile && afterOf(change) !== undefined);
  if (!settings) return byDefault;
  return (JSON.parse(bytesOf(afterOf(settings)!).toString()) as { outbox: OutboxPaths }).outbox;
}

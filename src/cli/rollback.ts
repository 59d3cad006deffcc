import { Command } from 'commander';
import type { History, Target, Underway } from '../deploy/model';
import type { Dropped } from '../deploy/rest/queue';
import { silent, teller } from './apply';
import { confirm } from './confirm';
import { printJson } from './report';
import { countOf, showChanges } from './show-plan';
import {
  clientOf,
  credentialsHelp,
  refuseWhileRunning,
  targetOf,
  usage,
  withTargetOptions,
  type TargetOptions,
} from './target-options';

interface Options extends TargetOptions {
  yes?: boolean;
  whileRunning?: boolean;
  dryRun?: boolean;
  force?: boolean;
  dropQueue?: boolean;
  json?: boolean;
}

/** `pwsync rollback`. */
export function rollbackCommand(): Command {
  const command = new Command('rollback')
    .description(
      'take the last deployment back: every file becomes what it was, byte for byte (over REST: every value)',
    )
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--force', 'restore a file also where its changed lines were changed again since')
    .option('--drop-queue', 'delete the passwords that wait for delivery as well; needs --url')
    .option('--while-running', 'change the files of an IDM that runs')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', credentialsHelp);
  return withTargetOptions(command).action(rollback);
}

async function rollback(options: Options): Promise<void> {
  const target = await targetOf(options);
  const history = await target.history();
  const drop = options.dropQueue ? await queueToDrop(history, options) : undefined;
  if (!options.dryRun) await refuseWhileRunning(target, options);
  const result =
    history.underway && !options.dryRun
      ? await endInterrupted(history.underway, target, options)
      : await takeLastBack(history, target, options);
  if (!result) {
    process.stdout.write('Nothing was changed.\n');
    return;
  }
  const dropped = drop && !options.dryRun ? await drop() : undefined;
  if (options.json) printJson({ ok: true, target: target.id, ...result.facts, ...(dropped && { dropped }) });
  else process.stdout.write(`${result.words}${options.dryRun ? '' : ` ${aboutQueue(dropped)}`}\n`);
}

interface Outcome {
  readonly words: string;
  readonly facts: object;
}

/** Undefined when the person who was asked does not want it. */
async function endInterrupted(underway: Underway, target: Target, options: Options): Promise<Outcome | undefined> {
  const { settle } = await import('../deploy/carry-out');
  const [what, end] = underway.direction === 'forth' ? ['apply', 'taken back'] : ['rollback', 'led to its end'];
  if (!options.yes && !(await confirm(`An interrupted ${what} in ${target.name} is ${end}. Go on?`))) return undefined;
  await settle('taken back', target, options.json ? silent : teller());
  return {
    words: `The interrupted ${what} in ${target.name} was ${end}.`,
    facts: { interrupted: what, bundle: underway.deployment.plan.bundle },
  };
}

async function takeLastBack(history: History, target: Target, options: Options): Promise<Outcome | undefined> {
  const { requireSettled, takeBack } = await import('../deploy/carry-out');
  const { planWayBack } = await import('../deploy/way-back');
  requireSettled(history);
  const { deployment, changes, warnings } = await planWayBack(target, history.made, options);
  const { bundle } = deployment.plan;
  const name = `${bundle.version} (${bundle.environment})`;
  const facts = { bundle, changes: changes.map(({ kind, path }) => ({ kind, path })), warnings };
  if (!options.json) showChanges(changes, warnings, target);
  if (options.dryRun) return { words: `Rollback of ${name}: ${countOf(changes)}.`, facts };
  if (!options.yes && !(await confirm(`${countOf(changes)} in ${target.name}. Roll back?`))) return undefined;
  await takeBack(deployment, changes, target, options.json ? silent : teller());
  return { words: `Rolled back ${name}: ${target.name} is as it was before.`, facts };
}

/** How the queue is deleted, once the hooks are gone that fill it. Throws a KnownFailure with exit code 2. */
async function queueToDrop({ made, underway }: History, { url }: Options): Promise<() => Promise<Dropped>> {
  if (url === undefined) {
    throw usage('--drop-queue needs a running IDM', 'Name it with --url: the queue is in its repository.');
  }
  if (made.length > 1 || (made.length === 1 && underway?.direction === 'forth')) {
    const mend = 'Roll back without --drop-queue first; the rollback of the last bundle can drop the queue.';
    throw usage('an older bundle comes back, which goes on with the queue', mend);
  }
  const { outboxOf } = await import('../deploy/outbox-of');
  const { dropQueue } = await import('../deploy/rest/queue');
  const outbox = outboxOf(underway ? [...made, underway.deployment] : made);
  const { client } = await clientOf(url);
  return async () => (outbox ? dropQueue(client, outbox) : { outbox: 0, keys: 0 });
}

function aboutQueue(dropped: Dropped | undefined): string {
  if (!dropped) return 'Passwords that wait in the outbox stay there, for a later deployment to deliver.';
  return `${dropped.outbox} records of the outbox and ${dropped.keys} keys were deleted.`;
}

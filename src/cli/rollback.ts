import { Command } from 'commander';
import type { History, Target } from '../deploy/model';
import type { Dropped } from '../deploy/rest/queue';
import { nothingChanged, silent, teller } from './apply';
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
    .option('--drop-queue', 'delete the passwords that wait for delivery as well; with --url alone')
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
  const isEmpty = history.made.length === 0 && !history.underway;
  const outcome = drop && isEmpty ? await dropAlone(target, options) : await takeLastBack(history, target, options);
  if (!outcome) return nothingChanged();
  const dropped = drop && !options.dryRun ? await drop() : undefined;
  if (options.json) printJson({ ok: true, target: target.id, ...outcome.facts, ...(dropped && { dropped }) });
  else process.stdout.write(`${outcome.words}${options.dryRun ? '' : ` ${aboutQueue(dropped)}`}\n`);
}

interface Outcome {
  readonly words: string;
  readonly facts: object;
}

/** Undefined when the person who was asked does not want it. */
async function takeLastBack(history: History, target: Target, options: Options): Promise<Outcome | undefined> {
  const { takeBack } = await import('../deploy/carry-out');
  const { planWayBack } = await import('../deploy/way-back');
  const { deployment, changes, warnings } = await planWayBack(target, history, options);
  const { bundle } = deployment.plan;
  const name = `${bundle.version} (${bundle.environment})`;
  const facts = { bundle, changes: changes.map(({ kind, path }) => ({ kind, path })), warnings };
  if (!options.json) {
    if (history.underway)
      process.stdout.write(`${interrupted[history.underway.direction]} of ${name} was interrupted.\n`);
    showChanges(changes, warnings, target);
  }
  if (options.dryRun) return { words: `Rollback of ${name}: ${countOf(changes)}.`, facts };
  if (!options.yes && !(await confirm(`${countOf(changes)} in ${target.name}. Roll back?`))) return undefined;
  await takeBack(deployment, changes, target, options.json ? silent : teller());
  const [below] = history.made.filter(({ at }) => at !== deployment.at).slice(-1);
  const now = below
    ? `${below.plan.bundle.version} (${below.plan.bundle.environment}) is in place again in`
    : 'it is out of';
  return { words: `Rolled back ${name}: ${now} ${target.name}.`, facts };
}

const interrupted = { forth: 'An apply', back: 'A rollback' } as const;

/** A rollback whose last step failed is there already. */
async function dropAlone(target: Target, options: Options): Promise<Outcome | undefined> {
  if (!options.yes && !options.dryRun && !(await confirm(`Delete the queue of ${target.name}?`))) return undefined;
  return { words: `Nothing is deployed to ${target.name}.`, facts: {} };
}

/** How the queue is deleted, once the hooks are gone that fill it. Throws a KnownFailure with exit code 2. */
async function queueToDrop(
  { made, underway }: History,
  { url, idm, project }: Options,
): Promise<() => Promise<Dropped>> {
  if (url === undefined || idm !== undefined || project !== undefined) {
    const mend =
      'Roll the folder back, start IDM, and call this again with --url alone: the queue is in its repository.';
    throw usage('--drop-queue is for a running IDM', mend);
  }
  if (made.length > 1 || (made.length === 1 && underway?.direction === 'forth')) {
    const mend = 'Roll back without --drop-queue first; the rollback of the last bundle can drop the queue.';
    throw usage('an older bundle comes back, which goes on with the queue', mend);
  }
  const { outboxOf } = await import('../deploy/outbox-of');
  const { dropQueue } = await import('../deploy/rest/queue');
  const outbox = outboxOf(underway ? [...made, underway.deployment] : made);
  const { client } = await clientOf(url);
  return () => dropQueue(client, outbox);
}

function aboutQueue(dropped: Dropped | undefined): string {
  if (!dropped) return 'Passwords that wait in the outbox stay there, for a later deployment to deliver.';
  return `${dropped.outbox} records of the outbox and ${dropped.keys} keys were deleted.`;
}

import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import type { Plan, Target } from '../deploy/model';
import { KnownFailure, shownPath } from '../environment/problem';
import { printJson } from './report';
import { countOf, isWorthReading, showChanges } from './show-plan';
import { credentialsHelp, targetOf, warnOfRunning, withTargetOptions, type TargetOptions } from './target-options';

interface Options extends TargetOptions {
  out?: string;
  check?: boolean;
  json?: boolean;
}

/** `pwsync plan`. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('show what a bundle would change in an IDM, and change nothing')
    .argument('<bundle>', 'the folder of the bundle, such as generated/NAME')
    .option('--out <file>', 'write the plan to a file, for "pwsync apply FILE"')
    .option('--check', 'exit with 1 when there is anything to change')
    .option('--json', 'print the plan as JSON, with digests in place of the contents')
    .addHelpText('after', credentialsHelp);
  return withTargetOptions(command).action(plan);
}

async function plan(folder: string, options: Options): Promise<void> {
  const target = await targetOf(options);
  const planned = await planFor(folder, target);
  if (options.out !== undefined) write(options.out, planned);
  if (options.json) printJson(await shownAsData(planned, target));
  else {
    showChanges(planned.changes, planned.warnings, target);
    await warnOfRunning(target);
    process.stdout.write(planned.changes.length === 0 ? 'Nothing to do.\n' : `Plan: ${countOf(planned.changes)}.\n`);
  }
  if (options.check && planned.changes.length > 0) process.exitCode = 1;
}

/** What is printed lands in logs: in place of contents it has their digests and what differs, as a person sees it. */
async function shownAsData({ changes, ...plan }: Plan, target: Target): Promise<object> {
  const { diffOf } = await import('../deploy/diff');
  const { beforeOf, afterOf } = await import('../deploy/changes');
  const signs = { both: ' ', old: '-', new: '+', place: '' } as const;
  return {
    ...plan,
    changes: changes.map((change) => ({
      kind: change.kind,
      path: change.path,
      owner: change.owner,
      before: beforeOf(change)?.sha256 ?? null,
      after: afterOf(change)?.sha256 ?? null,
      diff: isWorthReading(change) ? diffOf(change, target.outlined).map(({ kind, text }) => signs[kind] + text) : [],
    })),
  };
}

async function planFor(folder: string, target: Target): Promise<Plan> {
  const { readBundle } = await import('../bundle/read');
  const { planDeployment } = await import('../deploy/plan');
  const { requireSettled } = await import('../deploy/carry-out');
  const bundle = readBundle(path.resolve(folder));
  const history = await target.history();
  requireSettled(history);
  return planDeployment(bundle, target, history.made);
}

/** For its owner only, whoever could read what was there: a plan holds the customer's files. */
function write(file: string, planned: Plan): void {
  const fresh = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(fresh, `${JSON.stringify(planned, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    fs.renameSync(fresh, file);
  } catch (error) {
    fs.rmSync(fresh, { force: true });
    const what = `can't be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw new KnownFailure([
      { code: 'unwritable', file: shownPath(file), what, mend: 'Name another file with --out.' },
    ]);
  }
}

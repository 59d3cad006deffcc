import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import type { Plan, Target } from '../deploy/model';
import { KnownFailure, shownPath } from '../environment/problem';
import { printJson } from './report';
import { countOf, showChanges } from './show-plan';
import { credentialsHelp, targetOf, withTargetOptions, type TargetOptions } from './target-options';

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
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', credentialsHelp);
  return withTargetOptions(command).action(plan);
}

async function plan(folder: string, options: Options): Promise<void> {
  const target = await targetOf(options);
  const planned = await planFor(folder, target);
  if (options.out !== undefined) write(options.out, planned);
  if (options.json) printJson(planned);
  else {
    showChanges(planned.changes, planned.warnings, target);
    process.stdout.write(planned.changes.length === 0 ? 'Nothing to do.\n' : `Plan: ${countOf(planned.changes)}.\n`);
  }
  if (options.check && planned.changes.length > 0) process.exitCode = 1;
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

/** For its owner only: a plan holds the customer's files. */
function write(file: string, planned: Plan): void {
  try {
    fs.writeFileSync(file, `${JSON.stringify(planned, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const what = `can't be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw new KnownFailure([
      { code: 'unwritable', file: shownPath(file), what, mend: 'Name another file with --out.' },
    ]);
  }
}

import { Command } from 'commander';
import { silent, teller } from './apply';
import { confirm } from './confirm';
import { printJson } from './report';
import { countOf, showChanges } from './show-plan';
import { credentialsHelp, refuseWhileRunning, targetOf, withTargetOptions, type TargetOptions } from './target-options';

interface Options extends TargetOptions {
  yes?: boolean;
  whileRunning?: boolean;
  dryRun?: boolean;
  force?: boolean;
  json?: boolean;
}

/** `pwsync rollback`. */
export function rollbackCommand(): Command {
  const command = new Command('rollback')
    .description('take the last deployment back: every file becomes what it was, byte for byte')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--force', 'restore a file also where its changed lines were changed again since')
    .option('--while-running', 'change the files of an IDM that runs')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', credentialsHelp);
  return withTargetOptions(command).action(rollback);
}

async function rollback(options: Options): Promise<void> {
  const engine = await import('../deploy/carry-out');
  const { planWayBack } = await import('../deploy/way-back');
  const target = await targetOf(options);
  if (!options.dryRun) await refuseWhileRunning(target, options);
  const watch = options.json ? silent : teller();
  const history = await target.history();
  const { underway, made } = history;

  if (underway && !options.dryRun) {
    const words = underway.direction === 'forth' ? 'The interrupted apply' : 'The interrupted rollback';
    if (!options.yes && !(await confirm(`${words} in ${target.name} is led back. Go on?`))) return nothingChanged();
    await engine.settle('taken back', target, watch);
    if (options.json) printJson({ ok: true, target: target.id, interrupted: underway.direction });
    else process.stdout.write(`${words} was led back: ${target.name} is as it was before it.\n`);
    return;
  }

  engine.requireSettled(history);
  const { deployment, changes, warnings } = await planWayBack(target, made, options);
  const { version, environment } = deployment.plan.bundle;
  const result = {
    target: target.id,
    bundle: deployment.plan.bundle,
    changes: changes.map(({ kind, path }) => ({ kind, path })),
    warnings,
  };
  if (!options.json) showChanges(changes, warnings);
  if (options.dryRun) {
    if (options.json) printJson({ ok: true, ...result });
    else process.stdout.write(`Rollback of ${version} (${environment}): ${countOf(changes)}.\n`);
    return;
  }
  if (!options.yes && !(await confirm(`${countOf(changes)} in ${target.name}. Roll back?`))) return nothingChanged();
  await engine.takeBack(deployment, changes, target, watch);
  if (options.json) printJson({ ok: true, ...result });
  else process.stdout.write(`Rolled back ${version} (${environment}): ${target.name} is as it was before. ${kept}\n`);
}

function nothingChanged(): void {
  process.stdout.write('Nothing was changed.\n');
}

const kept = 'Passwords that wait in the outbox stay there, for a later deployment to deliver.';

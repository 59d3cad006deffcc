import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import type { Watch } from '../deploy/carry-out';
import type { Change, Plan, Target } from '../deploy/model';
import { confirm } from './confirm';
import { printJson } from './report';
import { countOf, showChanges } from './show-plan';
import {
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
  json?: boolean;
}

/** `pwsync apply`. */
export function applyCommand(): Command {
  const command = new Command('apply')
    .description('bring a bundle into an IDM, exactly as planned, and remember the way back')
    .argument('<bundle or plan>', 'the folder of the bundle, or a file that "pwsync plan --out" wrote')
    .option('--yes', 'do not ask; a plan from a file needs no question')
    .option('--while-running', 'change the files of an IDM that runs')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', credentialsHelp);
  return withTargetOptions(command).action(apply);
}

async function apply(what: string, options: Options): Promise<void> {
  const engine = await import('../deploy/carry-out');
  const given = fs.statSync(what, { throwIfNoEntry: false })?.isFile() ? await planIn(what) : undefined;
  const target = await targetOf(given ? optionsOf(given, options) : options);
  await refuseWhileRunning(target, options);
  const watch = options.json ? silent : teller();

  const { underway } = await target.history();
  if (underway && (given === undefined || isDeepStrictEqual(underway.deployment.plan, given))) {
    if (!options.json) process.stdout.write('An earlier deployment was interrupted; it is led to its end first.\n');
    await engine.settle('applied', target, watch);
    if (given) return ended(given, target, options);
  }

  const plan = given ?? (await planOf(what, target));
  if (!options.json) showChanges(plan.changes, plan.warnings, target);
  if (plan.changes.length === 0) return ended(plan, target, options);
  if (!given && !options.yes && !(await confirm(`${countOf(plan.changes)} in ${target.name}. Apply?`))) {
    process.stdout.write('Nothing was changed.\n');
    return;
  }
  await engine.apply(plan, target, watch, () => new Date());
  ended(plan, target, options);
}

async function planOf(folder: string, target: Target): Promise<Plan> {
  const { readBundle } = await import('../bundle/read');
  const { planDeployment } = await import('../deploy/plan');
  return planDeployment(readBundle(path.resolve(folder)), target, (await target.history()).made);
}

async function planIn(file: string): Promise<Plan> {
  const { readJson } = await import('../environment/json-text');
  const { checkedPlan } = await import('../deploy/plan-file');
  return checkedPlan(readJson(file, file));
}

/** A plan knows its target, and goes nowhere else. */
function optionsOf({ target }: Plan, options: Options): Options {
  const named = options.idm !== undefined || options.project !== undefined;
  if (named || (options.url !== undefined && target.kind === 'rest')) {
    throw usage(
      'a plan names its target itself',
      'Leave --idm, --project and --url out, or plan for the other target.',
    );
  }
  if (target.kind === 'rest') return { ...options, url: target.url };
  const folders = target.install === target.project ? {} : { idm: target.install };
  return { ...options, ...folders, project: target.project };
}

function ended({ bundle, changes, warnings }: Plan, target: Target, { json }: Options): void {
  if (json) {
    const made = changes.map(({ kind, path: name }) => ({ kind, path: name }));
    printJson({ ok: true, bundle, target: target.id, changes: made, warnings });
  } else if (changes.length === 0) process.stdout.write(`Nothing to do: ${target.name} holds this bundle.\n`);
  else process.stdout.write(`Applied ${bundle.version} (${bundle.environment}) to ${target.name}.\n`);
}

const past = { create: 'created', update: 'changed', delete: 'deleted' } as const;

/** Tells a person of each change as it is made, once there is something to wait for. */
export function teller(): Watch {
  const start = performance.now();
  const slow = () => performance.now() - start > 1000;
  return {
    changing: ({ kind, path: name }: Change, index, of) => {
      if (slow()) process.stderr.write(`${index + 1} of ${of}: ${name} is ${past[kind]} ...\n`);
    },
    verifying: () => {
      if (slow()) process.stderr.write('Seeing that IDM runs what is there ...\n');
    },
  };
}

export const silent: Watch = { changing: () => {}, verifying: () => {} };

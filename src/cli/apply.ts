import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import type { Watch } from '../deploy/carry-out';
import type { Change, Plan, Target, Underway } from '../deploy/model';
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
  const { apply: carryOut, requireSettled } = await import('../deploy/carry-out');
  const given = fs.statSync(what, { throwIfNoEntry: false })?.isFile() ? await planIn(what) : undefined;
  const target = await targetOf(given ? optionsOf(given, options) : options);
  await refuseWhileRunning(target, options);

  const history = await target.history();
  if (history.underway) {
    const isTheSame = isDeepStrictEqual(history.underway.deployment.plan, given);
    if (given && !isTheSame) requireSettled(history);
    if (!(await ledOn(history.underway, target, { ...options, yes: options.yes || isTheSame })))
      return nothingChanged();
    if (given) return ended(given, target, options, `Applied ${named(given)} to ${target.name}.`);
  }

  const last = history.made[history.made.length - 1];
  if (given && last && isDeepStrictEqual(last.plan, given) && (await isInPlace(given, target))) {
    return ended({ ...given, changes: [] }, target, options, `Nothing to do: this plan was applied at ${last.at}.`);
  }
  const plan = given ?? (await planOf(what, target));
  if (given && !options.json) process.stdout.write(`The plan: ${countOf(plan.changes)}.\n`);
  else if (!options.json) showChanges(plan.changes, plan.warnings, target);
  if (plan.changes.length === 0) return ended(plan, target, options, given ? planIsEmpty : holdsIt(target));
  if (!given && !options.yes && !(await confirm(`${countOf(plan.changes)} in ${target.name}. Apply?`))) {
    return nothingChanged();
  }
  await carryOut(plan, target, options.json ? silent : teller(), () => new Date());
  ended(plan, target, options, `Applied ${named(plan)} to ${target.name}.`);
}

const planIsEmpty = 'The plan holds no change, and none was made.';
const holdsIt = ({ name }: Target): string => `Nothing to do: ${name} holds this bundle.`;
const named = ({ bundle }: Plan): string => `${bundle.version} (${bundle.environment})`;

/** Leads what was interrupted to where it is deployed; false when the person who was asked does not want it. */
async function ledOn({ direction, deployment }: Underway, target: Target, options: Options): Promise<boolean> {
  const { leadOn } = await import('../deploy/carry-out');
  const what =
    direction === 'forth'
      ? `An apply of ${named(deployment.plan)} was interrupted, and is led to its end first`
      : `A rollback of ${named(deployment.plan)} was interrupted, and is undone first`;
  if (!options.yes && !(await confirm(`${what}, in ${target.name}. Go on?`))) return false;
  if (!options.json) process.stdout.write(`${what}.\n`);
  await leadOn(target, options.json ? silent : teller());
  return true;
}

async function isInPlace({ changes }: Plan, target: Target): Promise<boolean> {
  const { afterOf, isIn } = await import('../deploy/changes');
  for (const change of changes) if (!isIn(afterOf(change), await target.read(change.path))) return false;
  return true;
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

function ended({ bundle, changes, warnings }: Plan, target: Target, { json }: Options, words: string): void {
  if (!json) {
    process.stdout.write(`${words}\n`);
    return;
  }
  const made = changes.map(({ kind, path: name }) => ({ kind, path: name }));
  printJson({ ok: true, bundle, target: target.id, changes: made, warnings });
}

export function nothingChanged(): void {
  process.stdout.write('Nothing was changed.\n');
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

import { KnownFailure, throwIfAny, type Problem } from '../environment/problem';
import { afterOf, beforeOf, inverse, isIn } from './changes';
import type { BundleId, Change, Deployment, History, Plan, Target, Underway } from './model';
import { shownFile } from './plan';

/** Who is told what goes on. */
export interface Watch {
  changing(change: Change, index: number, of: number): void;
  verifying(): void;
}

/**
 * Makes the changes of a plan, exactly these, and remembers the way back. What `apply` and a plan file have in common.
 *
 * Throws a KnownFailure: `target-changed` with each file that is not as the plan found it, `interrupted` when another
 * deployment has to be finished or taken back first, what stands in the way, and `not-in-force` when the files are there
 * and IDM does not run what they say. Unless it is the last, or says otherwise, nothing is changed.
 */
export async function apply(plan: Plan, target: Target, watch: Watch, now: () => Date): Promise<void> {
  await target.locked(async () => {
    const history = await target.history();
    requireSettled(history);
    await requireStates(plan.changes, target, beforeOf);
    throwIfAny(await target.objections(plan.changes));
    const folders = await target.missingFolders(plan.changes);
    const deployment: Deployment = { plan, at: now().toISOString(), folders };
    const underway: Underway = { direction: 'forth', deployment };
    await carryOut(underway, plan.changes, history, target, watch);
  });
}

/**
 * Takes the last deployment back, or one that was interrupted on its way in either direction, by these changes, which
 * `planWayBack` has planned. Throws as `apply` does.
 */
export async function takeBack(
  deployment: Deployment,
  changes: readonly Change[],
  target: Target,
  watch: Watch,
): Promise<void> {
  await target.locked(async () => {
    const history = await target.history();
    if (history.underway?.deployment.at !== deployment.at) requireSettled(history);
    await requireStates(changes, target, beforeOf);
    throwIfAny(await target.objections(changes));
    await carryOut({ direction: 'back', deployment, changes }, changes, history, target, watch);
  });
}

/** Leads a deployment that was interrupted, on its way or on its way back, to where it is deployed. */
export async function leadOn(target: Target, watch: Watch): Promise<void> {
  await target.locked(async () => {
    const history = await target.history();
    const { underway } = history;
    if (!underway) return;
    const { deployment } = underway;
    const changes = underway.direction === 'forth' ? deployment.plan.changes : inverse(underway.changes);
    const forth: Underway = { direction: 'forth', deployment };
    await makeAll(forth, changes, target, watch);
    await conclude(forth, changes, history, target, watch);
  });
}

/**
 * What is underway is remembered before the first change and forgotten after the last one: whoever finds it knows both
 * states of each file. A failure on the way leads back to where it began.
 */
async function carryOut(
  underway: Underway,
  changes: readonly Change[],
  history: History,
  target: Target,
  watch: Watch,
): Promise<void> {
  // A failure here has changed nothing that IDM sees.
  await target.remember({ made: history.made, underway });
  try {
    await makeAll(underway, changes, target, watch);
  } catch (error) {
    throw await afterReturning(error, changes, underway, history, target);
  }
  await conclude(underway, changes, history, target, watch);
}

/** Makes what is not made yet, and sees that all of it is. */
async function makeAll(
  { direction, deployment }: Underway,
  changes: readonly Change[],
  target: Target,
  watch: Watch,
): Promise<void> {
  const left = await unmade(changes, target);
  await target.prepare(left);
  for (const [index, change] of left.entries()) {
    watch.changing(change, index, left.length);
    await target.make(change);
  }
  await requireStates(changes, target, afterOf);
  // What was interrupted may have prepared more than is left to do.
  await target.tidy([...changes, ...deployment.plan.changes], direction === 'back' ? deployment.folders : []);
}

/**
 * Remembers where everything is now. It stays there when that fails, for the answer may have been lost only: what is found next
 * time, underway or made, is true of it.
 */
async function conclude(
  underway: Underway,
  changes: readonly Change[],
  history: History,
  target: Target,
  watch: Watch,
): Promise<void> {
  const { deployment } = underway;
  const earlier = history.made.filter(({ at }) => at !== deployment.at);
  const made = underway.direction === 'forth' ? [...earlier, deployment] : earlier;
  try {
    await target.remember({ made });
  } catch (error) {
    throw withInterrupted(error, underway);
  }
  await lastLook(changes, made, target, watch);
}

/** Everything is where it should be and stays there, whatever IDM says of it now. */
async function lastLook(
  changes: readonly Change[],
  made: readonly Deployment[],
  target: Target,
  watch: Watch,
): Promise<void> {
  watch.verifying();
  const bundle: BundleId | undefined = made[made.length - 1]?.plan.bundle;
  let found: readonly Problem[];
  try {
    found = await target.verify({ changes, bundle });
  } catch (error) {
    if (!(error instanceof KnownFailure)) throw error;
    found = error.problems;
  }
  if (found.length > 0) throw new KnownFailure(found);
}

/** The changes that are not made yet. Throws when a file is in neither state: somebody else was here. */
async function unmade(changes: readonly Change[], target: Target): Promise<Change[]> {
  const left: Change[] = [];
  const problems: Problem[] = [];
  for (const change of changes) {
    const bytes = await target.read(change.path);
    if (isIn(afterOf(change), bytes)) continue;
    if (isIn(beforeOf(change), bytes)) left.push(change);
    else problems.push(changedSince(change, target));
  }
  throwIfAny(problems);
  return left;
}

async function requireStates(changes: readonly Change[], target: Target, state: typeof beforeOf): Promise<void> {
  const problems: Problem[] = [];
  for (const change of changes) {
    if (!isIn(state(change), await target.read(change.path))) problems.push(changedSince(change, target));
  }
  throwIfAny(problems);
}

function changedSince({ path }: Change, target: Target): Problem {
  return {
    code: 'target-changed',
    file: shownFile(path, target),
    what: 'is not as it was when this was planned',
    mend: 'Plan again, look at the new plan, and apply that one; what was interrupted goes back with "pwsync rollback".',
  };
}

/** Leads back after a failure, and says how that went. */
async function afterReturning(
  error: unknown,
  changes: readonly Change[],
  underway: Underway,
  history: History,
  target: Target,
): Promise<unknown> {
  try {
    const back = await unmade(inverse(changes), target);
    await target.prepare(back);
    for (const change of back) await target.make(change);
    await target.tidy(changes, underway.direction === 'forth' ? underway.deployment.folders : []);
    await target.remember(history);
    return error;
  } catch {
    return withInterrupted(error, underway);
  }
}

function withInterrupted(error: unknown, underway: Underway): unknown {
  if (!(error instanceof KnownFailure)) return error;
  return new KnownFailure([...error.problems, ...interrupted(underway).problems]);
}

/** Throws a KnownFailure `interrupted` when something is underway. */
export function requireSettled({ underway }: History): void {
  if (underway) throw interrupted(underway);
}

function interrupted({ direction }: Underway): KnownFailure {
  const way = direction === 'forth' ? 'An apply' : 'A rollback';
  return new KnownFailure([
    {
      code: 'interrupted',
      what: `${way} was interrupted, so that the target is between two states`,
      mend: 'Lead it on with "pwsync apply", or back with "pwsync rollback".',
    },
  ]);
}

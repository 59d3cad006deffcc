import { KnownFailure, throwIfAny, type Problem } from '../environment/problem';
import { afterOf, beforeOf, changeBetween, inverse, isIn } from './changes';
import { bytesOf } from './content';
import type { Change, Content, Deployment, History, Target } from './model';
import { shownFile } from './plan';
import { undoneText, type Undone } from './undo-text';

/** The way back from the last deployment: what changes, and what to know about it. */
export interface WayBack {
  readonly deployment: Deployment;
  readonly changes: readonly Change[];
  readonly warnings: readonly Problem[];
}

/**
 * Says how a deployment is taken back, the last one or one that was interrupted: every file becomes what it was before, byte
 * for byte. What a customer has changed since in a file of theirs stays, and only what we have added goes; where both have
 * changed the same, it is refused, unless `force` says that the file shall become what it was.
 *
 * Throws a KnownFailure: `nothing-to-take-back` (exit code 2), `edited-since`.
 */
export async function planWayBack(
  target: Target,
  { made, underway }: History,
  { force = false }: { force?: boolean } = {},
): Promise<WayBack> {
  const deployment = underway?.deployment ?? made[made.length - 1];
  if (!deployment) {
    throwIfAny(await target.foreign(made));
    throw nothingToTakeBack(target);
  }
  const changes: Change[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const back of inverse(deployment.plan.changes)) {
    const { path } = back;
    const present = await target.read(path);
    const file = shownFile(path, target);
    if (isIn(afterOf(back), present)) continue;
    if (isIn(beforeOf(back), present)) changes.push(back);
    else if (back.owner === 'bundle' || force) {
      const change = changeBetween(path, present, bytesIn(afterOf(back)));
      if (change) changes.push(change);
      warnings.push({ code: 'edited-since', file, what: 'was changed since, and that change is lost', mend: keepIt });
    } else {
      const undone = withoutOurs(back, present);
      const change = 'text' in undone ? changeBetween(path, present, Buffer.from(undone.text)) : undefined;
      if (change) changes.push(change);
      if ('changed' in undone) {
        const what = present ? changed : 'is not there any more';
        problems.push({ code: 'edited-since', file, pointer: undone.changed, what, mend: byHand });
      }
    }
  }
  throwIfAny(problems);
  warnings.push(...(await target.objections(changes)), ...(await target.cautions(changes, 'back')));
  return { deployment, changes, warnings };
}

const keepIt = 'Copy the file elsewhere first if you want to keep it.';
const changed = 'was changed since the deployment, where the deployment had added something';
const byHand = 'Take out by hand what was added there, or restore the file as it was with --force.';

function withoutOurs(back: Change, present: Buffer | undefined): Undone {
  const [ours, theirs] = [beforeOf(back), afterOf(back)];
  if (!ours || !theirs || !present) return { changed: '' };
  return undoneText(back.path, present.toString(), bytesOf(theirs).toString(), bytesOf(ours).toString());
}

function bytesIn(content: Content | undefined): Buffer | undefined {
  return content && bytesOf(content);
}

function nothingToTakeBack({ name }: Target): KnownFailure {
  const what = `nothing is remembered of a deployment to ${name}`;
  const mend = 'Only what "pwsync apply" has deployed can be rolled back; see docs/deployment.md for the rest.';
  return new KnownFailure([{ code: 'nothing-to-take-back', what, mend }], 2);
}

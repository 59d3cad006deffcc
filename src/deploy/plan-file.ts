import { KnownFailure } from '../environment/problem';
import type { JsonText } from '../environment/json-text';
import { afterOf, beforeOf } from './changes';
import { bytesOf, digestOf } from './content';
import type { Plan } from './model';
import { isPlan } from './plan-schema';

/**
 * A plan as `pwsync plan --out` wrote it.
 *
 * Throws a KnownFailure: `no-plan` (exit code 2) for another file, `damaged-plan` for a plan that somebody has edited.
 */
export function checkedPlan({ file, value }: JsonText): Plan {
  if (!isPlan(value)) {
    const { instancePath: pointer = '', message = '' } = isPlan.errors?.[0] ?? {};
    const mend = 'Name a file that "pwsync plan --out FILE" of this version wrote, or the folder of a bundle.';
    throw new KnownFailure([{ code: 'no-plan', file, pointer, what: `is no plan: ${message}`, mend }], 2);
  }
  const plan = value as Plan;
  for (const [index, change] of plan.changes.entries()) {
    const contents = [beforeOf(change), afterOf(change)];
    if (contents.every((content) => content === undefined || digestOf(bytesOf(content)) === content.sha256)) continue;
    const what = 'is not as it was planned: its content and its digest differ';
    const mend = 'Plan again. What a plan does is changed in the environment or in the bundle.';
    throw new KnownFailure([{ code: 'damaged-plan', file, pointer: `/changes/${index}`, what, mend }]);
  }
  return plan;
}

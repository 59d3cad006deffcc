import { KnownFailure } from '../environment/problem';
import type { JsonText } from '../environment/json-text';
import { afterOf, beforeOf } from './changes';
import { bytesOf, digestOf } from './content';
import type { Plan } from './model';

/**
 * A plan as `pwsync plan --out` wrote it.
 *
 * Throws a KnownFailure: `no-plan` (exit code 2) for another file, `damaged-plan` for a plan that somebody has edited.
 */
export function checkedPlan({ file, value }: JsonText): Plan {
  const plan = value as Partial<Plan> | null;
  if (plan?.format !== 1 || !plan.bundle || !plan.target || !Array.isArray(plan.changes)) {
    const mend = 'Name a file that "pwsync plan --out FILE" of this version wrote, or the folder of a bundle.';
    throw new KnownFailure([{ code: 'no-plan', file, what: 'is no plan', mend }], 2);
  }
  for (const [index, change] of (plan as Plan).changes.entries()) {
    const contents = [beforeOf(change), afterOf(change)];
    if (contents.every((content) => content === undefined || digestOf(bytesOf(content)) === content.sha256)) continue;
    const what = 'is not as it was planned: its content and its digest differ';
    const mend = 'Plan again. What a plan does is changed in the environment or in the bundle.';
    throw new KnownFailure([{ code: 'damaged-plan', file, pointer: `/changes/${index}`, what, mend }]);
  }
  return plan as Plan;
}

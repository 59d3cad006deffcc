/** A check-up as data: what is looked at, in which order, and what came out. */

export type Outcome =
  | { readonly status: 'passed'; readonly what: string }
  | { readonly status: 'skipped'; readonly what: string }
  | Objection<'warning'>
  | Objection<'failed'>;

interface Objection<Status extends 'warning' | 'failed'> {
  readonly status: Status;
  /** What is wrong. */
  readonly what: string;
  /** What to do about it. */
  readonly mend: string;
  /** Oracle's, for a service request. */
  readonly requestId?: string;
}

export interface Step<Context> {
  readonly id: string;
  readonly title: string;
  /** The steps without which this one can't be tried. */
  readonly needs: readonly string[];
  run(context: Context): Outcome | Promise<Outcome>;
}

export type Result = Outcome & { readonly id: string; readonly title: string };

export const passed = (what: string): Outcome => ({ status: 'passed', what });
export const skipped = (what: string): Outcome => ({ status: 'skipped', what });
export const warning = (what: string, mend: string, requestId?: string | null): Outcome =>
  objection('warning', what, mend, requestId);
export const failed = (what: string, mend: string, requestId?: string | null): Outcome =>
  objection('failed', what, mend, requestId);

/**
 * Runs the steps one after the other. A step that needs one that failed, or that was skipped for such a one, is skipped,
 * and names the one that failed.
 */
export async function runSteps<Context>(
  steps: readonly Step<Context>[],
  context: Context,
  watch: { begun(step: Step<Context>): void; ended(result: Result): void },
): Promise<Result[]> {
  const results: Result[] = [];
  /** The title of the failed step that keeps a step from being tried, by the id of the latter; a failed one keeps itself. */
  const blockedBy = new Map<string, string>();
  for (const step of steps) {
    const { id, title } = step;
    const blocker = step.needs.map((need) => blockedBy.get(need)).find((name) => name !== undefined);
    watch.begun(step);
    const outcome = blocker === undefined ? await step.run(context) : skipped(`needs "${blocker}", which failed`);
    if (blocker !== undefined) blockedBy.set(id, blocker);
    else if (outcome.status === 'failed') blockedBy.set(id, title);
    const result = { id, title, ...outcome };
    results.push(result);
    watch.ended(result);
  }
  return results;
}

function objection<Status extends 'warning' | 'failed'>(
  status: Status,
  what: string,
  mend: string,
  requestId?: string | null,
): Objection<Status> {
  return { status, what, mend, ...(requestId && { requestId }) };
}

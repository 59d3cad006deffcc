import type { Secrets } from './secrets';
import { runSteps, type Result, type Step } from './step';

/** Who is told what goes on: about every second while a step waits, and of its end. */
export interface Watch {
  waiting(title: string, seconds: number): void;
  ended(result: Result): void;
}

/**
 * Runs the steps and tells `watch` of each; what is answered and told holds none of the secrets.
 *
 * @param begin  is told the title of each step before it runs
 */
export async function runWatched<Context>(
  steps: readonly Step<Context>[],
  context: Context,
  secrets: Secrets,
  watch: Watch,
  begin: (title: string) => void = () => {},
): Promise<Result[]> {
  let ticking: NodeJS.Timeout | undefined;
  try {
    const results = await runSteps(steps, context, {
      begun: ({ title }) => {
        begin(title);
        let seconds = 0;
        ticking = setInterval(() => watch.waiting(title, ++seconds), 1000);
      },
      ended: (result) => {
        clearInterval(ticking);
        watch.ended(clean(result, secrets));
      },
    });
    return results.map((result) => clean(result, secrets));
  } finally {
    clearInterval(ticking);
  }
}

function clean(result: Result, secrets: Secrets): Result {
  const what = secrets.strikeOut(result.what);
  return 'mend' in result ? { ...result, what, mend: secrets.strikeOut(result.mend) } : { ...result, what };
}

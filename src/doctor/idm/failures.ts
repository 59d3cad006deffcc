import { KnownFailure, type Problem } from '../../environment/problem';
import { failed, type Outcome } from '../step';

/** A step that could not be tried, in the words of what kept it from it. */
export function failedBy(error: KnownFailure): Outcome {
  return failedWith(error.problems);
}

/** One outcome of several problems; a mend that several share is told once. */
export function failedWith(problems: readonly Problem[]): Outcome {
  const what = problems.map(({ file, what: said }) => (file === undefined ? said : `${file}: ${said}`)).join('; ');
  return failed(what, [...new Set(problems.map(({ mend }) => mend))].join(' '));
}

/** Runs a step whose known failures are its outcome. Those of the call itself (exit code 2) go on. */
export function judged<Context>(
  run: (context: Context) => Outcome | Promise<Outcome>,
): (context: Context) => Promise<Outcome> {
  return async (context) => {
    try {
      return await run(context);
    } catch (error) {
      if (!(error instanceof KnownFailure) || error.exitCode === 2) throw error;
      return failedBy(error);
    }
  };
}

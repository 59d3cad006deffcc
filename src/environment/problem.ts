import path from 'node:path';

/**
 * Something that the user can mend.
 *
 * - `code` is stable and made for machines: `unknown-key`, `literal-secret`, ...
 * - `file` as the user would type it, with `:line:column` where that is known
 * - `pointer` is a JSON pointer into that file; the empty one means the whole document
 * - `what` says what is wrong and never repeats a secret; `mend` says what to do about it
 */
export interface Problem {
  readonly code: string;
  readonly file?: string;
  readonly pointer?: string;
  readonly what: string;
  readonly mend: string;
}

/** A failure that is the input's and not the program's: exit code 2 for the way it was called, 1 for what was found. */
export class KnownFailure extends Error {
  constructor(
    readonly problems: readonly Problem[],
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(problems.map(inWords).join('\n'));
    this.name = 'KnownFailure';
  }
}

/** Runs a step; the problems of a KnownFailure join the list, so that the user hears of all of them at once. */
export function attempt<T>(problems: Problem[], step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof KnownFailure)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** Throws unless the list is empty. */
export function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new KnownFailure(problems);
}

/** A path as the user would type it: relative to the current folder where that is shorter. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === '' ? '.' : relative.startsWith('..') ? file : relative;
}

/** The JSON pointer of a path of keys and indexes. */
export function pointerOf(keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/** `file#pointer`, or an empty text when the problem has no place. */
export function placeOf({ file = '', pointer }: Problem): string {
  return pointer ? `${file}#${pointer}` : file;
}

function inWords(problem: Problem): string {
  return [placeOf(problem), problem.what].filter(Boolean).join(': ');
}

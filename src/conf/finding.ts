import type { Problem } from '../environment/problem';

/** An error is something that IDM refuses, ignores or misreads; a warning is something that may be meant so. */
export type Level = 'error' | 'warning';

export type Path = readonly (string | number)[];

/** What a check has to say about one place of one file. */
export interface Remark {
  readonly level: Level;
  readonly code: string;
  /** The keys and indexes that lead to the place; the last may be missing in the file. */
  readonly at: Path;
  readonly what: string;
  readonly mend: string;
}

/** A remark with its file: `file` as people read it, with `:line:column` where that is known, `path` without. */
export interface Finding extends Problem {
  readonly level: Level;
  readonly file: string;
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

export const error = (code: string, at: Path, what: string, mend: string): Remark => ({
  level: 'error',
  code,
  at,
  what,
  mend,
});

export const warning = (code: string, at: Path, what: string, mend: string): Remark => ({
  level: 'warning',
  code,
  at,
  what,
  mend,
});

import type { Additions } from './additions';

export type { Additions } from './additions';

/** The customer's files as a merge sees them: a folder, or a running IDM's configuration written as files. */
export interface CustomerFiles {
  /** The bytes of a file by its path below the project folder (`conf/managed.json`), or undefined when there is none. */
  read(path: string): Buffer | undefined;
  /** The bytes of a script by the name that a hook's `file` gives it, looked for where IDM looks. */
  script(name: string): Buffer | undefined;
  /** The path as messages show it. */
  shown(path: string): string;
}

/** A file of the customer's as it would be with our additions, whether or not that differs from what it is. */
export interface MergedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Merges the additions into every file of the customer's that they concern and that is there. What comes out stays the same
 * when it is merged again. conf/managed.json has to be there; the others are merged where they are.
 *
 * Throws a KnownFailure with every reason why it can't be done.
 */
export function mergeAdditions(_additions: Additions, _files: CustomerFiles): MergedFile[] {
  throw new Error('not yet');
}

/** The files that `mergeAdditions` may change: all others of a bundle's `conf` and `script` are ours alone. */
export const customerFiles: readonly string[] = [
  'conf/managed.json',
  'conf/repo.orientdb.json',
  'conf/policy.json',
  'conf/audit.json',
  'conf/access.json',
  'script/access.js',
];

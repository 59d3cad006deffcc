import { parseBytes, type JsonText } from '../../environment/json-text';
import { attempt, KnownFailure, throwIfAny, type Problem } from '../../environment/problem';
import type { Additions } from './additions';
import { hookNames } from './hooks';
import { mergeManaged } from './managed';
import { mergeOrientdb, orientdbClasses } from './orientdb';

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
 * Throws a KnownFailure with every reason why it can't be done: `no-managed-json`, what reading JSON throws, and what
 * the merge of each file throws.
 */
export function mergeAdditions(additions: Additions, files: CustomerFiles): MergedFile[] {
  const problems: Problem[] = [];
  const merged = parts.flatMap((part) => {
    const text = attempt(problems, () => mergePart(part, additions, files));
    return text === undefined ? [] : [{ path: part.path, text }];
  });
  throwIfAny(problems);
  return merged;
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

/** What is added to one file. */
interface Part {
  readonly path: string;
  merge(json: JsonText, additions: Additions, files: CustomerFiles): string;
  /** What is wrong when there is no such file; undefined where it may be missing. */
  absent?(additions: Additions): Pick<Problem, 'code' | 'what' | 'mend'>;
}

const parts: readonly Part[] = [
  {
    path: 'conf/managed.json',
    merge: (json, { managedObjects, passwordProperty, mode }, files) =>
      mergeManaged(json, managedObjects, passwordProperty, mode, hookScripts(json.value, files)),
    absent: () => ({
      code: 'no-managed-json',
      what: 'is not there, and the hooks of the managed objects go into it',
      mend: 'Name the folder of an IDM project: its conf holds managed.json.',
    }),
  },
  {
    path: 'conf/repo.orientdb.json',
    merge: (json, { outbox }) => mergeOrientdb(json, orientdbClasses(outbox)),
  },
];

function mergePart(part: Part, additions: Additions, files: CustomerFiles): string | undefined {
  const bytes = files.read(part.path);
  const file = files.shown(part.path);
  if (bytes !== undefined) return part.merge(parseBytes(bytes, file), additions, files);
  const objection = part.absent?.(additions);
  if (objection) throw new KnownFailure([{ ...objection, file }]);
  return undefined;
}

/** The files of the hooks that could be read, by the name that managed.json gives them. */
function hookScripts(managed: unknown, files: CustomerFiles): Map<string, Buffer> {
  const objects = (managed as { objects?: unknown } | null)?.objects;
  const names = (Array.isArray(objects) ? (objects as unknown[]) : [])
    .flatMap((object) =>
      hookNames.map((hook) => (object as Record<string, { file?: unknown } | null> | null)?.[hook]?.file),
    )
    .filter((file): file is string => typeof file === 'string');
  return new Map(
    names.flatMap((name) => {
      const script = files.script(name);
      return script ? [[name, script] as const] : [];
    }),
  );
}

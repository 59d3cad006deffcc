import { parseBytes, parseJson, type JsonText } from '../../environment/json-text';
import { attempt, KnownFailure, throwIfAny, type Problem } from '../../environment/problem';
import { platformFacts } from '../../platform';
import { mergeAccessJson } from './access-json';
import { endpointRule } from './access-rule';
import { mergeAccessScript } from './access-script';
import type { Additions } from './additions';
import { mergeAudit } from './audit';
import { hookFiles } from './hook-files';
import { mergeManaged } from './managed';
import { mergeOrientdb, orientdbClasses } from './orientdb';
import { mergePasswordPolicies } from './password-policies';
import { mergePolicyFiles } from './policy-files';

export type { Additions, PropertyPolicy } from './additions';

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
 * Merges the additions into every file of the customer's that they concern. What comes out stays the same when it is merged
 * again. A file that nothing is added to is not looked at; repo.orientdb.json is merged where it is, for another repository
 * needs nothing; each of the others has to be there when something goes into it.
 *
 * Throws a KnownFailure with every reason why it can't be done: `no-managed-json`, `no-policy-json`, `no-audit-json` and
 * `no-access-file` for a file that is missing, what reading JSON throws, and what the merge of each file throws.
 *
 * @param only  those of the concerned files that are to be merged: a build says what to add to the others
 */
export function mergeAdditions(
  additions: Additions,
  files: CustomerFiles,
  only: readonly CustomerFile[] = concernedFiles(additions),
): MergedFile[] {
  const problems: Problem[] = [];
  const merged = only.flatMap((path) => {
    const text = attempt(problems, () => mergeFile(path, additions, files));
    return text === undefined ? [] : [{ path, text }];
  });
  throwIfAny(problems);
  return merged;
}

/** A file that additions may go into, by its path below the project folder. */
export type CustomerFile = keyof typeof parts;

/** The files that `mergeAdditions` may change: all others of a bundle's `conf` and `script` are ours alone. */
export const customerFiles: readonly string[] = [
  'conf/managed.json',
  'conf/repo.orientdb.json',
  'conf/policy.json',
  'conf/audit.json',
  'conf/access.json',
  'script/access.js',
];

/** Those of them that these additions go into. */
export function concernedFiles(additions: Additions): CustomerFile[] {
  const { policyFiles, auditTopic, endpointRoles, platform } = additions;
  return [
    'conf/managed.json',
    'conf/repo.orientdb.json',
    ...(policyFiles.length > 0 ? (['conf/policy.json'] as const) : []),
    ...(auditTopic === null ? [] : (['conf/audit.json'] as const)),
    ...(endpointRoles.length > 0 ? [platformFacts[platform].accessFile] : []),
  ];
}

/** What is added to one file. */
interface Part {
  /** The file as it would be. `file` is its name for messages. */
  merge(bytes: Buffer, file: string, additions: Additions, files: CustomerFiles): string;
  /** What is wrong when there is no such file; undefined where it may be missing. */
  readonly absent?: Pick<Problem, 'code' | 'what' | 'mend'>;
}

const noAccessFile = {
  code: 'no-access-file',
  what: 'is not there, and the endpointRoles of the environment go into it',
  mend: "Copy IDM's own there, correct platform, or leave endpointRoles out of the environment.",
};

const parts = {
  'conf/managed.json': {
    merge: (bytes, file, additions, files) => mergeIntoManaged(parseBytes(bytes, file), additions, files),
    absent: {
      code: 'no-managed-json',
      what: 'is not there, and the hooks of the managed objects go into it',
      mend: 'Name the folder of an IDM project: its conf holds managed.json.',
    },
  },
  'conf/repo.orientdb.json': {
    merge: (bytes, file, { outbox }) => mergeOrientdb(parseBytes(bytes, file), orientdbClasses(outbox)),
  },
  'conf/policy.json': {
    merge: (bytes, file, { policyFiles }) => mergePolicyFiles(parseBytes(bytes, file), policyFiles),
    absent: {
      code: 'no-policy-json',
      what: 'is not there, and the policyFiles of the environment go into it',
      mend: "Copy IDM's own policy.json there, or leave policyFiles out of the environment.",
    },
  },
  'conf/audit.json': {
    merge: (bytes, file, { auditTopic, platform }) =>
      mergeAudit(parseBytes(bytes, file), auditTopic!, { safelist: platformFacts[platform].auditSafelist }),
    absent: {
      code: 'no-audit-json',
      what: 'is not there, and the audit.topic of the environment goes into it',
      mend: 'Copy IDM\'s own audit.json there, or write "activity" as audit.topic.',
    },
  },
  'conf/access.json': {
    merge: (bytes, file, { endpointRoles }) => mergeAccessJson(parseBytes(bytes, file), endpointRule(endpointRoles)),
    absent: noAccessFile,
  },
  'script/access.js': {
    merge: (bytes, file, { endpointRoles }) => mergeAccessScript(bytes, file, endpointRule(endpointRoles)),
    absent: noAccessFile,
  },
} as const satisfies Record<string, Part>;

function mergeFile(path: CustomerFile, additions: Additions, files: CustomerFiles): string | undefined {
  const bytes = files.read(path);
  const file = files.shown(path);
  const part: Part = parts[path];
  if (bytes !== undefined) return part.merge(bytes, file, additions, files);
  if (part.absent) throw new KnownFailure([{ ...part.absent, file }]);
  return undefined;
}

/** Policies and hooks in turn; what is wrong with the ones does not hide what is wrong with the others. */
function mergeIntoManaged(json: JsonText, additions: Additions, files: CustomerFiles): string {
  const { managedObjects, passwordProperty, passwordPolicies, mode } = additions;
  const problems: Problem[] = [];
  const judged = attempt(problems, () =>
    mergePasswordPolicies(json, managedObjects, passwordProperty, passwordPolicies),
  );
  const next = judged === undefined ? json : parseJson(judged, json.file);
  const merged = attempt(problems, () =>
    mergeManaged(next, managedObjects, passwordProperty, mode, hookScripts(json.value, files)),
  );
  throwIfAny(problems);
  return merged!;
}

/** The files of the hooks that could be read, by the name that managed.json gives them. */
function hookScripts(managed: unknown, files: CustomerFiles): Map<string, Buffer> {
  return new Map(
    hookFiles(managed).flatMap((name) => {
      const script = files.script(name);
      return script ? [[name, script] as const] : [];
    }),
  );
}

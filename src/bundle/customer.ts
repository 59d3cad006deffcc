import fs from 'node:fs';
import path from 'node:path';
import { readJson, type JsonText } from '../environment/json-text';
import { KnownFailure, shownPath } from '../environment/problem';
import type { Environment } from '../environment/settings';
import { hookNames } from '../conf/merge/hooks';

/** What of the customer's conf directory the bundle adds to. */
export interface CustomerConf {
  readonly managed: JsonText;
  readonly orientdb?: JsonText;
  /** The hooks' script files that could be read, by the name that managed.json gives them. */
  readonly scripts: ReadonlyMap<string, Buffer>;
  /** Whether another repository than OrientDB is configured, which needs no declaration. */
  readonly otherRepository: boolean;
}

/**
 * Reads the customer's conf directory, when the environment names one.
 *
 * Throws a KnownFailure: `unreadable-conf`, `no-managed-json`, and what readJson throws.
 */
export function readCustomerConf(environment: Environment): CustomerConf | undefined {
  const folder = environment.customerConf;
  if (folder === undefined) return undefined;
  const names = namesIn(folder, environment);
  const read = (name: string) => readJson(path.join(folder, name), shownPath(path.join(folder, name)));
  if (!names.includes('managed.json')) {
    throw new KnownFailure([
      {
        code: 'no-managed-json',
        file: environment.file,
        pointer: '/customerConf',
        what: `there is no managed.json in ${shownPath(folder)}`,
        mend: 'Name the conf directory of the installation, or leave the key out.',
      },
    ]);
  }
  const managed = read('managed.json');
  return {
    managed,
    scripts: hookFiles(managed.value, path.dirname(folder)),
    ...(names.includes('repo.orientdb.json') ? { orientdb: read('repo.orientdb.json') } : {}),
    otherRepository: names.some((name) => /^repo\.(?!orientdb\.).+\.json$/.test(name)),
  };
}

/** Looks where IDM looks: in the project's script folder, in the project, among IDM's own defaults. */
function hookFiles(managed: unknown, project: string): Map<string, Buffer> {
  const objects = (managed as { objects?: unknown } | null)?.objects;
  const files = (Array.isArray(objects) ? (objects as unknown[]) : [])
    .flatMap((object) =>
      hookNames.map((hook) => (object as Record<string, { file?: unknown } | null> | null)?.[hook]?.file),
    )
    .filter((file): file is string => typeof file === 'string');
  const roots = ['script', '.', 'bin/defaults/script'].map((root) => path.join(project, root));
  const found = new Map<string, Buffer>();
  for (const file of files) {
    const at = roots
      .map((root) => path.join(root, file))
      .find((each) => fs.statSync(each, { throwIfNoEntry: false })?.isFile());
    if (at !== undefined) found.set(file, fs.readFileSync(at));
  }
  return found;
}

function namesIn(folder: string, environment: Environment): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    throw new KnownFailure([
      {
        code: 'unreadable-conf',
        file: environment.file,
        pointer: '/customerConf',
        what: `the directory ${shownPath(folder)} can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
        mend: 'Correct the path, which is relative to the environment file, or the permissions.',
      },
    ]);
  }
}

import fs from 'node:fs';
import path from 'node:path';
import { customerFiles, type CustomerFiles } from '../conf/merge';
import { parseBytes } from '../environment/json-text';
import { KnownFailure, shownPath } from '../environment/problem';
import type { Environment } from '../environment/settings';
import { scriptFile } from '../idm/folders';
import { hookFiles } from '../conf/merge/hook-files';

/** What the bundle adds to, as it was when it was read. */
export interface CustomerConf {
  readonly files: CustomerFiles;
  /** Whether another repository than OrientDB is configured, which needs no declaration. */
  readonly otherRepository: boolean;
}

/**
 * Reads the customer's conf directory, and of the scripts beside it what matters, when the environment names one.
 *
 * Throws a KnownFailure: `unreadable-conf`, `no-managed-json`, `unreadable`, and what reading managed.json throws.
 */
export function readCustomerConf(environment: Environment): CustomerConf | undefined {
  const folder = environment.customerConf;
  if (folder === undefined) return undefined;
  const names = namesIn(folder, environment);
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
  const project = path.dirname(folder);
  // The directory need not be called conf: a copy will do.
  const placeOf = (name: string) =>
    name.startsWith('conf/') ? path.join(folder, name.slice(5)) : path.join(project, name);
  const shown = (name: string) => shownPath(placeOf(name));
  const read = new Map(customerFiles.map((name) => [name, bytesOf(placeOf(name))]));
  const managed = parseBytes(read.get('conf/managed.json')!, shown('conf/managed.json')).value;
  const scripts = new Map(hookFiles(managed).map((name) => [name, scriptIn(project, name)]));
  return {
    files: { read: (name) => read.get(name), script: (name) => scripts.get(name), shown },
    otherRepository: names.some((name) => /^repo\.(?!orientdb\.).+\.json$/.test(name)),
  };
}

function scriptIn(project: string, name: string): Buffer | undefined {
  const file = scriptFile({ install: project, project }, name);
  return file === undefined ? undefined : bytesOf(file);
}

/** Undefined when there is no such file. */
function bytesOf(place: string): Buffer | undefined {
  try {
    return fs.readFileSync(place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const what = `can't be read: ${code ?? String(error)}`;
    const mend = 'Check the path and its permissions.';
    throw new KnownFailure([{ code: 'unreadable', file: shownPath(place), what, mend }]);
  }
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

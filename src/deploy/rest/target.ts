import type { Additions } from '../../conf/merge';
import { KnownFailure, type Problem } from '../../environment/problem';
import type { IdmClient } from '../../idm/rest/client';
import { chainingOf } from '../../conf/merge/chain';
import { hookNames } from '../../conf/merge/hooks';
import { platformFacts } from '../../platform';
import { afterOf, beforeOf, isIn } from '../changes';
import { bytesOf } from '../content';
import type { Change, Target } from '../model';
import { cautions } from './cautions';
import { configOf } from './config-path';
import { putConfig, readConfig, removeConfig } from './configs';
import { readHistory, writeHistory } from './history';
import { configurationsOf, inlineScripts, outlineScripts } from './inline';
import { withLock, type LockOptions } from './lock';
import { verifyLoaded } from './verify';

export interface RestOptions extends LockOptions {
  /** Where IDM finds the scripts: in the configuration (the default), or in the script folder of every node already. */
  readonly scripts?: 'inline' | 'files';
  /** What to know about the address, as idmUrl says it. */
  readonly warnings?: readonly Problem[];
}

/** A configuration that must not be changed while IDM runs. */
const orientdb = 'conf/repo.orientdb.json';

/**
 * A running IDM, by its configuration endpoint: files below `conf` are configurations, and there is nothing else. What is to
 * be written has to be canonical (`fitted`): IDM keeps values and the order of keys, and lays out its files in its own way.
 *
 * Each change is one request. IDM has no revisions of configurations, so that a change of somebody else between the look and the
 * write, some milliseconds later, is overwritten.
 */
export function restTarget(
  client: IdmClient,
  { breakLock = false, warnings = [], scripts = 'inline' }: RestOptions = {},
): Target {
  const read = async (path: string): Promise<Buffer | undefined> => {
    const id = configOf(path);
    // The repository stays as it is, and so nobody has to merge into it.
    const text = id === undefined || path === orientdb ? undefined : await readConfig(client, id);
    return text === undefined ? undefined : Buffer.from(text);
  };
  return {
    id: { kind: 'rest', url: client.base },
    name: client.base,
    read,
    list: async () => [],
    script: () => undefined,
    // IDM says so itself when it takes a configuration, and `verify` sees whether it has.
    judge: () => ({ errors: [], warnings: [] }),
    cautions: async (changes, direction) => [...warnings, ...(await cautions(client, changes, direction))],
    objections: async (changes) => changes.flatMap(objectionsTo),
    missingFolders: async () => [],
    // It has to answer and to be ready before anything is written.
    prepare: async (changes) => (changes.length > 0 ? requireReady(client) : undefined),
    make: async (change) => {
      const present = await read(change.path);
      if (isIn(afterOf(change), present)) return;
      if (!isIn(beforeOf(change), present)) throw changedMeanwhile(change);
      const after = afterOf(change);
      const id = configOf(change.path)!;
      if (after) await putConfig(client, id, JSON.parse(bytesOf(after).toString()));
      else await removeConfig(client, id);
    },
    tidy: async () => undefined,
    history: () => readHistory(client),
    remember: (history) => writeHistory(client, history),
    locked: (work) => withLock(client, { breakLock }, work),
    verify: async (made) => {
      const loaded = await verifyLoaded(client, made);
      return [...(await undone(made.changes, read)), ...loaded];
    },

    foreign: async (made) => {
      if (made.length > 0 || scripts === 'files') return [];
      const managed = await read('conf/managed.json');
      return managed && runsFiles(managed.toString()) ? [deployedAsFiles] : [];
    },
    reachable,
    outlined: (path, text) => outlineScripts(text, path),
    fitted: (files) => (scripts === 'inline' ? inlineScripts(files) : configurationsOf(files)),
  };
}

/** The rules of older versions are a script, which REST does not reach. */
function reachable(additions: Additions): ReturnType<Target['reachable']> {
  const { accessFile } = platformFacts[additions.platform];
  if (additions.endpointRoles.length === 0 || accessFile.startsWith('conf/')) return { additions, warnings: [] };
  const what = `can't be changed over REST, so that ${additions.endpointRoles.join(', ')} can't read the endpoint yet`;
  const mend = "Add the rule of the bundle's fragments to it on every node, or deploy to the folder (--idm).";
  const warnings = [{ code: 'access-by-hand', file: accessFile, what, mend }];
  return { additions: { ...additions, endpointRoles: [] }, warnings };
}

const deployedAsFiles: Problem = {
  code: 'deployed-as-files',
  file: 'conf/managed.json',
  what: 'runs our scripts from files: a bundle was deployed to the folder of this IDM',
  mend: 'Go on with --idm on that machine, or say --scripts files where every node has the script folder.',
};

function runsFiles(managed: string): boolean {
  const { objects } = JSON.parse(managed) as { objects?: unknown };
  if (!Array.isArray(objects)) return false;
  return (objects as (Record<string, unknown> | null)[]).some((object) =>
    hookNames.some((hook) => object?.[hook] !== undefined && chainingOf(object[hook], hook).kind === 'ours'),
  );
}

async function requireReady(client: IdmClient): Promise<void> {
  const state = await client.ping();
  if (state === 'ACTIVE_READY') return;
  const mend = 'Wait until GET openidm/info/ping says ACTIVE_READY, and repeat the command.';
  throw new KnownFailure([{ code: 'idm-not-ready', file: client.base, what: `IDM is not ready: ${state}`, mend }]);
}

/**
 * What is not as it was made any more. IDM writes each configuration to its file and reads the files every 2 s: a change that
 * comes while it reads the file of the one before, some seconds earlier, is lost (seen once in 144 changes on a busy server).
 */
async function undone(changes: readonly Change[], read: Target['read']): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const change of changes) {
    if (isIn(afterOf(change), await read(change.path))) continue;
    const what = 'is not as it was written any more: IDM has read its file again, or somebody has changed it';
    problems.push({ code: 'not-in-force', file: change.path, what, mend: 'Repeat the command.' });
  }
  return problems;
}

function objectionsTo({ path }: Change): Problem[] {
  if (configOf(path) === undefined) {
    const what = 'is no configuration, and nothing else can be changed over REST';
    return [{ code: 'no-configuration', file: path, what, mend: 'Deploy to the folder of the installation (--idm).' }];
  }
  if (path !== orientdb) return [];
  const what = 'is the repository that IDM runs on, which a change of its configuration restarts';
  return [{ code: 'no-configuration', file: path, what, mend: 'Change the file, and start IDM again.' }];
}

function changedMeanwhile({ path }: Change): KnownFailure {
  const mend = 'Plan again, look at the new plan, and apply that one.';
  return new KnownFailure([
    { code: 'target-changed', file: path, what: 'was changed while this was being applied', mend },
  ]);
}

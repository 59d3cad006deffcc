import fs from 'node:fs';
import path from 'node:path';
import { shownPath, type Problem } from '../../environment/problem';
import { scriptFile, type IdmFolders } from '../../idm/folders';
import { afterOf } from '../changes';
import { bytesOf } from '../content';
import type { Change, Made, Target } from '../model';
import { inWords, onFile, putInPlace, removeFile, stage, stagedName } from './files';
import { clearLeftovers, memoryFolder, readHistory, removeEmptyMemory, writeHistory } from './history-file';
import { withLock } from './lock';
import { judge } from './loadable';
import { leadsOut, locate } from './locate';

export interface FolderOptions {
  /** Asks the IDM that runs from this folder, where the caller can reach one. */
  readonly verify?: (made: Made) => Promise<Problem[]>;
}

/** The project folder of an installation on this machine. */
export function folderTarget(folders: IdmFolders, { verify = async () => [] }: FolderOptions = {}): Target {
  const { install, project } = folders;
  const at = (name: string) => locate(project, name);
  const staged = (change: Change) => stagedName(at(change.path));
  return {
    id: { kind: 'folder', install, project },
    name: shownPath(project),

    read: async (name) => readable(at(name)),
    list: async (folder) => filesBelow(path.join(project, folder)).map((name) => `${folder}/${name}`),
    script: (name) => {
      const file = scriptFile(folders, name);
      return file === undefined ? undefined : readable(file);
    },

    foreign: async () => (fs.existsSync(path.join(project, restMemory)) ? [deployedOverRest(project)] : []),
    reachable: (additions) => ({ additions, warnings: [] }),
    outlined: (_path, text) => text,
    fitted: (files) => new Map(files),

    judge: (changes, platform) => judge(folders, platform, changes),
    cautions: async () => [],
    objections: async (changes) => changes.flatMap(({ path: name }) => objectionsTo(project, name)),

    missingFolders: async (changes) => [...new Set(changes.flatMap((change) => missingAbove(project, change)))],
    prepare: async (changes) => {
      for (const change of changes) {
        const after = afterOf(change);
        if (after) onFile(at(change.path), () => stage(at(change.path), bytesOf(after)));
      }
    },
    make: async (change) => {
      const file = at(change.path);
      onFile(file, () => (change.kind === 'delete' ? removeFile(file) : putInPlace(file)));
    },
    tidy: async (changes, made) => {
      for (const change of changes) fs.rmSync(staged(change), { force: true });
      for (const folder of [...made].reverse()) removeIfEmpty(path.join(project, folder));
    },

    history: async () => readHistory(project),
    remember: async (history) => writeHistory(project, history),
    locked: async (work) => {
      const lock = path.join(project, memoryFolder, 'lock');
      try {
        return await onFileAsync(lock, () =>
          withLock(lock, async () => {
            clearLeftovers(project);
            return work();
          }),
        );
      } finally {
        removeEmptyMemory(project);
      }
    },
    verify,
  };
}

async function onFileAsync<Result>(file: string, step: () => Promise<Result>): Promise<Result> {
  let outcome: { value: Result } | { error: unknown };
  try {
    outcome = { value: await step() };
  } catch (error) {
    outcome = { error };
  }
  return onFile(file, () => {
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  });
}

function readable(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return onFile(file, () => {
      throw error;
    });
  }
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => fs.statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isFile())
    .filter((entry) => !entry.name.endsWith('.pwsync'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Where IDM keeps in its own folder what was deployed over REST (src/deploy/rest/history.ts). */
const restMemory = 'conf/custom-idcsPasswordSyncDeployments.json';

function deployedOverRest(project: string): Problem {
  const what = 'a bundle was deployed here over REST, with its scripts in the configuration: each hook would run twice';
  const mend = 'Go on with --url, or take that one out first: pwsync rollback --url URL.';
  return { code: 'deployed-over-rest', file: shownPath(path.join(project, restMemory)), what, mend };
}

function missingAbove(project: string, { kind, path: name }: Change): string[] {
  if (kind !== 'create') return [];
  const parts = name.split('/').slice(0, -1);
  return parts
    .map((_, index) => parts.slice(0, index + 1).join('/'))
    .filter((folder) => !fs.existsSync(path.join(project, folder)));
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // Something else is in it by now, or it is gone already.
  }
}

function objectionsTo(project: string, name: string): Problem[] {
  const file = locate(project, name);
  const shown = shownPath(path.join(project, name));
  if (leadsOut(project, file)) {
    const what = `is, or lies behind, a symbolic link out of the project folder, to ${file}`;
    const mend = 'Put the file itself there, or deploy to where it is kept.';
    return [{ code: 'link-out', file: shown, what, mend }];
  }
  const reason = [file, nearestFolder(file)].map(whyUnwritable).find((each) => each !== undefined);
  if (reason === undefined) return [];
  return [{ code: 'read-only', file: shown, what: reason.what, mend: reason.mend }];
}

function nearestFolder(file: string): string {
  const folder = path.dirname(file);
  return fs.existsSync(folder) ? folder : nearestFolder(folder);
}

/** Somebody who has taken the permission away means it, also where root could write all the same. */
function whyUnwritable(file: string): { what: string; mend: string } | undefined {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if ((stats.mode & 0o222) === 0) {
    return { what: 'is read-only', mend: 'Give it the permission (chmod u+w), if it is not read-only on purpose.' };
  }
  try {
    fs.accessSync(file, fs.constants.W_OK);
    return undefined;
  } catch (error) {
    return inWords(error);
  }
}

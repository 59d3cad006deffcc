/** Files that appear whole or not at all, and stay when the power goes. */
import fs from 'node:fs';
import path from 'node:path';
import { KnownFailure, shownPath } from '../../environment/problem';

/**
 * Where the new content of a file waits beside it, to take its place by a rename. IDM reads what ends in .json or .js.
 */
export function stagedName(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.pwsync`);
}

/** Writes a file beside the one whose place it is to take, with that one's permissions and owner, or the folder's owner. */
export function stage(file: string, content: Buffer, mode = 0o644): void {
  const staged = stagedName(file);
  const folder = path.dirname(file);
  makeFolder(folder);
  fs.rmSync(staged, { force: true });
  const old = fs.statSync(file, { throwIfNoEntry: false });
  const descriptor = fs.openSync(staged, 'wx', mode);
  try {
    fs.writeFileSync(descriptor, content);
    fs.fchmodSync(descriptor, old ? old.mode & 0o7777 : mode);
    keepOwner(old ?? fs.statSync(folder), (uid, gid) => fs.fchownSync(descriptor, uid, gid));
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.rmSync(staged, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Makes a folder and those above it, for the owner of the one that is there. */
export function makeFolder(folder: string, mode = 0o755): void {
  if (fs.existsSync(folder)) return;
  const above = path.dirname(folder);
  makeFolder(above);
  try {
    fs.mkdirSync(folder, mode);
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  keepOwner(fs.statSync(above), (uid, gid) => fs.chownSync(folder, uid, gid));
}

/** Lets what was staged take the place of the file. */
export function putInPlace(file: string): void {
  fs.renameSync(stagedName(file), file);
  syncFolder(path.dirname(file));
}

export function removeFile(file: string): void {
  fs.rmSync(file, { force: true });
  syncFolder(path.dirname(file));
}

/** A rename or removal is durable when its folder is. */
function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } catch (error) {
    // Windows can't.
    if (!['EPERM', 'EINVAL'].includes(codeOf(error))) throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** IDM runs as a user of its own, who has to go on reading what root has deployed. */
function keepOwner({ uid, gid }: fs.Stats, give: (uid: number, gid: number) => void): void {
  try {
    give(uid, gid);
  } catch (error) {
    // Only root can give files away; who is not root can only have written files of their own group.
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

/** Runs a step on a file; what the file system objects to becomes a problem of that file. */
export function onFile<Result>(file: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (codeOf(error) === '') throw error;
    throw new KnownFailure([{ code: 'unwritable', file: shownPath(file), ...inWords(error) }]);
  }
}

/** What an error of the file system means, and what to do about it. */
export function inWords(error: unknown): { what: string; mend: string } {
  const code = codeOf(error);
  const [what, mend] = mends[code] ?? [`can't be changed: ${code}`, 'Check the path and its permissions.'];
  return { what, mend };
}

const mends: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ["can't be written: the disk is full", 'Make room; nothing is lost.'],
  EDQUOT: ["can't be written: the quota is used up", 'Make room; nothing is lost.'],
  EROFS: ['lies on a read-only file system', 'Mount it for writing, or deploy to where the image is made.'],
  EACCES: ["can't be written: no permission", 'Run this as the user that IDM runs as.'],
  EPERM: ["can't be written: no permission", 'Run this as the user that IDM runs as.'],
};

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? '';
}

import fs from 'node:fs';
import path from 'node:path';
import { KnownFailure, shownPath } from '../../environment/problem';
import type { History } from '../model';
import { isHistory } from '../plan-schema';
import { inWords, makeFolder, onFile, putInPlace, stage } from './files';

/** The folder in IDM's project folder that remembers what was deployed. It is gone when nothing is. */
export const memoryFolder = '.pwsync';

function fileIn(project: string): string {
  return path.join(project, memoryFolder, 'history.json');
}

/**
 * What was deployed to a project folder.
 *
 * Throws a KnownFailure `broken-history`.
 */
export function readHistory(project: string): History {
  const file = fileIn(project);
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { made: [] };
    const { mend } = inWords(error);
    const what = `can't be read: ${(error as NodeJS.ErrnoException).code}`;
    throw new KnownFailure([{ code: 'unreadable', file: shownPath(file), what, mend }]);
  }
  try {
    const { format, ...history } = JSON.parse(text) as History & { format: unknown };
    if (format !== 1 || !isHistory(history)) throw new Error('of another format');
    return history;
  } catch (error) {
    throw broken(file, (error as Error).message);
  }
}

/** Writes it at once and for good. For its owner only: what it holds are the customer's files. */
export function writeHistory(project: string, history: History): void {
  const file = fileIn(project);
  onFile(file, () => {
    if (history.made.length === 0 && !history.underway) {
      fs.rmSync(file, { force: true });
      return;
    }
    makeFolder(path.dirname(file), 0o700);
    stage(file, Buffer.from(`${JSON.stringify({ format: 1, ...history }, null, 2)}\n`), 0o600);
    putInPlace(file);
  });
}

/** Removes what a killed process has left of a write or of a lock. For who holds the lock: another one may be writing. */
export function clearLeftovers(project: string): void {
  const folder = path.join(project, memoryFolder);
  for (const name of fs.readdirSync(folder)) {
    if (/^lock\.|\.pwsync$/.test(name)) fs.rmSync(path.join(folder, name), { force: true });
  }
}

/** Removes the folder when nothing is in it. */
export function removeEmptyMemory(project: string): void {
  try {
    fs.rmdirSync(path.join(project, memoryFolder));
  } catch {
    // Not there, or holding a history or another one's lock: all are right.
  }
}

function broken(file: string, why: string): KnownFailure {
  const what = `can't be read: ${why}`;
  const mend = 'Another version of pwsync may have written it, and can read it; else restore it from a backup.';
  return new KnownFailure([{ code: 'broken-history', file: shownPath(file), what, mend }]);
}

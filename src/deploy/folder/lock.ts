import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KnownFailure, shownPath } from '../../environment/problem';
import { isGone, machine } from '../this-process';
import { makeFolder } from './files';

interface Holder {
  readonly pid: number;
  /** Where that number means this process. */
  readonly machine: string;
  /** For people. */
  readonly host: string;
  readonly since: string;
}

/**
 * Runs work that only one process may do at a time. The lock of a process that is no more, on this machine, is taken over.
 *
 * Throws a KnownFailure `locked`.
 */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  take(file);
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function take(file: string): void {
  const own = `${file}.${process.pid}`;
  const { pid } = process;
  const holder: Holder = { pid, machine: machine(), host: os.hostname(), since: new Date().toISOString() };
  for (let attempt = 1; ; attempt++) {
    makeFolder(path.dirname(file), 0o700);
    try {
      // One that died here under the same number (in a container they repeat) may have left it, linked to its lock.
      fs.rmSync(own, { force: true });
      fs.writeFileSync(own, JSON.stringify(holder));
      // A link appears with its content and only where there is none, which no open can do at once.
      fs.linkSync(own, file);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // ENOENT: another process has just removed the folder, which was empty again.
      if (attempt > 20 || (code !== 'EEXIST' && code !== 'ENOENT')) throw error;
      if (code === 'EEXIST') removeIfAbandoned(file);
    } finally {
      fs.rmSync(own, { force: true });
    }
  }
}

function removeIfAbandoned(file: string): void {
  const found = holderIn(file);
  if (found === undefined) return;
  if (!isAbandoned(found)) throw locked(file, found);
  // Two that find the same lock abandoned both move it away, and only one of them succeeds.
  const away = `${file}.abandoned.${process.pid}`;
  try {
    fs.renameSync(file, away);
  } catch {
    return;
  }
  const moved = holderIn(away);
  if (moved !== undefined && !isAbandoned(moved)) {
    // It was the fresh lock of the other one: give it back.
    fs.linkSync(away, file);
    fs.rmSync(away, { force: true });
    throw locked(file, moved);
  }
  fs.rmSync(away, { force: true });
}

function holderIn(file: string): Holder | 'unknown' | undefined {
  try {
    const holder = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Holder> | null;
    const { pid, machine: where, host, since } = holder ?? {};
    return pid && where && host && since ? { pid, machine: where, host, since } : 'unknown';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unknown';
  }
}

/** Our own number on this machine can only be that of one that died where numbers begin anew, in a container that was started again. */
function isAbandoned(holder: Holder | 'unknown'): boolean {
  if (holder === 'unknown' || holder.machine !== machine()) return false;
  return holder.pid === process.pid || isGone(holder.pid);
}

function locked(file: string, holder: Holder | 'unknown'): KnownFailure {
  const who = holder === 'unknown' ? '' : `: process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new KnownFailure([
    {
      code: 'locked',
      file: shownPath(file),
      what: `another deployment is going on${who}`,
      mend: 'Wait for its end. If that process is gone, remove this file.',
    },
  ]);
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KnownFailure, shownPath } from '../../environment/problem';

interface Holder {
  readonly pid: number;
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
  const holder: Holder = { pid: process.pid, host: os.hostname(), since: new Date().toISOString() };
  for (let attempt = 1; ; attempt++) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
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
  if (found === 'unknown' || found.host !== os.hostname() || isAlive(found.pid)) throw locked(file, found);
  // Two that find the same lock abandoned both move it away, and only one of them succeeds.
  const away = `${file}.abandoned.${process.pid}`;
  try {
    fs.renameSync(file, away);
  } catch {
    return;
  }
  const moved = holderIn(away);
  if (moved !== undefined && moved !== 'unknown' && isAlive(moved.pid)) {
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
    const { pid, host, since } = holder ?? {};
    return pid && host && since ? { pid, host, since } : 'unknown';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unknown';
  }
}

/** Whether another process has this number. Our own one can only be that of one that died in a container of the same name. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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

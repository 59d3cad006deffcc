import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';

/**
 * Where the number of a process means one and the same: this start of this machine, and within it this container. Containers share
 * names and numbers of processes, but no pair of these.
 */
export function machine(): string {
  const known = [os.hostname()];
  try {
    known.push(fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), fs.readlinkSync('/proc/self/ns/pid'));
  } catch {
    // Not Linux: no containers.
  }
  return crypto.createHash('sha256').update(known.join('\n')).digest('hex').slice(0, 16);
}

/** Whether a process of this machine is no more. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

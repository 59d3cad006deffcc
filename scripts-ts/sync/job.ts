import type { Noted, SyncSettings } from './intent';
import type { Ports, UserRef } from './ports';

/** One worker's errand: look at one user. */
export interface Job {
  ref: UserRef;
  /** Names the lease; an intent's lease is owned by its nonce. */
  owner: string;
  /** The nonce of the intent that is known to be committed, or null. */
  settled: string | null;
  /** Nothing was sent under the standing mark: Oracle need not be asked what became of it. */
  unsent: boolean;
  /** How many of the quick retries are left. */
  quickRetriesLeft: number;
  /** How often it has found somebody else delivering. */
  waits: number;
}

/** What the background pool has to do next, if anything. */
export type Next = { kind: 'done' } | { kind: 'again'; afterSeconds: number; job: Job };

export const DONE: Next = { kind: 'done' };

/** The job that follows a commit: postUpdate or postCreate has told that the intent is in the store. */
export function jobAfterCommit(settings: SyncSettings, ref: UserRef, noted: Noted): Job {
  const quickRetriesLeft = settings.quickRetrySeconds.length;
  return { ref, owner: noted.nonce, settled: noted.nonce, unsent: noted.fresh, quickRetriesLeft, waits: 0 };
}

/** The drain's job: no quick retries, for the drain comes again. */
export function drainJob(ports: Ports, ref: UserRef): Job {
  return { ref, owner: ports.nonce(), settled: null, unsent: false, quickRetriesLeft: 0, waits: 0 };
}

import type { HookPorts, UserRef } from './ports';
import type { SyncSettings } from './settings';

/** One worker's errand: look at one user. */
export interface Job {
  ref: UserRef;
  /** Names the lease and the send marks: worker and nonce. */
  owner: string;
  /** The nonce of the intent that is known to be committed, or null. */
  settled: string | null;
  /** Nothing was sent under this owner's mark yet: Oracle need not be asked what became of it. */
  unsent: boolean;
  /** How many of the quick retries are left. */
  quickRetriesLeft: number;
  /** How often it has found somebody else delivering. */
  waits: number;
  /** The committed password as the hook saw it, and the revision of the user that holds it. In memory only. */
  inHand?: InHand;
}

export interface InHand {
  password: string;
  userRevision: string;
}

/** What the background pool has to do next, if anything. */
export type Next = { kind: 'done' } | { kind: 'again'; afterSeconds: number; job: Job };

export const DONE: Next = { kind: 'done' };

/** Names the lease of whoever works under that nonce. */
export function ownerOf(ports: HookPorts, nonce: string): string {
  return `${ports.worker()} ${nonce}`;
}

/** The job that follows a commit: a post hook has told that the intent is in the store. */
export function jobAfterCommit(
  settings: SyncSettings,
  ref: UserRef,
  noted: { owner: string; nonce: string; fresh: boolean },
): Job {
  const { owner, nonce, fresh } = noted;
  return {
    ref,
    owner,
    settled: nonce,
    unsent: fresh,
    quickRetriesLeft: settings.quickRetrySeconds.length,
    waits: 0,
  };
}

/** A look that no intent asks for: no quick retries, for the drain comes again. */
export function lookJob(ports: HookPorts, ref: UserRef): Job {
  const owner = ownerOf(ports, ports.nonce());
  return { ref, owner, settled: null, unsent: false, quickRetriesLeft: 0, waits: 0 };
}

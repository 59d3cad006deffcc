/** What a run is made of, as data: a failing one is found again by its seed, and shrinks to a few happenings. */
import type { Mode } from '../../../scripts-ts/sync/settings';
import type { Rates } from './director';

/** A request to IDM, or something that happens to a node, to the network or to Oracle. */
export type Event = { at: number; node: number; user: number } & (
  | {
      /**
       * `patch` and `patchRev` (with If-Match), `put` and `putRev`; `putSame` writes the password that its caller has read.
       * `put` is tried as a create first, and so creates a user who is gone.
       */
      kind: 'patch' | 'patchRev' | 'put' | 'putRev';
      password: number;
    }
  | { kind: 'putSame' }
  | { kind: 'create'; password: number }
  | { kind: 'delete'; skipsHook: boolean; removesAccount: boolean }
  /** A role change on a read of the user that may be stale; with its post hook or without. */
  | { kind: 'role'; postHook: boolean }
  | { kind: 'rename' }
  | { kind: 'crash'; forMs: number }
  | { kind: 'freeze'; forMs: number }
  | { kind: 'oracleDown'; forMs: number }
  | { kind: 'switchHashing' }
  | { kind: 'loseKey' }
  | { kind: 'damage' }
  | { kind: 'drainAll' }
);

export interface Scenario {
  /** Of everything that is left to chance. */
  seed: number;
  mode: Mode;
  fastPath: boolean;
  /** Whether there is a background at all; without Java there is none, and the schedule delivers. */
  threads: boolean;
  hashed: boolean;
  /** How far each node's clock is ahead, in milliseconds. */
  skewsMs: number[];
  oracleAheadMs: number;
  historyLength: number;
  provisioning: boolean;
  /** What a post hook sees is read back, and may be another request's state. */
  readsBack: boolean;
  pageSize: number;
  users: number;
  /** Passwords with these numbers are refused by Oracle's policy. */
  refused: number[];
  rates: Rates;
  residue: boolean;
  events: Event[];
  /** When everything works again. */
  calmAt: number;
}

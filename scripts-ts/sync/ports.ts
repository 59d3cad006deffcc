/**
 * What the protocol needs from the world. The adapters in `idm/` and `oracle/` implement these inside IDM, the unit
 * tests in memory. Nothing else in `sync/` touches the world, and no port throws unless it says so.
 */
import type { Failure } from './failure';
import type { OutboxEntry, OutboxRecord } from './record';

/** A managed user, wherever its password is. */
export interface UserRef {
  /** The managed object's name, for example `user`. */
  object: string;
  id: string;
}

/** What the target has to know of a user to find it, or to create it. */
export interface Account {
  userName: string;
  /** Oracle's attributes (givenName, familyName, email) by name; those that IDM does not hold are absent. */
  profile: { [attribute: string]: string };
}

/** A user as stored. `unknown` is never taken for `absent`: routes vanish while IDM reloads its configuration. */
export type UserReading =
  { kind: 'found'; account: Account; password: string } | { kind: 'absent' } | { kind: 'unknown'; reason: string };

export interface Users {
  read(ref: UserRef): UserReading;
  /** Finds the user of a create whose id was not known when its intent was noted. */
  findId(object: string, userName: string): { kind: 'found'; id: string } | { kind: 'absent' } | { kind: 'unknown' };
}

/** An entry together with the revision that a write must name. */
export interface Stored<Entry extends OutboxEntry = OutboxEntry> {
  revision: string;
  entry: Entry;
}

/** `conflict`: somebody else wrote first (HTTP 412). Any other trouble of the repository throws. */
export type Write = { kind: 'written'; revision: string } | { kind: 'conflict' };

export interface Outbox {
  read(id: string): Stored | null;
  create(id: string, entry: OutboxEntry): Write;
  replace(id: string, revision: string, entry: OutboxEntry): Write;
  remove(id: string, revision: string): Write;
  /** The ids of the entries that are due by that time, the longest due first; `limit` of them at most. */
  due(before: Date, limit: number): string[];
  /** The ids of all records in one of these states, due or not. */
  inState(states: Array<OutboxRecord['state']>): string[];
}

/** What became of one try to set a password. */
export type Sending =
  { kind: 'delivered'; provisioned: boolean; requestId?: string } | { kind: 'failed'; failure: Failure };

export interface Target {
  /**
   * Sets the password, creating the user first where Oracle does not know it and the settings say so.
   *
   * @param until  no request begins after it: the lease would not outlast it
   */
  setPassword(ref: UserRef, account: Account, password: string, until: Date): Sending;
  /** Whether Oracle set a password for this user at or after that time: settles an ambiguous sending. */
  passwordSetSince(
    ref: UserRef,
    account: Account,
    since: Date,
  ): { kind: 'yes' } | { kind: 'no' } | { kind: 'failed'; failure: Failure };
}

/** What is told to the operator: counted, logged and audited. */
export type Outcome =
  | { kind: 'delivered'; ref: UserRef; seconds: number; provisioned: boolean; requestId?: string }
  | { kind: 'failed'; ref: UserRef; failure: Failure; attempts: number; seconds: number }
  | { kind: 'parked'; ref: UserRef; failure: Failure; seconds: number }
  | { kind: 'expired'; ref: UserRef; reason: string };

/** What the user's path needs: a hook loads no more than that. */
export interface IntentPorts {
  now(): Date;
  nonce(): string;
  /** HMAC-SHA-256 of the password under the installation's key; the salt keeps equal passwords from looking equal. */
  fingerprint(salt: string, password: string): string;
  outbox: Outbox;
}

/** What a delivery needs besides. */
export interface Ports extends IntentPorts {
  /** A number in [0, 1), for jitter. */
  random(): number;
  users: Users;
  target: Target;
  report(outcome: Outcome): void;
}

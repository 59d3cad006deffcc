/**
 * The outbox: one record per user and target, which says that somebody has to look at that user's password. It holds the
 * password itself only where IDM keeps a hash, and then sealed.
 *
 * Times are ISO-8601 strings in UTC, since IDM turns a number above 2^31 into 2147483647 on its way to the repository,
 * and since such strings sort. `due` says when the drain has to look at an entry, whatever its state.
 */
import type { Failure } from './failure';
import type { UserRef } from './ports';

/** Written into every entry; one of another number is parked as it is. */
export const SCHEMA = 2;

/** HMAC-SHA-256 of a password under the installation's key and the record's salt. */
export type Fingerprint = string;

/** The fingerprint of a password that nobody can tell any more. It equals none. */
export const UNKNOWN: Fingerprint = '';

/** The note of a change before its commit. */
export interface Intent {
  nonce: string;
  at: string;
  /** Of the password that the change brings. */
  password: Fingerprint;
  /** The password sealed, only where IDM keeps a hash of it. */
  copy?: string;
  /** Its outcome is known: it was committed. */
  settled?: true;
}

/** Who delivers, and until when nobody else may. */
export interface Lease {
  owner: string;
  until: string;
}

/**
 * Noted before a send and cleared only by a known outcome: while it stands, Oracle may hold this password, and no
 * fingerprint of the record is trusted.
 */
export interface SendMark {
  /** Of the lease under which it was sent. */
  owner: string;
  password: Fingerprint;
  /** Nothing was sent earlier. */
  at: string;
  /** Oracle acts on nothing that was sent under this mark later. */
  until: string;
  /** A request was given up, and Oracle may still act on it: nobody asks before this time. */
  quietUntil?: string;
  /** A request with the same password had an unknown outcome before: a refusal may be Oracle's history of that one. */
  again?: true;
}

/** What Oracle holds. */
export interface Held {
  /**
   * `delivered`: Oracle has said so. `presumed`: what IDM stored before the first change of this record, of which nothing was sent yet.
   */
  how: 'delivered' | 'presumed';
  password: Fingerprint;
  /** Tells the stored form of that password from every other one, so that it is recognised without decrypting. */
  seen?: string;
}

/** By Oracle's clock, bounds of the time at which it set the last password that it is known to have set. Equal once it was asked. */
export interface KnownSet {
  from: string;
  to: string;
}

/** A password that Oracle refused for good, in Oracle's words. */
export interface Refusal {
  password: Fingerprint;
  failure: Failure;
}

interface Common {
  schema: typeof SCHEMA;
  target: string;
  user: UserRef;
  /** The id of the key of the fingerprints in this record. */
  key: string;
  /** Keeps equal passwords of two users from looking equal. */
  salt: string;
  intents: Intent[];
  marks: SendMark[];
  held?: Held;
  lastKnownSet?: KnownSet;
  /** A refusal is remembered until Oracle is known to hold what is stored. */
  refused?: Refusal;
  due: string;
  /** When the oldest change that is not yet delivered was noted. */
  since: string;
  /** Failed attempts since the last change. */
  attempts: number;
}

export interface Pending extends Common {
  state: 'pending';
  failure?: Failure;
}
export interface Delivering extends Common {
  state: 'delivering';
  lease: Lease;
}
/** Oracle holds what IDM stores; intents left in it, and the last look, keep a look due. */
export interface Delivered extends Common {
  state: 'delivered';
  held: Held;
  /** The last look is done: what comes next is the removal. */
  looked?: true;
}
export interface Parked extends Common {
  state: 'parked';
  failure: Failure;
  /** What the repository held, where that could not be understood. */
  original?: string;
}
/** Closed without a delivery. */
export interface Expired extends Common {
  state: 'expired';
  reason: string;
}

export type OutboxRecord = Pending | Delivering | Delivered | Parked | Expired;

/** The intent of a create whose user id IDM has not given yet; it is found by its nonce. */
export interface Unbound {
  schema: typeof SCHEMA;
  target: string;
  state: 'unbound';
  object: string;
  userName: string;
  key: string;
  salt: string;
  intent: Intent;
  due: string;
}

/** What the repository holds and this version can't understand; never written as such. */
export interface Unreadable {
  state: 'unreadable';
  reason: string;
  /** As it was found, so that nothing of it is lost. */
  original: string;
}

export type OutboxEntry = OutboxRecord | Unbound;

/** A record's common part, without what belongs to the state it leaves. */
export function common(record: OutboxRecord): Common {
  const { schema, target, user, key, salt, intents, marks, held, lastKnownSet, refused, due, since, attempts } = record;
  return {
    schema,
    target,
    user,
    key,
    salt,
    intents,
    marks,
    ...(held && { held }),
    ...(lastKnownSet && { lastKnownSet }),
    ...(refused && { refused }),
    due,
    since,
    attempts,
  };
}

export function isLive(lease: Lease, now: Date): boolean {
  return Date.parse(lease.until) > now.getTime();
}

export function secondsSince(time: string, now: Date): number {
  return Math.max(0, (now.getTime() - Date.parse(time)) / 1000);
}

export function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}

/** The last of these times. */
export function latest(times: string[]): string {
  return times.reduce((last, time) => (time > last ? time : last));
}

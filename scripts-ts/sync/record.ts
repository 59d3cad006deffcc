/**
 * The outbox: one record per user and target, which says that somebody has to look at that user's password and never
 * holds the password itself. Every function here is pure: it takes an entry and gives the next one.
 *
 * Times are ISO-8601 strings in UTC, since IDM turns a number above 2^31 into 2147483647 on its way to the repository,
 * and since such strings sort. `due` says when the drain has to look at an entry, whatever its state.
 */
import type { Failure } from './failure';
import type { UserRef } from './ports';
import { leaseSeconds, type DeliverySettings } from './settings';

/** Written into every entry; a reader that meets another number leaves the entry alone. */
export const SCHEMA = 1;

/** The note of a change before its commit. */
export interface Intent {
  nonce: string;
  at: string;
  /** Fingerprint of the password that the change brings. */
  password: string;
  /** Fingerprint of the password before it; absent on create. */
  before?: string;
}

/** Who delivers, and until when nobody else may. */
export interface Lease {
  owner: string;
  until: string;
}

/** Noted before a send and cleared by a known outcome: while it stands, Oracle may hold this password. */
export interface SendMark {
  password: string;
  at: string;
}

/** A password that Oracle refused for good, in Oracle's words. */
export interface Refusal {
  password: string;
  failure: Failure;
}

interface Common {
  schema: typeof SCHEMA;
  target: string;
  user: UserRef;
  /** Of the fingerprints in this record. */
  salt: string;
  intents: Intent[];
  due: string;
  /** When the oldest change that is not yet delivered was noted. */
  since: string;
  /** Failed attempts since the last change. */
  attempts: number;
  mark?: SendMark;
  /** Fingerprint of the password that Oracle is known to hold. */
  delivered?: string;
  /** A refusal is remembered until Oracle is known to hold what is stored. */
  refused?: Refusal;
}

export interface Pending extends Common {
  state: 'pending';
  failure?: Failure;
}
export interface Delivering extends Common {
  state: 'delivering';
  lease: Lease;
}
/** Oracle holds what IDM stores; intents left in it keep a look due. */
export interface Delivered extends Common {
  state: 'delivered';
}
export interface Parked extends Common {
  state: 'parked';
  failure: Failure;
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
  salt: string;
  intent: Intent;
  due: string;
}

export type OutboxEntry = OutboxRecord | Unbound;

export function isLive(lease: Lease, now: Date): boolean {
  return Date.parse(lease.until) > now.getTime();
}

export function secondsSince(time: string, now: Date): number {
  return Math.max(0, (now.getTime() - Date.parse(time)) / 1000);
}

export function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}

/**
 * A change is about to be committed: its intent joins the record. When nobody holds a live lease the intent may take one
 * for the worker that will deliver it, and sets the send mark with it, which spares that worker a write. It never takes
 * over a live lease: that worker may be sending.
 *
 * @param lease  null where the hook may not be followed by its post hook: nobody is to wait for a worker that never comes
 */
export function noteIntent(
  record: OutboxRecord | null,
  intent: Intent,
  fresh: { target: string; user: UserRef; salt: string },
  lease: Lease | null,
  settings: DeliverySettings,
  now: Date,
): OutboxRecord {
  const known = record === null ? { intents: [], mark: undefined, delivered: undefined, refused: undefined } : record;
  const intents = known.intents.filter((other) => other.nonce !== intent.nonce).concat([intent]);
  if (record !== null && record.state === 'delivering' && isLive(record.lease, now)) {
    return { ...record, intents, attempts: 0 };
  }
  const waiting = record !== null && (record.state === 'pending' || record.state === 'delivering');
  const base = {
    schema: SCHEMA as typeof SCHEMA,
    target: fresh.target,
    user: fresh.user,
    salt: record === null ? fresh.salt : record.salt,
    intents,
    since: waiting ? record.since : intent.at,
    attempts: 0,
    ...(known.mark && { mark: known.mark }),
    ...(known.delivered && { delivered: known.delivered }),
    ...(known.refused && { refused: known.refused }),
  };
  if (lease === null) return { ...base, state: 'pending', due: graceEnd([intent], settings) };
  const mark = known.mark || { password: intent.password, at: intent.at };
  return { ...base, mark, state: 'delivering', lease, due: lease.until };
}

/** When a lease taken now ends; `pauseSeconds` is what its owner sleeps before it sends. */
export function leaseUntil(settings: DeliverySettings, now: Date, pauseSeconds = 0): string {
  return after(now, leaseSeconds(settings) + pauseSeconds);
}

/** Takes the record for one worker, or renews its lease. */
export function lease(record: OutboxRecord, owner: string, until: string): Delivering {
  return { ...common(record), state: 'delivering', lease: { owner, until }, due: until };
}

/** Lets the record go, to be looked at again. `countsAsAttempt` only where trying again may cost the user's patience. */
export function release(record: OutboxRecord, due: string, failure?: Failure, countsAsAttempt = false): Pending {
  const attempts = record.attempts + (countsAsAttempt ? 1 : 0);
  return { ...common(record), state: 'pending', attempts, due, ...(failure && { failure }) };
}

/**
 * Oracle holds this password. The `settled` intent is done; the others may still commit, so that the record is looked at
 * once more when the youngest of them is past its grace.
 */
export function close(
  record: OutboxRecord,
  password: string,
  settled: string | null,
  settings: DeliverySettings,
  now: Date,
): Delivered {
  const intents = openIntents(record, settled, settings, now);
  const { mark: _mark, refused: _refused, ...rest } = common(record);
  return {
    ...rest,
    state: 'delivered',
    intents,
    delivered: password,
    attempts: 0,
    due: intents.length > 0 ? graceEnd(intents, settings) : after(now, settings.keepDeliveredHours * 3600),
  };
}

/**
 * Nothing more is tried until the password changes, or an operator says so. An intent other than the `settled` one may
 * still commit without a post hook, so that the record is looked at once more when the youngest is past its grace.
 */
export function park(
  record: OutboxRecord,
  failure: Failure,
  settled: string | null,
  settings: DeliverySettings,
  now: Date,
): Parked {
  const open = openIntents(record, settled, settings, now);
  const due = open.length > 0 ? graceEnd(open, settings) : expiry(record, settings);
  return { ...common(record), state: 'parked', failure, due };
}

/** When the newest change in the record has lived its time: it does not expire with one that has waited for days. */
export function expiry(record: OutboxRecord, settings: DeliverySettings): string {
  const times = record.intents.map((intent) => intent.at);
  return after(latest([record.since].concat(times)), settings.timeToLiveDays * 86400);
}

/**
 * Closes the record without a delivery; it is kept for a while, since a lease of it may still be out. A mark that stands
 * goes on standing: what was delivered before it is not to be trusted by the next change.
 */
export function expire(record: OutboxRecord, reason: string, settings: DeliverySettings, now: Date): Expired {
  const due = after(now, settings.keepDeliveredHours * 3600);
  return { ...common(record), state: 'expired', intents: [], reason, due };
}

/** A user is gone. Whoever comes again under this id may be another at Oracle: what is known of it is forgotten. */
export function expireDeleted(record: OutboxRecord, settings: DeliverySettings, now: Date): Expired {
  const { delivered: _delivered, refused: _refused, ...rest } = expire(record, 'the user was deleted', settings, now);
  return rest;
}

/** The outcome of the last send is known: Oracle holds the marked password, or it does not. */
export function resolveMark<Kind extends OutboxRecord>(record: Kind, held: boolean): Kind {
  const { mark, ...rest } = record;
  return { ...rest, ...(held && mark && { delivered: mark.password }) } as Kind;
}

export function isYoung(intent: Intent, settings: DeliverySettings, now: Date): boolean {
  return secondsSince(intent.at, now) < settings.graceSeconds;
}

/** The intents that may still commit, besides the one that is known to have. */
export function openIntents(
  record: OutboxRecord,
  settled: string | null,
  settings: DeliverySettings,
  now: Date,
): Intent[] {
  return record.intents.filter((intent) => intent.nonce !== settled && isYoung(intent, settings, now));
}

/** When the youngest of these intents can no longer commit. */
export function graceEnd(intents: Intent[], settings: DeliverySettings): string {
  return after(latest(intents.map((intent) => intent.at)), settings.graceSeconds);
}

function latest(times: string[]): Date {
  return new Date(Math.max.apply(null, times.map(Date.parse)));
}

/** A record's common part, without what belongs to the state it leaves. */
function common(record: OutboxRecord): Common {
  const { schema, target, user, salt, intents, due, since, attempts, mark, delivered, refused } = record;
  return {
    schema,
    target,
    user,
    salt,
    intents,
    due,
    since,
    attempts,
    ...(mark && { mark }),
    ...(delivered && { delivered }),
    ...(refused && { refused }),
  };
}

/** How an outbox record goes from one state to the next. Every function is pure: it takes a record and gives the next one. */
import type { Failure } from './failure';
import type { StoredPassword, UserRef } from './ports';
import {
  after,
  common,
  type Delivered,
  type Delivering,
  type Expired,
  type Fingerprint,
  type Held,
  type Intent,
  isLive,
  type KnownSet,
  latest,
  type Lease,
  type OutboxRecord,
  type Parked,
  type Pending,
  SCHEMA,
  type SendMark,
  secondsSince,
  type Unreadable,
  UNKNOWN,
} from './record';
import { CLOCK_SKEW_SECONDS, leaseSeconds, type SyncSettings } from './settings';

/** Intents in one record. Whoever changes a password more often within the grace period is looked at all the same. */
const MAX_INTENTS = 32;

/** What a record is made of that is not there yet. */
export interface Fresh {
  target: string;
  user: UserRef;
  key: string;
  salt: string;
  lastKnownSet?: KnownSet;
}

/** In the place of a record that can't be understood: Oracle may have set a password at any time up to now. */
export function inPlaceOfDamaged(fresh: Fresh, now: Date): Fresh {
  return { ...fresh, lastKnownSet: { from: new Date(0).toISOString(), to: after(now, UNCOMPARED_SECONDS) } };
}

/** How far ahead Oracle's clock may be, where nobody compares it. */
const UNCOMPARED_SECONDS = 60;

/**
 * A change is about to be committed: its intent joins the record. When nobody holds a live lease the intent may take one
 * for the worker that will deliver it, and sets the send mark with it, which spares that worker a write. It never takes
 * over a live lease: that worker may be sending.
 *
 * @param before  what IDM stored until then; Oracle is taken to hold it when there was no record, and nothing open so
 * @param lease  null where the hook may not be followed by its post hook: nobody is to wait for a worker that never comes
 */
export function noteIntent(
  record: OutboxRecord | null,
  intent: Intent,
  fresh: Fresh,
  before: Pick<Held, 'password' | 'seen'> | null,
  lease: Lease | null,
  settings: SyncSettings,
  now: Date,
): OutboxRecord {
  const base = noted(record, fresh, before, now);
  // Run again for the same request: nothing was sent under the mark of the first run, for its post hook has not run.
  const others = base.intents.filter((other) => other.nonce !== intent.nonce);
  const intents = fewest(others).concat([intent]);
  if (record !== null && record.state === 'delivering' && isLive(record.lease, now)) {
    const ours = lease !== null && record.lease.owner === lease.owner;
    return {
      ...record,
      intents,
      attempts: 0,
      ...(ours && { marks: remarked(record.marks, record.lease, intent) }),
    };
  }
  const waiting = record !== null && (record.state === 'pending' || record.state === 'delivering');
  const next = { ...base, intents, attempts: 0, since: waiting ? base.since : intent.at };
  if (lease === null) return { ...next, state: 'pending', due: graceEnd([intent], settings) };
  const marks = base.marks.length > 0 ? remarked(base.marks, lease, intent) : [markOf(lease, intent)];
  return { ...next, marks, state: 'delivering', lease, due: lease.until };
}

/** The oldest go first, and none that is known to be committed. */
function fewest(intents: Intent[]): Intent[] {
  let surplus = intents.length - MAX_INTENTS + 1;
  return intents.filter((intent) => intent.settled || surplus-- <= 0);
}

function markOf(lease: Lease, { password, at }: Intent): SendMark {
  return { owner: lease.owner, password, at, until: markUntil(lease) };
}

/** Whoever takes over finds that Oracle acts on nothing any more: that much of a lease is kept for the clocks alone. */
export function markUntil({ until }: Lease): string {
  return after(new Date(Date.parse(until)), -CLOCK_SKEW_SECONDS);
}

/** The same request's earlier run set a mark under which nothing was sent. */
function remarked(marks: SendMark[], lease: Lease, intent: Intent): SendMark[] {
  return marks.map((mark) => (mark.owner === lease.owner ? markOf(lease, intent) : mark));
}

/** Whether a send under this lease is the first that anybody makes since Oracle's state is known. */
export function isFresh(record: OutboxRecord, owner: string): boolean {
  return (
    record.state === 'delivering' &&
    record.lease.owner === owner &&
    record.marks.length > 0 &&
    record.marks.every((mark) => mark.owner === owner)
  );
}

function noted(
  record: OutboxRecord | null,
  fresh: Fresh,
  before: Pick<Held, 'password' | 'seen'> | null,
  now: Date,
): ReturnType<typeof common> {
  if (record !== null) return common(record);
  return {
    ...fresh,
    schema: SCHEMA,
    intents: [],
    marks: [],
    ...(before && { held: { how: 'presumed', ...before } }),
    due: now.toISOString(),
    since: now.toISOString(),
    attempts: 0,
  };
}

/** Somebody has to look at this user, whatever the record says: a commit went past the hooks. */
export function requestLook(record: OutboxRecord | null, fresh: Fresh, now: Date): OutboxRecord {
  const base = noted(record, fresh, null, now);
  // What moves is the revision: whoever delivers now has to look again.
  if (record !== null && record.state === 'delivering' && isLive(record.lease, now)) return { ...record };
  const due = now.toISOString();
  if (record !== null && record.state === 'parked') return { ...record, due };
  const waiting = record !== null && (record.state === 'pending' || record.state === 'delivering');
  return { ...base, state: 'pending', due, since: waiting ? base.since : due };
}

/** When a lease taken now ends; `pauseSeconds` is what its owner sleeps before it sends. */
export function leaseUntil(settings: SyncSettings, now: Date, pauseSeconds = 0): string {
  return after(now, leaseSeconds(settings) + pauseSeconds);
}

/** Takes the record for one worker, or renews its lease. */
export function lease(record: OutboxRecord, lease: Lease): Delivering {
  return { ...common(record), state: 'delivering', lease, due: lease.until };
}

/** Lets the record go, to be looked at again. `countsAsAttempt` only where trying again may cost the user's patience. */
export function release(record: OutboxRecord, due: string, failure?: Failure, countsAsAttempt = false): Pending {
  const attempts = record.attempts + (countsAsAttempt ? 1 : 0);
  return { ...common(record), state: 'pending', attempts, due, ...(failure && { failure }) };
}

/** The time up to which a look counts: a moment before it read the user. */
export interface LookedAt {
  settled: string | null;
  at: Date;
}

/**
 * Oracle holds this password, and IDM stored it in that form. The settled intent is done; the others may still commit, and so
 * may one that nobody noted, so that there is a last look when the grace period is over.
 */
export function close(record: OutboxRecord, held: Held, look: LookedAt, settings: SyncSettings): Delivered {
  const { refused: _refused, marks: _marks, ...rest } = common(record);
  const intents = openIntents(record, look, settings);
  const due = intents.length > 0 ? graceEnd(intents, settings) : after(look.at, settings.graceSeconds);
  return { ...rest, state: 'delivered', marks: [], intents, held, attempts: 0, due };
}

/** The last look found nothing: what comes next is the removal. */
export function closeForGood(record: OutboxRecord, held: Held, look: LookedAt, settings: SyncSettings): Delivered {
  const due = after(look.at, settings.keepDeliveredHours * 3600);
  return { ...close(record, held, look, settings), intents: [], looked: true, due };
}

/**
 * Nothing more is tried until the password changes, or an operator says so. An intent other than the settled one may
 * still commit without a post hook, so that the record is looked at once more when the youngest is past its grace.
 */
export function park(record: OutboxRecord, failure: Failure, look: LookedAt, settings: SyncSettings): Parked {
  const open = openIntents(record, look, settings);
  const due = open.length > 0 ? graceEnd(open, settings) : expiry(record, settings);
  return { ...settle(common(record), look), state: 'parked', failure, due };
}

/** When the newest change in the record has lived its time: it does not expire with one that has waited for days. */
export function expiry(record: OutboxRecord, settings: SyncSettings): string {
  const newest = latest([record.since].concat(record.intents.map((intent) => intent.at)));
  return after(new Date(Date.parse(newest)), settings.timeToLiveDays * 86400);
}

/**
 * Closes the record without a delivery; it is kept for a while, since a lease of it may still be out. Marks that stand
 * go on standing: what was held before them is not to be trusted by the next change. Sealed copies go.
 */
export function expire(record: OutboxRecord, reason: string, settings: SyncSettings, now: Date): Expired {
  const due = after(now, settings.keepDeliveredHours * 3600);
  return { ...common(record), state: 'expired', intents: [], reason, due };
}

/**
 * A user is gone. Whoever comes again under this id may be another at Oracle: what it holds is forgotten (and not when it was
 * last set, or a send before the delete would be taken for one after it). An intent that may still commit is of such a one,
 * and keeps a look due.
 */
export function closeDeleted(record: OutboxRecord, look: LookedAt, settings: SyncSettings): Pending | Expired {
  const intents = openIntents(record, look, settings);
  const left = { ...forgotten(record), intents };
  if (intents.length > 0) return release(left, graceEnd(intents, settings));
  return expire(left, 'the user was deleted', settings, look.at);
}

/** A delete is over. Who looks at the user then finds it gone, or one who came again under its id. */
export function noteDeleted(record: OutboxRecord, now: Date): OutboxRecord {
  const left = forgotten(record);
  if (left.state === 'delivering' && isLive(left.lease, now)) return left;
  return release(left, now.toISOString());
}

function forgotten<Kind extends OutboxRecord>(record: Kind): Kind {
  const { held: _held, refused: _refused, ...rest } = record;
  return rest as Kind;
}

/** A lost key: the fingerprints under it say nothing any more, so that whatever is open is sent as it is stored. */
export function rekeyed(record: Delivering, key: string, salt: string): Delivering {
  return {
    ...forgotten(record),
    key,
    salt,
    intents: record.intents.map((intent) => ({ ...intent, password: UNKNOWN })),
    marks: record.marks.map((mark) => ({ ...mark, password: UNKNOWN })),
  };
}

/** A look has told that this intent is in the store. */
export function settle<Kind extends { intents: Intent[] }>(record: Kind, { settled }: Pick<LookedAt, 'settled'>): Kind {
  const intents = record.intents.map((intent) =>
    intent.nonce === settled ? { ...intent, settled: true as const } : intent,
  );
  return { ...record, intents };
}

/** The intents that may still commit. */
export function openIntents(record: { intents: Intent[] }, look: LookedAt, settings: SyncSettings): Intent[] {
  return record.intents.filter(
    (intent) =>
      intent.nonce !== look.settled && !intent.settled && secondsSince(intent.at, look.at) < settings.graceSeconds,
  );
}

/** When the youngest of these intents can no longer commit. */
export function graceEnd(intents: Intent[], settings: SyncSettings): string {
  return after(new Date(Date.parse(latest(intents.map((intent) => intent.at)))), settings.graceSeconds);
}

/**
 * Without the intents that can tell nothing more: neither may they still commit, nor do they bring what is stored. With them go
 * the sealed copies of superseded passwords.
 */
export function withoutSuperseded<Kind extends OutboxRecord>(
  record: Kind,
  stored: Fingerprint,
  look: LookedAt,
  settings: SyncSettings,
): Kind {
  const open = openIntents(record, look, settings);
  // Nobody can tell which password an intent under a lost key brings: its copy may be the only one of what is stored.
  const intents = record.intents.filter(
    ({ password, copy }, index) =>
      password === stored ||
      (password === UNKNOWN && copy !== undefined) ||
      open.indexOf(record.intents[index] as Intent) >= 0,
  );
  return { ...record, intents };
}

/** What Oracle holds when it holds what IDM stores. */
export function delivered(password: Fingerprint, stored: StoredPassword): Held {
  return { how: 'delivered', password, seen: stored.seen };
}

/** An entry of another version, or damaged: kept as it is, for everybody to see, in a record that trusts nothing. */
export function parkUnreadable(
  { reason, original }: Unreadable,
  fresh: Fresh,
  settings: SyncSettings,
  now: Date,
): Parked {
  const base = noted(null, inPlaceOfDamaged(fresh, now), null, now);
  const failure: Failure = { class: 'unreadable', reason };
  return { ...base, state: 'parked', failure, original, due: expiry({ ...base, state: 'parked', failure }, settings) };
}

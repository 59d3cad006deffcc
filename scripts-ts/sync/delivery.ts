/**
 * One worker's look at one user: under the lease it reads the password as stored, decides by fingerprints whether Oracle
 * needs it, sends it, and writes down what became of it. Whenever the record moved meanwhile it looks again, and takes
 * along what it learned.
 */
import { decideAfterFailure } from './aftermath';
import type { Failure } from './failure';
import { recordId } from './ids';
import type { SyncSettings } from './intent';
import { DONE, type Job, type Next } from './job';
import type { Account, Ports } from './ports';
import {
  close,
  type Delivering,
  expire,
  expireDeleted,
  expiry,
  graceEnd,
  isLive,
  lease,
  leaseUntil,
  openIntents,
  type OutboxRecord,
  park,
  type Refusal,
  release,
  resolveMark,
  secondsSince,
} from './record';
import { leaseReserveSeconds } from './settings';

/** Looks in one delivery. More means that this user is being changed all the time: others get their turn on the thread. */
const MAX_LOOKS = 8;

/** What this worker knows beyond the record, since a write of it met a conflict. */
interface Learned {
  /** A send may be under way or applied whose outcome is unknown. */
  outstanding: boolean;
  delivered?: string;
  refused?: Refusal;
}

type Step = { kind: 'moved'; learned: Learned } | { kind: 'ended'; next: Next };

interface Work {
  ports: Ports;
  settings: SyncSettings;
  job: Job;
  id: string;
}

/** A record under this job's lease, with the revision that the next write must name. */
interface Held {
  record: Delivering;
  revision: string;
}

/** A record that was just taken may carry the mark of somebody else's send. */
interface Taken extends Held {
  fromOthers: boolean;
}

/** @throws what the repository throws; the record's lease then runs out, and the drain takes over */
export function deliver(ports: Ports, settings: SyncSettings, job: Job): Next {
  const work = { ports, settings, job, id: recordId(settings.target, job.ref) };
  let learned: Learned = { outstanding: !job.unsent };
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const held = hold(work);
    if (!('record' in held)) return held;
    if (held.fromOthers) learned = { ...learned, outstanding: true };
    const step = look(work, held, learned);
    if (step.kind === 'ended') return step.next;
    learned = step.learned;
  }
  // The lease is still ours, and nobody else would come before its end: a worker that holds it comes again.
  return soonAgain({ ...job, unsent: !learned.outstanding && learned.delivered === undefined });
}

/** Takes the record, or finds that this job holds it already; else says what to do instead. */
function hold({ ports, settings, job, id }: Work): Taken | Next {
  const stored = ports.outbox.read(id);
  if (stored === null || stored.entry.state === 'unbound') return DONE;
  const record = stored.entry;
  const now = ports.now();
  const mine = record.state === 'delivering' && record.lease.owner === job.owner;
  if (record.state === 'delivering') {
    if (!mine && isLive(record.lease, now)) return waitForOther(record, job);
    if (mine && hasReserve(record, settings, now)) return { record, revision: stored.revision, fromOthers: false };
  }
  // Whoever we waited for has tried in vain after our commit: the next attempt is the drain's, at its time.
  if (job.waits > 0 && record.state === 'pending' && record.failure && Date.parse(record.due) > now.getTime())
    return DONE;
  const taken = lease(record, job.owner, leaseUntil(settings, now));
  const written = ports.outbox.replace(id, stored.revision, taken);
  if (written.kind === 'conflict') return mine ? soonAgain(job) : waitForOther(record, job);
  return { record: taken, revision: written.revision, fromOthers: !mine };
}

/** Somebody else delivers this user and may have read it a moment before our commit: look again until our intent is gone. */
function waitForOther(record: OutboxRecord, job: Job): Next {
  return record.intents.some((intent) => intent.nonce === job.settled) ? soonAgain(job) : DONE;
}

function soonAgain(job: Job): Next {
  const afterSeconds = Math.min(5, 0.1 * Math.pow(2, job.waits));
  return { kind: 'again', afterSeconds, job: { ...job, waits: job.waits + 1 } };
}

function look(work: Work, held: Held, learned: Learned): Step {
  const { ports, settings, job } = work;
  const now = ports.now();
  const user = ports.users.read(job.ref);
  switch (user.kind) {
    case 'absent':
      return finish(work, held, expireDeleted(held.record, settings, now), learned);
    case 'unknown':
      return fail(work, held, { class: 'transient', reason: `the user can't be read: ${user.reason}` }, learned);
    case 'found':
      break;
  }

  let record = withLearned(held.record, learned);
  let confirmed = false;
  if (record.mark && learned.outstanding) {
    const answer = ports.target.passwordSetSince(job.ref, user.account, new Date(Date.parse(record.mark.at)));
    if (answer.kind === 'failed') return fail(work, held, answer.failure, learned);
    confirmed = answer.kind === 'yes';
    record = resolveMark(record, confirmed);
  }

  const password = ports.fingerprint(record.salt, user.password);
  if (password === record.delivered) {
    return closeAs(work, held, record, password, learned, () => {
      if (confirmed) reportDelivered(work, held, false);
    });
  }
  if (record.refused && record.refused.password === password) {
    const { failure } = record.refused;
    return finish(work, held, park(record, failure, job.settled, settings, now), learned, DONE, () => {
      // A refusal of this very look, which a moved record has kept from being told.
      if (learned.refused) {
        ports.report({ kind: 'parked', ref: job.ref, failure, seconds: secondsSince(record.since, now) });
      }
    });
  }
  if (Date.parse(expiry(record, settings)) <= now.getTime()) {
    const reason = 'its time to live is over';
    return finish(work, held, expire(resolveMark(record, false), reason, settings, now), learned, DONE, () =>
      ports.report({ kind: 'expired', ref: job.ref, reason }),
    );
  }
  if (!record.intents.some((intent) => intent.password === password)) {
    const open = openIntents(record, job.settled, settings, now);
    if (open.length > 0) return finish(work, held, release(record, graceEnd(open, settings)), learned);
    if (!oracleNeeds(record, password)) {
      const reason = 'the change was not committed';
      return finish(work, held, expire(resolveMark(record, false), reason, settings, now), learned);
    }
  }
  const ready = prepare(work, held, record, password);
  if (ready === null) return { kind: 'moved', learned };
  return send(work, ready, password, user.account, user.password);
}

/** No intent brought the stored password, and none can any more: was it there before them, or written past the hooks? */
function oracleNeeds(record: OutboxRecord, password: string): boolean {
  if (record.delivered !== undefined) return true;
  return !record.intents.some((intent) => intent.before === password);
}

/**
 * Makes the send mark durable and the lease long enough for one request; on the happy path both are so already.
 *
 * @returns null when the record moved meanwhile
 */
function prepare({ ports, settings, job, id }: Work, held: Held, record: Delivering, password: string): Held | null {
  const now = ports.now();
  const marked = record.mark !== undefined && record.mark.password === password;
  if (marked && hasReserve(held.record, settings, now)) return { record, revision: held.revision };
  const next = { ...lease(record, job.owner, leaseUntil(settings, now)), mark: { password, at: now.toISOString() } };
  const written = ports.outbox.replace(id, held.revision, next);
  return written.kind === 'written' ? { record: next, revision: written.revision } : null;
}

function send(work: Work, held: Held, password: string, account: Account, clearText: string): Step {
  const { ports, settings, job } = work;
  const until = new Date(Date.parse(held.record.lease.until) - leaseReserveSeconds(settings) * 1000);
  const sending = ports.target.setPassword(job.ref, account, clearText, until);
  if (sending.kind === 'failed') {
    const learned: Learned = {
      outstanding: sending.failure.class === 'ambiguous',
      ...(sending.failure.class === 'rejected' && { refused: { password, failure: sending.failure } }),
    };
    return fail(work, held, sending.failure, learned);
  }
  reportDelivered(work, held, sending.provisioned, sending.requestId);
  const learned = { outstanding: false, delivered: password };
  return closeAs(work, held, withLearned(held.record, learned), password, learned);
}

function closeAs(
  work: Work,
  held: Held,
  record: Delivering,
  password: string,
  learned: Learned,
  whenWritten?: () => void,
): Step {
  const closed = close(record, password, work.job.settled, work.settings, work.ports.now());
  return finish(work, held, closed, learned, DONE, whenWritten);
}

function reportDelivered({ ports, job }: Work, { record }: Held, provisioned: boolean, requestId?: string): void {
  ports.report({
    kind: 'delivered',
    ref: job.ref,
    seconds: secondsSince(record.since, ports.now()),
    provisioned,
    ...(requestId !== undefined && { requestId }),
  });
}

function fail(work: Work, held: Held, failure: Failure, learned: Learned): Step {
  const { ports, settings, job } = work;
  const attempt = { record: withLearned(held.record, learned), outstanding: learned.outstanding, job };
  const { next, then, outcome } = decideAfterFailure(failure, attempt, settings, ports.now(), ports.random());
  return finish(work, held, next, learned, then, () => {
    if (outcome !== null) ports.report(outcome);
  });
}

/** Writes what this look led to. When the record moved meanwhile, the next look takes in what moved it. */
function finish(
  { ports, id }: Work,
  held: Held,
  record: OutboxRecord,
  learned: Learned,
  next: Next = DONE,
  whenWritten: () => void = () => undefined,
): Step {
  if (ports.outbox.replace(id, held.revision, record).kind === 'conflict') return { kind: 'moved', learned };
  whenWritten();
  return { kind: 'ended', next };
}

function withLearned(record: Delivering, { delivered, refused }: Learned): Delivering {
  if (delivered !== undefined) {
    const { refused: _refused, ...rest } = resolveMark(record, false);
    return { ...rest, delivered };
  }
  if (refused !== undefined) return { ...resolveMark(record, false), refused };
  return record;
}

function hasReserve(record: Delivering, settings: SyncSettings, now: Date): boolean {
  return Date.parse(record.lease.until) - now.getTime() >= leaseReserveSeconds(settings) * 1000;
}

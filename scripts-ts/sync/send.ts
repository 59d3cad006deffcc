/** One password on its way to Oracle, under a send mark. */
import type { Failure } from './failure';
import { hasReserve, type Hold, type Work } from './hold';
import type { Account, LastSet, Window } from './ports';
import type { Delivering, Fingerprint, KnownSet, SendMark } from './record';
import { leaseReserveSeconds } from './settings';
import { lease, leaseUntil, markUntil } from './transitions';

/** What became of a password. */
export type Sent =
  | { kind: 'delivered'; mark: SendMark; provisioned: boolean; requestId?: string; lastKnownSet?: KnownSet }
  /** Nobody knows. */
  | { kind: 'outstanding'; mark: SendMark; failure: Failure }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'notSent'; failure: Failure };

/** When requests may be made under a lease; and no longer than somebody waits for this delivery. */
export function windowOf({ settings, endBy }: Work, { record }: Hold): Window {
  const begin = Date.parse(record.lease.until) - leaseReserveSeconds(settings) * 1000;
  const end = begin + settings.deadlineSeconds * 1000;
  const waits = endBy === null ? end : endBy.getTime();
  return { begin: new Date(Math.min(begin, waits)), end: new Date(Math.min(end, waits)) };
}

/**
 * Makes the send mark durable and the lease long enough for one request; on the happy path both are so already.
 *
 * @param again  a password was sent before, and nobody knows what became of it
 * @returns null when the record moved meanwhile
 */
export function prepare(work: Work, held: Hold, password: Fingerprint, again: boolean): Hold | null {
  const { ports, settings, job, id } = work;
  const now = ports.now();
  if (!again && isMarked(held.record, job.owner, password) && hasReserve(held.record, settings, now)) return held;
  const taken = lease(held.record, { owner: job.owner, until: leaseUntil(settings, now) });
  const mark: SendMark = {
    owner: job.owner,
    password,
    at: now.toISOString(),
    until: markUntil(taken.lease),
    ...(again && { again: true as const }),
  };
  const next: Delivering = { ...taken, marks: [mark] };
  const written = ports.outbox.replace(id, held.revision, next);
  return written.kind === 'written' ? { record: next, revision: written.revision, from: held.from } : null;
}

/** Whether the only mark is for this password and for this very lease; a mark of an earlier one tells of earlier sends. */
function isMarked({ marks, lease }: Delivering, owner: string, password: Fingerprint): boolean {
  const [only] = marks;
  return (
    marks.length === 1 &&
    only !== undefined &&
    only.owner === owner &&
    only.password === password &&
    only.until === markUntil(lease)
  );
}

/** Sends under the one mark that `prepare` has left. */
export function send(work: Work, held: Hold, account: Account, clearText: string): Sent {
  const { ports, settings, job } = work;
  const { record } = held;
  const window = windowOf(work, held);
  const mark = record.marks[0] as SendMark;
  const sending = ports.target.setPassword(job.ref, account, clearText, window);
  if (sending.kind === 'delivered') {
    const { provisioned, requestId, set } = sending;
    return {
      kind: 'delivered',
      mark,
      provisioned,
      ...(requestId !== undefined && { requestId }),
      ...(set !== undefined && { lastKnownSet: set }),
    };
  }
  const { failure } = sending;
  if (failure.class === 'ambiguous') {
    const quiet = new Date(ports.now().getTime() + settings.quietSeconds * 1000).toISOString();
    return { kind: 'outstanding', mark: sending.unanswered ? { ...mark, quietUntil: quiet } : mark, failure };
  }
  if (failure.class !== 'rejected') return { kind: 'notSent', failure };
  if (!mark.again) return { kind: 'refused', failure };
  return judgeRefusal(ports.target.lastSet(job.ref, account, window), record, mark, failure);
}

/**
 * Oracle refuses a password that it may have taken before: its history may be all that speaks. When it has set a password since it was
 * asked last, it was this one.
 */
function judgeRefusal(last: LastSet, { lastKnownSet }: Delivering, mark: SendMark, failure: Failure): Sent {
  if (last.kind === 'failed') return { kind: 'outstanding', mark, failure: { ...last.failure, class: 'ambiguous' } };
  const set = last.kind === 'known' ? last.at : null;
  const latest = last.kind === 'known' ? last.latest : undefined;
  // Where nothing is known of before, an account that was made anew may tell of long ago.
  const since = set !== null && lastKnownSet !== undefined && Date.parse(set) > Date.parse(lastKnownSet.to);
  if (since) return { kind: 'delivered', mark, provisioned: false, lastKnownSet: { from: set, to: latest || set } };
  const reason = `${failure.reason} (an earlier request with this password went unanswered, and may have been carried out)`;
  return { kind: 'refused', failure: { ...failure, reason } };
}

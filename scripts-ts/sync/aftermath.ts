/** What a failed delivery leads to: the pure part of it, a table over the failure classes. */
import type { Failure } from './failure';
import type { SyncSettings } from './intent';
import { DONE, type Job, type Next } from './job';
import type { Outcome } from './ports';
import {
  after,
  type Delivering,
  expire,
  lease,
  leaseUntil,
  type OutboxRecord,
  park,
  release,
  resolveMark,
  secondsSince,
} from './record';

/** Each pause is this many times the one before: 1, 4, 16, 64 minutes by default, so that five attempts span hours. */
const BACKOFF_FACTOR = 4;

export interface Decision {
  next: OutboxRecord;
  then: Next;
  /** What to tell the operator; null while quick retries go on. */
  outcome: Outcome | null;
}

export interface Attempt {
  record: Delivering;
  /** Whether Oracle may hold what was marked: the mark then stays. */
  outstanding: boolean;
  job: Job;
}

/** @param random  in [0, 1): the jitter */
export function decideAfterFailure(
  failure: Failure,
  attempt: Attempt,
  settings: SyncSettings,
  now: Date,
  random: number,
): Decision {
  const { outstanding, job } = attempt;
  const record = outstanding ? attempt.record : resolveMark(attempt.record, false);
  const seconds = secondsSince(record.since, now);
  const done = (next: OutboxRecord, outcome: Outcome): Decision => ({ next, then: DONE, outcome });
  const failed = (next: OutboxRecord): Decision =>
    done(next, { kind: 'failed', ref: job.ref, failure, attempts: next.attempts, seconds });
  const parked = (): Decision =>
    done(park(record, failure, job.settled, settings, now), { kind: 'parked', ref: job.ref, failure, seconds });

  switch (failure.class) {
    case 'transient':
    case 'ambiguous': {
      if (job.quickRetriesLeft > 0) return quickRetry(attempt, settings, now);
      if (record.attempts + 1 >= settings.maxAttempts) return spent(record, failure, job, settings, now);
      const pause = backoffSeconds(record.attempts, settings, random);
      return failed(release(record, after(now, pause), failure, true));
    }
    case 'throttled':
    case 'configuration':
      return failed(release(record, after(now, settings.backoffSeconds * (0.5 + random / 2)), failure));
    case 'rejected':
    case 'unknownUser':
      return parked();
    case 'notApplicable': {
      const { reason } = failure;
      return done(expire(record, reason, settings, now), { kind: 'expired', ref: job.ref, reason });
    }
  }
}

/** The lease outlasts the pause, so that nobody else delivers this user meanwhile; the mark stays for the next send. */
function quickRetry({ record, outstanding, job }: Attempt, settings: SyncSettings, now: Date): Decision {
  const made = settings.quickRetrySeconds.length - job.quickRetriesLeft;
  const afterSeconds = settings.quickRetrySeconds[made] || 0;
  return {
    next: lease(record, job.owner, leaseUntil(settings, now, afterSeconds)),
    then: {
      kind: 'again',
      afterSeconds,
      job: { ...job, quickRetriesLeft: job.quickRetriesLeft - 1, unsent: !outstanding },
    },
    outcome: null,
  };
}

/**
 * Parked for everybody to see, and told once; yet an outage ends, so that the drain still tries at the longest pause until
 * the time to live is over.
 */
function spent(record: Delivering, failure: Failure, job: Job, settings: SyncSettings, now: Date): Decision {
  const attempts = record.attempts + 1;
  const parked = park(record, failure, job.settled, settings, now);
  const again = after(now, settings.maxBackoffSeconds);
  const outcome = { ref: job.ref, failure, seconds: secondsSince(record.since, now) };
  return {
    next: { ...parked, attempts, due: again < parked.due ? again : parked.due },
    then: DONE,
    outcome:
      attempts === settings.maxAttempts ? { ...outcome, kind: 'parked' } : { ...outcome, kind: 'failed', attempts },
  };
}

/** Exponential, with half of it jitter, so that users of one outage do not come back at one moment. */
export function backoffSeconds(attempts: number, settings: SyncSettings, random: number): number {
  const full = Math.min(settings.maxBackoffSeconds, settings.backoffSeconds * Math.pow(BACKOFF_FACTOR, attempts));
  return full * (0.5 + random / 2);
}

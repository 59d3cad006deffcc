/** What a failed delivery leads to: the pure part of it, a table over the failure classes. */
import type { Failure } from './failure';
import { DONE, type Job, type Next } from './job';
import { quietUntil } from './marks';
import type { Outcome } from './ports';
import { after, type Delivering, latest, type OutboxRecord, secondsSince } from './record';
import type { SyncSettings } from './settings';
import { expire, expiry, lease, leaseUntil, type LookedAt, park, release, settle } from './transitions';

/** Each pause is this many times the one before: 1, 4, 16, 64 minutes by default, so that five attempts span hours. */
const BACKOFF_FACTOR = 4;

export interface Decision {
  next: OutboxRecord;
  then: Next;
  /** What to tell the operator, in this order; nothing while quick retries go on. */
  outcomes: Outcome[];
}

export interface Attempt {
  record: Delivering;
  job: Job;
  look: LookedAt;
  /** Something was sent whose outcome is unknown. */
  outstanding: boolean;
  /** Until when the gate is closed by this failure; null where it is this user's own. */
  gateClosedUntil: string | null;
  worker: string;
  now: Date;
  /** In [0, 1): the jitter. */
  random: number;
}

export function decideAfterFailure(failure: Failure, attempt: Attempt, settings: SyncSettings): Decision {
  const { job, look, now } = attempt;
  const record = settle(attempt.record, look);
  const { ref } = job;
  const seconds = secondsSince(record.since, now);
  const done = (next: OutboxRecord, ...outcomes: Outcome[]): Decision => ({ next, then: DONE, outcomes });

  switch (failure.class) {
    case 'transient':
    case 'ambiguous':
      if (job.quickRetriesLeft > 0) return quickRetry({ ...attempt, record }, settings);
      return counted({ ...attempt, record }, failure, settings);
    case 'throttled':
    case 'configuration': {
      const { gateClosedUntil } = attempt;
      if (gateClosedUntil === null) return counted({ ...attempt, record }, failure, settings);
      const next = release(record, gateClosedUntil, failure);
      return done(next, { kind: 'failed', ref, failure, attempts: next.attempts, seconds });
    }
    case 'rejected':
    case 'unknownUser':
    case 'unavailable':
    case 'unreadable':
      return done(park(record, failure, look, settings), { kind: 'parked', ref, failure, seconds });
    case 'notApplicable': {
      const { reason } = failure;
      return done(expire(record, reason, settings, now), { kind: 'expired', ref, reason });
    }
  }
}

/** It costs an attempt, the last one perhaps. */
function counted(attempt: Attempt, failure: Failure, settings: SyncSettings): Decision {
  const { record, job, now, random, worker } = attempt;
  if (record.attempts + 1 >= settings.maxAttempts) return spent(record, failure, attempt, settings);
  const pause = after(now, backoffSeconds(record.attempts, settings, random));
  const next = release(record, latest([pause, quietUntil(record.marks, worker)]), failure, true);
  const seconds = secondsSince(record.since, now);
  return {
    next,
    then: DONE,
    outcomes: [{ kind: 'failed', ref: job.ref, failure, attempts: next.attempts, seconds }],
  };
}

/** The lease outlasts the pause, so that nobody else delivers this user meanwhile; the mark stays for the next send. */
function quickRetry({ record, outstanding, job, now, worker }: Attempt, settings: SyncSettings): Decision {
  const made = settings.quickRetrySeconds.length - job.quickRetriesLeft;
  const quiet = quietUntil(record.marks, worker);
  const quietSeconds = quiet === '' ? 0 : (Date.parse(quiet) - now.getTime()) / 1000;
  const afterSeconds = Math.max(settings.quickRetrySeconds[made] || 0, quietSeconds);
  return {
    next: lease(record, { owner: job.owner, until: leaseUntil(settings, now, afterSeconds) }),
    then: {
      kind: 'again',
      afterSeconds,
      job: { ...job, quickRetriesLeft: job.quickRetriesLeft - 1, unsent: !outstanding },
    },
    outcomes: [],
  };
}

/**
 * Parked for everybody to see, and told once; yet an outage ends, so that the drain still tries at the longest pause until
 * the time to live is over.
 */
function spent(record: Delivering, failure: Failure, attempt: Attempt, settings: SyncSettings): Decision {
  const { job, look, now } = attempt;
  const { ref } = job;
  const attempts = record.attempts + 1;
  const again = after(now, settings.maxBackoffSeconds);
  const end = expiry(record, settings);
  const seconds = secondsSince(record.since, now);
  return {
    next: { ...park(record, failure, look, settings), attempts, due: again < end ? again : end },
    then: DONE,
    outcomes:
      attempts === settings.maxAttempts
        ? [
            { kind: 'parked', ref, failure, seconds },
            { kind: 'escalated', ref, failure },
          ]
        : [{ kind: 'failed', ref, failure, attempts, seconds }],
  };
}

/** Exponential, with half of it jitter, so that users of one outage do not come back at one moment. */
export function backoffSeconds(attempts: number, settings: SyncSettings, random: number): number {
  const full = Math.min(settings.maxBackoffSeconds, settings.backoffSeconds * Math.pow(BACKOFF_FACTOR, attempts));
  return full * (0.5 + random / 2);
}

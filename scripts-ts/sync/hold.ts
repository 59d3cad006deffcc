/** Leases: who delivers a user, so that nobody else does. */
import { recordId } from './ids';
import { DONE, type Job, type Next } from './job';
import { effectOf, type Learned, reopened } from './learned';
import type { Ports } from './ports';
import { type Delivering, isLive, type OutboxRecord, type SendMark } from './record';
import { leaseReserveSeconds, type SyncSettings } from './settings';
import { lease, leaseUntil } from './transitions';

/** Tries to reopen a record that others write all the time. */
const MAX_CONFLICTS = 8;

export interface Work {
  ports: Ports;
  settings: SyncSettings;
  job: Job;
  id: string;
  /** When whoever waits for this delivery stops waiting, or null. */
  endBy: Date | null;
}

/** A record under this job's lease, with the revision that the next write must name. */
export interface Hold {
  record: Delivering;
  revision: string;
  /** The state that this job has taken it in. */
  from: OutboxRecord['state'];
}

export function workOf(ports: Ports, settings: SyncSettings, job: Job, endBy: Date | null): Work {
  return { ports, settings, job, id: recordId(settings.target, job.ref), endBy };
}

/** Takes the record, or finds that this job holds it already; else says what to do instead. */
export function hold(work: Work, learned: Learned): Hold | Next {
  const { ports, settings, job, id } = work;
  const stored = ports.outbox.read(id);
  if (stored === null || stored.entry.state === 'unbound' || stored.entry.state === 'unreadable') return DONE;
  const record = stored.entry;
  const now = ports.now();
  const mine = record.state === 'delivering' && record.lease.owner === job.owner;
  if (!mine) {
    const effect = effectOf(learned);
    if (effect !== null) return reopen(work, effect);
  }
  if (record.state === 'delivering') {
    if (!mine && isLive(record.lease, now)) return waitForOther(record, job);
    if (mine && hasReserve(record, settings, now)) return { record, revision: stored.revision, from: record.state };
  } else if (isHandled(record, job, now)) return DONE;
  const taken = lease(record, { owner: job.owner, until: leaseUntil(settings, now) });
  const written = ports.outbox.replace(id, stored.revision, taken);
  if (written.kind === 'written') return { record: taken, revision: written.revision, from: record.state };
  return mine ? soonAgain(job) : waitForOther(record, job);
}

export function hasReserve({ lease: { until } }: Delivering, settings: SyncSettings, now: Date): boolean {
  return Date.parse(until) - now.getTime() >= leaseReserveSeconds(settings) * 1000;
}

/** Whether somebody has looked at this user since the job's intent was committed, and left nothing for this job to do. */
function isHandled(record: Exclude<OutboxRecord, Delivering>, job: Job, now: Date): boolean {
  if (job.settled !== null && !hasIntent(record, job.settled) && record.marks.length === 0) return true;
  // Closed by another while this worker was asleep: its last look would come too early to be the last.
  if (isAtRest(record) && Date.parse(record.due) > now.getTime()) return true;
  // Whoever we waited for has tried in vain after our commit: the next attempt is the drain's, at its time.
  return (
    job.waits > 0 &&
    record.state === 'pending' &&
    record.failure !== undefined &&
    Date.parse(record.due) > now.getTime()
  );
}

function isAtRest({ state, intents, marks }: OutboxRecord): boolean {
  return state === 'delivered' && intents.length === 0 && marks.length === 0;
}

/** Somebody else delivers this user and may have read it a moment before our commit: look again until our intent is gone. */
function waitForOther(record: OutboxRecord, job: Job): Next {
  return job.settled !== null && hasIntent(record, job.settled) ? soonAgain(job) : DONE;
}

function hasIntent({ intents }: OutboxRecord, nonce: string): boolean {
  return intents.some((intent) => intent.nonce === nonce);
}

export function soonAgain(job: Job): Next {
  const afterSeconds = Math.min(5, 0.1 * Math.pow(2, job.waits));
  return { kind: 'again', afterSeconds, job: { ...job, waits: job.waits + 1 } };
}

/**
 * The lease was lost after a send: others may have sent meanwhile, and nobody knows in which order Oracle acted. The mark
 * goes into the record, so that Oracle is asked before anything there is believed.
 */
function reopen({ ports, job, id }: Work, mark: SendMark): Next {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const stored = ports.outbox.read(id);
    if (stored === null || stored.entry.state === 'unbound' || stored.entry.state === 'unreadable') return DONE;
    const next = reopened(stored.entry, mark, ports.now());
    if (ports.outbox.replace(id, stored.revision, next).kind === 'written') break;
  }
  return soonAgain({ ...job, unsent: false });
}

/** The scheduled delivery: whatever is due is looked at, several users at once, until nothing is or the time is up. */
import { deliver } from './delivery';
import { noteBound, type SyncSettings } from './intent';
import { drainJob } from './job';
import type { Ports, Stored } from './ports';
import { after, expire, expiry, type OutboxRecord, secondsSince, type Unbound } from './record';

/** What one run did. */
export interface DrainReport {
  looked: number;
  /** Entries whose handling threw; the drain went on without them. */
  broken: number;
  seconds: number;
}

/** Runs the tasks, several at a time, and gives what they gave when all have ended. */
export type RunAll = (tasks: Array<() => boolean>) => boolean[];

export interface DrainOptions {
  /**
   * `due`: what the clock has made due; `undelivered`: every record that waits or is parked, due or not, for an operator
   * who knows that the cause is mended.
   */
  which: 'due' | 'undelivered';
  budgetSeconds: number;
  /** Told of each entry whose handling threw. */
  onBroken: (id: string, caught: unknown) => void;
}

export function drain(ports: Ports, settings: SyncSettings, runAll: RunAll, options: DrainOptions): DrainReport {
  const start = ports.now();
  const page = settings.drainPageSize;
  const seen: { [id: string]: true } = {};
  const report: DrainReport = { looked: 0, broken: 0, seconds: 0 };
  const inBudget = (): boolean => secondsSince(start.toISOString(), ports.now()) < options.budgetSeconds;
  /** Answers whether it went well. (The tasks run on several threads: they share no counter.) */
  const lookAt = (id: string) => (): boolean => {
    // The tasks of a page wait for each other: those that come after the time is up are left for the next run.
    if (!inBudget()) return true;
    try {
      handle(ports, settings, id, options.which === 'undelivered');
      return true;
    } catch (caught) {
      options.onBroken(id, caught);
      return false;
    }
  };
  const lookAtAll = (ids: string[]): number => {
    // An entry that is still due after it was looked at would otherwise be looked at for ever.
    const fresh = ids.filter((id) => !seen[id]);
    for (const id of fresh) seen[id] = true;
    report.broken += runAll(fresh.map(lookAt)).filter((well) => !well).length;
    report.looked += fresh.length;
    return fresh.length;
  };
  if (options.which === 'undelivered') {
    const ids = ports.outbox.inState(['pending', 'delivering', 'parked']);
    for (let next = 0; next < ids.length && inBudget(); next += page) lookAtAll(ids.slice(next, next + page));
  } else {
    // What is broken stays due: were it a page full, it would hide the rest.
    while (inBudget() && lookAtAll(ports.outbox.due(start, page + report.broken)) > 0);
  }
  report.seconds = secondsSince(start.toISOString(), ports.now());
  return report;
}

function handle(ports: Ports, settings: SyncSettings, id: string, evenIfNotDue: boolean): void {
  const stored = ports.outbox.read(id);
  if (stored === null) return;
  const entry = stored.entry;
  const now = ports.now().getTime();
  const waits = entry.state === 'pending' || entry.state === 'delivering' || entry.state === 'parked';
  if (!(evenIfNotDue && waits) && Date.parse(entry.due) > now) return;
  switch (entry.state) {
    case 'unbound':
      return bind(ports, settings, id, { revision: stored.revision, entry });
    case 'parked': {
      if (Date.parse(expiry(entry, settings)) > now) return look(ports, settings, entry);
      const reason = `parked until its time to live was over: ${entry.failure.reason}`;
      return expireWith(ports, settings, id, { revision: stored.revision, entry }, reason);
    }
    case 'pending':
    case 'delivering':
      return look(ports, settings, entry);
    case 'delivered':
    case 'expired':
      if (entry.intents.length > 0) return look(ports, settings, entry);
      ports.outbox.remove(id, stored.revision);
      return;
  }
}

function look(ports: Ports, settings: SyncSettings, record: OutboxRecord): void {
  deliver(ports, settings, drainJob(ports, record.user));
}

function expireWith(
  ports: Ports,
  settings: SyncSettings,
  id: string,
  stored: Stored<OutboxRecord>,
  reason: string,
): void {
  const expired = expire(stored.entry, reason, settings, ports.now());
  if (ports.outbox.replace(id, stored.revision, expired).kind === 'written') {
    ports.report({ kind: 'expired', ref: stored.entry.user, reason });
  }
}

/** A create whose postCreate never ran: its user is found by name, or was never created. */
function bind(ports: Ports, settings: SyncSettings, id: string, { revision, entry }: Stored<Unbound>): void {
  const found = ports.users.findId(entry.object, entry.userName);
  switch (found.kind) {
    case 'unknown':
      ports.outbox.replace(id, revision, { ...entry, due: after(ports.now(), settings.graceSeconds) });
      return;
    case 'absent':
      ports.outbox.remove(id, revision);
      return;
    case 'found': {
      const ref = { object: entry.object, id: found.id };
      const noted = noteBound(ports, settings, ref, entry);
      ports.outbox.remove(id, revision);
      deliver(ports, settings, { ...drainJob(ports, ref), owner: noted.nonce, unsent: noted.fresh });
      return;
    }
  }
}

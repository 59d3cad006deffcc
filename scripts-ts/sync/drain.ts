/** The scheduled delivery: whatever is due is looked at, several users at once, until nothing is or the time is up. */
import { bind } from './change';
import { deliver } from './delivery';
import { current, isClosed, OPEN } from './gate';
import { userOf } from './ids';
import { lookJob, ownerOf } from './job';
import type { Ports, Stored, UserRef } from './ports';
import { after, type Delivered, type OutboxRecord, secondsSince, type Unbound, type Unreadable } from './record';
import type { SyncSettings } from './settings';
import { closeForGood, expire, expiry, parkUnreadable } from './transitions';

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
  const end = start.getTime() + options.budgetSeconds * 1000;
  const inBudget = (): boolean => ports.now().getTime() < end;
  /** Answers whether it went well. (The tasks run on several threads: they share no counter.) */
  const lookAt = (id: string) => (): boolean => {
    // The tasks of a page wait for each other: those that come after the time is up are left for the next run.
    if (!inBudget()) return true;
    try {
      handle(ports, settings, id, options.which === 'undelivered', end);
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
    ports.gate.swap(ports.gate.read(), OPEN);
    const ids = ports.outbox.inState(['pending', 'delivering', 'parked']);
    for (let next = 0; next < ids.length && inBudget(); next += page) lookAtAll(ids.slice(next, next + page));
  } else {
    for (let limit = page; inBudget();) {
      const ids = ports.outbox.due(start, limit);
      const looked = lookAtAll(ids);
      if (looked === 0 && ids.length < limit) break;
      // What is still as due as it was would hide the rest, were it a page full.
      limit = page + ids.length - looked;
    }
  }
  report.seconds = secondsSince(start.toISOString(), ports.now());
  return report;
}

function handle(ports: Ports, settings: SyncSettings, id: string, evenIfNotDue: boolean, end: number): void {
  const stored = ports.outbox.read(id);
  if (stored === null) return;
  const { entry, revision } = stored;
  if (entry.state === 'unreadable') return parkAsItIs(ports, settings, id, { entry, revision });
  const now = ports.now();
  const waits = entry.state === 'pending' || entry.state === 'delivering' || entry.state === 'parked';
  if (!(evenIfNotDue && waits) && Date.parse(entry.due) > now.getTime()) return;
  switch (entry.state) {
    case 'unbound':
      return findUser(ports, settings, id, { revision, entry });
    case 'parked':
    case 'pending': {
      const isOver = Date.parse(expiry(entry, settings)) <= now.getTime();
      if (entry.state === 'parked' && isOver) return expireParked(ports, settings, id, { revision, entry });
      if (!isOver) waitOut(ports, end);
      // Nobody gets through: it stays due, and costs no write.
      if (isClosed(ports) && !isOver) return;
      return look(ports, settings, entry.user);
    }
    case 'delivering':
      return look(ports, settings, entry.user);
    case 'delivered':
      if (entry.looked) ports.outbox.remove(id, revision);
      else if (!isUntouched(ports, settings, id, { revision, entry })) look(ports, settings, entry.user);
      return;
    case 'expired':
      ports.outbox.remove(id, revision);
      return;
  }
}

/**
 * A pause that ends within this run is waited for. Else a backlog that uses up the rate would get one window's worth through in a run,
 * and nothing in the next, which begins just before the window ends.
 */
function waitOut(ports: Ports, end: number): void {
  const now = ports.now();
  const gate = current(ports.gate.read(), now);
  if (gate.kind !== 'paused' || ports.pause === undefined) return;
  const until = Date.parse(gate.until);
  if (until < end) ports.pause(until - now.getTime());
}

function look(ports: Ports, settings: SyncSettings, ref: UserRef): void {
  deliver(ports, settings, lookJob(ports, ref));
}

/** The last look without a lease and without decrypting: the stored form is the one of the close. */
function isUntouched(ports: Ports, settings: SyncSettings, id: string, stored: Stored<Delivered>): boolean {
  const { entry, revision } = stored;
  if (entry.intents.length > 0 || entry.marks.length > 0) return false;
  const at = ports.now();
  const user = ports.users.read(entry.user);
  if (user.kind !== 'found' || user.password.seen !== entry.held.seen) return false;
  ports.outbox.replace(id, revision, closeForGood(entry, entry.held, { settled: null, at }, settings));
  return true;
}

function expireParked(
  ports: Ports,
  settings: SyncSettings,
  id: string,
  { entry, revision }: Stored<Extract<OutboxRecord, { state: 'parked' }>>,
): void {
  const reason = `parked until its time to live was over: ${entry.failure.reason}`;
  const expired = expire(entry, reason, settings, ports.now());
  if (ports.outbox.replace(id, revision, expired).kind === 'written') {
    ports.report({ kind: 'expired', ref: entry.user, reason });
  }
}

/** Nobody can tell what it says. Its id tells whose it is, and the user's next password, or the operator, takes it out. */
function parkAsItIs(ports: Ports, settings: SyncSettings, id: string, { entry, revision }: Stored<Unreadable>): void {
  const { target } = settings;
  const user = userOf(target, id);
  const fresh = { target, user, key: ports.vault.keyId(), salt: ports.nonce() };
  const parked = parkUnreadable(entry, fresh, settings, ports.now());
  if (ports.outbox.replace(id, revision, parked).kind === 'written') {
    ports.report({ kind: 'parked', ref: user, failure: parked.failure, seconds: 0 });
  }
}

/** A create whose postCreate never ran: its user is found by name, or was never created. */
function findUser(ports: Ports, settings: SyncSettings, id: string, stored: Stored<Unbound>): void {
  const { entry, revision } = stored;
  const found = ports.users.findId(entry.object, entry.userName);
  switch (found.kind) {
    case 'unknown': {
      const now = ports.now();
      if (secondsSince(entry.intent.at, now) < settings.timeToLiveDays * 86400) {
        ports.outbox.replace(id, revision, { ...entry, due: after(now, settings.graceSeconds) });
        return;
      }
      const reason = 'a created user could not be found by name until the time to live was over';
      if (ports.outbox.remove(id, revision).kind === 'conflict') return;
      ports.report({ kind: 'expired', ref: { object: entry.object, id: entry.userName }, reason });
      return;
    }
    case 'absent':
      ports.outbox.remove(id, revision);
      return;
    case 'found': {
      const ref = { object: entry.object, id: found.id };
      const owner = ownerOf(ports, ports.nonce());
      const fresh = bind(ports, settings, ref, stored, owner);
      deliver(ports, settings, { ...lookJob(ports, ref), owner, unsent: fresh });
      return;
    }
  }
}

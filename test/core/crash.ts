/** Kills a core host at named points, one user at each, starts it again on the same data, and waits until all has come to rest. */
import { figure } from '../behaviour/figures';
import { Site, type SiteOptions } from '../installation/core-site';
import type { Hold } from '../installation/holds';
import type { OutboxRecord } from '../installation/idm';
import { until } from '../installation/until';
import { holds, storesHashOf, warmUp, watch } from './steps';

/** Small times, so that a minute shows what takes an hour; a lease lasts 37 s with them. */
export const environment = {
  idcs: { requestTimeoutSeconds: 3 },
  delivery: {
    graceSeconds: 2,
    quietSeconds: 1,
    quickRetrySeconds: [1, 1],
    backoffSeconds: 1,
    maxBackoffSeconds: 1,
    // Each user that is held holds a thread.
    threads: 24,
  },
  schedule: { cron: '* * * * * ?' },
};

/** A lease that nobody comes back for, a busy machine, and the looks after it. */
const AT_REST_MS = 75_000;

/** Looks at what became of it, and tells that in words. */
export type Check = (site: Site) => Promise<string>;

export interface CrashPoint {
  name: string;
  /** Brings a user of its own to that point, where it stays until the process is killed. */
  reach(site: Site): Promise<Check>;
  /** Where the drain of the second process is held when it works on what the first has left, to be killed as well. */
  holdAgain?(site: Site): Promise<Hold>;
}

/** What has to be found when all has come to rest. */
export interface Expectation {
  id: string;
  userName: string;
  committed: boolean;
  /** The password that IDM stores in the end. */
  stored: string;
  /** Requests that set a password: exactly so many, or between two numbers where Oracle can't be asked exactly. */
  requests?: number | { most: number };
  /** Of the record, delivered unless told otherwise; several where Oracle can't be asked exactly. */
  state?: string | string[];
}

/** Lets nothing but the kill end a request: its error is the kill. */
export function lost(request: Promise<unknown>): void {
  request.catch(() => undefined);
}

/** Watches a user from now on, for a check after the restart. */
export function expecting(site: Site, expected: Expectation): Check {
  const { id, userName, committed, stored } = expected;
  const { passwords } = watch(site, userName);
  const needed = committed ? 1 : 0;
  const allowed = expected.requests ?? needed;
  return async (restarted) => {
    const record = await atRest(restarted, id);
    const state = record?.state ?? 'none';
    const sent = (await passwords()).length;
    const keeps = restarted.hashed
      ? await storesHashOf(restarted, id, stored)
      : (await restarted.idm.storedPassword(id)) === stored;
    const found = { stored: keeps, atOracle: holds(restarted, userName, stored) };
    expect(found).toEqual({ stored: true, atOracle: true });
    expect([expected.state ?? 'delivered'].flat()).toContain(state);
    if (typeof allowed === 'number') expect(sent).toBe(allowed);
    else {
      expect(sent).toBeGreaterThanOrEqual(needed);
      expect(sent).toBeLessThanOrEqual(allowed.most);
    }
    return `${committed ? 'committed' : 'not committed'}, ${sentInWords(sent)}, ${recordInWords(state)}`;
  };
}

function sentInWords(sent: number): string {
  if (sent === 0) return 'nothing sent';
  return sent === 1 ? 'sent once' : `sent ${sent} times`;
}

export function recordInWords(state: string): string {
  return state === 'none' ? 'no record' : `record ${state}`;
}

/** Waits until nothing more is to be done for that user; null where there is no record. */
export async function atRest(site: Site, id: string): Promise<OutboxRecord | null> {
  let last: OutboxRecord | null = null;
  const isAtRest = (record: OutboxRecord): boolean => {
    // Marks may go on standing in a record that is closed: they keep the next change from trusting what stands beside them.
    if (record.state === 'delivered') return record.looked === true;
    return record.state === 'expired' || record.state === 'parked';
  };
  try {
    await until(
      `the record of ${id} has come to rest`,
      async () => {
        last = await site.idm.record(id);
        return last === null || isAtRest(last);
      },
      AT_REST_MS,
      250,
    );
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${JSON.stringify(last, null, 2)}`);
  }
  return last;
}

/** As if the time of all leases were over. That they do run out is what the other hosts show. */
async function endLeases(site: Site): Promise<void> {
  const past = new Date(Date.now() - 1000).toISOString();
  for (const { _id, _rev, ...record } of (await site.host.dump())['passwordsync/outbox'] ?? []) {
    if (record.state !== 'delivering') continue;
    const ended = { ...record, lease: { ...(record.lease as object), until: past }, due: past };
    await site.idm.ok('PUT', `repo/passwordsync/outbox/${_id}`, ended, { 'if-match': _rev });
  }
}

type Outcome = { words: string } | { error: unknown };

/** One core host that dies with all of its crash points at once. */
export class Killing {
  private site: Site | undefined;
  private readonly checked: Map<string, Promise<Outcome>>;
  private readonly started: Promise<Map<string, Outcome | Check>>;
  private start: () => void = () => undefined;

  constructor(
    readonly points: CrashPoint[],
    private readonly options: SiteOptions = {},
  ) {
    const begun = new Promise<void>((resolve) => (this.start = resolve));
    this.started = begun.then(() => this.run());
    this.checked = new Map(
      points.map(({ name }) => [name, this.started.then((found) => this.judged(found.get(name)))]),
    );
  }

  /** Starts the host and does not wait: several of them pass the time of their leases side by side. */
  begin(): void {
    this.start();
  }

  /** Throws what went wrong at this point, and else tells the outcome to whoever reads the run. */
  async outcome(name: string): Promise<void> {
    const outcome = await this.checked.get(name);
    if (outcome === undefined || 'error' in outcome) throw outcome?.error ?? new Error(`there is no point ${name}`);
    figure(`kill -9 ${name}: ${outcome.words}`);
  }

  /** The host as it runs in the end. */
  async survivor(): Promise<Site> {
    await Promise.all(this.checked.values());
    if (this.site === undefined) throw new Error('the host did not start');
    return this.site;
  }

  async stop(): Promise<void> {
    await this.site?.stop();
  }

  private async run(): Promise<Map<string, Outcome | Check>> {
    const merged = { ...environment, delivery: { ...environment.delivery, ...this.options.environment?.delivery } };
    const site = await Site.start({ ...this.options, environment: merged, manualSchedules: true });
    this.site = site;
    site.oracle.control.setPolicy({ numPasswordsInHistory: 0 });
    await warmUp(site);
    const found = new Map<string, Outcome | Check>();
    // One after the other, for a hold that names no object takes the next call.
    for (const { name, reach } of this.points) {
      found.set(name, await reach(site).catch((error: unknown) => ({ error })));
    }
    await site.kill();
    const again = this.points.filter(({ name, holdAgain }) => holdAgain && typeof found.get(name) === 'function');
    if (again.length > 0) {
      await site.restart({ manualSchedules: true });
      const failures = await this.reachAgain(again);
      for (const [name, error] of failures) found.set(name, { error });
      await site.kill();
    }
    await site.restart({ manualSchedules: false });
    return found;
  }

  /** One run of the drain comes to all that the first process has left, and is held at each. */
  private async reachAgain(points: CrashPoint[]): Promise<Array<[string, unknown]>> {
    const site = this.site as Site;
    // Before the holds, which would take these writes.
    await endLeases(site);
    const held = await Promise.all(points.map(async ({ holdAgain }) => holdAgain?.(site)));
    lost(site.runSchedule());
    const failures: Array<[string, unknown]> = [];
    for (const [index, hold] of held.entries()) {
      await hold?.reached().catch((error: unknown) => failures.push([String(points[index]?.name), error]));
    }
    return failures;
  }

  private async judged(found: Outcome | Check | undefined): Promise<Outcome> {
    if (typeof found !== 'function') return found ?? { error: new Error('the host did not start') };
    return found(this.site as Site).then(
      (words) => ({ words }),
      (error: unknown) => ({ error }),
    );
  }
}

/**
 * Two thousand deliveries at a tier's limits, side by side, in compressed time: each call of a port is a step of its own, as
 * in the simulation of the protocol, and Oracle counts a request when half of its time on the way is over.
 */
import { Control } from '../../src/simulator/control';
import { tierLimits } from '../../src/simulator/rate-limit';
import { type Host, Task } from '../../test/simulation/kernel/task';
import type { Sending } from '../sync/ports';
import { oracleTarget, type OraclePorts } from './client';
import type { Ahead } from './clock';
import type { Cells } from './limiter';
import { simulatedDomain } from './testing/domain';
import { Oracle, settings } from './testing/oracle';
import type { AccessToken } from './token';
import { type Group, groupOf, GROUPS, limitsOf } from './tiers';

const DELIVERIES = 2000;

/** Longer than anybody waits here: a delivery that can't begin in its lease comes again, which is not what this is about. */
const DAY = 86_400_000;

interface Arrival {
  group: Group;
  at: number;
}

class Run implements Host<Task> {
  readonly thorough = false;
  readonly arrivals: Arrival[] = [];
  readonly sendings: Sending[] = [];
  time = Date.parse('2030-01-01T00:00:00.123Z');
  private readonly oracle = new Oracle();
  private readonly domain: ReturnType<typeof simulatedDomain>;
  private random = 1;

  constructor(
    private readonly tier: 'free' | 'premium',
    private readonly threads: number,
    /** Of a request, in milliseconds: at least, and how much more at the most. */
    private readonly latency: [least: number, more: number],
    private readonly sharePercent = 100,
  ) {
    this.domain = simulatedDomain('client', 'secret', () => this.time, { rateLimit: tier, seed: 'rate' });
    const control = new Control(this.domain.tenant, new AbortController().signal);
    for (let user = 0; user < DELIVERIES; user++) control.addUser({ userName: `user-${user}` });
  }

  /** Lets as many workers deliver as there are threads, until everybody is served. */
  deliverAll(): void {
    const waiting = Array.from({ length: DELIVERIES }, (_none, user) => this.task(user)).reverse();
    const working: Task[] = [];
    for (;;) {
      while (working.length < this.threads && waiting.length > 0) working.push(waiting.pop() as Task);
      if (working.length === 0) return;
      const next = working.reduce((first, task) => (task.wakeAt < first.wakeAt ? task : first));
      this.time = Math.max(this.time, next.wakeAt);
      next.resume();
      if (next.state === 'ready') continue;
      working.splice(working.indexOf(next), 1);
    }
  }

  stopsAt(task: Task, _call: string, phase: 'before' | 'after'): boolean {
    return phase === 'before' && task.wakeAt > this.time;
  }

  tick(): void {
    // Between two calls of a port no time passes here.
  }

  defect(message: string): void {
    throw new Error(message);
  }

  private task(user: number): Task {
    const task: Task = new Task<unknown>(
      this,
      `delivery ${user}`,
      'delivery',
      null,
      () => this.deliver(task, `user-${user}`),
      (thrown) => {
        if (thrown !== null) throw thrown;
      },
    );
    return task;
  }

  private deliver(task: Task, userName: string): void {
    const window = { begin: new Date(this.time + DAY), end: new Date(this.time + 2 * DAY) };
    const target = oracleTarget(this.portsOf(task), {
      ...settings,
      limits: limitsOf({ tier: this.tier, sharePercent: this.sharePercent, nodes: 1 }),
    });
    const ref = { object: 'user', id: userName };
    const sending = target.setPassword(ref, { userName, profile: {} }, `Canary-1-${userName}`, window);
    task.call('end', null, false, () => this.sendings.push(sending));
  }

  /** The ports of the Oracle in memory, each call of them a step of the task, and its requests on their way for a while. */
  private portsOf(task: Task): OraclePorts {
    const { oracle, domain } = this;
    return {
      ...oracle,
      now: () => new Date(task.call('now', null, false, () => this.time)),
      transport: {
        exchange: (request: Parameters<typeof domain.transport.exchange>[0]) => {
          const half = task.call('latency', null, false, () => this.nextLatency() / 2);
          const sentAt = task.call('send', null, false, () => this.time);
          const result = task.call(
            'arrive',
            null,
            true,
            () => {
              this.arrivals.push({ group: groupOf(request.url), at: this.time });
              return domain.transport.exchange(request);
            },
            sentAt + half,
          );
          return task.call('answer', null, true, () => result, sentAt + 2 * half);
        },
      },
      limiter: {
        meter: (group: Group) => ({
          exclusively: <Result>(run: (cells: Cells) => Result): Result =>
            task.call('meter', null, false, () => oracle.limiter.meter(group).exclusively(run)),
        }),
        longestPauseMs: Infinity,
        elapsed: () => this.time,
        pause: (milliseconds: number) => {
          const from = task.call('pause', null, false, () => this.time);
          task.call('paused', null, true, () => null, from + milliseconds);
        },
      },
      store: {
        read: () => task.call('token', null, false, () => oracle.known),
        write: (token: AccessToken) => task.call('keep token', null, false, () => oracle.store.write(token)),
        exclusively: <Result>(refresh: () => Result): Result => refresh(),
      },
      ids: {
        read: (...of: Parameters<typeof oracle.ids.read>) => task.call('id', null, false, () => oracle.ids.read(...of)),
        write: (...of: Parameters<typeof oracle.ids.write>) =>
          task.call('keep id', null, false, () => oracle.ids.write(...of)),
        drop: () => task.call('drop id', null, false, () => null),
      },
      clock: {
        read: () => task.call('clock', null, false, () => oracle.ahead),
        write: (ahead: Ahead) => task.call('keep clock', null, false, () => oracle.clock.write(ahead)),
      },
    };
  }

  /** By a generator of Park and Miller: the same on every run. */
  private nextLatency(): number {
    this.random = (this.random * 48_271) % 2_147_483_647;
    const [least, more] = this.latency;
    return least + more * (this.random / 2_147_483_647);
  }
}

/** The most that any window holds, told apart from how the limiter and the simulator count. */
function most(times: number[], window: number): number {
  let first = 0;
  return times.reduce((found, time, index) => {
    while ((times[first] as number) <= time - window) first++;
    return Math.max(found, index - first + 1);
  }, 0);
}

/** The least time in which so many requests can go, by both windows. */
function leastSeconds({ perSecond, perMinute }: { perSecond: number; perMinute: number }, requests: number): number {
  const minutes = Math.floor((requests - 1) / perMinute);
  return minutes * 60 + Math.floor((requests - 1 - minutes * perMinute) / perSecond);
}

test.each([
  ['free', 4, [20, 160]],
  ['premium', 32, [15, 30]],
] as const)('%s, by %d threads, with requests of %j ms', (tier, threads, [least, more]) => {
  const run = new Run(tier, threads, [least, more]);
  const startedAt = run.time;
  run.deliverAll();
  expect(run.sendings).toHaveLength(DELIVERIES);
  expect(run.sendings.every(({ kind }) => kind === 'delivered')).toBe(true);

  const used = GROUPS.map((group) => {
    const limit = tierLimits[tier][group];
    const times = run.arrivals.filter((arrival) => arrival.group === group).map(({ at }) => at);
    const seconds = most(times, 1000);
    const minutes = most(times, 60_000);
    expect(seconds).toBeLessThanOrEqual(limit.perSecond);
    expect(minutes).toBeLessThanOrEqual(limit.perMinute);
    const took = (Math.max(...times) - startedAt) / 1000;
    const share = leastSeconds(limit, times.length) / took;
    const figures = `${times.length} requests, at most ${seconds} of ${limit.perSecond} a second, ${minutes} of ${limit.perMinute} a minute`;
    return { group, share, told: `${group}: ${figures}, ${(100 * share).toFixed(1)} % of the limit` };
  });
  const seconds = (run.time - startedAt) / 1000;
  const lines = used.map(({ told }) => `    ${told}\n`).join('');
  process.stdout.write(`    tier ${tier}: ${DELIVERIES} deliveries in ${seconds.toFixed(1)} s of its time\n${lines}`);
  expect(Math.max(...used.map(({ share }) => share))).toBeGreaterThan(0.95);
});

test('whoever takes a tenth more than the limit is refused', () => {
  const run = new Run('free', 4, [20, 160], 110);
  run.deliverAll();
  const refused = run.sendings.filter((sending) => sending.kind === 'failed' && sending.failure.status === 429);
  expect(refused.length).toBeGreaterThan(0);
});

test('the judge of windows counts what is less than a window apart', () => {
  expect([most([0, 999, 1000], 1000), most([0, 1, 2, 1001], 1000), most([], 1000)]).toEqual([2, 3, 0]);
});

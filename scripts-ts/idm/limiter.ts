/** The meters of this JVM: one for each identity domain and group of requests. */
import { cellsFor, type LimiterPorts, type Meter } from '../oracle/limiter';
import type { Group, Limits } from '../oracle/tiers';
import { type AtomicLongs, hasJava, jdk } from './java';
import { lockOf, once } from './jvm';
import { localNumbers } from './without-java';

export function limiterFor(baseUrl: string, limits: Limits): LimiterPorts {
  return {
    meter: (group) => meterOf(baseUrl, group, limits),
    elapsed,
    pause,
    longestPauseMs: hasJava() ? Infinity : LONGEST_SPIN_MS,
  };
}

/** Just beyond a second, the shorter of Oracle's windows. */
const LONGEST_SPIN_MS = 1100;

/** Without Java nothing sleeps: whoever waits a moment for its turn, in the schedule mostly, keeps a processor busy. */
export function pause(milliseconds: number): void {
  if (hasJava()) return jdk().lang.Thread.sleep(Math.ceil(milliseconds));
  const end = elapsed() + milliseconds;
  while (elapsed() < end);
}

/** Milliseconds by a clock of this JVM that nobody sets. */
export function elapsed(): number {
  return hasJava() ? Number(jdk().lang.System.nanoTime()) / 1e6 : new Date().getTime();
}

/** Another limit begins anew: its ring has another length. */
export function meterOf(baseUrl: string, group: Group, limits: Limits): Meter {
  const limit = limits[group];
  const name = `${baseUrl} ${group} ${limit.perSecond}/${limit.perMinute}`;
  const numbers: AtomicLongs = once(`meter ${name}`, () =>
    hasJava() ? new (jdk().util.concurrent.atomic.AtomicLongArray)(cellsFor(limit)) : localNumbers(),
  );
  const lock = lockOf(`meter ${name}`);
  const cells = {
    get: (index: number) => Number(numbers.get(index)),
    set: (index: number, value: number) => numbers.set(index, value),
  };
  return {
    exclusively(run) {
      lock.lock();
      try {
        return run(cells);
      } finally {
        lock.unlock();
      }
    },
  };
}

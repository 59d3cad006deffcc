/** The meters of this JVM: one for each identity domain and group of requests. */
import { cellsFor, type LimiterPorts, type Meter } from '../oracle/limiter';
import type { Group, Limits } from '../oracle/tiers';
import { type AtomicLongs, jdk, type JavaLock } from './java';
import { once } from './jvm';

export function limiterFor(baseUrl: string, limits: Limits): LimiterPorts {
  return {
    meter: (group) => meterOf(baseUrl, group, limits),
    elapsed,
    pause: (milliseconds) => jdk().lang.Thread.sleep(Math.ceil(milliseconds)),
  };
}

/** Milliseconds by a clock of this JVM that nobody sets. */
export function elapsed(): number {
  return Number(jdk().lang.System.nanoTime()) / 1e6;
}

/** Another limit begins anew: its ring has another length. */
export function meterOf(baseUrl: string, group: Group, limits: Limits): Meter {
  const { AtomicLongArray } = jdk().util.concurrent.atomic;
  const { ReentrantLock } = jdk().util.concurrent.locks;
  const limit = limits[group];
  const name = `${baseUrl} ${group} ${limit.perSecond}/${limit.perMinute}`;
  const numbers: AtomicLongs = once(`meter ${name}`, () => new AtomicLongArray(cellsFor(limit)));
  const lock: JavaLock = once(`meter lock ${name}`, () => new ReentrantLock());
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

/**
 * Work after the answer: a pool of this JVM delivers while the request that changed the password is long answered.
 * Whatever the pool can't take or loses stays in the outbox, and the drain finds it there.
 */
import { deliver } from '../sync/delivery';
import type { RunAll } from '../sync/drain';
import type { Job } from '../sync/job';
import { type Callable, type Executor, jdk } from './java';
import { once } from './jvm';
import { log } from './openidm';
import { portsOf } from './ports';
import { type Settings, syncSettings } from './settings';
import { describe } from './trouble';

/** An idle thread ends after this time, so that the pool of a bundle that was replaced does not linger. */
const IDLE_SECONDS = 30;

/** Hands a job to the pool and returns at once. */
export function deliverInBackground(settings: Settings, job: Job): void {
  const executor = pool(settings, 'delivery');
  if (executor.getQueue().size() >= settings.delivery.queueLimit) {
    log().warn('idcs-password-sync: the background queue is full; the schedule will deliver');
    return;
  }
  executor.execute(task(settings, executor, job));
}

/** Runs tasks on the pool, as many at once as it has threads, and waits for them. */
export function runAllOn(settings: Settings): RunAll {
  return (tasks) => {
    const { ArrayList, concurrent } = jdk().util;
    const calls = new ArrayList<Callable>();
    for (const call of tasks) calls.add(new concurrent.Callable({ call }));
    // A pool of its own: behind a backlog of slow deliveries the drain would wait for hours.
    const futures = pool(settings, 'drain').invokeAll(calls);
    // What comes back may be a java.lang.Boolean, which is true to JavaScript whatever it says.
    return tasks.map((_task, index) => String(futures.get(index).get()) === 'true');
  };
}

function task(settings: Settings, executor: Executor, job: Job): unknown {
  return new (jdk().lang.Runnable)({
    run() {
      try {
        const next = deliver(portsOf(settings), syncSettings(settings), job);
        if (next.kind === 'done') return;
        const milliseconds = next.afterSeconds * 1000;
        executor.schedule(
          task(settings, executor, next.job),
          milliseconds,
          jdk().util.concurrent.TimeUnit.MILLISECONDS,
        );
      } catch (caught) {
        log().error(`idcs-password-sync: a delivery broke, the schedule will repeat it: ${describe(caught)}`);
      }
    },
  });
}

function pool({ version, delivery }: Settings, purpose: 'delivery' | 'drain'): Executor {
  return once(`${purpose} pool ${version} ${delivery.threads}`, () => {
    const { ScheduledThreadPoolExecutor, TimeUnit } = jdk().util.concurrent;
    // With the JDK's own threads: a thread factory of ours would be a closure, and keep its hook's user in memory.
    const executor = new ScheduledThreadPoolExecutor(delivery.threads);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  });
}

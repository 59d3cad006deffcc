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
  const executor = pool(settings);
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
    const futures = pool(settings).invokeAll(calls);
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

function pool(settings: Settings): Executor {
  const { threads } = settings.delivery;
  return once(`pool ${settings.version} ${threads}`, () => {
    const { ScheduledThreadPoolExecutor, ThreadFactory, TimeUnit } = jdk().util.concurrent;
    const factory = new ThreadFactory({
      newThread(runnable) {
        const thread = new (jdk().lang.Thread)(runnable, 'idcs-password-sync');
        thread.setDaemon(true);
        return thread;
      },
    });
    const executor = new ScheduledThreadPoolExecutor(threads, factory);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  });
}

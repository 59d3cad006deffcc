/**
 * Work after the answer: a pool of this JVM delivers while the request that changed the password is long answered.
 * Whatever the pool can't take or loses stays in the outbox, and the drain finds it there.
 */
import type { RunAll } from '../sync/drain';
import type { Job, Next } from '../sync/job';
import { leaveToDrain } from '../sync/leave-to-drain';
import { type Callable, type Executor, hasJava, jdk } from './java';
import { forget, named, once } from './jvm';
import { hookPorts } from './hook-ports';
import { countDropped } from './metrics';
import { log, runScript } from './openidm';
import { type Settings, syncSettings } from './settings';
import { describe } from './trouble';

/**
 * What the script deliver.js is for. Its settings are read anew, for objects of one script are strange to another.
 *
 * @param endBy  when whoever waits for this delivery stops waiting; null: nobody waits
 */
export type Deliver = (job: Job, endBy: Date | null) => Next;

function deliver(job: Job, endBy: Date | null = null): Next {
  return (runScript('deliver') as { deliver: Deliver }).deliver(job, endBy);
}

/** An idle thread ends after this time. */
const IDLE_SECONDS = 30;

/**
 * What a post hook does with its job: in strict mode Oracle holds the password already, and what is left is to close the record.
 * Without Java there are no threads, and without script files the pool has nothing to load: the background is then the
 * schedule, for nobody shall wait for Oracle.
 */
export function handOver(settings: Settings): (job: Job) => void {
  if (settings.delivery.mode !== 'background') return (job) => deliverInline(settings, job);
  if (hasJava() && settings.scripts === 'files') return (job) => deliverInBackground(settings, job);
  return (job) => leaveToDrain(hookPorts(settings), syncSettings(settings), job);
}

/** Hands a job to the pool and returns at once. */
function deliverInBackground(settings: Settings, job: Job): void {
  const executor = pool(settings, 'delivery');
  if (executor.getQueue().size() >= settings.delivery.queueLimit) {
    countDropped();
    log().warn('idcs-password-sync: the background queue is full; the schedule will deliver');
    return;
  }
  executor.execute(task(settings, executor, job));
}

/** Delivers while the user waits, and no longer than the settings allow; what is left goes to the background. */
function deliverInline(settings: Settings, job: Job): void {
  const endBy = new Date(new Date().getTime() + settings.delivery.inlineSeconds * 1000);
  const next = deliver(job, endBy);
  if (next.kind === 'again' && hasJava()) scheduleNext(settings, pool(settings, 'delivery'), next);
}

/** Runs tasks on the pool, as many at once as it has threads, and waits for them; without Java one after the other. */
export function runAllOn(settings: Settings): RunAll {
  if (!hasJava()) return (tasks) => tasks.map((task) => task());
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
        const next = deliver(job);
        if (next.kind === 'again') scheduleNext(settings, executor, next);
      } catch (caught) {
        log().error(`idcs-password-sync: a delivery broke, the schedule will repeat it: ${describe(caught)}`);
      }
    },
  });
}

function scheduleNext(settings: Settings, executor: Executor, next: Extract<Next, { kind: 'again' }>): void {
  // Replaced by the pool of another bundle version while this delivery ran: the schedule goes on with what is left.
  if (executor.isShutdown()) return;
  const milliseconds = next.afterSeconds * 1000;
  executor.schedule(task(settings, executor, next.job), milliseconds, jdk().util.concurrent.TimeUnit.MILLISECONDS);
}

type Purpose = 'delivery' | 'drain';

function pool({ version, delivery }: Settings, purpose: Purpose): Executor {
  const name = `${purpose} pool ${version} ${delivery.threads}`;
  const known = once(name, () => newPool(delivery.threads));
  if (!known.isShutdown()) {
    retireOthers(purpose, name);
    return known;
  }
  // This version was replaced once, and is back.
  forget(name);
  return once(name, () => newPool(delivery.threads));
}

function newPool(threads: number): Executor {
  const { ScheduledThreadPoolExecutor, TimeUnit } = jdk().util.concurrent;
  // With the JDK's own threads: a thread factory of ours would be a closure, and keep its hook's user in memory.
  const executor = new ScheduledThreadPoolExecutor(threads);
  executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
  executor.allowCoreThreadTimeOut(true);
  return executor;
}

/** The pool of a bundle version that was replaced ends with the deliveries that it is at; its queue is left to the drain. */
function retireOthers(purpose: Purpose, current: string): void {
  for (const { name, value } of named<Executor>(`${purpose} pool `)) {
    if (name === current || value.isShutdown()) continue;
    value.shutdown();
    // A drain waits for each of its tasks: those it runs to the end.
    if (purpose === 'delivery') value.getQueue().clear();
  }
}

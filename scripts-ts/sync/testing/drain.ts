import { drain, type DrainReport, type RunAll } from '../drain';
import { recordId } from '../ids';
import { pending } from './records';
import { at, type World } from './world';

export interface Run extends DrainReport {
  /** The ids of the entries whose handling threw. */
  brokenIds: string[];
}

/** One run of the drain, on one thread. */
export function runDrain(
  world: World,
  which: 'due' | 'undelivered' = 'due',
  more: { budgetSeconds?: number; page?: number } = {},
): Run {
  const { budgetSeconds = 50, page = world.settings.drainPageSize } = more;
  const brokenIds: string[] = [];
  const runAll: RunAll = (tasks) => tasks.map((task) => task());
  const options = { which, budgetSeconds, onBroken: (id: string) => void brokenIds.push(id) };
  return { ...drain(world.ports, { ...world.settings, drainPageSize: page }, runAll, options), brokenIds };
}

export const idOf = (number: number): string => recordId('idcs', { object: 'user', id: `user${number}` });

/** Users with a record each that waits since the first second, in the order of their numbers. */
export function waiting(world: World, count: number): void {
  for (let number = 0; number < count; number++) {
    const user = { object: 'user', id: `user${number}` };
    world.store('First', user.id);
    world.outbox.put(recordId('idcs', user), pending({ user, due: at(number / 1000) }));
  }
}

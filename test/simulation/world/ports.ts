/** The ports of one task: each call may stop the task, may fail, and takes effect in the world. */
import type { HandoverPorts, Ports, UserReading, Write } from '../../../scripts-ts/sync/ports';
import type { OutboxEntry } from '../../../scripts-ts/sync/record';
import type { FaultPoint } from './director';
import { hidden, shown } from './passwords';
import type { Written } from './repository';
import { targetOf } from './target';
import type { SimTask, World } from './world';

export type TaskPorts = Ports & HandoverPorts;

export interface Injected {
  code: number;
  message: string;
  injected: true;
}

export const BROKEN: Injected = Object.freeze({ code: 500, message: 'the repository fails', injected: true });

export function portsOf(world: World, task: SimTask): TaskPorts {
  const { director, ledger, keys } = world;
  const node = task.owner;
  const jvm = node.jvm;

  const failing = (point: FaultPoint): string | null => {
    const fault = director.fault(point, task);
    if (fault !== null) {
      world.stats.faults++;
      world.say(task, () => `${point} FAILS: ${fault}`);
    }
    return fault;
  };

  /** A call that yields, with the repository's ways to fail. */
  const onRepository = <Value>(name: FaultPoint, argument: unknown, effect: () => Value): Value =>
    task.call(name, argument, true, () => {
      const fault = failing(name);
      if (fault === 'error') throw BROKEN;
      const value = effect();
      if (fault === 'errorAfter') throw BROKEN;
      return value;
    });

  const write = (
    name: 'outbox.create' | 'outbox.replace' | 'outbox.remove',
    id: string,
    revision: string | null,
    entry: OutboxEntry | null,
    effect: () => Written,
  ): Write =>
    onRepository(name, [id, revision, entry], () => {
      if (entry !== null) ledger.clean(`the entry ${id}`, entry);
      const before = world.outbox.rows.get(id)?.value;
      const written = effect();
      if (written.kind === 'written' && entry !== null && before !== undefined && takesOver(before, entry)) {
        ledger.leaseLost();
      }
      world.say(task, () => `${name} ${id} at ${revision} -> ${JSON.stringify(written)} ${brief(entry)}`);
      return written.kind === 'written' ? written : { kind: 'conflict' };
    });

  return {
    now: () => task.call('now', undefined, false, () => new Date(node.clock(world.time))),
    nonce: () => task.call('nonce', undefined, false, () => world.nonce()),
    pause: (milliseconds) => {
      if (world.options.threads) task.call('pause', milliseconds, true, () => undefined, world.time + milliseconds);
    },
    random: () => task.call('random', undefined, false, () => director.span(0, 999) / 1000),
    worker: () => `${node.name}-jvm${jvm}`,
    vault: {
      keyId: () =>
        task.call('vault.keyId', undefined, false, () => {
          if (failing('vault.keyId') !== null) throw BROKEN;
          return keys.id();
        }),
      fingerprint: (salt, password) =>
        task.call('vault.fingerprint', [salt, password], false, () => keys.fingerprint(salt, password)),
      keepsHash: () => task.call('vault.keepsHash', undefined, false, () => world.users.hashed),
      seal: (password) => task.call('vault.seal', password, false, () => keys.seal(password)),
      unseal: (copy) => task.call('vault.unseal', copy, false, () => keys.unseal(copy)),
      reveal: (stored) =>
        task.call('vault.reveal', stored, false, () => {
          if (failing('vault.reveal') !== null) return { kind: 'unknown', reason: 'the keystore is out of reach' };
          return { kind: 'clear', password: hidden(stored).clear };
        }),
      matches: (password, stored) =>
        task.call('vault.matches', [password, stored], false, () => hidden(stored).clear === password),
    },
    outbox: {
      read: (id) =>
        onRepository('outbox.read', id, () => {
          const row = world.outbox.read(id);
          return row === null ? null : { revision: row.revision, entry: row.value };
        }),
      create: (id, entry) => write('outbox.create', id, null, entry, () => world.outbox.create(id, entry)),
      replace: (id, revision, entry) =>
        write('outbox.replace', id, revision, entry, () => world.outbox.update(id, revision, entry)),
      remove: (id, revision) => write('outbox.remove', id, revision, null, () => world.outbox.remove(id, revision)),
      due: (before, limit) =>
        onRepository('outbox.due', [before, limit], () => {
          const until = before.toISOString();
          return ids(world, (entry) => entry.state === 'unreadable' || entry.due <= until).slice(0, limit);
        }),
      inState: (states) =>
        onRepository('outbox.due', states, () => ids(world, (entry) => (states as string[]).includes(entry.state))),
    },
    users: {
      read: (ref) =>
        task.call('users.read', ref.id, true, (): UserReading => {
          if (failing('users.read') !== null) return { kind: 'unknown', reason: 'routes are reloading' };
          const row = world.users.read(ref.id);
          if (row === null) return { kind: 'absent' };
          const { userName, password } = row.value;
          world.say(
            task,
            () =>
              `users.read ${ref.id} -> ${password ? `#${password.clear.slice(6)} in form ${password.form}` : 'none'} at ${row.revision}`,
          );
          const account = { userName, profile: {} };
          return { kind: 'found', account, revision: row.revision, password: shown(password) };
        }),
      findId: (_object, userName) =>
        task.call('users.findId', userName, true, () => {
          if (failing('users.findId') !== null) return { kind: 'unknown' };
          const [id, ...more] = world.users.idOf(userName);
          if (id === undefined) return { kind: 'absent' };
          return more.length > 0 ? { kind: 'unknown' } : { kind: 'found', id };
        }),
    },
    target: targetOf(world, task, failing),
    gate: {
      read: () => task.call('gate.read', undefined, false, () => node.gate),
      swap: (from, to) =>
        task.call('gate.swap', to, true, () => {
          if (node.gate !== from) return false;
          node.gate = to;
          world.say(task, () => `the gate is ${to.kind}`);
          return true;
        }),
    },
    inHand: {
      keep: (nonce, password) => task.call('inHand.keep', nonce, false, () => void node.inHand.set(nonce, password)),
      take: (nonce) =>
        task.call('inHand.take', nonce, false, () => {
          const password = node.inHand.get(nonce) ?? null;
          node.inHand.delete(nonce);
          return password;
        }),
    },
    background: (job) =>
      task.call('background', job, true, () => {
        if (failing('pool.full') !== null || !node.enqueue(job, world.time)) {
          world.say(task, () => 'the pool does not take the job');
        }
      }),
    report: (outcome) =>
      task.call('report', outcome, false, () => {
        world.say(task, () => `reports ${JSON.stringify(outcome)}`);
        ledger.reported(outcome);
      }),
  };
}

/** In order of due time, then of id. */
function ids(world: World, wanted: (entry: OutboxEntryOrDamaged) => boolean): string[] {
  const found: Array<[string, string]> = [];
  for (const [id, { value }] of world.outbox.rows) {
    if (wanted(value)) found.push([value.state === 'unreadable' ? '' : value.due, id]);
  }
  return found.sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1)).map(([, id]) => id);
}

type OutboxEntryOrDamaged = World['outbox'] extends { rows: Map<string, { value: infer Value }> } ? Value : never;

function takesOver(before: OutboxEntryOrDamaged, next: OutboxEntry): boolean {
  return before.state === 'delivering' && next.state === 'delivering' && before.lease.owner !== next.lease.owner;
}

/** What an entry says, short enough for a line. */
function brief(entry: OutboxEntry | null): string {
  if (entry === null) return '';
  if (entry.state === 'unbound') return `unbound ${entry.userName}`;
  const parts: string[] = [entry.state];
  if (entry.state === 'delivering') parts.push(`lease ${entry.lease.owner} until ${entry.lease.until.slice(11, 23)}`);
  for (const { nonce, password, settled } of entry.intents) {
    parts.push(`intent ${nonce}:${short(password)}${settled ? ' settled' : ''}`);
  }
  for (const mark of entry.marks) {
    parts.push(
      `mark ${short(mark.password)} by ${mark.owner} ${mark.at.slice(11, 23)}-${mark.until.slice(11, 23)}${mark.again ? ' again' : ''}${mark.quietUntil ? ` quiet ${mark.quietUntil.slice(11, 23)}` : ''}`,
    );
  }
  if (entry.held) parts.push(`${entry.held.how} ${short(entry.held.password)} (${entry.held.seen ?? ''})`);
  if (entry.lastKnownSet)
    parts.push(`set ${entry.lastKnownSet.from.slice(11, 23)}-${entry.lastKnownSet.to.slice(11, 23)}`);
  if (entry.refused) parts.push(`refused ${short(entry.refused.password)}`);
  if ('failure' in entry && entry.failure) parts.push(`(${entry.failure.class})`);
  return `${parts.join(', ')}, due ${entry.due.slice(5, 23)}`;
}

function short(fingerprint: string | undefined): string {
  return fingerprint === undefined || fingerprint === '' ? '?' : fingerprint.slice(fingerprint.indexOf('#'));
}

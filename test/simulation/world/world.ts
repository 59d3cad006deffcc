/**
 * An IDM cluster, its repository and an Oracle in memory, and the scheduler that lets tasks go on one call at a time. Whatever
 * is left open is decided by the director.
 */
import { deliver } from '../../../scripts-ts/sync/delivery';
import { drain } from '../../../scripts-ts/sync/drain';
import type { Job, Next } from '../../../scripts-ts/sync/job';
import type { OutboxEntry, Unreadable } from '../../../scripts-ts/sync/record';
import type { SyncSettings } from '../../../scripts-ts/sync/settings';
import { type Host, SUSPENDED, Task } from '../kernel/task';
import { type Invariant, Violation } from '../kernel/violation';
import type { Director } from './director';
import { Ledger } from './ledger';
import { DRAIN_EVERY_MS, Node } from './node';
import { Oracle } from './oracle';
import { Keys, nameOf } from './passwords';
import { portsOf, type TaskPorts } from './ports';
import { Repository } from './repository';
import type { Stats } from './stats';
import { IdmUsers } from './users';

export type SimTask = Task<Node>;

export const START = Date.parse('2030-01-01T00:00:00.000Z');

/** Times that somebody goes on, or that time moves, in one world. */
const MAX_ROUNDS = 100_000;

export interface WorldOptions {
  settings: SyncSettings;
  threads: boolean;
  hashed: boolean;
  skewsMs: number[];
  oracleAheadMs: number;
  historyLength: number;
  provisioning: boolean;
  readsBack: boolean;
  residue: boolean;
  tracing: boolean;
  thorough: boolean;
}

export class World implements Host<SimTask> {
  time = START;
  readonly settings: SyncSettings;
  readonly nodes: Node[];
  readonly users: IdmUsers;
  readonly outbox = new Repository<OutboxEntry | Unreadable>();
  readonly keys = new Keys();
  readonly oracle: Oracle;
  readonly ledger: Ledger;
  readonly trace: string[] = [];
  readonly thorough: boolean;
  tasks: SimTask[] = [];
  failed: Violation | null = null;
  private agenda: Array<{ at: number; run: () => void }> = [];
  private rounds = 0;
  private counts = { nonces: 0, tasks: 0 };

  constructor(
    readonly options: WorldOptions,
    readonly director: Director,
    readonly stats: Stats,
  ) {
    this.settings = options.settings;
    this.thorough = options.thorough;
    this.nodes = options.skewsMs.map((skewMs, index) => new Node(index + 1, skewMs));
    this.users = new IdmUsers(options.hashed);
    this.ledger = new Ledger(this);
    this.oracle = new Oracle(options.historyLength, options.oracleAheadMs, (flight) => {
      this.say(null, () => `Oracle acts on ${nameOf(flight.password)} of ${flight.user}: ${flight.result}`);
    });
  }

  nonce(): string {
    return `n${++this.counts.nonces}`;
  }

  /** Something happens at that time. */
  plan(at: number, run: () => void): void {
    this.agenda.push({ at, run });
  }

  /** @param ended  what follows when the body has ended, with what it threw */
  spawn(
    node: Node,
    kind: string,
    what: string,
    body: (ports: TaskPorts, task: SimTask) => void,
    ended: (thrown: unknown) => void,
  ): void {
    const task: SimTask = new Task(
      this,
      `${kind}${++this.counts.tasks}`,
      kind,
      node,
      () => body(ports, task),
      (thrown) => {
        this.say(task, () => (thrown === null ? 'ends' : `ends by throwing ${JSON.stringify(thrown)}`));
        ended(thrown);
      },
    );
    const ports = portsOf(this, task);
    this.say(task, () => `begins: ${what}`);
    this.tasks.push(task);
  }

  startDelivery(node: Node, job: Job): void {
    let next: Next = { kind: 'done' };
    node.delivering++;
    this.spawn(
      node,
      'delivery',
      `${job.owner} of ${job.ref.id}, settled ${job.settled}, ${job.unsent ? 'unsent' : 'maybe sent'}`,
      (ports) => {
        next = deliver(ports, this.settings, job);
      },
      (thrown) => {
        node.delivering--;
        if (thrown !== null) this.tolerate('a delivery', thrown);
        else if (next.kind === 'again') node.enqueue(next.job, this.time + next.afterSeconds * 1000);
      },
    );
  }

  startDrain(node: Node, which: 'due' | 'undelivered'): void {
    node.draining = true;
    node.lastDrain = this.time;
    const options = {
      which,
      budgetSeconds: 600,
      onBroken: (id: string, caught: unknown) => this.tolerate(`the drain of ${id}`, caught),
    };
    this.spawn(
      node,
      'drain',
      which,
      (ports) => void drain(ports, this.settings, (tasks) => tasks.map((task) => task()), options),
      (thrown) => {
        node.draining = false;
        if (thrown !== null) this.tolerate('a drain', thrown);
      },
    );
  }

  /** Only what the world itself has made fail may fail. */
  tolerate(who: string, caught: unknown): void {
    if (caught === SUSPENDED) return;
    const { injected, code } = caught as { injected?: boolean; code?: number };
    if (injected || code === 503) return;
    const told = caught instanceof Error ? caught.stack : JSON.stringify(caught);
    this.violate('the protocol does not break', `${who} threw ${told}`);
  }

  violate(invariant: Invariant, detail: string): void {
    if (this.failed !== null) return;
    this.failed = new Violation(invariant, detail, this.trace);
    this.say(null, () => `VIOLATION of "${invariant}": ${detail}`);
  }

  crash(node: Node, downMs: number): void {
    this.stats.crashes++;
    this.say(null, () => `${node.name} CRASHES for ${downMs} ms`);
    for (const task of this.tasks) if (task.owner === node) task.kill();
    this.tasks = this.tasks.filter(({ state }) => state === 'ready');
    node.crash();
    this.plan(this.time + downMs, () => {
      node.isUp = true;
      this.say(null, () => `${node.name} is up again`);
    });
  }

  /** Host: */
  stopsAt(task: SimTask, call: string, phase: 'before' | 'after'): boolean {
    if (this.failed !== null || task.wakeAt > this.time) return true;
    const happening = this.director.at(task, call, phase);
    if (happening === 'go') return false;
    if (happening === 'yield') return true;
    if (happening === 'crash') {
      this.stats.crashPoints.add(`${call} ${phase} ${task.kind} ${task.calls}`);
      this.say(task, () => `dies ${phase} ${call}`);
      this.crash(task.owner, this.director.span(100, 200_000));
      return true;
    }
    this.stats.freezes++;
    this.say(task, () => `FREEZES ${phase} ${call} for ${happening.freezeMs} ms`);
    task.wakeAt = this.time + happening.freezeMs;
    return true;
  }

  tick(task: SimTask): void {
    this.stats.steps++;
    this.time += this.director.tickMs(task);
  }

  defect(message: string): void {
    this.violate('the protocol is deterministic', message);
  }

  say(task: SimTask | null, text: () => string): void {
    if (!this.options.tracing) return;
    const seconds = ((this.time - START) / 1000).toFixed(3).padStart(12);
    const who = task === null ? '' : `${task.owner.name} ${task.name} `;
    this.trace.push(`${seconds}s  ${who}${text()}`);
  }

  /** Whether nothing is under way or planned; what the outbox keeps due is another matter. */
  isIdle(): boolean {
    return this.tasks.length === 0 && this.agenda.length === 0 && this.oracle.nextArrival() === null;
  }

  /** Goes on until that time, or until nothing is left to do before it. */
  runUntil(end: number): void {
    while (this.failed === null && this.time < end) {
      if (++this.rounds > MAX_ROUNDS) this.violate('everything comes to rest', 'the world goes on for ever');
      this.startDue();
      const ready = this.tasks.filter(
        (task) => task.state === 'ready' && task.wakeAt <= this.time && task.owner.frozenUntil <= this.time,
      );
      if (ready.length > 0) {
        const idle = this.director.idleMs();
        if (idle > 0) this.time += idle;
        else {
          (ready.length === 1 ? (ready[0] as SimTask) : this.director.pick(ready)).resume();
          this.tasks = this.tasks.filter((task) => task.state === 'ready');
        }
        continue;
      }
      const next = this.nextTime();
      if (next === null || next > end) {
        this.time = end;
        break;
      }
      this.time = Math.max(this.time, next);
    }
    this.oracle.actUntil(this.time);
    if (this.failed !== null) throw this.failed;
  }

  private startDue(): void {
    for (;;) {
      let first: { at: number; run: () => void } | null = null;
      for (const planned of this.agenda)
        if (planned.at <= this.time && (!first || planned.at < first.at)) first = planned;
      if (first === null) break;
      this.agenda.splice(this.agenda.indexOf(first), 1);
      first.run();
    }
    for (const node of this.nodes) {
      if (!node.isUp || node.frozenUntil > this.time) continue;
      for (const waiting of node.waiting.slice()) {
        if (waiting.at > this.time || node.delivering >= node.threads) continue;
        node.waiting.splice(node.waiting.indexOf(waiting), 1);
        this.startDelivery(node, waiting.job);
      }
      const drainAt = this.drainAt(node);
      if (drainAt !== null && drainAt <= this.time) this.startDrain(node, 'due');
    }
  }

  /** When its schedule next has something to do. */
  private drainAt(node: Node): number | null {
    if (node.draining || !node.isUp) return null;
    let due = '';
    for (const [, { value }] of this.outbox.rows) {
      const at = value.state === 'unreadable' ? new Date(START).toISOString() : value.due;
      if (due === '' || at < due) due = at;
    }
    if (due === '') return null;
    const from = Math.max(Date.parse(due) - node.skewMs, node.lastDrain + 1, START);
    const phase = node.number * 7_000;
    return START + phase + Math.max(0, Math.ceil((from - START - phase) / DRAIN_EVERY_MS)) * DRAIN_EVERY_MS;
  }

  private nextTime(): number | null {
    const times: number[] = this.agenda.map(({ at }) => at);
    for (const task of this.tasks) times.push(Math.max(task.wakeAt, task.owner.frozenUntil));
    for (const node of this.nodes) {
      if (!node.isUp) continue;
      if (node.delivering < node.threads) for (const { at } of node.waiting) times.push(Math.max(at, node.frozenUntil));
      const drainAt = this.drainAt(node);
      if (drainAt !== null) times.push(Math.max(drainAt, node.frozenUntil));
    }
    const arrival = this.oracle.nextArrival();
    if (arrival !== null) times.push(arrival);
    // What arrives at Oracle is acted on when it is asked.
    if (arrival !== null && arrival <= this.time) this.oracle.actUntil(this.time);
    return times.length === 0 ? null : Math.min(...times);
  }
}

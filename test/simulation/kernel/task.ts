/**
 * A task is protocol code that can be stopped at every call of a port, although it is plain synchronous code. To stop it,
 * `SUSPENDED` is thrown out of the call, and out of each further call of that run, so that no `catch` of the protocol can
 * swallow it. To go on, the task runs again from its start, and the calls that it has made already are answered from the log.
 * That works because the protocol is pure between two calls; where it is not, the replay meets another call than before
 * and says so.
 */
export const SUSPENDED: unique symbol = Symbol('suspended');

/** One call that a task has made, and what came of it. */
interface Made {
  name: string;
  /** Only where replays are checked thoroughly. */
  argument: string | null;
  value: unknown;
  thrown: boolean;
}

/** Who decides about a task at each of its calls. */
export interface Host<T> {
  /** Whether replays compare the arguments as well as the names of calls. */
  readonly thorough: boolean;
  /** Whether the task stops here; it may have been killed or put to sleep by then. */
  stopsAt(task: T, call: string, phase: 'before' | 'after'): boolean;
  /** Time passes with every call. */
  tick(task: T): void;
  /** The protocol is not pure, or never ends. */
  defect(message: string): void;
}

/** Calls after which a task is taken to go on for ever. */
const MAX_CALLS = 4000;

export type State = 'ready' | 'done' | 'dead';

export class Task<Owner = unknown> {
  state: State = 'ready';
  /** It does not go on before this time. */
  wakeAt = 0;
  /** The call that it will make next, as far as it is known. */
  next = 'start';
  private readonly log: Made[] = [];
  private cursor = 0;
  private stopped = false;
  /** The call at the end of the log was yielded at, and is made when the task goes on. */
  private due = false;

  constructor(
    private readonly host: Host<Task<Owner>>,
    readonly name: string,
    readonly kind: string,
    readonly owner: Owner,
    private readonly body: () => void,
    /** What the body's end leads to: not before the body has really ended. */
    private readonly ended: (thrown: unknown) => void,
  ) {}

  /** How many calls it has made. */
  get calls(): number {
    return this.log.length;
  }

  /** Whether this run of the body is over, whatever the code still does. */
  get isStopped(): boolean {
    return this.stopped;
  }

  kill(): void {
    if (this.state === 'ready') this.state = 'dead';
    this.stopped = true;
  }

  /** Runs the body until it stops or ends. */
  resume(): void {
    this.cursor = 0;
    this.stopped = false;
    let thrown: unknown = null;
    try {
      this.body();
    } catch (caught) {
      thrown = caught;
    }
    if (this.stopped) return;
    this.state = 'done';
    this.ended(thrown);
  }

  /**
   * One call of a port.
   *
   * @param yields  whether others may go on, and this task may die, before and after its effect
   * @param readyAt  the effect does not happen before this time
   */
  call<Value>(name: string, argument: unknown, yields: boolean, effect: () => Value, readyAt = 0): Value {
    if (this.stopped) throw SUSPENDED;
    if (this.cursor < this.log.length) return this.replay(name, argument) as Value;
    if (!this.due) {
      this.next = name;
      if (readyAt > this.wakeAt) this.wakeAt = readyAt;
      if (yields && this.host.stopsAt(this, name, 'before')) this.stop();
    }
    this.due = false;
    this.host.tick(this);
    const made: Made = { name, argument: this.host.thorough ? written(argument) : null, value: null, thrown: false };
    try {
      made.value = effect();
    } catch (caught) {
      made.value = caught;
      made.thrown = true;
    }
    // The effect may have killed its own task.
    if (this.stopped) throw SUSPENDED;
    this.log.push(made);
    this.cursor++;
    if (this.log.length > MAX_CALLS) {
      this.host.defect(`${this.name} made ${MAX_CALLS} calls and goes on`);
      this.stop();
    }
    if (yields && this.host.stopsAt(this, name, 'after')) this.stop(false);
    if (made.thrown) throw made.value;
    return made.value as Value;
  }

  private stop(due = true): never {
    this.due = due;
    this.stopped = true;
    throw SUSPENDED;
  }

  private replay(name: string, argument: unknown): unknown {
    const made = this.log[this.cursor++] as Made;
    if (made.name !== name || (made.argument !== null && made.argument !== written(argument))) {
      this.host.defect(
        `${this.name} is not deterministic: call ${this.cursor} was ${made.name}(${made.argument ?? ''}), and is ${name}(${written(argument)})`,
      );
      this.stop(false);
    }
    if (made.thrown) throw made.value;
    return made.value;
  }
}

function written(argument: unknown): string {
  return argument === undefined ? '' : JSON.stringify(argument);
}

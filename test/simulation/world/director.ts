/** Decides everything that the world leaves open: who goes on, what fails, how long things take. */
import type { Random } from '../kernel/random';
import type { SimTask } from './world';

export type Happening = 'go' | 'yield' | 'crash' | { freezeMs: number };

/** What can go wrong, by the call that it happens to. */
export const FAULTS = {
  /** The repository answers with an error: before it has written, or after. */
  'outbox.read': ['error'],
  'outbox.due': ['error'],
  'outbox.create': ['error', 'errorAfter'],
  'outbox.replace': ['error', 'errorAfter'],
  'outbox.remove': ['error', 'errorAfter'],
  'users.read': ['unknown'],
  'users.findId': ['unknown'],
  'vault.keyId': ['error'],
  'vault.reveal': ['unknown'],
  'pool.full': ['dropped'],
  /** IDM's own store: a policy refuses, the repository fails, or reports a commit as a failure or as a conflict. */
  'idm.validate': ['refused'],
  'idm.store': ['error', 'errorAfter', 'conflictAfter'],
  'idm.postHook': ['skipped'],
  'oracle.find': ['transient', 'throttled', 'configuration'],
  'oracle.lastSet': ['transient', 'throttled', 'configuration'],
  /**
   * `lost`: set in time, and no answer. `dropped`: neither. `late`: set after the caller gave up. `error5xx`, `error5xxAfter`: an answer
   * that may come from a proxy, before or after Oracle has acted.
   */
  'oracle.put': ['transient', 'throttled', 'configuration', 'lost', 'dropped', 'late', 'error5xx', 'error5xxAfter'],
  /** Not generated unless the residue is asked for: a process freezes between its check and the request. */
  'oracle.residue': ['frozen', 'veryLate'],
} as const;

export type FaultPoint = keyof typeof FAULTS;
export type Fault<Point extends FaultPoint = FaultPoint> = (typeof FAULTS)[Point][number];

export interface Director {
  at(task: SimTask, call: string, phase: 'before' | 'after'): Happening;
  pick(tasks: SimTask[]): SimTask;
  fault<Point extends FaultPoint>(point: Point, task: SimTask): Fault<Point> | null;
  /** A span of time within these bounds, in milliseconds. */
  span(least: number, most: number): number;
  /** How long the next call takes. */
  tickMs(task: SimTask): number;
  /** Whether time goes by although somebody could go on. */
  idleMs(): number;
}

/** How often things happen, as probabilities at each occasion. */
export interface Rates {
  /** Others go on before or after a call. */
  switch: number;
  crash: number;
  freeze: number;
  /** Up to 20 seconds pass in one call. */
  jump: number;
  /** At the calls of the repository and of IDM. */
  idmFault: number;
  oracleFault: number;
}

export const CALM: Rates = { switch: 0, crash: 0, freeze: 0, jump: 0, idmFault: 0, oracleFault: 0 };

const FREEZES_MS = [2_000, 15_000, 45_000, 70_000, 130_000, 700_000, 3_700_000, 11_000_000];

export class RandomDirector implements Director {
  constructor(
    private readonly random: Random,
    public rates: Rates,
    private readonly residue: boolean,
    /** Crashes that are left: a world that does nothing but crash shows little. */
    private crashes = 3,
  ) {}

  at(): Happening {
    const { rates, random } = this;
    const drawn = random.next();
    if (drawn < rates.switch) return 'yield';
    if (drawn > 1 - rates.crash && this.crashes > 0) {
      this.crashes--;
      return 'crash';
    }
    if (drawn > 1 - rates.crash - rates.freeze) return { freezeMs: random.whole(1, random.of(FREEZES_MS)) };
    return 'go';
  }

  pick(tasks: SimTask[]): SimTask {
    return this.random.of(tasks);
  }

  fault<Point extends FaultPoint>(point: Point): Fault<Point> | null {
    if (point === 'oracle.residue' && !this.residue) return null;
    const rate = point.slice(0, 7) === 'oracle.' ? this.rates.oracleFault : this.rates.idmFault;
    return this.random.chance(rate) ? this.random.of(FAULTS[point]) : null;
  }

  span(least: number, most: number): number {
    return this.random.whole(least, most);
  }

  tickMs(): number {
    if (this.random.chance(this.rates.jump)) return this.random.whole(1, 20_000);
    return this.random.whole(0, 12);
  }

  idleMs(): number {
    return this.random.chance(this.rates.switch / 8) ? this.random.whole(1, 3_000) : 0;
  }
}

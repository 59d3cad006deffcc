/** A director that leaves nothing to chance: each thing that goes wrong is written down. */
import { type Director, type Fault, type FaultPoint, type Happening } from './director';
import type { SimTask } from './world';

/** Something happens at a point of a task: at the nth of those that match, counted from 0. */
export interface Strike {
  happening: Exclude<Happening, 'go'>;
  /** Of all points, where nothing else is said. */
  nth: number;
  kind?: string;
  call?: string;
  phase?: 'before' | 'after';
}

/** The nth call of that point fails so, counted from 0. */
export interface Failing {
  point: FaultPoint;
  fault: Fault;
  nth: number;
}

export class ScriptedDirector implements Director {
  /** How many points there were. */
  points = 0;
  private readonly met: number[];
  private readonly calls = new Map<FaultPoint, number>();
  private last: SimTask | null = null;

  /** @param slowest  everything takes as long as it may, else as short */
  constructor(
    private readonly strikes: Strike[],
    private readonly failings: Failing[],
    private readonly slowest: boolean,
  ) {
    this.met = strikes.map(() => 0);
  }

  at(task: SimTask, call: string, phase: 'before' | 'after'): Happening {
    this.points++;
    let happening: Happening = 'go';
    this.strikes.forEach((strike, index) => {
      const matches =
        (strike.kind ?? task.kind) === task.kind && (strike.call ?? call) === call && (strike.phase ?? phase) === phase;
      if (!matches) return;
      if (this.met[index] === strike.nth) happening = strike.happening;
      this.met[index] = (this.met[index] as number) + 1;
    });
    return happening;
  }

  /** Somebody else than the last, where there is one. */
  pick(tasks: SimTask[]): SimTask {
    this.last = tasks.find((task) => task !== this.last) ?? (tasks[0] as SimTask);
    return this.last;
  }

  fault<Point extends FaultPoint>(point: Point): Fault<Point> | null {
    const nth = this.calls.get(point) ?? 0;
    this.calls.set(point, nth + 1);
    const failing = this.failings.find((other) => other.point === point && other.nth === nth);
    return failing === undefined ? null : (failing.fault as Fault<Point>);
  }

  span(least: number, most: number): number {
    return this.slowest ? most : least;
  }

  tickMs(): number {
    return 1;
  }

  idleMs(): number {
    return 0;
  }
}

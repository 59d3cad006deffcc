/** One node of the IDM cluster: what its JVM holds in memory, its background pool and its schedule. */
import { OPEN, type Gate } from '../../../scripts-ts/sync/gate';
import type { Job } from '../../../scripts-ts/sync/job';

export const DRAIN_EVERY_MS = 60_000;
const QUEUE_LIMIT = 8;

export interface Waiting {
  job: Job;
  at: number;
}

export class Node {
  isUp = true;
  /** Counts the starts of its JVM. */
  jvm = 1;
  frozenUntil = 0;
  gate: Gate = OPEN;
  inHand = new Map<string, string>();
  /** What the pool has not begun. */
  waiting: Waiting[] = [];
  delivering = 0;
  readonly threads = 2;
  draining = false;
  lastDrain = 0;

  constructor(
    readonly number: number,
    readonly skewMs: number,
  ) {}

  get name(): string {
    return `node${this.number}`;
  }

  get worker(): string {
    return `${this.name}-jvm${this.jvm}`;
  }

  clock(time: number): number {
    return time + this.skewMs;
  }

  /** @returns false when the queue is full */
  enqueue(job: Job, at: number): boolean {
    if (this.waiting.length >= QUEUE_LIMIT) return false;
    this.waiting.push({ job, at });
    return true;
  }

  /** Everything in memory is gone. */
  crash(): void {
    this.isUp = false;
    this.jvm++;
    this.gate = OPEN;
    this.inHand = new Map();
    this.waiting = [];
    this.delivering = 0;
    this.draining = false;
  }
}

/**
 * Keeps Oracle's rate limits by construction. Oracle counts a request at some moment between its sending and its answer, so
 * that a request takes its place in both windows from its sending until a whole window after its answer: however long the
 * requests of a burst take on the way, no window of Oracle's ever holds more of them than it may. (A token bucket would let
 * twice the limit through: a full bucket, and what flows in while it is emptied.)
 */
import { type Group, groupOf, type Limit, type Limits } from './tiers';
import type { Transport } from './transport';

/** Whole numbers that all deliveries of a JVM share; all of them are 0 at first. */
export interface Cells {
  get(index: number): number;
  set(index: number, value: number): void;
}

export interface Meter {
  /** Runs while nobody else does. */
  exclusively<Result>(run: (cells: Cells) => Result): Result;
}

export interface LimiterPorts {
  /** Of `cellsFor(limit)` cells. */
  meter(group: Group): Meter;
  /** Milliseconds by a clock that nobody sets. */
  elapsed(): number;
  pause(milliseconds: number): void;
  /** The longest that may be paused at a time. */
  longestPauseMs: number;
}

/** Oracle's windows, a thousandth longer: two clocks do not run alike. */
const SECOND = 1001;
const MINUTE = 60060;

/** Whoever finds all places taken by requests under way can't know when one of them ends. */
const POLL_MS = 20;

/** The cells of a meter: how many are under way, how many have ended so far, and when the last of these ended, in a ring. */
const UNDER_WAY = 0;
const ENDED = 1;
const RING = 2;

export function cellsFor({ perMinute }: Limit): number {
  return RING + perMinute;
}

/** Takes a place; answers 0, or the milliseconds after which it is worth another try. */
export function enter(cells: Cells, limit: Limit, now: number): number {
  const free = Math.max(
    untilFree(cells, limit, limit.perSecond, SECOND),
    untilFree(cells, limit, limit.perMinute, MINUTE),
  );
  if (free > now) return free === Infinity ? POLL_MS : free - now;
  cells.set(UNDER_WAY, cells.get(UNDER_WAY) + 1);
  return 0;
}

/** Gives the place back: at once when Oracle can't have seen the request, else a window from now on. */
export function leave(cells: Cells, limit: Limit, now: number, wasSent: boolean): void {
  cells.set(UNDER_WAY, cells.get(UNDER_WAY) - 1);
  if (!wasSent) return;
  const ended = cells.get(ENDED);
  cells.set(RING + (ended % limit.perMinute), Math.ceil(now));
  cells.set(ENDED, ended + 1);
}

/** How many of the places of the last minute are taken. */
export function taken(cells: Cells, limit: Limit, now: number): number {
  const ended = cells.get(ENDED);
  let recent = 0;
  while (recent < Math.min(ended, limit.perMinute) && endOf(cells, limit, ended - 1 - recent) + MINUTE > now) recent++;
  return cells.get(UNDER_WAY) + recent;
}

/**
 * When fewer than `places` are under way or ended within the window: Infinity while all of them are under way, and long ago when there
 * never were as many. (The clock of a JVM may count from below zero.)
 */
function untilFree(cells: Cells, limit: Limit, places: number, window: number): number {
  const left = places - cells.get(UNDER_WAY);
  if (left <= 0) return Infinity;
  const oldest = cells.get(ENDED) - left;
  return oldest < 0 ? -Infinity : endOf(cells, limit, oldest) + window;
}

function endOf(cells: Cells, limit: Limit, index: number): number {
  return cells.get(RING + (index % limit.perMinute));
}

/**
 * A transport whose requests wait for their turn.
 *
 * @param patience  milliseconds that a request may wait at this moment; whoever would have to wait longer is told at once
 */
export function limited(transport: Transport, ports: LimiterPorts, limits: Limits, patience: () => number): Transport {
  return {
    exchange(request) {
      const group = groupOf(request.url);
      const limit = limits[group];
      const meter = ports.meter(group);
      for (;;) {
        const wait = meter.exclusively((cells) => enter(cells, limit, ports.elapsed()));
        if (wait === 0) break;
        if (wait > Math.min(patience(), ports.longestPauseMs)) {
          const reason = `the limit of ${limit.perSecond} requests a second and ${limit.perMinute} a minute is reached`;
          return { kind: 'limited', reason, freeAfterMs: wait };
        }
        ports.pause(wait);
      }
      let wasSent = true;
      try {
        const result = transport.exchange(request);
        wasSent = result.kind !== 'unsent';
        return result;
      } finally {
        meter.exclusively((cells) => leave(cells, limit, ports.elapsed(), wasSent));
      }
    },
  };
}

/**
 * How far Oracle's clock is ahead of ours, told by the Date headers of its answers (RFC 9110, 6.6.1). One header tells it
 * within a second and the time of the request; many of them, read at other fractions of a second, within some milliseconds.
 */

/** Bounds in milliseconds; negative where Oracle's clock is behind. */
export interface Ahead {
  min: number;
  max: number;
  /** By our clock, when the last answer came. */
  at: number;
}

/** A server may keep the text of the header a moment too long. */
const SLACK_MS = 20;

/** Two clocks drift apart by less than this. */
const DRIFT = 1e-4;

/** What is known after one more answer. Where it contradicts what was known, a clock was set, and the answer alone counts. */
export function observe(known: Ahead | null, date: string | null, sentAt: number, receivedAt: number): Ahead | null {
  const second = date === null ? NaN : Date.parse(date);
  if (isNaN(second)) return known;
  // Oracle's clock was in that second at some moment between the two.
  const seen = { min: second - receivedAt - SLACK_MS, max: second + 1000 - sentAt + SLACK_MS, at: receivedAt };
  if (known === null) return seen;
  const drift = Math.abs(receivedAt - known.at) * DRIFT;
  const min = Math.max(seen.min, known.min - drift);
  const max = Math.min(seen.max, known.max + drift);
  return min <= max ? { min, max, at: receivedAt } : seen;
}

/** Clocks that nobody has compared are taken to be this far apart at the most. */
const UNKNOWN_MS = 30000;

export function boundsOf(known: Ahead | null): { min: number; max: number } {
  return known === null ? { min: -UNKNOWN_MS, max: UNKNOWN_MS } : { min: known.min, max: known.max };
}

/** By Oracle's clock, what lies between two times of ours; null where nothing is known. */
export function between(known: Ahead | null, from: number, to: number): { from: string; to: string } | null {
  if (known === null) return null;
  return {
    from: new Date(Math.floor(from + known.min)).toISOString(),
    to: new Date(Math.ceil(to + known.max)).toISOString(),
  };
}

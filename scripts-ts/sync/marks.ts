/**
 * Send marks, and what Oracle's `passwordState.lastSuccessfulSetDate` says about them. Oracle tells when it last set a
 * password, and not which: a mark tells which, for the time in which its requests can have been acted on.
 */
import type { LastSet } from './ports';
import { after, type Held, type KnownSet, latest, type SendMark, UNKNOWN } from './record';
import { CLOCK_SKEW_SECONDS } from './settings';

/** How far the clock of another node, which noted a mark, may be from the clock of the node that asks. */
const SKEW_MS = CLOCK_SKEW_SECONDS * 1000;

/** What became of everything that was sent under marks. */
export type Resolution =
  /** Oracle holds the password of this mark. */
  | { kind: 'held'; password: string }
  /** Nothing was set under any of them: what was held before is held still. */
  | { kind: 'notHeld' }
  /** Oracle may hold what was held before, or something that was sent. */
  | { kind: 'unclear' };

export interface Marked {
  marks: SendMark[];
  held?: Held;
  lastKnownSet?: KnownSet;
}

/**
 * Judges the marks of a record by when Oracle has last set a password.
 *
 * @param worker  who asks: its own marks carry the time of its own clock
 */
export function resolve(record: Marked, lastSet: Known, worker: string): Resolution {
  const known = record.lastKnownSet;
  // Never, although one is known: this answer leaves out what it should tell.
  if (lastSet.at === null) return { kind: known === undefined || known.to === NEVER ? 'notHeld' : 'unclear' };
  const set = Date.parse(lastSet.at);
  if (known !== undefined && known.from === known.to && set <= Date.parse(known.to)) return { kind: 'notHeld' };
  const explained = known !== undefined && set >= Date.parse(known.from) && set <= Date.parse(known.to);
  const timed = record.marks
    // What was over when the set that we know of began can't be what is seen in its place.
    .filter((mark) => !(explained && Date.parse(mark.until) + lastSet.ahead.max <= Date.parse(known.from)))
    .map((mark) => ({ mark, when: timeOf(set, mark, lastSet.ahead, worker) }));
  if (timed.every(({ when }) => when === 'before')) return { kind: 'notHeld' };
  if (timed.some(({ when }) => when === 'near')) return { kind: 'unclear' };
  const within = timed.filter(({ when }) => when === 'within').map(({ mark }) => mark.password);
  const [password] = within;
  // Set later than any of them can have been: by what we know of, or by an answer that came very late.
  if (password === undefined) return { kind: explained ? 'notHeld' : 'unclear' };
  const isSure = !explained && password !== UNKNOWN && within.every((other) => other === password);
  return isSure ? { kind: 'held', password } : { kind: 'unclear' };
}

/** When the last request that was given up is over for sure; an empty text where none was. */
export function quietUntil(marks: SendMark[], worker: string): string {
  return latest(
    [''].concat(
      marks.map((mark) => {
        if (mark.quietUntil === undefined) return '';
        return isOf(mark, worker) ? mark.quietUntil : after(new Date(Date.parse(mark.quietUntil)), CLOCK_SKEW_SECONDS);
      }),
    ),
  );
}

/** Whether a mark's times are of the clock of this worker's node, be it of an earlier start of its JVM. */
function isOf(mark: SendMark, worker: string): boolean {
  return nodeOf(mark.owner) === nodeOf(worker);
}

/** The node of a worker, or of the lease of one: `node/start nonce`. */
function nodeOf(name: string): string | undefined {
  return name.split(/[/ ]/)[0];
}

type Known = Extract<LastSet, { kind: 'known' }>;

/** `near`: within only if the clocks of two nodes are as far apart as they may be. */
type When = 'before' | 'within' | 'near' | 'after';

function timeOf(set: number, mark: SendMark, ahead: Known['ahead'], worker: string): When {
  const from = Date.parse(mark.at) + ahead.min;
  const to = Date.parse(mark.until) + ahead.max;
  if (set >= from && set <= to) return 'within';
  const skew = isOf(mark, worker) ? 0 : SKEW_MS;
  if (set >= from - skew && set <= to + skew) return 'near';
  return set < from ? 'before' : 'after';
}

/** By Oracle's clock, before every password that it has set. */
const NEVER = new Date(0).toISOString();

/** A record after Oracle was asked about its marks: none stands, and what it says of Oracle is true. */
export function judged<Record extends Marked>(
  record: Record,
  asked: SendMark[],
  last: Exclude<LastSet, { kind: 'failed' }>,
  worker: string,
): { record: Record; resolution: Resolution } {
  const { held: before, lastKnownSet: _before, ...rest } = record;
  if (last.kind === 'noUser') {
    return { record: { ...rest, marks: [] } as unknown as Record, resolution: { kind: 'unclear' } };
  }
  const resolution = resolve({ ...record, marks: asked }, last, worker);
  const held = heldAfter(before, resolution);
  // Asked, Oracle tells the very time: whatever it sets from now on is later.
  const time = last.at === null ? NEVER : last.at;
  const lastKnownSet: KnownSet = { from: time, to: last.latest || time };
  return { record: { ...rest, marks: [], ...(held && { held }), lastKnownSet } as unknown as Record, resolution };
}

function heldAfter(held: Held | undefined, resolution: Resolution): Held | undefined {
  switch (resolution.kind) {
    case 'held':
      return { how: 'delivered', password: resolution.password };
    case 'notHeld':
      return held;
    case 'unclear':
      return undefined;
  }
}

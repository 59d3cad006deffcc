import type { LastSet } from './ports';
import type { KnownSet, SendMark } from './record';
import { judged, quietUntil, resolve } from './marks';
import { delivering, held, mark } from './testing/records';
import { at, fingerprint, lastSetAt, WORKER } from './testing/world';

type Known = Extract<LastSet, { kind: 'known' }>;

const set = (seconds: number | null, ahead = { min: 0, max: 0 }): Known => ({
  ...(lastSetAt(seconds) as Known),
  ahead,
});
const other = { owner: 'node-2/start nonce-7' };
/** Oracle was asked, or its answer told the time between these seconds. */
const never: KnownSet = { from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:00.000Z' };
const known = (from: number, to = from): KnownSet => ({ from: at(from), to: at(to) });

function judge(marks: SendMark[], seconds: number | null, lastKnownSet?: KnownSet, ahead?: Known['ahead']): string {
  const record = { marks, ...(lastKnownSet && { lastKnownSet }) };
  const resolution = resolve(record, set(seconds, ahead), WORKER);
  return resolution.kind === 'held' ? `held ${resolution.password.replace(/.*\//, '')}` : resolution.kind;
}

describe('one mark of this worker, from 0 to 30', () => {
  test.each<[string, number | null, string]>([
    ['never', null, 'notHeld'],
    ['before', -0.001, 'notHeld'],
    ['in its first moment', 0, 'held First'],
    ['within', 15, 'held First'],
    ['in its last moment', 30, 'held First'],
    ['after: a very late answer, or somebody else at Oracle', 30.001, 'unclear'],
  ])('and a password set %s', (_when, seconds, resolution) => {
    expect(judge([mark('First')], seconds)).toBe(resolution);
  });

  test.each<[string, number, string]>([
    ['before', -2.001, 'notHeld'],
    ['at the earliest', -2, 'held First'],
    ['at the latest', 33, 'held First'],
    ['after', 33.001, 'unclear'],
  ])('by a clock that is 2 s behind to 3 s ahead, a password set %s', (_when, seconds, resolution) => {
    expect(judge([mark('First')], seconds, undefined, { min: -2000, max: 3000 })).toBe(resolution);
  });

  test.each<[string, number, KnownSet, string]>([
    ['Oracle was asked, and has set none since', 15, known(15), 'notHeld'],
    ['Oracle was asked later, after a reset at its side to an older one', 10, known(15), 'notHeld'],
    ['Oracle was asked, and has set another since', 16, known(15), 'held First'],
    ['what is seen may be the one that is known of', 15, known(14, 16), 'unclear'],
    ['what is seen is later than the one that is known of', 16.001, known(14, 16), 'held First'],
    ['what is seen is earlier than the one that is known of', 13.999, known(14, 16), 'held First'],
    ['what is seen is after the mark, and may be the one that is known of', 40, known(39, 41), 'notHeld'],
    ['the mark ended while the known one may have been set, and what is seen is later', 40, known(29, 41), 'notHeld'],
    ['what is seen is after the mark, and known of by nobody', 40, known(20, 21), 'unclear'],
    ['the mark was over when the known one was set', 40, known(30, 41), 'notHeld'],
  ])('%s', (_what, seconds, lastKnownSet, resolution) => {
    expect(judge([mark('First')], seconds, lastKnownSet)).toBe(resolution);
  });
});

describe('one mark of another worker, whose clock is up to 30 s from ours', () => {
  test.each<[string, number, string]>([
    ['before it by every clock', -30.001, 'notHeld'],
    ['before it, or within', -30, 'unclear'],
    ['a moment before it', -0.001, 'unclear'],
    ['within', 15, 'held First'],
    ['a moment after it', 30.001, 'unclear'],
    ['after it, or within', 60, 'unclear'],
    ['after it by every clock', 60.001, 'unclear'],
  ])('and a password set %s', (_when, seconds, resolution) => {
    expect(judge([mark('First', [0, 30], other)], seconds)).toBe(resolution);
  });

  test('that was over before the set that is known of: its clock was allowed for by the lease that came after it', () => {
    expect(judge([mark('First', [0, 30], other)], 60, known(60, 61))).toBe('notHeld');
    expect(judge([mark('First', [0, 30], other)], 60, known(29, 61))).toBe('unclear');
  });

  test('a node whose name begins like ours is another; another start of ours has our clock', () => {
    expect(judge([mark('First', [0, 30], { owner: 'node-12/start nonce-7' })], -1)).toBe('unclear');
    expect(judge([mark('First', [0, 30], { owner: 'node-1/before nonce-7' })], -1)).toBe('notHeld');
  });
});

describe('several marks', () => {
  const first = mark('First', [0, 30]);
  const second = mark('Second', [20, 50], other);

  test.each<[string, SendMark[], number, string]>([
    ['before all of them', [first, second], -15, 'notHeld'],
    ['within one, before the other by every clock', [first, mark('Second', [50, 80], other)], 10, 'held First'],
    ['within one, and maybe within the other', [first, second], 10, 'unclear'],
    ['within both', [first, second], 25, 'unclear'],
    ['within both, which are of one password', [first, mark('First', [20, 50], other)], 25, 'held First'],
    ['within one, after the other', [first, mark('Second', [100, 130])], 110, 'held Second'],
    ['between two', [first, mark('Second', [100, 130])], 50, 'unclear'],
    ['after both', [first, mark('Second', [100, 130])], 140, 'unclear'],
  ])('and a password set %s', (_when, marks, seconds, resolution) => {
    expect(judge(marks, seconds)).toBe(resolution);
  });

  test('what was over before the set that is known of does not count for what is seen in its place', () => {
    const marks = [mark('First', [0, 30]), mark('Second', [100, 130])];
    expect(judge(marks, 31, known(30.5, 31.5))).toBe('notHeld');
    expect(judge(marks, 110, known(30.5, 31.5))).toBe('held Second');
  });
});

test('a mark of a password that nobody can tell any more says no password', () => {
  const lost = mark('First', [0, 30], { password: '' });
  expect(judge([lost], 15)).toBe('unclear');
  expect(judge([lost], -1)).toBe('notHeld');
  expect(judge([lost, lost], 15)).toBe('unclear');
});

test('no mark: nothing was sent', () => {
  expect(judge([], 15)).toBe('notHeld');
});

describe('a record that was judged', () => {
  const record = delivering({
    marks: [mark('First')],
    held: held('Old', { seen: 'seen-1' }),
    lastKnownSet: known(-9, -8),
  });
  const { held: _held, lastKnownSet: _set, ...rest } = record;
  const after = (last: Parameters<typeof judged>[2]) => judged(record, record.marks, last, WORKER);

  test('held: Oracle holds what was marked, in a stored form that nobody has seen', () => {
    const password = fingerprint('First');
    expect(after(set(15))).toStrictEqual({
      resolution: { kind: 'held', password },
      record: { ...rest, marks: [], held: { how: 'delivered', password }, lastKnownSet: known(15) },
    });
  });

  test('not held: what was held before is held still', () => {
    expect(after(set(-8.5))).toStrictEqual({
      resolution: { kind: 'notHeld' },
      record: { ...record, marks: [], lastKnownSet: known(-8.5) },
    });
  });

  test('unclear: nobody knows what is held', () => {
    expect(after(set(40))).toStrictEqual({
      resolution: { kind: 'unclear' },
      record: { ...rest, marks: [], lastKnownSet: known(40) },
    });
  });

  test('never set: whatever Oracle sets from now on is later', () => {
    const { lastKnownSet } = judged({ marks: [] }, [], set(null), WORKER).record as { lastKnownSet?: KnownSet };
    expect(lastKnownSet).toEqual(never);
  });

  test('without a user: nothing is known of what is held, nor when it was set', () => {
    expect(after({ kind: 'noUser' })).toStrictEqual({
      resolution: { kind: 'unclear' },
      record: { ...rest, marks: [] },
    });
  });

  test('by those of its marks that had to be asked about: none stands afterwards', () => {
    const own = mark('Second', [10, 40]);
    const both = { ...record, marks: [...record.marks, own] };
    expect(judged(both, record.marks, set(15), WORKER)).toMatchObject({
      resolution: { kind: 'held' },
      record: { marks: [] },
    });
  });
});

test('Oracle that has never set any, and once had, leaves out what it should tell', () => {
  expect(judge([mark('First')], null)).toBe('notHeld');
  expect(judge([mark('First')], null, never)).toBe('notHeld');
  expect(judge([mark('First')], null, known(-9, -8))).toBe('unclear');
  expect(judge([mark('First')], 15, never)).toBe('held First');
});

describe('quiet is kept', () => {
  const until = (...marks: SendMark[]) => quietUntil(marks, WORKER);
  const quiet = (seconds: number, more = {}) => mark('First', [0, 30], { quietUntil: at(seconds), ...more });

  test('until the last request that was given up is over', () => {
    expect(until(quiet(20), quiet(40), quiet(30))).toBe(at(40));
  });

  test('where nobody has given one up: not at all', () => {
    expect([until(mark('First')), until()]).toEqual(['', '']);
  });

  test('by every clock: that of another worker may be behind ours', () => {
    expect(until(quiet(20, other))).toBe(at(20 + 30));
    expect(until(quiet(20, other), quiet(45))).toBe(at(50));
  });
});

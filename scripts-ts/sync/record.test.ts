import { after, common, isLive, latest, secondsSince } from './record';
import { inEachState } from './testing/records';
import { at, owner, time } from './testing/world';

test.each(inEachState.map((record) => [record.state, record] as const))(
  'common leaves behind what only a record that is %s has',
  (_state, record) => {
    const { state: _own, lease: _lease, failure: _failure, ...shared } = { lease: 0, failure: 0, ...record };
    const {
      looked: _looked,
      original: _original,
      reason: _reason,
      ...rest
    } = {
      looked: 0,
      original: 0,
      reason: 0,
      ...shared,
    };
    expect(common(record)).toStrictEqual(rest);
  },
);

test('common leaves out what the record does not know: IDM turns undefined into null', () => {
  const { held: _held, lastKnownSet: _set, refused: _refused, ...least } = common(inEachState[0]!);
  expect(common({ ...least, state: 'pending' })).toStrictEqual(least);
});

test('a lease is live until it ends, and not in that moment', () => {
  const lease = { owner: owner('nonce-1'), until: at(50) };
  expect([49.999, 50, 51].map((seconds) => isLive(lease, time(seconds)))).toEqual([true, false, false]);
});

test('the time since is never negative: the clock of another node may be ahead', () => {
  expect([9.5, 10, 12.5].map((seconds) => secondsSince(at(10), time(seconds)))).toEqual([0, 0, 2.5]);
});

test('times are told in UTC, to the millisecond, so that they sort', () => {
  expect(after(time(0), 0.0015)).toBe('2030-01-01T00:00:00.001Z');
  expect(latest([at(2), at(10), at(9)])).toBe(at(10));
});

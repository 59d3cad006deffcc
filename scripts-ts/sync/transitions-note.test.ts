/** How an intent, or the wish for a look, joins a record. */
import type { Lease, OutboxRecord } from './record';
import { isFresh, noteIntent, requestLook } from './transitions';
import { delivered, delivering, expired, held, inEachState, intent, mark, parked, pending } from './testing/records';
import { anna, at, failure, fingerprint, LEASE, MARK, owner, settings, time } from './testing/world';

const fresh = { target: 'idcs', user: anna, key: 'key-1', salt: 'nonce-1' };
const next = intent('nonce-2', 20, 'Second');
const ours: Lease = { owner: owner('nonce-2'), until: at(20 + LEASE) };
const before = { password: fingerprint('First'), seen: 'seen-1' };
const ourMark = mark('Second', [20, 20 + MARK], { owner: ours.owner });

const note = (record: OutboxRecord | null, seconds: number, lease: Lease | null = ours): OutboxRecord =>
  noteIntent(record, next, fresh, before, lease, settings, time(seconds));

describe('an intent', () => {
  test('begins a record: it takes the lease, sets the send mark, and presumes that Oracle holds what was before', () => {
    expect(note(null, 20)).toStrictEqual({
      ...fresh,
      schema: 2,
      state: 'delivering',
      intents: [next],
      marks: [ourMark],
      held: { how: 'presumed', ...before },
      since: next.at,
      attempts: 0,
      lease: ours,
      due: ours.until,
    });
  });

  test('begins a record that presumes nothing when nothing was before', () => {
    expect(noteIntent(null, next, fresh, null, ours, settings, time(20))).not.toHaveProperty('held');
  });

  test('without a lease begins a record that waits out its grace, unmarked', () => {
    const record = note(null, 20, null);
    expect(record).toMatchObject({ state: 'pending', intents: [next], marks: [], due: at(620), since: at(20) });
    expect(record).not.toHaveProperty('lease');
  });

  test('joins under a live lease and touches nothing of its owner', () => {
    const record = delivering({ marks: [mark('First')], held: held('Old') });
    expect(note(record, LEASE - 0.001)).toStrictEqual({ ...record, intents: [...record.intents, next] });
  });

  test('has all attempts before it, also when it joins', () => {
    expect(note(delivering({ attempts: 4 }), 20)).toMatchObject({ attempts: 0, lease: { owner: owner('nonce-1') } });
  });

  test('takes over a lease in the moment it ends, and leaves the mark to whoever asks Oracle', () => {
    const record = delivering({ marks: [mark('First')] });
    expect(note(record, LEASE)).toMatchObject({ state: 'delivering', lease: ours, due: ours.until, since: at(0) });
    expect(note(record, LEASE).marks).toEqual(record.marks);
  });

  test.each(inEachState.map((record) => [record.state, record] as const))(
    'joins what a record knows that is %s: salt, key, marks, held and refused stay',
    (_state, record) => {
      for (const lease of [ours, null]) {
        const { salt, key, marks, held: known, refused, lastKnownSet } = record;
        expect(note(record, 100, lease)).toMatchObject({
          intents: [...record.intents.filter(({ nonce }) => nonce !== 'nonce-2'), next],
          attempts: 0,
          ...{ salt, key, marks, held: known, refused, lastKnownSet },
        });
      }
    },
  );

  test('sets its mark in a record that is closed, where none stands', () => {
    expect(note(delivered(), 100)).toMatchObject({ marks: [ourMark], held: held('First') });
    expect(note(expired(), 100)).toMatchObject({ marks: [ourMark] });
  });

  test('counts from the oldest change that waits, and anew after a record is closed', () => {
    const since = (record: OutboxRecord): string => note(record, 100).since;
    expect([pending(), delivering()].map(since)).toEqual([at(0), at(0)]);
    expect([delivered(), parked(), expired()].map(since)).toEqual([next.at, next.at, next.at]);
  });

  test('takes the place of the one with its nonce', () => {
    const earlier = intent('nonce-2', 1, 'Other');
    const other = intent('nonce-3', 2, 'Third');
    expect(note(delivering({ intents: [earlier, other] }), 20).intents).toEqual([other, next]);
    expect(note(pending({ intents: [earlier, other] }), 20).intents).toEqual([other, next]);
  });

  test('run again under its own lease marks what it brings now, for that long and no longer', () => {
    const own = { owner: ours.owner, until: at(10 + LEASE) };
    const stands = mark('Else', [1, 9], { owner: 'node-2/start nonce-7' });
    const record = delivering({ lease: own, marks: [mark('Old', [10, 10 + MARK], { owner: ours.owner }), stands] });
    expect(note(record, 20)).toMatchObject({ lease: own, marks: [{ ...ourMark, until: at(10 + MARK) }, stands] });
  });

  test('run again after its lease ran out marks anew', () => {
    const own = { owner: ours.owner, until: at(15) };
    const record = delivering({ lease: own, marks: [mark('Old', [0, 15], { owner: ours.owner })] });
    expect(note(record, 20)).toMatchObject({ lease: ours, marks: [ourMark] });
  });

  test('makes room for itself: the oldest of many goes, and none that is known to be committed', () => {
    const many = Array.from({ length: 32 }, (_, number) => intent(`many-${number}`, number / 10, 'First'));
    expect(note(delivering({ intents: many }), 20).intents).toEqual([...many.slice(1), next]);
    const settled = many.map((each, number) => (number < 2 ? { ...each, settled: true as const } : each));
    const kept = [...settled.slice(0, 2), ...settled.slice(3), next];
    expect(note(delivering({ intents: settled }), 20).intents).toEqual(kept);
  });
});

describe('a lease that an intent took', () => {
  test.each<[string, boolean, OutboxRecord]>([
    ['with the only mark', true, delivering({ lease: ours, marks: [ourMark] })],
    ['of another', false, delivering({ marks: [ourMark] })],
    ['where another mark stands', false, delivering({ lease: ours, marks: [ourMark, mark('First')] })],
    ['under another mark', false, delivering({ lease: ours, marks: [mark('First')] })],
    ['without a mark', false, delivering({ lease: ours })],
    ['and was given back', false, pending({ marks: [ourMark] })],
  ])('%s vouches for it: %j', (_which, vouches, record) => {
    expect(isFresh(record, ours.owner)).toBe(vouches);
  });
});

describe('the wish for a look', () => {
  const ask = (record: OutboxRecord | null, seconds = 20): OutboxRecord => requestLook(record, fresh, time(seconds));

  test('begins a record that is due, and knows nothing', () => {
    expect(ask(null)).toStrictEqual({
      ...fresh,
      schema: 2,
      state: 'pending',
      intents: [],
      marks: [],
      due: at(20),
      since: at(20),
      attempts: 0,
    });
  });

  test('leaves a live lease as it is: to be written, so that its owner finds the revision moved', () => {
    const record = delivering({ marks: [mark('First')] });
    expect(ask(record)).toStrictEqual(record);
  });

  test('takes over from a worker whose lease ran out', () => {
    const record = delivering({ marks: [mark('First')] });
    expect(ask(record, LEASE)).toMatchObject({ state: 'pending', due: at(LEASE), marks: record.marks, since: at(0) });
  });

  test('brings a record that waits forward; it has waited no less', () => {
    expect(ask(pending({ due: at(999) }))).toMatchObject({ state: 'pending', due: at(20), since: at(0) });
  });

  test.each([
    ['delivered', delivered()],
    ['expired', expired()],
  ])('opens one that is %s', (_state, record) => {
    const { held: known, intents, marks } = record;
    const asked = ask(record);
    expect(asked).toMatchObject({ state: 'pending', due: at(20), since: at(20), intents, marks });
    expect(asked.held).toEqual(known);
  });

  test('leaves one parked, for everybody to see why, and due', () => {
    expect(ask(parked({ original: 'x' }))).toStrictEqual(parked({ original: 'x', due: at(20) }));
    expect(ask(parked())).toMatchObject({ failure: failure('rejected') });
  });
});

/** From each state to each other. How an intent joins a record stands in transitions-note.test.ts. */
import fc from 'fast-check';
import type { OutboxRecord } from './record';
import { CLOCK_SKEW_SECONDS } from './settings';
import {
  close,
  closeDeleted,
  closeForGood,
  delivered as deliveredNow,
  expire,
  expiry,
  graceEnd,
  lease,
  leaseUntil,
  markUntil,
  noteDeleted,
  openIntents,
  park,
  parkUnreadable,
  rekeyed,
  release,
  settle,
  withoutSuperseded,
} from './transitions';
import { unreadable } from './testing/outbox';
import { delivering, held, inEachState, intent, pending } from './testing/records';
import { anyRecord, waysOn } from './testing/ways';
import { anna, at, DAY, failure, fingerprint, HOUR, LEASE, MARK, owner, settings, time } from './testing/world';

const look = (seconds: number, settled: string | null = null) => ({ settled, at: time(seconds) });

test('no way on changes the record that it begins with, and every one gives what survives JSON', () => {
  fc.assert(
    fc.property(anyRecord, fc.integer({ min: 0, max: 2000 }), (record, seconds) => {
      const before = JSON.stringify(record);
      for (const [, next] of waysOn(record, { seconds, nonce: 'nonce-2', password: 'Second' })) {
        expect(JSON.parse(JSON.stringify(next))).toStrictEqual(next);
        expect(next).toMatchObject({ target: 'idcs', user: anna, schema: 2 });
      }
      expect(JSON.stringify(record)).toBe(before);
    }),
  );
});

describe.each(inEachState.map((record) => [record.state, record] as const))('a record that is %s', (_state, record) => {
  const { marks, held: known, lastKnownSet, refused, intents, attempts, since, key, salt } = record;
  const lost = (...properties: string[]) => properties.map((property) => [property, undefined]);
  const notIn = (next: OutboxRecord, ...properties: string[]) =>
    expect(properties.map((property) => [property, (next as unknown as Record<string, unknown>)[property]])).toEqual(
      lost(...properties),
    );

  test('leased keeps all that is known, and only that; a mark tells of what was sent under the lease before', () => {
    const leased = lease(record, { owner: owner('nonce-1'), until: at(90) });
    expect(leased).toMatchObject({
      state: 'delivering',
      lease: { owner: owner('nonce-1'), until: at(90) },
      due: at(90),
    });
    expect(leased).toMatchObject({ marks, held: known, lastKnownSet, refused, intents, attempts, since, key, salt });
    notIn(leased, 'failure', 'reason', 'looked', 'original');
  });

  test('released waits, and counts an attempt only where told so', () => {
    const waits = release(record, at(90));
    expect(waits).toMatchObject({ state: 'pending', due: at(90), attempts: 3, marks, held: known, intents });
    notIn(waits, 'lease', 'failure', 'reason', 'looked', 'original');
    const why = failure('transient');
    expect(release(record, at(90), why, true)).toMatchObject({ attempts: 4, failure: why });
    expect(release(record, at(90), why)).toMatchObject({ attempts: 3, failure: why });
  });

  test('closed forgets marks, refusal and attempts, and is due for its last look', () => {
    const closed = close(record, held('New', { seen: 'seen-1' }), look(700), settings);
    expect(closed).toMatchObject({ state: 'delivered', held: held('New', { seen: 'seen-1' }), attempts: 0 });
    expect(closed).toMatchObject({ marks: [], intents: [], due: at(700 + 600), lastKnownSet });
    notIn(closed, 'refused', 'lease', 'failure', 'reason', 'looked', 'original');
  });

  test('closed for good is kept for a while, and removed then', () => {
    const closed = closeForGood(record, held('New'), look(700), settings);
    expect(closed).toMatchObject({ state: 'delivered', looked: true, intents: [], due: at(700 + 24 * HOUR) });
  });

  test('parked keeps what is known, and why', () => {
    const why = failure('unknownUser');
    const next = park(record, why, look(700), settings);
    expect(next).toMatchObject({ state: 'parked', failure: why, marks, refused, intents, held: known, attempts });
    notIn(next, 'lease', 'reason', 'looked', 'original');
  });

  test('expired drops the intents, sealed copies and all; marks that stand go on standing', () => {
    const closed = expire(record, 'because', settings, time(10));
    expect(closed).toMatchObject({ state: 'expired', reason: 'because', intents: [], due: at(10 + 24 * HOUR) });
    expect(closed).toMatchObject({ marks, held: known, lastKnownSet });
    expect(JSON.stringify(closed)).not.toContain('copy');
    notIn(closed, 'lease', 'failure', 'looked', 'original');
  });

  test('of a deleted user: nothing is trusted any more; what was sent may still come', () => {
    const closed = closeDeleted(record, look(700), settings);
    expect(closed).toMatchObject({ state: 'expired', reason: 'the user was deleted', intents: [], marks });
    expect(closed.lastKnownSet).toEqual(lastKnownSet);
    notIn(closed, 'held', 'refused', 'lease', 'failure');
  });

  test('of a deleted user: an intent that may still commit is of one who comes again, and keeps a look due', () => {
    const waits = closeDeleted(record, look(10), settings);
    expect(waits).toMatchObject({ state: 'pending', due: at(605), intents: [intents[1]], marks });
    notIn(waits, 'held', 'refused', 'lease', 'failure');
  });

  test('of a user of whom a delete is told: looked at by whoever delivers, or at once', () => {
    const next = noteDeleted(record, time(10));
    expect(next).toMatchObject({ intents, marks });
    expect(next).toMatchObject(
      record.state === 'delivering' ? { state: 'delivering', lease: record.lease } : { state: 'pending', due: at(10) },
    );
    notIn(next, 'held', 'refused', 'failure', 'reason');
    expect(noteDeleted(record, time(LEASE))).toMatchObject({ state: 'pending', due: at(LEASE) });
  });

  test('settled has one open intent less, and nothing else in another way', () => {
    const next = settle(record, { settled: 'nonce-2' });
    expect(next).toEqual({ ...record, intents: [intents[0], { ...intents[1], settled: true }] });
    expect(openIntents(next, look(10), settings)).toEqual([]);
    expect(settle(record, { settled: null })).toEqual(record);
  });
});

describe('intents', () => {
  const intents = [intent('nonce-1', 0, 'First'), intent('nonce-2', 100, 'Second'), intent('nonce-3', 40, 'Third')];
  const record = delivering({ intents });
  const open = (seconds: number, settled: string | null = null): string[] =>
    openIntents(record, look(seconds, settled), settings).map(({ nonce }) => nonce);

  test('may still commit until their grace is over; those of a clock ahead of ours may', () => {
    expect(open(0)).toEqual(['nonce-1', 'nonce-2', 'nonce-3']);
    expect(open(599.999)).toEqual(['nonce-1', 'nonce-2', 'nonce-3']);
    expect(open(600)).toEqual(['nonce-2', 'nonce-3']);
    expect(open(699.999)).toEqual(['nonce-2']);
    expect(open(700)).toEqual([]);
  });

  test('may not once they are settled, by this look or by one before', () => {
    expect(open(10, 'nonce-2')).toEqual(['nonce-1', 'nonce-3']);
    const settled = delivering({ intents: [intent('nonce-1', 0, 'First', { settled: true }), intents[1]!] });
    expect(openIntents(settled, look(10), settings)).toEqual([intents[1]]);
  });

  test('grace ends with the youngest, wherever it stands', () => {
    expect(graceEnd(intents, settings)).toBe(at(700));
  });

  test('closed with some that may still commit: one more look when the youngest no longer can', () => {
    const closedAt = (seconds: number) => close(record, held('First'), look(seconds, 'nonce-1'), settings);
    expect(closedAt(300)).toMatchObject({ intents: [intents[1], intents[2]], due: at(700) });
    expect(closedAt(650)).toMatchObject({ intents: [intents[1]], due: at(700) });
    expect(closedAt(700)).toMatchObject({ intents: [], due: at(1300) });
  });

  test('that are superseded go, and with them their sealed copies; the open and what is stored stay', () => {
    const all = [
      intent('nonce-1', 0, 'First', { copy: 'copy 1' }),
      intent('nonce-2', 0, 'Stored', { copy: 'copy 2', settled: true }),
      intent('nonce-3', 0, 'Third', { copy: 'copy 3', settled: true }),
      intent('nonce-4', 600, 'Fourth', { copy: 'copy 4' }),
    ];
    const kept = withoutSuperseded(pending({ intents: all }), fingerprint('Stored'), look(700), settings);
    expect(kept.intents).toEqual([all[1], all[3]]);
  });

  test('under a lost key keep their copies: one may be the only one of what is stored', () => {
    const lost = { password: '', settled: true as const };
    const all = [intent('nonce-1', 0, '', { ...lost, copy: 'copy 1' }), intent('nonce-2', 0, '', lost)];
    const kept = withoutSuperseded(pending({ intents: all }), fingerprint('Stored'), look(700), settings);
    expect(kept.intents).toEqual([all[0]]);
  });
});

describe('parked', () => {
  const joined = intent('nonce-2', 100, 'Second');
  const parkedAt = (seconds: number, settled: string | null) =>
    park(
      pending({ intents: [intent('nonce-1', 50, 'First'), joined] }),
      failure('rejected'),
      look(seconds, settled),
      settings,
    );

  test('is looked at once more while another intent may still commit', () => {
    expect(parkedAt(120, 'nonce-1').due).toBe(at(700));
    expect(parkedAt(700, 'nonce-1').due).toBe(at(100 + 7 * DAY));
  });

  test('waits for the end of its time to live when its own change is all there is', () => {
    expect(park(pending(), failure('rejected'), look(1, 'nonce-1'), settings).due).toBe(at(7 * DAY));
  });

  test('remembers that its intent is committed: the next look waits for it no more', () => {
    expect(parkedAt(120, 'nonce-1').intents).toEqual([intent('nonce-1', 50, 'First', { settled: true }), joined]);
  });

  test('as it was found, when nobody can read it: nothing is lost, and nothing trusted', () => {
    const fresh = { target: 'idcs', user: anna, key: 'key-1', salt: 'nonce-9' };
    expect(parkUnreadable(unreadable, fresh, settings, time(10))).toStrictEqual({
      ...fresh,
      schema: 2,
      state: 'parked',
      lastKnownSet: { from: '1970-01-01T00:00:00.000Z', to: at(10 + 60) },
      failure: { class: 'unreadable', reason: 'it is damaged' },
      original: '{"schema":7}',
      intents: [],
      marks: [],
      since: at(10),
      attempts: 0,
      due: at(10 + 7 * DAY),
    });
  });
});

test('a lost key: fingerprints say nothing any more; times, copies and whose the marks are do', () => {
  const record = inEachState.find(({ state }) => state === 'delivering') as ReturnType<typeof delivering>;
  const next = rekeyed(record, 'key-2', 'nonce-9');
  expect(next).toStrictEqual({
    ...Object.fromEntries(Object.entries(record).filter(([name]) => !['held', 'refused'].includes(name))),
    key: 'key-2',
    salt: 'nonce-9',
    intents: record.intents.map((each) => ({ ...each, password: '' })),
    marks: record.marks.map((each) => ({ ...each, password: '' })),
  });
});

describe('time', () => {
  test('the time to live is that of the newest change: it does not expire with one that waits for days', () => {
    expect(expiry(pending({ intents: [] }), settings)).toBe(at(7 * DAY));
    const waiting = pending({ intents: [intent('nonce-2', 6 * DAY, 'Second'), intent('nonce-1', 0, 'First')] });
    expect(expiry(waiting, settings)).toBe(at(13 * DAY));
  });

  test('a lease outlasts one request, what Oracle may do after it, the skew of clocks, and what comes before', () => {
    const { deadlineSeconds, quietSeconds } = settings;
    expect(LEASE).toBe(deadlineSeconds + quietSeconds + CLOCK_SKEW_SECONDS + deadlineSeconds);
    expect(leaseUntil(settings, time(0))).toBe(at(LEASE));
    expect(leaseUntil(settings, time(0), 8)).toBe(at(LEASE + 8));
  });

  test('a mark covers what Oracle may still act on: all of the lease but the skew of clocks', () => {
    expect(MARK).toBe(LEASE - CLOCK_SKEW_SECONDS);
    expect(markUntil({ owner: owner('nonce-1'), until: at(LEASE) })).toBe(at(MARK));
  });
});

test('what Oracle holds is recognised by its fingerprint and by the form in which IDM stores it', () => {
  expect(deliveredNow(fingerprint('First'), { kind: 'sealed', value: {}, seen: 'seen-1' })).toEqual(
    held('First', { seen: 'seen-1' }),
  );
});

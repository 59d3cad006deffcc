import { anna, at, failure, fingerprint, settings } from './testing/world';
import { delivered, delivering, expired, inEachState, intent, parked, pending } from './testing/records';
import {
  close,
  expire,
  expireDeleted,
  expiry,
  graceEnd,
  isLive,
  isYoung,
  lease,
  noteIntent,
  type OutboxRecord,
  park,
  release,
  resolveMark,
} from './record';

const fresh = { target: 'idcs', user: anna, salt: 'nonce-1' };
const next = intent('nonce-2', 20, 'Second', 'First');
const ours = { owner: 'nonce-2', until: at(70) };
const time = (seconds: number): Date => new Date(at(seconds));

const note = (record: OutboxRecord | null, seconds: number, own: typeof ours | null = ours): OutboxRecord =>
  noteIntent(record, next, fresh, own, settings, time(seconds));

describe('an intent', () => {
  test('begins a record: it takes the lease and sets the send mark', () => {
    expect(note(null, 20)).toStrictEqual({
      schema: 1,
      target: 'idcs',
      user: anna,
      salt: 'nonce-1',
      state: 'delivering',
      intents: [next],
      since: next.at,
      attempts: 0,
      lease: ours,
      due: ours.until,
      mark: { password: next.password, at: next.at },
    });
  });

  test('without a lease begins a record that waits out its grace, unmarked', () => {
    const record = note(null, 20, null);
    expect(record).toMatchObject({ state: 'pending', intents: [next], due: at(620), since: at(20) });
    expect(record).not.toHaveProperty('mark');
    expect(record).not.toHaveProperty('lease');
  });

  test('joins under a live lease and touches nothing of its owner', () => {
    const record = delivering({ mark: { password: fingerprint('First'), at: at(0) }, delivered: fingerprint('Old') });
    expect(note(record, 49.999)).toStrictEqual({ ...record, intents: [...record.intents, next] });
  });

  test('has all attempts before it, also when it joins', () => {
    expect(note(delivering({ attempts: 4 }), 20)).toMatchObject({ attempts: 0, lease: { owner: 'nonce-1' } });
  });

  test('takes over a lease in the moment it ends', () => {
    expect(note(delivering(), 50)).toMatchObject({ state: 'delivering', lease: ours, due: ours.until, since: at(0) });
  });

  test.each(inEachState.map((record) => [record.state, record] as const))(
    'joins what a record knows that is %s: salt, standing mark, delivered and refused stay',
    (_state, record) => {
      for (const own of [ours, null]) {
        expect(note(record, 100, own)).toMatchObject({
          salt: record.salt,
          intents: [...record.intents, next],
          attempts: 0,
          mark: record.mark,
          delivered: record.delivered,
          refused: record.refused,
        });
      }
    },
  );

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
});

describe('from each state', () => {
  const record = (state: string): OutboxRecord => inEachState.find((one) => one.state === state)!;
  const states = inEachState.map(({ state }) => state);

  test.each(states)('%s: a lease keeps all that is known, and only that', (state) => {
    const { mark, delivered, refused, intents, attempts, since } = record(state);
    const leased = lease(record(state), 'worker', at(60));
    expect(leased).toMatchObject({ state: 'delivering', lease: { owner: 'worker', until: at(60) }, due: at(60) });
    expect(leased).toMatchObject({ mark, delivered, refused, intents, attempts, since });
    for (const left of ['failure', 'reason']) expect(leased).not.toHaveProperty(left);
  });

  test.each(states)('%s: a release waits, and counts an attempt only where told so', (state) => {
    const waits = release(record(state), at(90));
    expect(waits).toMatchObject({ state: 'pending', due: at(90), attempts: 3, mark: record(state).mark });
    for (const left of ['lease', 'failure', 'reason']) expect(waits).not.toHaveProperty(left);
    const why = failure('transient');
    expect(release(record(state), at(90), why, true)).toMatchObject({ attempts: 4, failure: why });
    expect(release(record(state), at(90), why)).toMatchObject({ attempts: 3, failure: why });
  });

  test.each(states)('%s: a close forgets mark, refusal and attempts', (state) => {
    const closed = close(record(state), fingerprint('Second'), 'nonce-1', settings, time(10));
    expect(closed).toMatchObject({ state: 'delivered', delivered: fingerprint('Second'), attempts: 0, intents: [] });
    for (const left of ['mark', 'refused', 'lease', 'failure', 'reason']) expect(closed).not.toHaveProperty(left);
  });

  test.each(states)('%s: an expiry drops the intents; a mark that stands goes on standing', (state) => {
    const closed = expire(record(state), 'because', settings, time(10));
    expect(closed).toMatchObject({ state: 'expired', reason: 'because', intents: [], due: at(10 + 86_400) });
    expect(closed).toMatchObject({ mark: record(state).mark, delivered: record(state).delivered });
    for (const left of ['lease', 'failure']) expect(closed).not.toHaveProperty(left);
  });

  test.each(states)('%s: of a deleted user nothing is trusted any more', (state) => {
    const closed = expireDeleted(record(state), settings, time(10));
    expect(closed).toMatchObject({ state: 'expired', reason: 'the user was deleted', intents: [] });
    for (const left of ['delivered', 'refused', 'lease', 'failure']) expect(closed).not.toHaveProperty(left);
  });

  test.each(states)('%s: parked keeps what is known, and why', (state) => {
    const why = failure('unknownUser');
    const held = park(record(state), why, null, settings, time(700));
    const { mark, refused, intents } = record(state);
    expect(held).toMatchObject({ state: 'parked', failure: why, mark, refused, intents, due: at(7 * 86_400) });
    for (const left of ['lease', 'reason']) expect(held).not.toHaveProperty(left);
  });

  test.each(states)(
    '%s: every transition gives an entry that survives JSON: IDM turns undefined into null',
    (state) => {
      const from = record(state);
      for (const entry of [
        note(from, 100),
        note(from, 100, null),
        lease(from, 'worker', at(60)),
        release(from, at(90)),
        close(from, fingerprint('Second'), null, settings, time(10)),
        park(from, failure('rejected'), null, settings, time(10)),
        expire(from, 'because', settings, time(10)),
        expireDeleted(from, settings, time(10)),
        resolveMark(from, true),
        resolveMark(from, false),
      ]) {
        expect(JSON.parse(JSON.stringify(entry))).toStrictEqual(entry);
      }
    },
  );
});

describe('a close', () => {
  const settled = intent('nonce-1', 0, 'First');
  const young = intent('nonce-2', 100, 'Second');
  const younger = intent('nonce-3', 200, 'Third');
  const closedAt = (seconds: number) =>
    close(delivering({ intents: [settled, young, younger] }), fingerprint('First'), 'nonce-1', settings, time(seconds));

  test('keeps the intents that may still commit, and one more look when the youngest no longer can', () => {
    expect(closedAt(300)).toMatchObject({ intents: [young, younger], due: at(800) });
    expect(closedAt(700)).toMatchObject({ intents: [younger], due: at(800) });
  });

  test('with nothing left to look at is kept for a while', () => {
    expect(closedAt(800)).toMatchObject({ intents: [], due: at(800 + 86_400) });
  });
});

describe('parked', () => {
  const joined = intent('nonce-2', 100, 'Second');
  const parkedAt = (seconds: number, settled: string | null) =>
    park(
      pending({ intents: [intent('nonce-1', 50, 'First'), joined] }),
      failure('rejected'),
      settled,
      settings,
      time(seconds),
    );

  test('is looked at once more while another intent may still commit', () => {
    expect(parkedAt(120, 'nonce-1').due).toBe(at(700));
    expect(parkedAt(700, 'nonce-1').due).toBe(at(100 + 7 * 86_400));
  });

  test('waits for the end of its time to live when its own change is all there is', () => {
    expect(park(pending(), failure('rejected'), 'nonce-1', settings, time(1)).due).toBe(at(7 * 86_400));
  });
});

describe('the mark', () => {
  const marked = delivering({ mark: { password: fingerprint('Marked'), at: at(1) }, delivered: fingerprint('Old') });

  test('held: Oracle holds what was marked', () => {
    const known = resolveMark(marked, true);
    expect(known).toMatchObject({ state: 'delivering', lease: marked.lease, delivered: fingerprint('Marked') });
    expect(known).not.toHaveProperty('mark');
  });

  test('not held: what was delivered before is there still', () => {
    const known = resolveMark(marked, false);
    expect(known).toMatchObject({ delivered: fingerprint('Old') });
    expect(known).not.toHaveProperty('mark');
  });

  test('none: nothing changes', () => {
    expect(resolveMark(delivering(), true)).toStrictEqual(delivering());
  });
});

describe('time', () => {
  test('a lease is live until it ends, and not in that moment', () => {
    const held = { owner: 'worker', until: at(50) };
    expect([49.999, 50, 51].map((seconds) => isLive(held, time(seconds)))).toEqual([true, false, false]);
  });

  test('an intent is young until its grace is over; one of a clock ahead of ours is young', () => {
    const noted = intent('nonce-1', 100, 'First');
    expect([0, 100, 699.999, 700].map((seconds) => isYoung(noted, settings, time(seconds)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('grace ends with the youngest intent, wherever it stands', () => {
    const intents = [intent('nonce-1', 5, 'First'), intent('nonce-2', 30, 'Second'), intent('nonce-3', 1, 'Third')];
    expect(graceEnd(intents, settings)).toBe(at(630));
  });

  test('the time to live is that of the newest change: it does not expire with one that waits for days', () => {
    const day = 86_400;
    expect(expiry(pending({ intents: [] }), settings)).toBe(at(7 * day));
    const waiting = pending({ intents: [intent('nonce-1', 0, 'First'), intent('nonce-2', 6 * day, 'Second')] });
    expect(expiry(waiting, settings)).toBe(at(13 * day));
  });
});

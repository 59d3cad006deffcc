import { backoffSeconds, decideAfterFailure } from './aftermath';
import type { FailureClass } from './failure';
import type { Job } from './job';
import type { Delivering } from './record';
import { delivering, held, intent, mark } from './testing/records';
import { anna, at, DAY, failure, HOUR, LEASE, owner, settings, time, WORKER } from './testing/world';

interface Situation {
  quickRetriesLeft?: number;
  outstanding?: boolean;
  random?: number;
  seconds?: number;
  settled?: string | null;
  gateClosedUntil?: string | null;
  record?: Partial<Delivering>;
}

function decide(failureClass: FailureClass, situation: Situation = {}) {
  const { quickRetriesLeft = 0, outstanding = failureClass === 'ambiguous', random = 0, seconds = 10 } = situation;
  const { settled = 'nonce-1', gateClosedUntil = null } = situation;
  const job: Job = { ref: anna, owner: owner('nonce-1'), settled, unsent: true, quickRetriesLeft, waits: 0 };
  const record = delivering({ marks: [mark('First')], held: held('Old'), ...situation.record });
  const now = time(seconds);
  return decideAfterFailure(
    failure(failureClass),
    {
      record,
      job,
      look: { settled, at: time(seconds - 1) },
      outstanding,
      gateClosedUntil,
      worker: WORKER,
      now,
      random,
    },
    settings,
  );
}

type Row = [FailureClass, { state: string; attempts?: number; due?: string }, outcome: string];

const withoutQuickRetries: Row[] = [
  ['transient', { state: 'pending', attempts: 1, due: at(10 + 30) }, 'failed'],
  ['ambiguous', { state: 'pending', attempts: 1, due: at(10 + 30) }, 'failed'],
  ['throttled', { state: 'pending', attempts: 0, due: at(40) }, 'failed'],
  ['configuration', { state: 'pending', attempts: 0, due: at(40) }, 'failed'],
  ['rejected', { state: 'parked', attempts: 0, due: at(7 * DAY) }, 'parked'],
  ['unknownUser', { state: 'parked', attempts: 0, due: at(7 * DAY) }, 'parked'],
  ['unavailable', { state: 'parked', attempts: 0, due: at(7 * DAY) }, 'parked'],
  ['unreadable', { state: 'parked', attempts: 0, due: at(7 * DAY) }, 'parked'],
  ['notApplicable', { state: 'expired', due: at(10 + 24 * HOUR) }, 'expired'],
];

describe('quick retries used up', () => {
  test.each(withoutQuickRetries)('%s: %j, and it is told', (failureClass, record, kind) => {
    const { next, then, outcomes } = decide(failureClass, { gateClosedUntil: at(40) });
    expect(next).toMatchObject({ ...record, held: held('Old') });
    expect(then).toEqual({ kind: 'done' });
    const { reason } = failure(failureClass);
    const told = kind === 'expired' ? { reason } : { failure: failure(failureClass), seconds: 10 };
    const counted = kind === 'failed' ? { attempts: record.attempts } : {};
    expect(outcomes).toEqual([{ kind, ref: anna, ...told, ...counted }]);
  });

  test.each(withoutQuickRetries)('%s: the record tells why, and what may be held', (failureClass, { state }) => {
    const { next } = decide(failureClass);
    expect(next.marks).toEqual([mark('First')]);
    expect(next).toMatchObject(
      state === 'expired' ? { reason: failure(failureClass).reason } : { failure: failure(failureClass) },
    );
  });

  test.each(withoutQuickRetries.filter(([, { state }]) => state !== 'expired'))(
    '%s: what is known to be committed is known to the next look',
    (failureClass) => {
      expect(decide(failureClass).next.intents).toEqual([intent('nonce-1', 0, 'First', { settled: true })]);
      expect(decide(failureClass, { settled: null }).next.intents).toEqual([intent('nonce-1', 0, 'First')]);
    },
  );

  test.each(['rejected', 'unknownUser'] as const)('%s: another change that may still commit is looked at', (each) => {
    const intents = [intent('nonce-1', 0, 'First'), intent('nonce-2', 5, 'Second')];
    expect(decide(each, { record: { intents } }).next.due).toBe(at(605));
  });
});

describe('a quick retry', () => {
  test.each([
    [3, 2],
    [2, 4],
    [1, 8],
  ])('with %d left comes after %d s, under a lease that outlasts the pause, and is not told', (left, pause) => {
    const { next, then, outcomes } = decide('transient', { quickRetriesLeft: left });
    expect(next).toMatchObject({
      state: 'delivering',
      lease: { owner: owner('nonce-1'), until: at(10 + pause + LEASE) },
      attempts: 0,
      intents: [intent('nonce-1', 0, 'First', { settled: true })],
    });
    expect(then).toMatchObject({ kind: 'again', afterSeconds: pause, job: { quickRetriesLeft: left - 1 } });
    expect(outcomes).toEqual([]);
  });

  test.each(['transient', 'ambiguous'] as const)(
    'after %s keeps the mark, and knows whether it has to ask',
    (failureClass) => {
      const { next, then } = decide(failureClass, { quickRetriesLeft: 1 });
      expect(next.marks).toEqual([mark('First')]);
      expect(then).toMatchObject({ job: { unsent: failureClass === 'transient' } });
    },
  );

  test('waits for another worker by its own clock as well', () => {
    const marks = [mark('First', [0, 30], { owner: 'node-2/start nonce-7', quietUntil: at(20) })];
    expect(decide('ambiguous', { quickRetriesLeft: 3, record: { marks } }).then).toMatchObject({
      afterSeconds: 10 + 30,
    });
  });

  test('after a request that went unanswered waits until Oracle is at it no more', () => {
    const marks = [mark('First', [0, 30], { quietUntil: at(20) })];
    const { next, then } = decide('ambiguous', { quickRetriesLeft: 3, record: { marks } });
    expect(then).toMatchObject({ kind: 'again', afterSeconds: 10 });
    expect(next).toMatchObject({ lease: { until: at(10 + 10 + LEASE) } });
    const longer = decide('ambiguous', { quickRetriesLeft: 1, seconds: 15, record: { marks } });
    expect(longer.then).toMatchObject({ afterSeconds: 8 });
  });

  test.each(['throttled', 'configuration', 'rejected', 'unknownUser', 'notApplicable', 'unavailable'] as const)(
    'is none after %s',
    (failureClass) => {
      expect(decide(failureClass, { quickRetriesLeft: 3 }).then).toEqual({ kind: 'done' });
    },
  );
});

describe('attempts', () => {
  const after = (attempts: number, situation: Situation = {}) => ({ ...situation, record: { attempts } });

  test.each(['transient', 'ambiguous'] as const)('the fifth %s failure parks, and escalates once', (failureClass) => {
    const why = failure(failureClass);
    expect(decide(failureClass, after(3)).next).toMatchObject({ state: 'pending', attempts: 4 });
    const { next, outcomes } = decide(failureClass, after(4));
    expect(next).toMatchObject({ state: 'parked', attempts: 5, failure: why });
    expect(outcomes).toEqual([
      { kind: 'parked', ref: anna, failure: why, seconds: 10 },
      { kind: 'escalated', ref: anna, failure: why },
    ]);
  });

  test('beyond the fifth are told as failures, and come at the longest pause', () => {
    expect(decide('transient', after(4)).next.due).toBe(at(10 + HOUR));
    const { next, outcomes } = decide('transient', after(5));
    expect(next).toMatchObject({ state: 'parked', attempts: 6, due: at(10 + HOUR) });
    expect(outcomes).toEqual([{ kind: 'failed', ref: anna, failure: failure('transient'), attempts: 6, seconds: 10 }]);
  });

  test('end with the time to live: no pause goes beyond it', () => {
    expect(decide('transient', after(9, { seconds: 7 * DAY - 60 })).next.due).toBe(at(7 * DAY));
  });

  test.each(['throttled', 'configuration'] as const)('%s never uses one up', (failureClass) => {
    const situation = { ...after(4), gateClosedUntil: at(40) };
    expect(decide(failureClass, situation).next).toMatchObject({ state: 'pending', attempts: 4 });
  });

  test('configuration uses one up where it is of this user only, without quick retries', () => {
    expect(decide('configuration', { quickRetriesLeft: 3 })).toMatchObject({
      next: { state: 'pending', attempts: 1, due: at(10 + 30) },
      then: { kind: 'done' },
    });
    expect(decide('configuration', after(4)).outcomes).toMatchObject([{ kind: 'parked' }, { kind: 'escalated' }]);
  });
});

describe('back-off', () => {
  const ALMOST_ONE = 1 - Number.EPSILON;

  test.each([
    [0, 1],
    [1, 4],
    [2, 16],
    [3, 60],
    [4, 60],
    [50, 60],
  ])('after %d failed attempts: up to %d minutes, half of it jitter', (attempts, minutes) => {
    const full = minutes * 60;
    expect(backoffSeconds(attempts, settings, 0)).toBe(full / 2);
    expect(backoffSeconds(attempts, settings, 0.5)).toBe(full * 0.75);
    const longest = backoffSeconds(attempts, settings, ALMOST_ONE);
    expect(longest).toBeGreaterThan(full * 0.999);
    expect(longest).toBeLessThanOrEqual(full);
  });

  test('of a transient failure is due within its bounds', () => {
    expect(decide('transient', { random: 0 }).next.due).toBe(at(10 + 30));
    expect(decide('transient', { random: 0.5 }).next.due).toBe(at(10 + 45));
  });

  test('is no shorter than Oracle may still be at a request that went unanswered', () => {
    const marks = [mark('First', [0, 30], { quietUntil: at(300) })];
    expect(decide('ambiguous', { record: { marks } }).next.due).toBe(at(300));
  });

  test.each(['throttled', 'configuration'] as const)('%s is due when the gate opens', (failureClass) => {
    expect(decide(failureClass, { gateClosedUntil: at(99), random: 0.7 }).next.due).toBe(at(99));
  });
});

import { backoffSeconds, decideAfterFailure } from './aftermath';
import type { FailureClass } from './failure';
import type { Job } from './job';
import { delivering } from './testing/records';
import { anna, at, failure, fingerprint, settings } from './testing/world';

const mark = { password: fingerprint('First'), at: at(0) };

interface Situation {
  quickRetriesLeft?: number;
  outstanding?: boolean;
  attempts?: number;
  random?: number;
}

function decide(failureClass: FailureClass, situation: Situation = {}) {
  const { quickRetriesLeft = 0, outstanding = failureClass === 'ambiguous', attempts = 0, random = 0 } = situation;
  const job: Job = { ref: anna, owner: 'nonce-1', settled: 'nonce-1', unsent: true, quickRetriesLeft, waits: 0 };
  const record = delivering({ attempts, mark });
  return decideAfterFailure(failure(failureClass), { record, outstanding, job }, settings, new Date(at(10)), random);
}

type Row = [FailureClass, { state: string; attempts?: number; due?: string }, outcome: string];

const withoutQuickRetries: Row[] = [
  ['transient', { state: 'pending', attempts: 1, due: at(10 + 30) }, 'failed'],
  ['ambiguous', { state: 'pending', attempts: 1, due: at(10 + 30) }, 'failed'],
  ['throttled', { state: 'pending', attempts: 0, due: at(10 + 30) }, 'failed'],
  ['configuration', { state: 'pending', attempts: 0, due: at(10 + 30) }, 'failed'],
  ['rejected', { state: 'parked', attempts: 0, due: at(7 * 86_400) }, 'parked'],
  ['unknownUser', { state: 'parked', attempts: 0, due: at(7 * 86_400) }, 'parked'],
  ['notApplicable', { state: 'expired', due: at(10 + 86_400) }, 'expired'],
];

test.each(withoutQuickRetries)('%s, quick retries used up: %j, and it is told', (failureClass, record, kind) => {
  const { next, then, outcome } = decide(failureClass);
  expect(next).toMatchObject(record);
  expect(then).toEqual({ kind: 'done' });
  const { reason } = failure(failureClass);
  const told = kind === 'expired' ? { reason } : { failure: failure(failureClass), seconds: 10 };
  const counted = kind === 'failed' ? { attempts: record.attempts } : {};
  expect(outcome).toEqual({ kind, ref: anna, ...told, ...counted });
});

test.each(withoutQuickRetries)('%s keeps the mark only while Oracle may hold what was marked', (failureClass) => {
  expect(decide(failureClass, { outstanding: true }).next.mark).toEqual(mark);
  expect(decide(failureClass, { outstanding: false }).next).not.toHaveProperty('mark');
});

describe('a quick retry', () => {
  test.each([
    [3, 2],
    [2, 4],
    [1, 8],
  ])('with %d left comes after %d s, under a lease that outlasts the pause, and is not told', (left, pause) => {
    const { next, then, outcome } = decide('transient', { quickRetriesLeft: left });
    expect(next).toMatchObject({
      state: 'delivering',
      lease: { owner: 'nonce-1', until: at(10 + pause + 50) },
      attempts: 0,
    });
    expect(then).toMatchObject({ kind: 'again', afterSeconds: pause, job: { quickRetriesLeft: left - 1 } });
    expect(outcome).toBeNull();
  });

  test.each(['transient', 'ambiguous'] as const)(
    'after %s keeps the mark, and knows whether it has to ask',
    (failureClass) => {
      const { next, then } = decide(failureClass, { quickRetriesLeft: 1 });
      expect(next.mark).toEqual(mark);
      expect(then).toMatchObject({ job: { unsent: failureClass === 'transient' } });
    },
  );

  test.each(['throttled', 'configuration', 'rejected', 'unknownUser', 'notApplicable'] as const)(
    'is none after %s',
    (failureClass) => {
      expect(decide(failureClass, { quickRetriesLeft: 3 }).then).toEqual({ kind: 'done' });
    },
  );
});

describe('attempts', () => {
  test.each(['transient', 'ambiguous'] as const)('the fifth %s failure parks with its reason', (failureClass) => {
    expect(decide(failureClass, { attempts: 3 }).next).toMatchObject({ state: 'pending', attempts: 4 });
    const { next, outcome } = decide(failureClass, { attempts: 4 });
    expect(next).toMatchObject({ state: 'parked', failure: failure(failureClass) });
    expect(outcome).toMatchObject({ kind: 'parked', failure: failure(failureClass) });
  });

  test('beyond the fifth are told as failures, and come at the longest pause', () => {
    const { next, outcome } = decide('transient', { attempts: 5 });
    expect(next).toMatchObject({ state: 'parked', attempts: 6 });
    expect(Date.parse(next.due) - Date.parse(decide('throttled').next.due)).toBeGreaterThan(0);
    expect(outcome).toMatchObject({ kind: 'failed', attempts: 6 });
  });

  test.each(['throttled', 'configuration'] as const)('%s never uses one up', (failureClass) => {
    expect(decide(failureClass, { attempts: 4 }).next).toMatchObject({ state: 'pending', attempts: 4 });
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

  test.each(['transient', 'throttled', 'configuration'] as const)('%s is due within its bounds', (failureClass) => {
    expect(decide(failureClass, { random: 0 }).next.due).toBe(at(10 + 30));
    expect(decide(failureClass, { random: 0.5 }).next.due).toBe(at(10 + 45));
  });
});

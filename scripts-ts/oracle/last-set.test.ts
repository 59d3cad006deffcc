/** When Oracle has last set a password: what decides which of two passwords it holds. */
import { oracleTarget } from './client';
import { PASSWORD_STATE, USER_EXTENSION } from './scim';
import { answer, dated, found, html, json, scimError, unanswered } from './testing/answers';
import { account, anna, Oracle, settings } from './testing/oracle';

let oracle: Oracle;
beforeEach(() => {
  oracle = new Oracle();
});

const SEARCH = 'POST /admin/v1/Users/.search';
const TOKEN = 'POST /oauth2/v1/token';
const user = { id: 'id-1', userName: 'Anna' };
const state = (lastSuccessfulSetDate?: unknown) =>
  json(200, { id: 'id-1', [PASSWORD_STATE]: { lastSuccessfulSetDate } });
const unknownClock = { min: -30_000, max: 30_000 };

function ask({ begin = 8.64e15, end = 8.64e15 } = {}) {
  return oracleTarget(oracle, settings).lastSet(anna, account, { begin: new Date(begin), end: new Date(end) });
}

test.each([
  ['as Oracle writes it', '2030-01-01T00:00:00.500Z', '2030-01-01T00:00:00.500Z'],
  ['in another zone', '2030-01-01T01:00:00.500+01:00', '2030-01-01T00:00:00.500Z'],
  ['in tenths, which Rhino can not read', '2030-01-01T00:00:00.5Z', '2030-01-01T00:00:00.500Z'],
  ['in microseconds, which Rhino can not read', '2030-01-01T00:00:00.500999Z', '2030-01-01T00:00:00.500Z'],
  ['never', undefined, null],
  ['a number', 1_893_456_001_000, null],
])('%s: %j', (_how, date, at) => {
  oracle.script = [found(user), state(date)];
  expect(ask()).toEqual({ kind: 'known', at, ahead: unknownClock });
});

test.each(['2030-01-01T00:00:00Z', '2030-01-01T00:00:00.000Z'])(
  'in whole seconds, %s: anywhere in that one',
  (date) => {
    oracle.script = [found(user), state(date)];
    expect(ask()).toEqual({
      kind: 'known',
      at: '2030-01-01T00:00:00.000Z',
      latest: '2030-01-01T00:00:00.999Z',
      ahead: { min: -30_999, max: 30_000 },
    });
  },
);

test('at a time that nobody can read: a failure, and never a guess', () => {
  oracle.script = [found(user), state('soon')];
  expect(ask()).toEqual({
    kind: 'failed',
    failure: { class: 'transient', reason: "read: Oracle tells a time that can't be read: soon" },
  });
});

test('never, when the user has no such state', () => {
  oracle.script = [found(user), json(200, { id: 'id-1' })];
  expect(ask()).toEqual({ kind: 'known', at: null, ahead: unknownClock });
});

test('is read from the state, which comes on request only', () => {
  oracle.cachedIds.set('anna userName anna', 'id-1');
  oracle.script = [state()];
  ask();
  const attributes = 'urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Aoracle%3Aidcs%3Aextension%3ApasswordState%3AUser';
  expect(oracle.takeRequests()).toEqual([TOKEN, `GET /admin/v1/Users/id-1?attributes=${attributes}`]);
});

test("is told with how far Oracle's clock is ahead, as far as it is known", () => {
  oracle.cachedIds.set('anna userName anna', 'id-1');
  oracle.script = [dated(state('2030-01-01T00:00:00.500Z'), oracle.milliseconds + 5000)];
  const { ahead } = ask() as { ahead: { min: number; max: number } };
  expect(ahead.min).toBeLessThanOrEqual(5000);
  expect(ahead.max).toBeGreaterThanOrEqual(5000);
  expect(ahead.max - ahead.min).toBeLessThan(1100);
});

test('of a user whom Oracle does not know: nobody is created', () => {
  oracle.script = [json(200, { totalResults: 0 })];
  expect(ask()).toEqual({ kind: 'noUser' });
  expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH]);
});

describe('of a user whose id is gone', () => {
  const gone = scimError(404, 'User gone does not exist.');

  test('is asked for anew, for the name may be there under another', () => {
    oracle.cachedIds.set('anna userName anna', 'gone');
    oracle.script = [gone, found(user), state('2030-01-01T00:00:00.500Z')];
    expect(ask()).toMatchObject({ kind: 'known', at: '2030-01-01T00:00:00.500Z' });
    expect([...oracle.cachedIds.values()]).toEqual(['id-1']);
  });

  test.each([
    ['the name is gone too', [gone, found()]],
    ['it goes between search and reading', [gone, found(user), gone]],
  ])('there is no user when %s, and no id is kept', (_what, script) => {
    oracle.cachedIds.set('anna userName anna', 'gone');
    oracle.script = script;
    expect(ask()).toEqual({ kind: 'noUser' });
    expect(oracle.cachedIds.size).toBe(0);
  });
});

test.each([
  ['no token', 'token', unanswered],
  ['no search', 'search', scimError(503, 'Unavailable.')],
  ['no answer', 'read', unanswered],
  ['a page', 'read', html(200, 'Sign in')],
  ['cut short', 'read', answer(200, '{"id":', 'application/scim+json')],
  ['trouble', 'read', scimError(500, 'An internal error.')],
])('can not be told, %s: the failure, and never a guess', (_what, where, result) => {
  if (where === 'token') oracle.tokenScript = [result];
  if (where === 'search') oracle.script = [result];
  if (where === 'read') oracle.script = [found(user), result];
  expect(ask()).toMatchObject({
    kind: 'failed',
    failure: { class: 'transient', reason: expect.stringMatching(`^${where}: `) as string },
  });
});

test.each([
  ['several users', found(user, { id: 'id-2', userName: 'anna' }), 'unknownUser'],
  ['a federated user', found({ ...user, [USER_EXTENSION]: { isFederatedUser: true } }), 'notApplicable'],
  ['a refusal', scimError(403, 'Not authorized.'), 'configuration'],
  ['a request to slow down', scimError(429, 'Too many requests.'), 'throttled'],
])('can not be told, %s: %s', (_what, result, failureClass) => {
  oracle.script = [result];
  expect(ask()).toMatchObject({ kind: 'failed', failure: { class: failureClass } });
});

test('is asked within the window as everything is', () => {
  oracle.cachedIds.set('anna userName anna', 'id-1');
  expect(ask({ begin: oracle.milliseconds - 1 })).toMatchObject({ kind: 'failed', failure: { class: 'transient' } });
  expect(oracle.requests).toEqual([]);
  oracle.script = [state()];
  ask({ end: oracle.milliseconds + 4000 });
  expect(oracle.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([4000, 4000]);
});

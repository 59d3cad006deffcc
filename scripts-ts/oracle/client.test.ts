import { oracleTarget } from './client';
import { USER_EXTENSION } from './scim';
import { answer, found, html, json, scimError, unanswered, unsent } from './testing/answers';
import { account, anna, FOREVER, Oracle, setPassword, settings } from './testing/oracle';

let oracle: Oracle;
beforeEach(() => {
  oracle = new Oracle();
});

const user = { id: 'id-1', userName: 'Anna' };
const policy = 'error.identity.passwordmgmt.pwdpolicyViolation';
const done = json(200, { id: 'id-1' });

const set = (changes?: Parameters<typeof setPassword>[1]) => setPassword(oracle, changes);

const SEARCH = 'POST /admin/v1/Users/.search';
const CREATE = 'POST /admin/v1/Users';
const SET = 'PUT /admin/v1/UserPasswordChanger/id-1';
const TOKEN = 'POST /oauth2/v1/token';

describe('a password of a known user', () => {
  test('is set by the changer, which leaves mustChange alone and mails nobody', () => {
    oracle.script = [found(user), done];
    expect(set()).toEqual({ kind: 'delivered', provisioned: false });
    expect(JSON.parse(oracle.requests.at(-1)!.body!)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordChanger'],
      password: 'Secret"1é',
      bypassNotification: true,
    });
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH, SET]);
  });

  test('costs one request once id and token are known', () => {
    oracle.script = [found(user), done, done];
    set();
    oracle.takeRequests();
    set();
    expect(oracle.takeRequests()).toEqual([SET]);
  });

  test.each([
    ['empty', answer(200, '', '')],
    ['cut short', answer(200, '{"sch', 'application/scim+json')],
    ['a page', html(200, 'OK')],
  ])('may be set when the body is %s: Oracle has to be asked', (_what, result) => {
    oracle.script = [found(user), result];
    expect(set()).toMatchObject({ kind: 'failed', failure: { class: 'ambiguous' } });
  });

  test('is set when there is no body to expect', () => {
    oracle.script = [found(user), answer(204, '', '')];
    expect(set()).toEqual({ kind: 'delivered', provisioned: false });
  });

  test.each(['{SSHA}c2VjcmV0', '{PBKDF2-SHA256}10000:x', '{ssha', '{SSHA256 x'])(
    'is not sent when Oracle might take it for a hash: %s',
    (password) => {
      expect(set({ password })).toMatchObject({ kind: 'failed', failure: { class: 'rejected' } });
      expect(oracle.takeRequests()).toEqual([]);
    },
  );

  test.each(['half \ud83d', '\ude00 half', 'a\ud83d\ud83d\ude00'])(
    'is not sent when UTF-8 can not say it: %j',
    (password) => {
      expect(set({ password })).toMatchObject({ kind: 'failed', failure: { class: 'rejected' } });
      expect(oracle.takeRequests()).toEqual([]);
    },
  );

  test.each([' at both ends ', 'emoji \u{1f511}\u{1f511}', 'x'.repeat(500)])('is sent as it is: %j', (password) => {
    oracle.script = [found(user), done];
    expect(set({ password })).toEqual({ kind: 'delivered', provisioned: false });
    expect(JSON.parse(oracle.requests.at(-1)!.body!)).toHaveProperty('password', password);
  });

  test('is set by a PATCH of the user where the settings say so', () => {
    oracle.script = [found(user), json(200, { id: 'id-1' })];
    expect(set({ passwordRequest: 'patch' })).toEqual({ kind: 'delivered', provisioned: false });
    expect(JSON.parse(oracle.requests.at(-1)!.body!)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'password', value: 'Secret"1é' }],
    });
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH, 'PATCH /admin/v1/Users/id-1']);
  });

  test('of an account that is looked up by externalId', () => {
    oracle.script = [found({ id: 'id-1', externalId: 'E-1' }), done, done];
    const target = oracleTarget(oracle, { ...settings, lookUp: 'externalId' });
    const window = { begin: new Date(FOREVER), end: new Date(FOREVER) };
    const setAs = (externalId: string) => target.setPassword(anna, { ...account, externalId }, 'Secret-1', window);
    expect(setAs('E-1')).toMatchObject({ kind: 'delivered' });
    expect(JSON.parse(oracle.requests.at(-2)!.body!)).toMatchObject({ filter: 'externalId eq "E-1"' });
    oracle.takeRequests();
    expect(setAs('E-1')).toMatchObject({ kind: 'delivered' });
    expect(oracle.takeRequests()).toEqual([SET]);
  });

  test('waits for its turn, and is told when that would take too long', () => {
    const limit = { perSecond: 1, perMinute: 1 };
    const limits = { ...settings.limits, authn: limit };
    oracle.script = [found(user), done, done];
    const start = oracle.milliseconds;
    const endIn = (milliseconds: number) => ({ begin: start + milliseconds, end: start + milliseconds + 10_000 });
    expect(set({ limits, ...endIn(20_000) })).toMatchObject({ kind: 'delivered' });
    expect(set({ limits, ...endIn(20_000) })).toMatchObject({
      kind: 'failed',
      failure: { class: 'throttled', freeAfterSeconds: 61 },
    });
    expect(oracle.milliseconds).toBe(start);
    expect(set({ limits, ...endIn(61_000) })).toMatchObject({ kind: 'delivered' });
    expect(oracle.milliseconds).toBe(start + 60_060);
  });

  test.each([403, 405])('that Oracle refuses us with %d may be of this user only', (status) => {
    oracle.script = [found(user), scimError(status, 'Not allowed.')];
    expect(set()).toMatchObject({ failure: { class: 'configuration', personal: true } });
  });

  test('is sent when it has braces but is no hash', () => {
    oracle.script = [found(user), done];
    expect(set({ password: '{} {1} {SSHA} Braces' })).toEqual({ kind: 'delivered', provisioned: false });
  });

  test("is told with Oracle's request id", () => {
    oracle.script = [found(user), { ...done, requestId: 'opc-1' }];
    expect(set()).toEqual({ kind: 'delivered', provisioned: false, requestId: 'opc-1' });
  });

  test('and refused: Oracle says why', () => {
    oracle.script = [found(user), scimError(400, 'Too weak.', policy)];
    expect(set()).toEqual({
      kind: 'failed',
      failure: { class: 'rejected', reason: `password: HTTP 400: Too weak. (${policy})`, status: 400 },
    });
  });

  test('whose answer is lost is ambiguous; a request that never went out is not', () => {
    oracle.script = [found(user), unanswered, unsent];
    expect(set()).toMatchObject({ failure: { class: 'ambiguous' } });
    expect(set()).toMatchObject({ failure: { class: 'transient' } });
  });

  test.each([
    ['no answer came', unanswered, true],
    ['a gateway got none', html(504, 'Gateway Timeout'), true],
    ['a proxy has waited too long', html(408, 'Request Timeout'), true],
    ['Oracle says that something went wrong', scimError(500, 'An internal error.'), undefined],
    ['a page came in its place', html(200, 'Sign in'), undefined],
  ])('may still be set when %s: Oracle has to be left in peace', (_what, result, expected) => {
    oracle.script = [found(user), result];
    const sent = set() as { unanswered?: boolean };
    expect(sent).toMatchObject({ failure: { class: 'ambiguous' } });
    expect(sent.unanswered).toBe(expected);
  });

  test('that Oracle quotes is struck out', () => {
    oracle.script = [found(user), scimError(400, 'The password canary-Word-1 is too weak.', policy)];
    expect(set({ password: 'canary-Word-1' })).toMatchObject({
      failure: { reason: `password: HTTP 400: The password *** is too weak. (${policy})` },
    });
  });

  test('and a token that can not be had: nothing was sent, whatever became of the token request', () => {
    oracle.tokenScript = [unanswered];
    expect(set()).toMatchObject({
      failure: { class: 'transient', reason: expect.stringMatching(/^token: /) as string },
    });
  });
});

describe('the id', () => {
  test('that Oracle no longer knows is dropped and looked up by the next try', () => {
    oracle.cachedIds.set('anna userName anna', 'gone');
    oracle.script = [scimError(404, 'User gone does not exist.'), found(user), done];
    expect(set()).toMatchObject({ kind: 'failed', failure: { class: 'transient', status: 404 } });
    expect(oracle.cachedIds.size).toBe(0);
    expect(set()).toMatchObject({ kind: 'delivered' });
  });

  test('of another name is not used after a rename', () => {
    oracle.cachedIds.set('anna before', 'id-of-before');
    oracle.script = [found(user), done];
    set();
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH, SET]);
  });

  test('stays through any other failure', () => {
    oracle.cachedIds.set('anna userName anna', 'id-1');
    oracle.script = [scimError(400, 'Too weak.', policy), scimError(503, 'Unavailable.'), unanswered];
    for (let tries = 0; tries < 3; tries++) set();
    expect(oracle.cachedIds.size).toBe(1);
  });
});

describe('a user whom Oracle does not know', () => {
  const notFound = json(200, { totalResults: 0 });
  const created = json(201, { id: 'id-1', userName: 'anna' });

  test('is created without a password, which is set afterwards', () => {
    oracle.script = [notFound, created, done];
    expect(set()).toEqual({ kind: 'delivered', provisioned: true });
    expect(oracle.requests.map(({ body }) => body).filter((body) => body?.includes('Secret'))).toHaveLength(1);
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH, CREATE, SET]);
  });

  test('is created once: a failure afterwards does not lose the id', () => {
    oracle.script = [notFound, created, scimError(503, 'Unavailable.'), done];
    set();
    oracle.takeRequests();
    expect(set()).toEqual({ kind: 'delivered', provisioned: false });
    expect(oracle.takeRequests()).toEqual([SET]);
  });

  test('is left alone when provisioning is off', () => {
    oracle.script = [notFound];
    expect(set({ provisioning: false })).toEqual({
      kind: 'failed',
      failure: {
        class: 'unknownUser',
        reason: 'Oracle has no user of that userName, and provisioning is switched off',
      },
    });
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH]);
  });

  test('and created by somebody else in the same moment is found', () => {
    oracle.script = [notFound, scimError(409, 'User anna exists.'), found(user), done];
    expect(set()).toEqual({ kind: 'delivered', provisioned: false });
  });

  test('whose name is taken all the same is tried again', () => {
    oracle.script = [notFound, scimError(409, 'User anna exists.'), notFound];
    expect(set()).toMatchObject({ failure: { class: 'transient', status: 409 } });
    expect(oracle.cachedIds.size).toBe(0);
  });

  test.each([200, 201])('is created, told with %d', (status) => {
    oracle.script = [notFound, json(status, { id: '7' }), done];
    expect(set()).toEqual({ kind: 'delivered', provisioned: true });
  });

  test.each([
    ['cut short', answer(201, '{"id":"i', 'application/scim+json'), 'transient'],
    ['without an id', json(201, {}), 'transient'],
    ['lost', unanswered, 'transient'],
    ['a refusal', scimError(400, 'No email.', 'error.identity.user.primaryEmailNotSpecified'), 'unknownUser'],
  ])('and the answer of the create %s: no password is sent', (_what, result, failureClass) => {
    oracle.script = [notFound, result];
    expect(set()).toMatchObject({ kind: 'failed', failure: { class: failureClass } });
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH, CREATE]);
    expect(oracle.cachedIds.size).toBe(0);
  });
});

describe('a search', () => {
  const federated = { ...user, [USER_EXTENSION]: { isFederatedUser: true } };

  test.each<[string, object, object]>([
    ['a federated user', found(federated), { class: 'notApplicable', reason: expect.stringContaining('federated') }],
    [
      'several',
      found(user, { id: 'id-2', userName: 'anna' }),
      { class: 'unknownUser', reason: 'Oracle knows several users of that userName' },
    ],
    ['no list', json(200, {}), { class: 'transient' }],
    ['a page', html(200, 'Sign in'), { class: 'transient' }],
    ['a refusal', scimError(403, 'Not authorized.'), { class: 'configuration' }],
  ])('that gives %s sends no password and keeps no id', (_what, result, failure) => {
    oracle.script = [result as ReturnType<typeof json>];
    expect(set()).toMatchObject({ kind: 'failed', failure });
    expect(oracle.takeRequests()).toEqual([TOKEN, SEARCH]);
    expect(oracle.cachedIds.size).toBe(0);
  });
});

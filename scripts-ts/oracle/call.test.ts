import { authorised } from './call';
import { html, json, oauthError, scimError, unanswered } from './testing/answers';
import { Oracle, settings } from './testing/oracle';

let oracle: Oracle;
beforeEach(() => {
  oracle = new Oracle();
});

const unauthorized = html(401, '401 Unauthorized');
const call = (body?: object) => authorised(oracle, settings, 'PUT', '/Thing/1', body);
const tokensUsed = (): (string | undefined)[] =>
  oracle.requests.filter(({ url }) => url.includes('/admin/v1/')).map(({ headers }) => headers.Authorization);

test('carries the token and JSON as SCIM wants it', () => {
  oracle.script = [json(200, {})];
  call({ password: 'é"\\' });
  expect(oracle.requests.at(-1)).toEqual({
    method: 'PUT',
    url: 'https://idcs-1.identity.oraclecloud.com/admin/v1/Thing/1',
    headers: {
      Authorization: 'Bearer token-1',
      'Content-Type': 'application/scim+json',
      Accept: 'application/scim+json, application/json',
    },
    body: '{"password":"é\\"\\\\"}',
  });
});

test('without a body sends none', () => {
  oracle.script = [json(200, {})];
  call();
  expect(oracle.requests.at(-1)).not.toHaveProperty('body');
});

test('a 401 is tried once more with a new token', () => {
  oracle.script = [unauthorized, json(200, { ok: true })];
  expect(call()).toMatchObject({ status: 200 });
  expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test('a second 401 is an answer', () => {
  oracle.script = [unauthorized, unauthorized];
  expect(call()).toEqual(unauthorized);
  expect(tokensUsed()).toHaveLength(2);
});

test.each([
  scimError(400, 'no'),
  scimError(403, 'no'),
  scimError(404, 'no'),
  scimError(429, 'no'),
  scimError(500, 'no'),
  html(502, 'Bad Gateway'),
  json(200, {}),
  unanswered,
])('%j is an answer at once', (result) => {
  oracle.script = [result];
  expect(call()).toEqual(result);
  expect(tokensUsed()).toHaveLength(1);
});

test('after a 401 anything but another 401 counts, also no answer', () => {
  oracle.script = [unauthorized, unanswered];
  expect(call()).toEqual(unanswered);
});

test('without a token there is no call', () => {
  oracle.tokenScript = [oauthError(401, 'invalid_client', 'No.')];
  expect(call()).toEqual({
    kind: 'noToken',
    failure: { class: 'configuration', reason: 'token: HTTP 401: No.', status: 401 },
  });
  expect(tokensUsed()).toEqual([]);
});

test('a 401 and then no new token: the reason is that of the token', () => {
  oracle.script = [unauthorized];
  oracle.known = { value: 'stale', askedAt: 0, useUntil: Infinity };
  oracle.tokenScript = [unanswered];
  expect(call()).toMatchObject({ kind: 'noToken', failure: { class: 'transient' } });
});

describe('a 403', () => {
  const forbidden = scimError(403, 'Not authorized.');

  test('to a token of before is tried once more with a new one, which knows the roles of now', () => {
    oracle.script = [json(200, {}), forbidden, json(200, { id: '1' })];
    call();
    oracle.milliseconds += 60_000;
    expect(call()).toMatchObject({ kind: 'answer', status: 200 });
    expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  test('to a young token is an answer, and so is a second one', () => {
    oracle.script = [forbidden, forbidden, forbidden];
    expect(call()).toMatchObject({ status: 403 });
    oracle.milliseconds += 60_000;
    expect(call()).toMatchObject({ status: 403 });
    expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });
});

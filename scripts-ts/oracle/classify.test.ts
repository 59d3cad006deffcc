import { classify, isUnanswered, type Operation } from './classify';
import type { FailureClass } from '../sync/failure';
import { answer, html, json, oauthError, scimError, unanswered, unsent, untrusted } from './testing/answers';
import type { HttpResult } from './transport';

const policy = 'error.identity.passwordmgmt.pwdpolicyViolation';
const tooMany = 'error.common.ratelimiting.stripe.toomanyrequests';
const scim = 'application/scim+json';

/** `personal`: a configuration failure that may be of this user only. */
type Row = [Operation, HttpResult, FailureClass | 'personal', words: string];

describe('no answer', () => {
  test.each<Row>([
    ['token', unsent, 'transient', 'token: ConnectException: refused'],
    ['search', unsent, 'transient', 'search: ConnectException: refused'],
    ['create', unsent, 'transient', 'create: ConnectException: refused'],
    ['read', unsent, 'transient', 'read: ConnectException: refused'],
    ['password', unsent, 'transient', 'password: ConnectException: refused'],
    ['token', untrusted, 'configuration', 'token: SSLHandshakeException: host'],
    ['password', untrusted, 'configuration', 'password: SSLHandshakeException: host'],
    ['token', unanswered, 'transient', 'token: HttpTimeoutException: request timed out'],
    ['search', unanswered, 'transient', 'search: HttpTimeoutException: request timed out'],
    ['create', unanswered, 'transient', 'create: HttpTimeoutException: request timed out'],
    ['read', unanswered, 'transient', 'read: HttpTimeoutException: request timed out'],
    ['password', unanswered, 'ambiguous', 'password: HttpTimeoutException: request timed out'],
  ])('%s %j is %s', (operation, result, expected, reason) => {
    expect(classify(operation, result)).toStrictEqual({ class: expected, reason });
  });
});

test('a request that was kept back tells when it may go, in whole seconds', () => {
  const result: HttpResult = { kind: 'limited', reason: 'the limit is reached', freeAfterMs: 1200 };
  expect(classify('password', result)).toStrictEqual({
    class: 'throttled',
    reason: 'password: the limit is reached',
    freeAfterSeconds: 2,
  });
});

describe('what the original has words for', () => {
  test.each<[what: string, Operation, HttpResult, FailureClass]>([
    [
      'policy mismatch',
      'password',
      scimError(400, 'Password does not meet complexity requirements', policy),
      'rejected',
    ],
    ['time-out', 'search', { kind: 'unanswered', reason: 'Connection timeout after 30000ms' }, 'transient'],
    [
      'time-out of a password',
      'password',
      { kind: 'unanswered', reason: 'Connection timeout after 30000ms' },
      'ambiguous',
    ],
    ['expired token, a second time', 'search', scimError(401, 'The access token expired'), 'configuration'],
    ['user not found', 'password', scimError(404, 'User not found in IDCS'), 'unknownUser'],
  ])('%s', (_what, operation, result, expected) => {
    expect(classify(operation, result).class).toBe(expected);
  });
});

describe('an answer', () => {
  test.each<Row>([
    // Wrong for everybody: credentials, roles, the wrong address.
    [
      'token',
      oauthError(401, 'invalid_client', 'Client authentication failed.'),
      'configuration',
      'HTTP 401: Client authentication failed.',
    ],
    ['discovery', html(404, 'Not Found'), 'configuration', 'HTTP 404: Not Found (text/html)'],
    ['discovery', html(200, 'Sign in'), 'transient', 'HTTP 200: Sign in (text/html)'],
    ['token', oauthError(400, 'invalid_scope'), 'configuration', 'HTTP 400: invalid_scope'],
    ['token', oauthError(400, 'unsupported_grant_type'), 'configuration', 'HTTP 400: unsupported_grant_type'],
    [
      'token',
      oauthError(403, 'unauthorized_client', 'The app is not active.'),
      'configuration',
      'HTTP 403: The app is not active.',
    ],
    ['token', html(404, 'Not Found'), 'configuration', 'HTTP 404: Not Found (text/html)'],
    ['token', html(401, '401 Unauthorized'), 'configuration', 'HTTP 401: 401 Unauthorized (text/html)'],
    ['search', html(401, '401 Unauthorized'), 'configuration', 'HTTP 401: 401 Unauthorized (text/html)'],
    ['search', scimError(401, 'The token is expired.'), 'configuration', 'HTTP 401: The token is expired.'],
    ['search', scimError(403, 'Not authorized.'), 'configuration', 'HTTP 403: Not authorized.'],
    ['search', html(404, 'Not Found'), 'configuration', 'HTTP 404: Not Found (text/html)'],
    ['create', html(401, '401 Unauthorized'), 'configuration', 'HTTP 401: 401 Unauthorized (text/html)'],
    ['create', scimError(403, 'Not authorized.'), 'personal', 'HTTP 403: Not authorized.'],
    ['create', html(404, 'Not Found'), 'personal', 'HTTP 404: Not Found (text/html)'],
    ['read', scimError(403, 'Not authorized.'), 'personal', 'HTTP 403: Not authorized.'],
    ['password', html(401, '401 Unauthorized'), 'configuration', 'HTTP 401: 401 Unauthorized (text/html)'],
    ['password', scimError(403, 'Not authorized.'), 'personal', 'HTTP 403: Not authorized.'],
    // Too many: whatever was asked.
    ['token', scimError(429, 'Too many requests.', tooMany), 'throttled', `HTTP 429: Too many requests. (${tooMany})`],
    ['search', scimError(429, 'Too many requests.', tooMany), 'throttled', `HTTP 429: Too many requests. (${tooMany})`],
    ['create', scimError(429, 'Too many requests.'), 'throttled', 'HTTP 429: Too many requests.'],
    ['read', answer(429, '', ''), 'throttled', 'HTTP 429: empty (no content type)'],
    [
      'password',
      scimError(429, 'Too many requests.', tooMany),
      'throttled',
      `HTTP 429: Too many requests. (${tooMany})`,
    ],
    // Oracle in trouble, or what stands in front of it.
    ['token', html(502, '502 Bad Gateway'), 'transient', 'HTTP 502: 502 Bad Gateway (text/html)'],
    ['search', html(502, '502 Bad Gateway'), 'transient', 'HTTP 502: 502 Bad Gateway (text/html)'],
    ['create', scimError(500, 'An internal error.'), 'transient', 'HTTP 500: An internal error.'],
    ['read', scimError(503, 'Unavailable.'), 'transient', 'HTTP 503: Unavailable.'],
    ['password', scimError(503, 'Unavailable.'), 'ambiguous', 'HTTP 503: Unavailable.'],
    ['password', html(504, 'Gateway Timeout'), 'ambiguous', 'HTTP 504: Gateway Timeout (text/html)'],
    ['password', answer(500, '', 'text/plain'), 'ambiguous', 'HTTP 500: empty (text/plain)'],
    ['password', answer(408, 'timed out', 'text/plain'), 'ambiguous', 'HTTP 408: not what was expected (text/plain)'],
    ['search', answer(302, '', ''), 'transient', 'HTTP 302: empty (no content type)'],
    // A success that is none.
    ['token', html(200, 'Sign in'), 'transient', 'HTTP 200: Sign in (text/html)'],
    ['token', json(200, { token_type: 'Bearer' }), 'transient', `HTTP 200: not what was expected (${scim})`],
    ['search', answer(200, '{"totalResults":', scim), 'transient', `HTTP 200: not what was expected (${scim})`],
    ['search', answer(200, '', scim), 'transient', `HTTP 200: empty (${scim})`],
    ['search', answer(200, 'null', scim), 'transient', `HTTP 200: not what was expected (${scim})`],
    ['create', answer(201, '{"id":"1', scim), 'transient', `HTTP 201: not what was expected (${scim})`],
    ['read', answer(200, '"text"', scim), 'transient', `HTTP 200: not what was expected (${scim})`],
    ['password', html(200, 'Sign in'), 'ambiguous', 'HTTP 200: Sign in (text/html)'],
    ['password', answer(200, '', scim), 'ambiguous', `HTTP 200: empty (${scim})`],
    ['password', answer(415, '', scim), 'personal', `HTTP 415: empty (${scim})`],
    // About this user, or this password.
    ['create', scimError(409, 'User anna exists.'), 'transient', 'HTTP 409: User anna exists.'],
    [
      'create',
      scimError(400, 'No primary email.', 'error.identity.user.primaryEmailNotSpecified'),
      'unknownUser',
      'HTTP 400: No primary email. (error.identity.user.primaryEmailNotSpecified)',
    ],
    [
      'create',
      scimError(400, 'Missing: name.', 'error.common.validation.missingReqAttributes'),
      'unknownUser',
      'HTTP 400: Missing: name. (error.common.validation.missingReqAttributes)',
    ],
    [
      'create',
      scimError(400, 'No such group.', 'error.common.validation.invalidReferenceResource'),
      'unknownUser',
      'HTTP 400: No such group. (error.common.validation.invalidReferenceResource)',
    ],
    ['search', scimError(400, 'Invalid filter.'), 'unknownUser', 'HTTP 400: Invalid filter.'],
    ['read', scimError(404, 'User 1 does not exist.'), 'unknownUser', 'HTTP 404: User 1 does not exist.'],
    ['password', scimError(404, 'User 1 does not exist.'), 'unknownUser', 'HTTP 404: User 1 does not exist.'],
    ['password', scimError(400, 'Too weak.', policy), 'rejected', `HTTP 400: Too weak. (${policy})`],
    [
      'password',
      scimError(400, 'Not a hash.', 'error.common.validation.invalidHash'),
      'rejected',
      'HTTP 400: Not a hash. (error.common.validation.invalidHash)',
    ],
    [
      'password',
      scimError(400, 'Missing: password.', 'error.common.validation.missingReqAttributes'),
      'rejected',
      'HTTP 400: Missing: password. (error.common.validation.missingReqAttributes)',
    ],
    [
      'password',
      answer(400, '<h1>Bad Request</h1>', 'text/html'),
      'rejected',
      'HTTP 400: not what was expected (text/html)',
    ],
    ['password', json(400, { detail: 7, error: ['x'] }), 'rejected', `HTTP 400: not what was expected (${scim})`],
  ])('%s: %j is %s', (operation, result, expected, words) => {
    expect(classify(operation, result)).toEqual({
      class: expected === 'personal' ? 'configuration' : expected,
      reason: `${operation}: ${words}`,
      status: (result as { status: number }).status,
      ...(expected === 'personal' && { personal: true }),
    });
  });
});

test("Oracle's request id goes along where there is one", () => {
  const refused = { ...scimError(400, 'Too weak.', policy), requestId: 'opc-1' };
  expect(classify('password', refused)).toMatchObject({ requestId: 'opc-1', status: 400 });
  expect(classify('password', scimError(400, 'Too weak.', policy))).not.toHaveProperty('requestId');
});

test.each([
  ['a page', html(500, 'x'.repeat(10_000))],
  ['an error', scimError(500, 'x'.repeat(10_000))],
])('%s is quoted up to a length that a record can bear', (_what, long) => {
  expect(classify('search', long).reason.length).toBeLessThan(400);
});

test('nothing of a page but its title is quoted: the rest may repeat what was sent', () => {
  const echo = answer(500, '<title>Oops</title><pre>Canary-1</pre>', 'text/html');
  expect(classify('password', echo).reason).toBe('password: HTTP 500: Oops (text/html)');
  expect(classify('password', answer(500, 'Canary-1', 'text/plain')).reason).not.toContain('Canary-1');
});

test.each([
  ['an error', (words: string) => scimError(400, words, policy)],
  ['a page', (words: string) => html(400, words)],
])('a password is struck out of %s, also where it is cut', (_what, refuse) => {
  const secret = 'Canary-"1"&<x>';
  const quoted = refuse(`${'x'.repeat(295)}${secret}`);
  const { reason } = classify('password', quoted, secret);
  expect(reason).not.toMatch(/Can/);
  const escaped = html(400, 'Not allowed: Canary-&quot;1&quot;&amp;&lt;x&gt;');
  expect(classify('password', escaped, secret).reason).toBe('password: HTTP 400: Not allowed: *** (text/html)');
});

test.each<[boolean, HttpResult]>([
  [true, unanswered],
  [true, html(504, 'Gateway Timeout')],
  [true, html(408, 'Request Timeout')],
  [false, html(502, 'Bad Gateway')],
  [false, scimError(500, 'An internal error.')],
  [false, scimError(429, 'Slow down.')],
  [false, html(200, 'Sign in')],
  [false, unsent],
  [false, untrusted],
])('Oracle may still be at it: %s, after %j', (isAtIt, result) => {
  expect(isUnanswered(result)).toBe(isAtIt);
});

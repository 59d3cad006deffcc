import fc from 'fast-check';
import { answer, html, json, oauthError, token, unanswered } from './testing/answers';
import { Oracle, settings } from './testing/oracle';
import { accessToken, type AccessToken } from './token';

let oracle: Oracle;
beforeEach(() => {
  oracle = new Oracle();
});

const HOUR = 3_600_000;

function ask(refused: AccessToken | null = null): string {
  const result = accessToken(oracle, settings, refused);
  return result.kind === 'token' ? result.token.value : `${result.failure.class}: ${result.failure.reason}`;
}

test('asks as RFC 6749, 4.4 and Oracle say', () => {
  ask();
  expect(oracle.requests).toEqual([
    {
      method: 'POST',
      url: 'https://idcs-1.identity.oraclecloud.com/oauth2/v1/token',
      headers: {
        Authorization: `Basic ${Buffer.from('client:secret').toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
        Accept: 'application/json',
      },
      body: 'grant_type=client_credentials&scope=urn%3Aopc%3Aidm%3A__myscopes__',
    },
  ]);
});

describe('credentials', () => {
  const sentFor = (clientId: string, secret: string): string[] => {
    oracle.secret = secret;
    oracle.known = null;
    accessToken(oracle, { ...settings, clientId }, null);
    const basic = oracle.requests.at(-1)!.headers.Authorization!.replace(/^Basic /, '');
    return Buffer.from(basic, 'base64').toString('utf8').split(':');
  };

  test('are URL-encoded before they are put together (RFC 6749, 2.3.1)', () => {
    expect(sentFor('a:b', 'p%+&=/ é')).toEqual(['a%3Ab', 'p%25%2B%26%3D%2F%20%C3%A9']);
  });

  test('come out as they were, whatever stands in them', () => {
    const decoded = (encoded = ''): string | null => new URLSearchParams(`x=${encoded}`).get('x');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (clientId, secret) => {
        expect(sentFor(clientId, secret).map(decoded)).toEqual([clientId, secret]);
      }),
    );
  });

  test('are read only when a token is fetched', () => {
    ask();
    ask();
    expect(oracle.secretsRead).toBe(1);
  });
});

describe('the cache', () => {
  test('gives a token until the buffer before its end, and asks nobody', () => {
    expect(ask()).toBe('token-1');
    oracle.milliseconds += HOUR - 300_000 - 1;
    expect(ask()).toBe('token-1');
    expect([oracle.requests.length, oracle.refreshes]).toEqual([1, 1]);
    oracle.milliseconds += 1;
    expect(ask()).toBe('token-2');
  });

  test('counts from the moment of asking, not of the answer', () => {
    oracle.tokenScript = [
      () => {
        oracle.milliseconds += 5000;
        return token('slow');
      },
    ];
    ask();
    expect(oracle.known).toEqual({
      value: 'slow',
      askedAt: oracle.milliseconds - 5000,
      useUntil: oracle.milliseconds - 5000 + HOUR - 300_000,
    });
  });

  test.each([
    [60, 30],
    [599, 299.5],
    [600, 300],
    [601, 301],
    [31_536_000, 31_535_700],
    [0, 0],
  ])('a token of %d s is used for %d s', (lifetime, used) => {
    oracle.tokenScript = [token('short', lifetime)];
    const start = oracle.milliseconds;
    expect(ask()).toBe('short');
    expect(oracle.known).toEqual({ value: 'short', askedAt: start, useUntil: start + used * 1000 });
  });

  test.each([undefined, null, '3600', 'soon'])('a lifetime of %j is taken for an hour', (lifetime) => {
    oracle.tokenScript = [token('odd', lifetime)];
    const start = oracle.milliseconds;
    ask();
    expect(oracle.known?.useUntil).toBe(start + HOUR - 300_000);
  });
});

describe('a token that was refused', () => {
  test('is not used again, whatever its time', () => {
    ask();
    expect(ask(oracle.known)).toBe('token-2');
    expect(ask()).toBe('token-2');
  });

  test('and renewed by somebody else meanwhile is not fetched again', () => {
    ask();
    const refused = oracle.known;
    oracle.known = { value: 'of another', askedAt: 0, useUntil: oracle.milliseconds + 1 };
    expect(ask(refused)).toBe('of another');
    expect(oracle.requests).toHaveLength(1);
  });
});

test('one refresh at a time: whoever waited takes the token that the other has fetched', () => {
  const { exclusively } = oracle.store;
  oracle.store.exclusively = (refresh) => {
    oracle.known = { value: 'of another', askedAt: 0, useUntil: oracle.milliseconds + 1000 };
    return exclusively(refresh);
  };
  expect(ask()).toBe('of another');
  expect([oracle.requests.length, oracle.secretsRead]).toEqual([0, 0]);
});

test('whoever waited and finds the token that was refused, fetches', () => {
  const refused = { value: 'stale', askedAt: 0, useUntil: oracle.milliseconds + 1000 };
  oracle.store.exclusively = (refresh) => {
    oracle.known = refused;
    return refresh();
  };
  expect(ask(refused)).toBe('token-1');
});

describe('no token', () => {
  test.each([
    ['refused', oauthError(401, 'invalid_client', 'No.'), 'configuration: token: HTTP 401: No.'],
    ['throttled', answer(429, '', ''), 'throttled: token: HTTP 429: empty (no content type)'],
    ['a page', html(200, 'Sign in'), 'transient: token: HTTP 200: Sign in (text/html)'],
    [
      'cut short',
      answer(200, '{"access_token":"ey', 'application/json'),
      'transient: token: HTTP 200: not what was expected (application/json)',
    ],
    ['without one', json(200, {}), 'transient: token: HTTP 200: not what was expected (application/scim+json)'],
    [
      'a number',
      json(200, { access_token: 7 }),
      'transient: token: HTTP 200: not what was expected (application/scim+json)',
    ],
    [
      'a 201',
      json(201, { access_token: 'x' }),
      'transient: token: HTTP 201: not what was expected (application/scim+json)',
    ],
    ['no answer', unanswered, 'transient: token: HttpTimeoutException: request timed out'],
  ])('%s: the reason, nothing kept, and the next one asks again', (_what, result, reason) => {
    oracle.tokenScript = [result];
    expect(ask()).toBe(reason);
    expect(oracle.known).toBeNull();
    expect(ask()).toBe('token-1');
  });

  test('is told without the secret', () => {
    oracle.secret = 'Canary-1';
    oracle.tokenScript = [oauthError(401, 'invalid_client')];
    expect(ask()).not.toContain('Canary-1');
  });
});

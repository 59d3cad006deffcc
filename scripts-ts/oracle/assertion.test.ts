/** Tokens by a signed assertion (RFC 7523), and the endpoint that a domain names. */
import { createVerify, generateKeyPairSync, sign } from 'node:crypto';
import { discoverEndpoint } from './discovery';
import { html, json } from './testing/answers';
import { Oracle, settings } from './testing/oracle';
import { accessToken } from './token';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let oracle: Oracle;
beforeEach(() => {
  oracle = new Oracle();
});

const ask = (changes: Partial<typeof settings> = {}) => accessToken(oracle, { ...settings, ...changes }, null);
const form = () => new URLSearchParams(oracle.requests.at(-1)!.body!);
const partOf = (text: string | undefined): unknown =>
  JSON.parse(Buffer.from(String(text), 'base64url').toString('utf8')) as unknown;

describe('an assertion', () => {
  beforeEach(() => {
    oracle.credentials = {
      kind: 'assertion',
      keyId: 'idm "1" é',
      sign: (text) => sign('sha256', Buffer.from(text, 'ascii'), privateKey).toString('base64url'),
    };
  });

  test('takes the place of the secret, under the alias of its certificate', () => {
    expect(ask({ clientId: 'client&1' })).toMatchObject({ kind: 'token' });
    expect(oracle.requests[0]!.headers).not.toHaveProperty('Authorization');
    const { client_assertion: assertion, ...rest } = Object.fromEntries(form());
    expect(rest).toEqual({
      grant_type: 'client_credentials',
      scope: 'urn:opc:idm:__myscopes__',
      client_id: 'client&1',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    const [header, claims, signature] = String(assertion).split('.');
    expect(partOf(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'idm "1" é' });
    const now = oracle.milliseconds / 1000;
    expect(partOf(claims)).toEqual({
      iss: 'client&1',
      sub: 'client&1',
      aud: ['https://identity.oraclecloud.com/', settings.baseUrl, `${settings.baseUrl}/`],
      iat: now,
      exp: now + 300,
      jti: 'nonce-1',
    });
    expect(
      createVerify('RSA-SHA256').update(`${header}.${claims}`).verify(publicKey, String(signature), 'base64url'),
    ).toBe(true);
  });

  test('is signed anew for each token', () => {
    ask();
    oracle.known = null;
    ask();
    const ids = oracle.requests.map(({ body }) =>
      partOf(new URLSearchParams(body).get('client_assertion')!.split('.')[1]),
    );
    expect(ids).toMatchObject([{ jti: 'nonce-1' }, { jti: 'nonce-2' }]);
  });

  test('that can not be signed is a matter of configuration, and nothing is sent', () => {
    oracle.credentials = {
      kind: 'assertion',
      keyId: 'idm',
      sign() {
        throw new Error('there is no key');
      },
    };
    expect(ask()).toEqual({
      kind: 'failed',
      failure: { class: 'configuration', reason: "token: the assertion can't be signed: Error: there is no key" },
    });
    expect(oracle.requests).toEqual([]);
  });
});

test('a refresh that another delivery is still at ends nobody: the next try finds its token', () => {
  const busy = { ...oracle, store: { ...oracle.store, exclusively: () => null } };
  expect(accessToken(busy, settings, null)).toMatchObject({ kind: 'failed', failure: { class: 'transient' } });
});

describe('the token endpoint that a domain names', () => {
  const configuration = (token_endpoint: unknown) => json(200, { 'openid-configuration': { token_endpoint } });
  const discovered = (base = settings.baseUrl) => discoverEndpoint(oracle.transport, base);

  test('is asked for where the settings say so', () => {
    oracle.script = [configuration('https://secure.identity.oraclecloud.com/oauth2/v1/token')];
    expect(ask({ tokenEndpoint: 'discovered' })).toMatchObject({ kind: 'token' });
    expect(oracle.requests.map(({ url }) => url)).toEqual([
      `${settings.baseUrl}/.well-known/idcs-configuration`,
      'https://secure.identity.oraclecloud.com/oauth2/v1/token',
    ]);
    expect(oracle.requests[0]!.headers).toEqual({ Accept: 'application/json' });
  });

  test.each([
    'https://oraclecloud.com.evil.example/oauth2/v1/token',
    'http://idcs-1.identity.oraclecloud.com/oauth2/v1/token',
    'https://evil.example/identity.oraclecloud.com/oauth2/v1/token',
    'https://user@evil.example/oauth2/v1/token',
    'https://idcs-1.identity.oraclecloud.com@evil.example/oauth2/v1/token',
    '/oauth2/v1/token',
  ])('gets no credentials when it is %s', (endpoint) => {
    oracle.script = [configuration(endpoint)];
    expect(ask({ tokenEndpoint: 'discovered' })).toMatchObject({ failure: { class: 'configuration' } });
    expect(oracle.requests).toHaveLength(1);
  });

  test('of an address is that address', () => {
    oracle.script = [configuration('http://127.0.0.1:1/oauth2/v1/token'), configuration('http://127.9.0.1:1/token')];
    expect(discovered('http://127.0.0.1:8765')).toMatchObject({ kind: 'endpoint' });
    expect(discovered('http://127.0.0.1:8765')).toMatchObject({ kind: 'failed' });
  });

  test.each([
    [json(200, {}), 'transient'],
    [configuration(7), 'transient'],
    [html(200, 'Sign in'), 'transient'],
    [html(404, 'Not Found'), 'configuration'],
  ])('fails with %j as %s', (answer, expected) => {
    oracle.script = [answer];
    expect(discovered()).toMatchObject({ kind: 'failed', failure: { class: expected } });
  });
});

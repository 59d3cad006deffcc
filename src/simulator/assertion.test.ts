import { createHash, createPublicKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import type { JsonObject } from './json';
import { testCertificate } from './test-certificate';
import { TestClient, type Reply } from './test-client';

const now = Date.parse('2025-01-01T00:00:00Z');
const exp = now / 1000 + 60;
const own = testCertificate({ name: 'app', kind: 'rsa' });
const other = testCertificate({ name: 'other', kind: 'rsa' });
const thumbprint = (algorithm: string) =>
  createHash(algorithm).update(new X509Certificate(own.cert).raw).digest('base64url');
let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ clock: () => now, app: { certificates: [{ alias: 'first', pem: own.cert }] } });
});
afterAll(() => client.simulator.close());
beforeEach(() => client.control.reset());

interface Changes {
  header?: JsonObject;
  claims?: JsonObject;
  key?: KeyObject;
}

function assertion({ header = { kid: 'first' }, claims = {}, key = own.privateKey }: Changes = {}): string {
  const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const subject = { iss: 'simulator-client', sub: 'simulator-client', aud: client.simulator.url, exp };
  const text = `${part({ alg: 'RS256', typ: 'JWT', ...header })}.${part({ ...subject, ...claims })}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

function ask(client_assertion: string, more: Record<string, string> = {}, headers = {}): Promise<Reply> {
  const form = {
    grant_type: 'client_credentials',
    scope: 'urn:opc:idm:__myscopes__',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    ...more,
  };
  return client.fetch('POST', '/oauth2/v1/token', { headers, body: new URLSearchParams(form) });
}

test('gets a token that opens what the secret opens', async () => {
  const { status, json } = await ask(assertion(), { client_id: 'simulator-client' });
  expect(status).toBe(200);
  const headers = { Authorization: `Bearer ${String(json.access_token)}` };
  expect((await client.fetch('GET', '/admin/v1/Users', { headers })).status).toBe(200);
});

test.each<[string, () => Changes]>([
  ['the thumbprint of the certificate', () => ({ header: { x5t: thumbprint('sha1') } })],
  ['its SHA-256 thumbprint', () => ({ header: { 'x5t#S256': thumbprint('sha256') } })],
  ['the domain with a slash', () => ({ claims: { aud: `${client.simulator.url}/` } })],
  ['the issuer of all domains', () => ({ claims: { aud: 'https://identity.oraclecloud.com/' } })],
  ['one of several audiences', () => ({ claims: { aud: ['https://elsewhere.example', client.simulator.url] } })],
])('names %s', async (_, changes) => {
  expect((await ask(assertion(changes()))).status).toBe(200);
});

test('names the domain by the host that it was asked at', async () => {
  const url = `http://localhost:${client.simulator.port}`;
  const form = {
    grant_type: 'client_credentials',
    scope: 'urn:opc:idm:__myscopes__',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion({ claims: { aud: url } }),
  };
  expect((await ask(form.client_assertion)).status).toBe(401);
  expect((await fetch(`${url}/oauth2/v1/token`, { method: 'POST', body: new URLSearchParams(form) })).status).toBe(200);
});

test.each<[string, Changes]>([
  ['is not signed with RS256', { header: { kid: 'first', alg: 'none' } }],
  ['is not signed with RS256', { header: { kid: 'first', alg: 'RS512' } }],
  ['is not signed with RS256', { header: { kid: 'first', alg: 'HS256' } }],
  ['names no certificate', { header: { kid: 'second' } }],
  ['names no certificate', { header: {} }],
  ['signature of the assertion is wrong', { key: other.privateKey }],
  ['iss and sub', { claims: { iss: 'somebody' } }],
  ['iss and sub', { claims: { sub: undefined } }],
  ['aud names neither', { claims: { aud: 'https://elsewhere.example' } }],
  ['aud names neither', { claims: { aud: '' } }],
  ['has expired', { claims: { exp: now / 1000 } }],
  ['has expired', { claims: { exp: undefined } }],
])('401 invalid_client: %s, which only the log says', async (reason, changes) => {
  const reply = await ask(assertion(changes));
  expect([reply.status, reply.json]).toEqual([
    401,
    { error: 'invalid_client', error_description: 'Client authentication failed.' },
  ]);
  expect((await client.control.requests()).at(-1)?.reason).toMatch(reason);
});

test('what is no JWT, of another type or for another client is refused as well', async () => {
  expect((await ask('no.jwt')).status).toBe(401);
  expect((await ask(`${assertion()}.more`)).status).toBe(401);
  expect((await ask(assertion(), { client_assertion_type: 'saml' })).status).toBe(401);
  expect((await ask(assertion(), { client_id: 'somebody' })).status).toBe(401);
});

test('a client that proves itself twice is refused', async () => {
  const basic = Buffer.from('simulator-client:simulator-secret').toString('base64');
  const reply = await ask(assertion(), {}, { Authorization: `Basic ${basic}` });
  expect([reply.status, reply.json.error]).toEqual([400, 'invalid_request']);
});

test('a jti is good for once', async () => {
  expect((await ask(assertion({ claims: { jti: 'one' } }))).status).toBe(200);
  expect((await ask(assertion({ claims: { jti: 'one' } }))).status).toBe(401);
  expect((await ask(assertion({ claims: { jti: 'two' } }))).status).toBe(200);
});

test('certificates are changed while it runs, a bare public key among them', async () => {
  const pem = createPublicKey(other.cert).export({ type: 'spki', format: 'pem' }).toString();
  const app = await client.steer('POST', 'app', { certificates: [{ alias: 'next', pem }] });
  expect(app.json).toMatchObject({ certificates: [{ alias: 'next', pem }] });
  expect((await ask(assertion())).status).toBe(401);
  expect((await ask(assertion({ header: { kid: 'next' }, key: other.privateKey }))).status).toBe(200);
});

test('neither a private key, an EC key, nor one alias for two is taken', async () => {
  const pems = [own.key, testCertificate({ name: 'ec' }).cert, 'x'];
  for (const pem of pems)
    expect((await client.steer('POST', 'app', { certificates: [{ alias: 'a', pem }] })).status).toBe(400);
  const twice = [own.cert, other.cert].map((pem) => ({ alias: 'a', pem }));
  expect((await client.steer('POST', 'app', { certificates: twice })).status).toBe(400);
});

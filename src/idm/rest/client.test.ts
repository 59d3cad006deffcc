import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { KnownFailure } from '../../environment/problem';
import { makeCertificate, storePassword } from '../../idcs/testing/certificates';
import { listening, refusedPort } from '../../idcs/testing/servers';
import { IdmClient } from './client';
import { fakeIdm, type FakeIdm, type Reply } from './testing/fake-idm';

const credentials = { kind: 'password', user: 'openidm-admin', password: 'p\u00e4ss w\u20acrd' } as const;

let idm: FakeIdm;
beforeEach(async () => {
  idm = await fakeIdm(300);
});
afterEach(() => idm.close());

async function failureOf(run: Promise<unknown>): Promise<{ code: string; file?: string; what: string; mend: string }> {
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KnownFailure)) throw error ?? new Error('it did not fail');
  expect(JSON.stringify(error.problems)).not.toMatch(/secret|p\u00e4ss/);
  return error.problems[0]!;
}

it('shows its credentials with each request, and makes no session', async () => {
  const client = new IdmClient(idm.base, credentials);
  expect(await client.ping()).toBe('ACTIVE_READY');
  expect(idm.asked[0]!.headers).toMatchObject({
    'x-openidm-username': 'openidm-admin',
    'x-openidm-password': "UTF-8''p%C3%A4ss%20w%E2%82%ACrd",
    'x-openidm-nosession': 'true',
  });
});

it('answers what says something of an object', async () => {
  expect(await idm.client.request({ method: 'GET', path: 'config/nothing' })).toMatchObject({ status: 404 });
  expect(await idm.client.read('config/nothing')).toBeUndefined();
});

const html = { status: 200, body: '<html>Log in</html>', type: 'text/html' };

it.each<[string, Reply, object]>([
  ['wrong credentials', { status: 401, body: { code: 401 } }, { code: 'idm-credentials' }],
  ['no administrator', { status: 403, body: { code: 403 } }, { code: 'idm-forbidden' }],
  ['a page', html, { code: 'not-an-idm' }],
  ['a page that is missing', { ...html, status: 404 }, { code: 'not-an-idm' }],
  [
    'a log-in',
    { ...html, status: 302 },
    { code: 'not-an-idm', what: expect.stringContaining('https://login.example.com to') },
  ],
  ['a page of a proxy', { ...html, status: 502 }, { code: 'not-an-idm' }],
  [
    'a failure',
    { status: 500, body: { code: 500, message: 'no meta-data' } },
    { code: 'idm-error', what: expect.stringContaining('500 to GET config/managed: no meta-data') },
  ],
  ['silence', 'silent', { code: 'idm-timeout' }],
  ['a cut connection', 'cut', { code: 'idm-unreachable' }],
])('tells %s apart', async (_, reply, problem) => {
  idm.intercept = () => reply;
  expect(await failureOf(idm.client.read('config/managed'))).toMatchObject({ file: idm.base, ...problem });
});

it('keeps no connection, and sends nothing twice', async () => {
  await idm.client.ping();
  idm.intercept = () => 'cut';
  await failureOf(idm.client.request({ method: 'PUT', path: 'config/custom/x', body: {} }));
  expect(idm.asked.map(({ method, headers }) => [method, headers.connection])).toEqual([
    ['GET', 'close'],
    ['PUT', 'close'],
  ]);
});

it('says what answers ping like no IDM', async () => {
  idm.intercept = () => ({ status: 200, body: {} });
  expect(await failureOf(idm.client.ping())).toMatchObject({ code: 'not-an-idm' });
});

it('says that nobody listens', async () => {
  const port = await refusedPort();
  const client = new IdmClient(`http://127.0.0.1:${port}/openidm`, credentials);
  expect(await failureOf(client.ping())).toMatchObject({
    code: 'idm-unreachable',
    what: expect.stringContaining('ECONNREFUSED'),
    mend: expect.stringContaining(`port ${port}`),
  });
});

it('says that a name is unknown', async () => {
  const client = new IdmClient('http://idm.invalid/openidm', credentials);
  expect(await failureOf(client.ping())).toMatchObject({
    code: 'idm-unreachable',
    mend: expect.stringContaining('idm.invalid'),
  });
});

describe('with TLS', () => {
  let folder: string;
  let close: () => void;
  let port: number;
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pwsync-rest-'));
    const { pfx } = await makeCertificate(folder, { name: 'idm', hosts: ['localhost'] });
    const server = https.createServer({ pfx, passphrase: storePassword }, (_, response) => response.end('{}'));
    ({ port, close } = await listening(server));
  });
  afterAll(() => {
    close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('names the variable for a certificate that nobody trusts', async () => {
    const client = new IdmClient(`https://127.0.0.1:${port}/openidm`, credentials);
    expect(await failureOf(client.ping())).toMatchObject({
      code: 'idm-unreachable',
      mend: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  it('says that the other side speaks no TLS', async () => {
    const client = new IdmClient(idm.base.replace('http:', 'https:'), credentials);
    expect(await failureOf(client.ping())).toMatchObject({
      code: 'idm-unreachable',
      mend: expect.stringContaining('8443'),
    });
  });
});

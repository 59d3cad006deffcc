/** The way to Oracle through an HTTP proxy, as `idcs.proxy` names it. */
import fs from 'node:fs';
import type { ProxyServer, Tls } from '../../scripts-ts/idm/settings-file';
import type { HttpResult } from '../../scripts-ts/oracle/transport';
import { temporaryFolder } from '../installation/bundle';
import { type Identity, makeIdentity, served } from '../transport/certificates';
import { Counterpart, deadPort, sends } from '../transport/counterpart';
import { type ProbedIdm, startIdm } from '../transport/idms';
import { Proxy, type ProxyOptions } from '../transport/proxy';

const folder = temporaryFolder('proxy');
const SECRET = 'Secret-of-the-proxy';
/** With a letter that two encodings write differently. */
const USER = 'zoë';
const credentials = `${USER}:${SECRET}`;
const basic = `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;

let identity: Identity;
let plain: Counterpart;
let secure: Counterpart;
const proxies: Proxy[] = [];

beforeAll(async () => {
  identity = makeIdentity(folder, 'server');
  plain = await Counterpart.http();
  secure = await Counterpart.https(served(identity));
});
beforeEach(() => {
  for (const oracle of [plain, secure]) oracle.answer(sends(200, 'application/json', '{"from":"Oracle"}'));
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
});
afterAll(async () => {
  await Promise.all([plain?.close(), secure?.close()]);
  fs.rmSync(folder, { recursive: true, force: true });
});

async function startProxy(options: ProxyOptions = {}): Promise<Proxy> {
  const proxy = await Proxy.start(options);
  proxies.push(proxy);
  return proxy;
}

function ask(idm: ProbedIdm, url: string, proxy: ProxyServer): Promise<HttpResult> {
  const tls: Tls = { trust: 'pem', trustFile: identity.certificate };
  return idm.probe.exchange({ tls, proxy }, { method: 'GET', url, headers: { Authorization: 'Bearer token' } });
}

const answered = { kind: 'answer', status: 200, body: '{"from":"Oracle"}' };
const refused = (reason: RegExp) => ({
  kind: 'unsent',
  configuration: true,
  reason: expect.stringMatching(reason) as unknown,
});

describe('a JVM as it comes', () => {
  let idm: ProbedIdm;
  beforeAll(async () => {
    idm = await startIdm('core');
  });
  afterAll(() => idm?.stop());

  test('tunnels to an https server, whose certificate is checked, and shows the proxy nothing', async () => {
    const proxy = await startProxy();
    expect(await ask(idm, secure.url('/path', 'localhost'), proxy.address)).toMatchObject(answered);
    expect(proxy.asked).toEqual([{ method: 'CONNECT', target: `localhost:${secure.port}`, authorization: undefined }]);
    const another = await startProxy();
    const stranger = await Counterpart.https(served(makeIdentity(folder, 'stranger')));
    expect(await ask(idm, stranger.url('/', 'localhost'), another.address)).toMatchObject(refused(/SSLHandshake/));
    expect(stranger.seen).toEqual([]);
    await stranger.close();
  });

  test('sends user and password to a proxy that passes plain requests on', async () => {
    const proxy = await startProxy({ credentials });
    const named = { ...proxy.address, user: USER, password: SECRET };
    expect(await ask(idm, plain.url('/path'), named)).toMatchObject(answered);
    expect(proxy.asked).toEqual([{ method: 'GET', target: plain.url('/path'), authorization: basic }]);
    expect(plain.seen[0]!.headers).toMatchObject({ authorization: 'Bearer token' });
  });

  test('keeps them from a proxy that tunnels, and says what to do', async () => {
    const proxy = await startProxy({ credentials });
    const { host, port } = proxy.address;
    const result = await ask(idm, secure.url('/', 'localhost'), { host, port, user: USER, password: SECRET });
    expect(result).toEqual({
      kind: 'unsent',
      configuration: true,
      reason:
        `HTTP 407: the proxy ${host}:${port} asks for a user, and this JVM sends none for https: write the line ` +
        '"jdk.http.auth.tunneling.disabledSchemes=" into conf/system.properties, or start IDM with ' +
        '-Djdk.http.auth.tunneling.disabledSchemes=',
    });
    expect(proxy.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(secure.seen).toEqual([]);
  });

  test.each(['https', 'http'])('is refused by a proxy that asks for a user where none is named: %s', async (scheme) => {
    const proxy = await startProxy({ credentials });
    const url = scheme === 'https' ? secure.url('/', 'localhost') : plain.url('/');
    expect(await ask(idm, url, proxy.address)).toMatchObject(refused(/asks for a user, and idcs\.proxy\.user names/));
    expect([...secure.seen, ...plain.seen]).toEqual([]);
  });

  test.each([
    { status: 403, configuration: true },
    { status: 503, configuration: false },
  ])('is told HTTP $status in place of a tunnel', async ({ status, configuration }) => {
    const proxy = await startProxy({ refuseTunnels: status });
    expect(await ask(idm, secure.url('/', 'localhost'), proxy.address)).toEqual({
      kind: 'unsent',
      configuration,
      reason: `the proxy gave no tunnel: HTTP ${status}`,
    });
  });

  test('finds no proxy', async () => {
    const proxy = { host: '127.0.0.1', port: await deadPort() };
    expect(await ask(idm, secure.url('/'), proxy)).toMatchObject({ kind: 'unsent', configuration: false });
  });
});

describe('a JVM that may send Basic credentials for a tunnel', () => {
  let idm: ProbedIdm;
  beforeAll(async () => {
    idm = await startIdm('core', { 'jdk.http.auth.tunneling.disabledSchemes': '' });
  });
  afterAll(() => idm?.stop());

  test('sends them to the proxy alone', async () => {
    const proxy = await startProxy({ credentials });
    const named = { ...proxy.address, user: USER, password: SECRET };
    expect(await ask(idm, secure.url('/', 'localhost'), named)).toMatchObject(answered);
    expect(proxy.asked).toEqual([{ method: 'CONNECT', target: `localhost:${secure.port}`, authorization: basic }]);
    expect(secure.seen[0]!.headers).toMatchObject({ authorization: 'Bearer token' });
    expect(secure.seen[0]!.headers).not.toHaveProperty('proxy-authorization');
  });

  test('is told that they are wrong, without them', async () => {
    const proxy = await startProxy({ credentials });
    const wrong = { ...proxy.address, user: USER, password: 'Wrong-secret' };
    const result = await ask(idm, secure.url('/', 'localhost'), wrong);
    expect(result).toMatchObject(refused(/refuses idcs\.proxy\.user or its password$/));
    expect(JSON.stringify(result)).not.toContain('Wrong-secret');
    expect(secure.seen).toEqual([]);
  });
});

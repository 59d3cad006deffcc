/** Each fault on the way to Oracle is named by the step that meets it, with the place where it is mended. */
import http from 'node:http';
import https from 'node:https';
import { removeTemporaryFolders, temporaryFolder } from '../../bundle/testing/folders';
import { makeCertificate, storePassword, type Certificate } from '../../idcs/testing/certificates';
import { connectProxy, listening, refusedPort, tlsFront, type TestServer } from '../../idcs/testing/servers';
import { startSimulator, type Simulator } from '../../simulator';
import { buildDoctor, canary, checkUp, removeDoctor } from '../testing/command';

let simulator: Simulator;
let localhost: Certificate;
let other: Certificate;
const folder = temporaryFolder();
const open: TestServer[] = [];

const all = ['settings', 'name', 'connect', 'tls', 'clock', 'token', 'role', 'look-up', 'policy', 'password'];
const after = (id: string) => all.slice(all.indexOf(id) + 1);
const forAlice = ['--user', 'alice'];

beforeAll(async () => {
  buildDoctor();
  [localhost, other] = await Promise.all([
    makeCertificate(folder, { name: 'localhost', hosts: ['localhost'] }),
    makeCertificate(folder, { name: 'other', hosts: ['other.example'] }),
  ]);
});
beforeEach(async () => {
  simulator = await startSimulator({ clientSecret: canary });
  simulator.control.addUser({ userName: 'alice' });
});
afterEach(async () => {
  open.splice(0).forEach((server) => server.close());
  await simulator.close();
});
afterAll(() => {
  removeDoctor();
  removeTemporaryFolders();
});

async function serve(server: http.Server | https.Server): Promise<number> {
  const opened = await listening(server);
  open.push(opened);
  return opened.port;
}

const trusting = (trustFile: string) => ({ tls: { trust: 'pem', trustFile } });

describe('the network', () => {
  it('a host name that has no address', async () => {
    const { ids, step } = await checkUp('https://no-such-domain.invalid');
    expect(ids.failed).toEqual(['name']);
    expect(ids.skipped).toEqual(after('name'));
    expect(step('name').what).toMatch(/no-such-domain\.invalid has no address: \w+/);
    expect(step('name').mend).toMatch('Domain URL in Identity & Security > Domains');
    expect(step('password').what).toBe('needs "Name resolution", which failed');
  });

  it('a port where nobody listens', async () => {
    const port = await refusedPort();
    const { ids, step } = await checkUp(`https://localhost:${port}`);
    expect(ids.failed).toEqual(['connect']);
    expect(ids.skipped).toEqual(after('connect'));
    expect(step('connect')).toMatchObject({
      what: expect.stringMatching(`localhost:${port} can't be reached: ECONNREFUSED`),
      mend: expect.stringMatching(/firewall.*idcs\.proxy/),
    });
  });

  it('a proxy that wants a login, and one that is not there', async () => {
    const proxy = { host: '127.0.0.1', port: await serve(connectProxy([], 'me:other')) };
    const refused = await checkUp('https://idcs-1.example.com', { idcs: { proxy } });
    expect(refused.ids.failed).toEqual(['connect']);
    expect(refused.step('connect')).toMatchObject({
      what: expect.stringMatching('407'),
      mend: expect.stringMatching('idcs.proxy.user'),
    });

    const away = await checkUp('https://idcs-1.example.com', {
      idcs: { proxy: { ...proxy, port: await refusedPort() } },
    });
    expect(away.ids.failed).toEqual(['connect']);
    expect(away.step('connect').mend).toMatch(/Compare idcs\.proxy.*CONNECT to idcs-1\.example\.com:443/);
  });
});

describe('TLS', () => {
  it('a certificate that is not trusted', async () => {
    const port = await serve(https.createServer({ pfx: localhost.pfx, passphrase: storePassword }));
    const { ids, step } = await checkUp(`https://localhost:${port}`);
    expect(ids.failed).toEqual(['tls']);
    expect(ids.skipped).toEqual(after('tls'));
    expect(step('tls')).toMatchObject({
      what: expect.stringMatching(/certificate of localhost by localhost is not trusted: \w*SELF_SIGNED/),
      mend: expect.stringMatching(/"trust": "pem"/),
    });
  });

  it('a certificate for another host', async () => {
    const port = await serve(https.createServer({ pfx: other.pfx, passphrase: storePassword }));
    const { ids, step } = await checkUp(`https://localhost:${port}`, { idcs: trusting(other.pemFile) });
    expect(ids.failed).toEqual(['tls']);
    expect(ids.skipped).toEqual(after('tls'));
    expect(step('tls')).toMatchObject({
      what: expect.stringMatching('certificate of other by other does not hold for the host name localhost'),
      mend: expect.stringMatching('Domain URL'),
    });
  });

  it('a server that speaks no TLS', async () => {
    const { ids, step } = await checkUp(`https://localhost:${simulator.port}`);
    expect(ids.failed).toEqual(['tls']);
    expect(step('tls').what).toMatch(/no TLS with localhost: (ERR_SSL|EPROTO)/);
  });
});

it('clocks that disagree, and all that does not need them is still tried', async () => {
  await simulator.close();
  simulator = await startSimulator({ clientSecret: canary, clock: () => Date.now() + 3_600_000 });
  const { ids, step } = await checkUp(simulator.url);
  expect(ids.failed).toEqual(['clock']);
  expect(step('clock')).toMatchObject({
    what: expect.stringMatching(/Oracle's clock is 3(599|600|601) s ahead/),
    mend: expect.stringMatching('NTP'),
  });
  expect(ids.passed).toContain('look-up');
});

describe('the application', () => {
  it('a wrong secret', async () => {
    const { ids, step } = await checkUp(simulator.url, { env: { IDCS_CLIENT_SECRET: `${canary}-wrong` } });
    expect(ids.failed).toEqual(['token']);
    expect(ids.skipped).toEqual(['tls', ...after('token')]);
    expect(step('token')).toMatchObject({
      what: expect.stringMatching(/^HTTP 401: \w/),
      mend: expect.stringMatching('Integrated applications > your application > OAuth configuration'),
      requestId: expect.stringMatching(/^\w{32}$/),
    });
  });

  it('that is not active', async () => {
    simulator.control.setApp({ active: false });
    const { ids, step } = await checkUp(simulator.url);
    expect(ids.failed).toEqual(['token']);
    expect(step('token').mend).toMatch('Integrated applications > your application > Actions > Activate');
  });

  it('without a grant type', async () => {
    simulator.control.setFaults([{ kind: 'forbidden', operation: 'token' }]);
    const { step } = await checkUp(simulator.url);
    expect(step('token').mend).toMatch('grant type Client credentials');
  });

  it('without the app role, or with a scope that gives nothing', async () => {
    const scoped = await checkUp(simulator.url, { idcs: { scope: 'urn:opc:idm:other' } });
    expect(scoped.ids.failed).toEqual(['role']);
    expect(scoped.ids.skipped).toEqual(['tls', ...after('role')]);
    expect(scoped.step('role')).toMatchObject({
      what: expect.stringMatching('HTTP 403: the application may not search for users'),
      mend: expect.stringMatching(/User Manager: .*OAuth configuration.*Add app roles.*__myscopes__/),
      requestId: expect.stringMatching(/^\w{32}$/),
    });

    simulator.control.setApp({ roles: [], missingRoleStatus: 401 });
    expect((await checkUp(simulator.url)).ids.failed).toEqual(['role']);
  });

  it('whose assertion is signed with another key', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keys = temporaryFolder({ 'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }) as string });
    simulator.control.setApp({ certificates: [{ alias: 'sync', pem: localhost.pem }] });
    const assertion = { keyId: 'sync', pemFile: 'key.pem' };
    const { ids, step } = await checkUp(simulator.url, {
      idcs: { clientSecret: undefined, assertion },
      args: ['--project', keys],
    });
    expect(ids.failed).toEqual(['token']);
    expect(step('token').mend).toMatch(/idcs\.assertion\.keyId is the alias of the certificate/);
  });
});

describe('limits and troubles', () => {
  it('too many requests', async () => {
    simulator.control.setFaults([{ kind: 'throttled', operation: 'token' }]);
    const { ids, step } = await checkUp(simulator.url);
    expect(ids.failed).toEqual(['token']);
    expect(step('token')).toMatchObject({
      what: expect.stringMatching(/HTTP 429: .*toomanyrequests/),
      mend: expect.stringMatching(/Domain type.*idcs\.rate\.tier.*sharePercent/),
    });

    simulator.control.setFaults([{ kind: 'throttled', operation: 'search' }]);
    const searching = await checkUp(simulator.url, { args: forAlice });
    expect(searching.ids.failed).toEqual(['look-up']);
    expect(searching.step('role').what).toMatch('was not answered');
    expect(searching.ids.skipped).toEqual(['tls', 'role', 'password']);
  });

  it("a proxy's page", async () => {
    simulator.control.setFaults([{ kind: 'html-error' }]);
    const { ids, step } = await checkUp(simulator.url);
    expect(ids.failed).toEqual(['token']);
    expect(step('token')).toMatchObject({
      what: 'HTTP 502: 502 Bad Gateway (text/html)',
      mend: expect.stringMatching(/proxy or gateway.*Domain URL/),
    });
  });

  it('Oracle in trouble, and one that hangs up', async () => {
    simulator.control.setFaults([{ kind: 'unavailable', operation: 'policies' }]);
    const trouble = await checkUp(simulator.url, { args: forAlice });
    expect(trouble.ids.failed).toEqual(['policy']);
    expect(trouble.ids.skipped).toEqual(['tls', 'password']);
    expect(trouble.step('policy')).toMatchObject({
      what: expect.stringMatching('HTTP 503'),
      mend: expect.stringMatching('Oracle is in trouble'),
    });

    simulator.control.setFaults([{ kind: 'drop', operation: 'token' }]);
    const dropped = await checkUp(simulator.url);
    expect(dropped.ids.failed).toEqual(['token']);
    expect(dropped.step('token').mend).toMatch('did not answer in time');
  });
});

describe('users and policies', () => {
  it.each([
    ['nobody', {}, /Oracle knows no user with userName "nobody"/, 'User management > Users'],
    ['fred', { federated: true }, /federated/, 'User management > Users'],
    ['dora', { delegated: true }, /delegated/, 'Directory integrations'],
    ['ida', { active: false }, /not active/, 'Actions > Activate'],
  ])('%s', async (userName, seed, what, mend) => {
    if (userName !== 'nobody') simulator.control.addUser({ userName, ...seed });
    const { ids, step } = await checkUp(simulator.url, { args: ['--user', userName] });
    expect(ids.failed).toEqual(['look-up']);
    expect(ids.skipped).toEqual(['tls', 'password']);
    expect(step('look-up').what).toMatch(what);
    expect(step('look-up').mend).toMatch(mend);
  });

  it('a user who is locked: a warning', async () => {
    simulator.control.addUser({ userName: 'lola', locked: true });
    const { ids, step } = await checkUp(simulator.url, { args: ['--user', 'lola'] });
    expect(ids.warning).toEqual(['look-up']);
    expect(step('look-up').mend).toMatch('Unlock');
    expect(ids.passed).toContain('password');
  });

  it('policies that may not be read: a warning, and a password is tried all the same', async () => {
    simulator.control.setFaults([{ kind: 'forbidden', operation: 'policies' }]);
    const { ids, step } = await checkUp(simulator.url, { args: forAlice });
    expect(ids.warning).toEqual(['policy']);
    expect(step('policy')).toMatchObject({
      what: expect.stringMatching(/may not read password policies \(HTTP 403/),
      mend: expect.stringMatching(/delivered all the same.*Security Administrator.*Add app roles/),
    });
    expect(ids.passed).toContain('password');
  });

  it('a password that Oracle would refuse: the rules, and not the password, even where Oracle repeats it', async () => {
    const tried: string[] = [];
    const front = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        if (!request.url?.includes('UserPasswordValidator')) return forward(request, response, body);
        const { password } = JSON.parse(body) as { password: string };
        tried.push(password);
        const failedPasswordPolicyRules = [{ key: 'dictionaryWord', value: `${password} holds a word` }];
        const detail = { status: '400', detail: `${password} is refused`, failedPasswordPolicyRules };
        response.writeHead(400, { 'Content-Type': 'application/scim+json' }).end(JSON.stringify(detail));
      });
    });
    const forward = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => {
      const { method, url, headers } = request;
      http
        .request({ port: simulator.port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(response);
        })
        .end(body);
    };
    const url = `http://127.0.0.1:${await serve(front)}`;
    const { ids, step, stdout } = await checkUp(url, { args: forAlice });
    expect(ids.failed).toEqual(['password']);
    expect(step('password')).toMatchObject({
      what: 'Oracle would refuse it: dictionaryWord: *** holds a word',
      mend: expect.stringMatching('Domain policies > Password policies'),
    });
    expect(tried).toEqual([expect.stringMatching(/^\S{16,}$/)]);
    expect(stdout).not.toContain(tried[0]);
  });

  it('policies that contradict one another', async () => {
    simulator.control.setPolicy({ minLength: 20, maxLength: 10 });
    const { ids, step } = await checkUp(simulator.url, { args: forAlice });
    expect(ids.warning).toEqual(['password']);
    expect(step('password').what).toMatch('contradict');
  });
});

it('nothing, where all is well: through a proxy with a login, with TLS and a signed assertion', async () => {
  const { generateKeyPairSync } = await import('node:crypto');
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const project = temporaryFolder({ 'key.pem': key, 'trust.pem': localhost.pem });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  simulator.control.setApp({ certificates: [{ alias: 'sync', pem }] });
  const port = await serve(tlsFront({ pfx: localhost.pfx, passphrase: storePassword }, simulator.port));
  const asked: string[] = [];
  const proxy = { host: '127.0.0.1', port: await serve(connectProxy(asked, `me:${canary}`)) };

  const { ids, step } = await checkUp(`https://localhost:${port}`, {
    idcs: {
      ...trusting('trust.pem'),
      clientSecret: undefined,
      assertion: { keyId: 'sync', pemFile: 'key.pem' },
      proxy: { ...proxy, user: 'me', password: '&{proxy.password}' },
    },
    env: { PROXY_PASSWORD: canary },
    args: ['--project', project, ...forAlice],
  });
  expect(ids).toEqual({ passed: all, warning: [], failed: [], skipped: [] });
  expect(step('tls').what).toMatch(/^TLSv1\.3, certificate of localhost by localhost, (89|90) days to go$/);
  expect(step('connect').what).toMatch(`through 127.0.0.1:${proxy.port}; IDM logs in there only with -Djdk.http`);
  expect(step('token').what).toMatch('by signed assertion');
  expect(new Set(asked)).toEqual(new Set([`localhost:${port}`]));
});

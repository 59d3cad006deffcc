import fs from 'node:fs';
import path from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { SmallIdm } from '../doctor/idm/testing/installation';
import { buildDoctor, canary, doctor, removeDoctor, variables } from '../doctor/testing/command';
import { least, load } from '../environment/testing';
import { packageRoot } from '../root';
import { startSimulator, type Simulator } from '../simulator';

let simulator: Simulator;

beforeAll(async () => {
  buildDoctor();
  simulator = await startSimulator({ clientSecret: canary });
  simulator.control.addUser({ userName: 'alice', externalId: '4711' });
});
afterAll(async () => {
  removeDoctor();
  removeTemporaryFolders();
  await simulator.close();
});
afterEach(() => simulator.control.clearFaults());

const example = ['--oracle', '--env', 'example'];

describe('pwsync doctor', () => {
  it('finds the example right with the simulator: exit code 0, a line for each check', async () => {
    const { code, stdout } = await doctor(example, variables(simulator.url));
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([
      `ok      Settings: environments/example.json: ${simulator.url}, client simulator-client, client secret`,
      'ok      Name resolution: 127.0.0.1 is 127.0.0.1',
      expect.stringMatching(/^ok {6}TCP connection: 127\.0\.0\.1:\d+ in \d+ ms$/),
      'skipped TLS: plain http to this machine: a simulator, not Oracle',
      "ok      Clock: agrees with Oracle's",
      'ok      Access token: by client secret, kept for 3300 s',
      'ok      Scopes and role: users can be searched for; the token is not one that tells its scopes',
      'ok      Look-up of users: a search is answered; --user NAME looks for one user',
      expect.stringMatching(/^ok {6}Password policy: 1 policy: at least 8 characters/),
      'skipped Setting a password: no user is named with --user',
      '',
      '10 checks: 8 passed, 2 skipped.',
    ]);
  });

  it('tries a password of a user, and sets none', async () => {
    const before = simulator.control.health().lastSeq;
    const { code, stdout } = await doctor([...example, '--user', 'ALICE'], variables(simulator.url));
    expect(code).toBe(0);
    expect(stdout).toMatch('ok      Setting a password: Oracle would take one for alice; none was set');
    const asked = (await simulator.control.requests({ after: before })).map(
      ({ method, path: at }) => `${method} ${at}`,
    );
    expect(asked).toEqual([
      'GET /.well-known/openid-configuration',
      'POST /oauth2/v1/token',
      'POST /admin/v1/Users/.search',
      'GET /admin/v1/PasswordPolicies',
      expect.stringMatching(/^PUT \/admin\/v1\/UserPasswordValidator\/\w+$/),
    ]);
    expect(simulator.control.users()).toEqual([expect.objectContaining({ hasPassword: false, passwordSetCount: 0 })]);
  });

  it('finds a user by externalId where the environment does', async () => {
    const idcs = { baseUrl: simulator.url, clientId: 'simulator-client', clientSecret: '&{idcs.client.secret}' };
    const environments = temporaryFolder({ 'ext.json': JSON.stringify({ idcs, user: { lookUp: 'externalId' } }) });
    const args = ['--oracle', '--env', 'ext', '--environments', environments, '--user', '4711'];
    const { code, stdout } = await doctor(args, variables(''));
    expect(stdout).toMatch('Oracle knows one user with externalId "4711"');
    expect(code).toBe(0);
  });

  it('takes values from boot.properties, a variable first, and says what only IDM can decrypt', async () => {
    const boot = (secret: string) =>
      `idcs.base.url=${simulator.url}\nidcs.client.id=simulator-client\nidcs.client.secret=${secret}\n`;
    const encrypted = `{"$crypto":{"type":"x-simple-encryption","value":{"data":"${canary}"}}}`;
    const folder = temporaryFolder({ 'plain.properties': boot(canary), 'sealed.properties': boot(encrypted) });
    const properties = (name: string) => ['--properties', path.join(folder, `${name}.properties`)];

    expect((await doctor([...example, ...properties('plain')])).code).toBe(0);
    expect((await doctor([...example, ...properties('sealed')], { IDCS_CLIENT_SECRET: canary })).code).toBe(0);
    const sealed = await doctor([...example, ...properties('sealed')]);
    expect(sealed.code).toBe(2);
    expect(sealed.stderr).toMatch(
      /idcs\.client\.secret is encrypted.*only IDM.*\n.*IDCS_CLIENT_SECRET.*\[encrypted-property\]/,
    );
  });

  it('counts files from the folder of IDM that boot.properties lies in, and takes a key in place of a keystore', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    simulator.control.setApp({ certificates: [{ alias: 'sync', pem }] });
    const idcs = { baseUrl: simulator.url, clientId: 'simulator-client' };
    const keystore = { file: 'security/keys.jks', type: 'JKS', password: '&{store.password}', alias: 'sync' };
    const folder = temporaryFolder({
      'security/key.pem': key,
      'conf/boot/boot.properties': `store.password=${canary}\n`,
      'pem.json': JSON.stringify({ idcs: { ...idcs, assertion: { keyId: 'sync', pemFile: 'security/key.pem' } } }),
      'store.json': JSON.stringify({ idcs: { ...idcs, assertion: { keyId: 'sync', keystore } } }),
    });
    const args = (env: string) => {
      const properties = path.join(folder, 'conf/boot/boot.properties');
      return ['--oracle', '--env', env, '--environments', folder, '--properties', properties];
    };
    expect((await doctor(args('pem'))).code).toBe(0);
    expect((await doctor([...args('store'), '--assertion-key', path.join(folder, 'security/key.pem')])).code).toBe(0);
    const store = await doctor(args('store'));
    expect(store.code).toBe(1);
    expect(store.stdout).toMatch(
      /failed {2}Access token: .*keystore.*security\/keys\.jks\n.*openssl pkcs12.*--assertion-key/,
    );
  });

  it('tells of what takes longer than a second', async () => {
    simulator.control.setFaults([{ kind: 'slow', operation: 'token', delayMs: 2500 }]);
    const { code, stderr } = await doctor(example, variables(simulator.url));
    expect(code).toBe(0);
    expect(stderr).toMatch('Access token: waiting for 1 s ...\nAccess token: waiting for 2 s ...\n');
  });

  it('says what is wrong with the settings: exit code 1, all else skipped', async () => {
    const unset = await doctor(example);
    expect(unset.code).toBe(1);
    expect(unset.stdout).toMatch(
      /failed {2}Settings: environments\/example\.json refers to &\{idcs\.base\.url\}, &\{idcs\.client\.id\}, &\{idcs\.client\.secret\}, and/,
    );
    expect(unset.stdout).toMatch('Set IDCS_BASE_URL, IDCS_CLIENT_ID, IDCS_CLIENT_SECRET in the environment');
    expect(unset.stdout).toMatch('10 checks: 0 passed, 1 failed, 9 skipped.');

    const plain = await doctor(example, variables('http://idcs-1.example.com'));
    expect(plain.stdout).toMatch(/failed {2}Settings: idcs\.baseUrl would send passwords over plain http/);

    const environments = temporaryFolder({ 'wrong.json': '{"idcs":{"baseUrl":"https://a","clientSecret":"&{s}"}}' });
    const wrong = await doctor(['--oracle', '--env', 'wrong', '--environments', environments, '--json'], variables(''));
    expect(wrong.code).toBe(1);
    const { ok, steps } = JSON.parse(wrong.stdout) as { ok: boolean; steps: object[] };
    expect([ok, steps.length]).toEqual([false, 10]);
    const what = expect.stringMatching('"clientId" is missing') as string;
    expect(steps[0]).toEqual({ id: 'settings', title: 'Settings', status: 'failed', what, mend: expect.any(String) });
  });
});

describe('pwsync doctor --idm', () => {
  it('finds an installation right: exit code 0, a line for each check', async () => {
    const idm = new SmallIdm();
    const { code, stdout } = await doctor(['--idm', idm.folder, '--bundle', idm.bundle]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe(`ok      Installation: ${idm.folder}, IDM 7.0.1, not running`);
    expect(lines.slice(-2)).toEqual(['', '11 checks: 10 passed, 1 skipped.']);
  });

  it('ends with 1 for a fault, and says how it is mended', async () => {
    const idm = new SmallIdm();
    idm.remove('conf/schedule-passwordSyncRetry.json');
    const { code, stdout } = await doctor(['--idm', idm.folder, '--bundle', idm.bundle]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}Schedule: conf\/schedule-passwordSyncRetry\.json is missing.*\n {8}Deploy/m);
    expect(stdout).toMatch('11 checks: 8 passed, 2 failed, 1 skipped.');
  });

  it('goes with --oracle in one run, which takes its properties from there', async () => {
    const idm = new SmallIdm();
    idm.write(
      'conf/boot/boot.properties',
      `idcs.base.url=${simulator.url}\nidcs.client.id=simulator-client\nidcs.client.secret=${canary}\n`,
    );
    const { code, stdout } = await doctor([...example, '--idm', idm.folder, '--bundle', idm.bundle, '--json']);
    const { ok, steps } = JSON.parse(stdout) as { ok: boolean; steps: { id: string }[] };
    expect([code, ok]).toEqual([0, true]);
    expect(steps).toHaveLength(21);
    expect(new Set(steps.map(({ id }) => id)).size).toBe(21);
  });
});

describe('docs/oracle-setup.md', () => {
  const text = fs.readFileSync(path.join(packageRoot, 'docs/oracle-setup.md'), 'utf8');
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block]) => block!.trim());

  it('shows settings that are right', () => {
    const settings = blocks('json').map(
      (block) => JSON.parse(block.startsWith('{') ? block : `{${block}}`) as { rate?: object },
    );
    expect(settings.length).toBe(3);
    for (const { rate, ...environment } of settings) {
      expect(() => load(rate ? { idcs: { ...least.idcs, rate } } : environment)).not.toThrow();
    }
  });

  it('shows what the doctor prints', async () => {
    const [healthy, refused] = blocks('text');
    const comparable = (output: string) =>
      output
        .replaceAll(simulator.url, 'http://127.0.0.1:8765')
        .replace(/127\.0\.0\.1:\d+ in \d+ ms/, 'in no time')
        .trim();
    const args = [...example, '--user', 'alice'];
    expect(comparable((await doctor(args, variables(simulator.url))).stdout)).toBe(comparable(healthy!));
    simulator.control.setApp({ active: false });
    const { stdout } = await doctor(args, variables(simulator.url));
    simulator.control.setApp({ active: true });
    const anyId = (output: string) => output.replace(/\b[0-9A-F]{32}\b/, 'ID');
    expect(anyId(stdout)).toContain(anyId(refused!));
  });
});

describe('pwsync doctor, called wrongly: exit code 2', () => {
  it.each([
    ['nothing to check', ['--env', 'example'], /Add --oracle .*--idm FOLDER .*--url URL .*\[usage\]/],
    ['no installation', ['--idm', 'src'], /src: holds no bin\/openidm\.jar/],
    ['no bundle', ['--url', 'http://localhost:1', '--bundle', 'src'], /src: holds no bundle\.json.*\n.*\[no-bundle\]/],
    ['no credentials', ['--url', 'http://localhost:1'], /Set PWSYNC_IDM_PASSWORD .*\[no-idm-credentials\]/],
    ['an address with credentials', ['--url', `http://a:${canary}@localhost`], /\[url-with-credentials\]/],
    ['no environment', ['--oracle'], /Name one with --env NAME/],
    ['an unknown environment', ['--oracle', '--env', 'prod'], /There are: example, minimal\. \[unknown-environment\]/],
    ['no such properties', [...example, '--properties', 'nowhere'], /nowhere: can't be read: ENOENT/],
    ['a secret on the command line', [...example, '--client-secret', canary], /unknown option '--client-secret'/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await doctor(args, variables(simulator.url));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('tells machines', async () => {
    const { code, stdout, stderr } = await doctor(['--json']);
    expect([code, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ code: 'usage' }] });
  });

  it('and helps: how to try it without Oracle', async () => {
    const { code, stdout } = await doctor(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/IDCS_BASE_URL=http:\/\/127\.0\.0\.1:8765 .*\\\n +npx pwsync doctor --oracle --env example/);
  });
});

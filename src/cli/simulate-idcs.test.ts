import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { defaultPolicy, faultKinds, operations, tierLimits } from '../simulator';
import { controlRoutes } from '../simulator/control-routes';
import { testCertificate } from '../simulator/test-certificate';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'simulate-idcs-'));
const program = path.join(folder, 'simulate-idcs.js');

const main = `
  const { run } = require('./run');
  const { simulateIdcsCommand } = require('./simulate-idcs');
  run(simulateIdcsCommand(), process.argv).then((code) => { if (code !== 0) process.exitCode = code; });
`;

beforeAll(() => {
  buildSync({
    stdin: { contents: main, resolveDir: __dirname },
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function start(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env } });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (texts.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

async function firstOutput(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString();
}

test('says with --json where it is, serves, refuses a taken port, and ends with 0 on SIGTERM', async () => {
  const child = start(['--port', '0', '--json', '--client-id', 'me']);
  const line = await firstOutput(child);
  const ready = JSON.parse(line) as Record<string, unknown>;
  expect(ready).toEqual({
    url: `http://127.0.0.1:${String(ready.port)}`,
    port: expect.any(Number),
    pid: child.pid,
    tokenEndpoint: `${String(ready.url)}/oauth2/v1/token`,
    control: `${String(ready.url)}/_simulator/`,
    clientId: 'me',
    clientSecret: 'simulator-secret',
  });
  expect(line.trimEnd()).not.toContain('\n');

  const [health, second] = await Promise.all([
    fetch(`${String(ready.url)}/_simulator/health`),
    ended(start(['--port', String(ready.port)])),
  ]);
  expect(health.status).toBe(200);
  expect(second).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(`error port ${String(ready.port)} is in use\n  Name another with --port`),
  });

  child.kill('SIGTERM');
  expect((await ended(child)).code).toBe(0);
});

test('greets with the endpoints and curl lines, and keeps a secret of the environment to itself', async () => {
  const child = start(['--port', '0', '--client-secret-env', 'TRIAL_SECRET'], { TRIAL_SECRET: 'canary' });
  const text = await firstOutput(child);
  expect(text).toMatch(/Token endpoint {2}http:\/\/127\.0\.0\.1:\d+\/oauth2\/v1\/token/);
  expect(text).toMatch('the value of $TRIAL_SECRET');
  expect(text).toMatch(/curl -X PUT http\S+\/_simulator\/faults -d/);
  expect(text).not.toMatch('canary');
  child.kill('SIGINT');
  expect((await ended(child)).code).toBe(0);
});

/** A file with this text in the folder of the test. */
function written(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

test('serves HTTPS, further domains, a tier and a seed when told so', async () => {
  const { cert, key } = testCertificate({ name: 'server' });
  const app = testCertificate({ name: 'app', kind: 'rsa' });
  const args = ['--port', '0', '--json', '--tenant', 'idcs-a', '--rate-limit', 'free', '--token-lifetime', '90'];
  args.push('--tls-cert', written('cert.pem', cert), '--tls-key', written('key.pem', key), '--seed', 'x');
  args.push('--app-certificate', `first=${written('app.pem', app.cert)}`);
  const child = start(args);
  const ready = JSON.parse(await firstOutput(child)) as { url: string; port: number; tenants: unknown };
  expect(ready).toMatchObject({
    url: `https://127.0.0.1:${ready.port}`,
    tenants: [{ name: 'idcs-a', url: `https://idcs-a.localhost:${ready.port}` }],
  });
  const get = (name: string) =>
    new Promise<string>((resolve, reject) => {
      const request = https.get(`${ready.url}/_simulator/${name}`, { ca: cert, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve(text));
      });
      request.on('error', reject);
    });
  expect(JSON.parse(await get('rate-limit'))).toBe('free');
  expect(JSON.parse(await get('app'))).toMatchObject({ certificates: [{ alias: 'first', pem: app.cert }] });
  child.kill('SIGTERM');
  expect((await ended(child)).code).toBe(0);
});

test.each([
  [['--tls-cert', 'x'], 'Give --tls-cert and --tls-key together'],
  [['--tls-cert', '/nowhere/x', '--tls-key', 'x'], '--tls-cert: /nowhere/x can not be read (ENOENT)'],
  [['--app-certificate', 'x'], 'Write it as ALIAS=FILE'],
  [['--app-certificate', `a=${__filename}`], '"certificates" must be a list'],
  [['--tenant', 'a.b'], 'first label of a host name'],
  [['--rate-limit', 'gold'], 'There is no such tier'],
  [['--token-lifetime', '0'], 'a whole number from 1'],
])('%j is wrong usage, and says why', async (args, why) => {
  const { code, stdout, stderr } = await ended(start(['--port', '0', ...args]));
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(why);
});

test('the help names every route of the control API, fault, operation and policy setting', async () => {
  const { stdout } = await ended(start(['--help']));
  const words = [...faultKinds, ...operations, ...Object.keys(defaultPolicy), ...Object.keys(tierLimits)];
  expect(words.filter((word) => !stdout.includes(word))).toEqual([]);
  const routes = controlRoutes.map((route) => new RegExp(`^  ${route.replace(' ', ' +')}( |$)`, 'm'));
  expect(routes.filter((route) => !route.test(stdout))).toEqual([]);
});

test('wrong usage ends with 2, help with 0', async () => {
  const [port, option, secret, help] = await Promise.all(
    [['--port', '70000'], ['--prot', '1'], ['--client-secret-env', 'NOT_SET_HERE'], ['--help']].map((args) =>
      ended(start(args)),
    ),
  );
  expect(port).toMatchObject({ code: 2, stderr: expect.stringMatching('a number from 0 to 65535') });
  expect(option).toMatchObject({ code: 2, stderr: expect.stringMatching("unknown option '--prot'") });
  expect(secret).toMatchObject({ code: 2, stderr: expect.stringMatching('NOT_SET_HERE is not set, or empty') });
  expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/good\s+for\s+the\s+simulator\s+only/) });
});

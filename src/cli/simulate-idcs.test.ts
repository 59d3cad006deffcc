import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

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

test('wrong usage ends with 2, help with 0', async () => {
  const [port, option, secret, help] = await Promise.all(
    [['--port', '70000'], ['--prot', '1'], ['--client-secret-env', 'NOT_SET_HERE'], ['--help']].map((args) =>
      ended(start(args)),
    ),
  );
  expect(port).toMatchObject({ code: 2, stderr: expect.stringMatching('a number from 0 to 65535') });
  expect(option).toMatchObject({ code: 2, stderr: expect.stringMatching("unknown option '--prot'") });
  expect(secret).toMatchObject({ code: 2, stderr: expect.stringMatching('NOT_SET_HERE is not set, or empty') });
  expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/good for the\s+simulator only/) });
});

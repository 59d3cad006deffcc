import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../../bundle/testing/folders';
import { packageRoot } from '../../root';
import type { Result } from '../step';

/** What nobody may ever see; the tests look for it in all that is printed. */
export const canary = 'canary-7f3a91';

/** The command, built as bin/compile.js does, in a place of its own: another test may be building the usual one. */
const folder = path.join(packageRoot, `dist/doctor-${process.pid}`);

/** Where the command is once it is built. */
export const commandFile = path.join(folder, 'pwsync.js');

export function buildDoctor(): void {
  buildSync({
    absWorkingDir: packageRoot,
    entryPoints: { pwsync: 'src/cli/main.ts' },
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
  });
}

export function removeDoctor(): void {
  fs.rmSync(folder, { recursive: true, force: true });
}

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `pwsync doctor` and asserts that it gives no secret away. */
export async function doctor(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = spawn(process.execPath, [commandFile, 'doctor', ...args], {
    cwd: packageRoot,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const run = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (run.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (run.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  const shown = run.stdout + run.stderr;
  expect(shown).not.toContain('canary');
  expect(shown).not.toContain(Buffer.from(`simulator-client:${canary}`).toString('base64'));
  expect(shown).not.toContain('\u001b');
  return { code, ...run };
}

export interface CheckedUp extends Run {
  ok: boolean;
  steps: Result[];
  /** The ids of the steps with each status. */
  ids: Record<Result['status'], string[]>;
  /** The step of that id. */
  step(id: string): Partial<Record<'what' | 'mend' | 'requestId', string>>;
}

/** The variables that the references of an environment take their values from. */
export function variables(baseUrl: string): NodeJS.ProcessEnv {
  return { IDCS_BASE_URL: baseUrl, IDCS_CLIENT_ID: 'simulator-client', IDCS_CLIENT_SECRET: canary };
}

/** Checks an environment of its own with these settings of `idcs` beside the references. */
export async function checkUp(
  baseUrl: string,
  {
    idcs = {},
    user = {},
    args = [],
    env = {},
  }: Partial<{ idcs: object; user: object; args: string[]; env: NodeJS.ProcessEnv }> = {},
): Promise<CheckedUp> {
  const references = {
    baseUrl: '&{idcs.base.url}',
    clientId: '&{idcs.client.id}',
    clientSecret: '&{idcs.client.secret}',
  };
  const content = JSON.stringify({ idcs: { ...references, ...idcs }, user });
  const environments = temporaryFolder({ 'test.json': content });
  const all = ['--oracle', '--env', 'test', '--environments', environments, '--json', ...args];
  const run = await doctor(all, { ...variables(baseUrl), ...env });
  expect(run.stderr).toBe('');
  const { ok, steps } = JSON.parse(run.stdout) as { ok: boolean; steps: Result[] };
  const of = (status: Result['status']) => steps.filter((step) => step.status === status).map(({ id }) => id);
  const ids = { passed: of('passed'), warning: of('warning'), failed: of('failed'), skipped: of('skipped') };
  expect(ok).toBe(ids.failed.length === 0);
  expect(run.code).toBe(ok ? 0 : 1);
  return { ...run, ok, steps, ids, step: (id) => steps.find((step) => step.id === id) ?? {} };
}

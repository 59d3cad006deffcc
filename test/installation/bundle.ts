import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import shell from 'shelljs';
import { packageRoot } from '../../src/root';

/** A copy that fails has to fail the test, not to print a line. */
shell.config.fatal = true;

export const environmentsFolder = path.join(packageRoot, 'environments');

export function temporaryFolder(name: string): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `pwsync-${name}-`));
}

/** Runs the command as a user does; throws with what it said when it fails. */
export function pwsync(...args: string[]): string {
  const command = path.join(packageRoot, 'bin/pwsync.js');
  // The administrator of a test's IDM; only what is given --url asks for it.
  const env = { ...process.env, PWSYNC_IDM_PASSWORD: 'openidm-admin' };
  const ended = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', env });
  if (ended.status !== 0) throw new Error(`pwsync ${args[0]} failed:\n${ended.stdout}${ended.stderr}`);
  return ended.stdout;
}

/** Builds a bundle with the command, and answers its folder. */
export function buildBundle(environment: string, environments: string, out: string): string {
  pwsync('build', '--env', environment, '--environments', environments, '--out', out);
  return path.join(out, environment);
}

/** Drops a bundle into an IDM project, as docs/deployment.md says. */
export function deploy(bundle: string, project: string): void {
  shell.cp('-R', [path.join(bundle, 'conf'), path.join(bundle, 'script')], project);
}

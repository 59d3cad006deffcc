/** The repository of a customer: environments, IDM's project folders, the files of ci/, and pwsync as npm ci leaves it. */
import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import shell from 'shelljs';
import { temporaryFolder, writeFiles } from '../../src/bundle/testing/folders';
import { packageRoot } from '../../src/root';

shell.config.fatal = true;

/** The command, built as bin/compile.js does, in a place of its own: another test may be building the usual one. */
const compiled = path.join(packageRoot, `dist/ci-${process.pid}`);

export function compileCommand(): void {
  buildSync({
    absWorkingDir: packageRoot,
    entryPoints: { pwsync: 'src/cli/main.ts' },
    outdir: compiled,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
  });
}

export function removeCommand(): void {
  fs.rmSync(compiled, { recursive: true, force: true });
}

export interface Customer {
  readonly folder: string;
  /** The programs that stand before others on the PATH. */
  readonly programs: string;
  /** What npm was called with. */
  npmCalls(): string[];
}

const bin = 'node_modules/forgerock-idcs-password-sync/bin/pwsync.js';

export function customer(names: readonly string[] = ['example', 'minimal']): Customer {
  const folder = temporaryFolder();
  const environments = path.join(packageRoot, 'environments');
  for (const name of names) {
    const environment = fs.readFileSync(path.join(environments, `${name}.json`), 'utf8');
    writeFiles(folder, {
      [`environments/${name}.json`]: environment.replace('example-customer/conf', '../idm/example/conf'),
    });
    shell.mkdir('-p', path.join(folder, 'idm'));
    shell.cp('-R', path.join(environments, 'example-customer'), path.join(folder, 'idm', name));
  }
  shell.cp('-R', path.join(packageRoot, 'ci'), folder);
  writeFiles(folder, { [bin]: `require(${JSON.stringify(path.join(compiled, 'pwsync.js'))});\n` });
  const programs = temporaryFolder();
  const calls = path.join(programs, 'npm-calls');
  program(programs, 'npm', `echo "$*" >>'${calls}'`);
  // npx without --no-install would take a stranger's package of that name where ours is missing.
  program(programs, 'npx', `[ "$1 $2" = '--no-install pwsync' ] || exit 90\nshift 2\nexec node ${bin} "$@"`);
  return { folder, programs, npmCalls: () => fs.readFileSync(calls, 'utf8').trim().split('\n') };
}

function program(folder: string, name: string, script: string): void {
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

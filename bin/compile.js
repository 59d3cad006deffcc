'use strict';
/** Bundles the TypeScript of the command (and in a checkout of the demo and the simulation) into dist/, one file each. */
const fs = require('node:fs');
const path = require('node:path');

let esbuild;
try {
  esbuild = require('esbuild');
} catch {
  // npx runs this in a clone whose packages are not installed yet.
  console.error('forgerock-idcs-password-sync: nothing is compiled; run npm ci first.');
  process.exit(0);
}

const root = path.join(__dirname, '..');

const programs = {
  pwsync: 'src/cli/main.ts',
  demo: 'test/demo/main.ts',
  simulate: 'test/simulation/main.ts',
  mutants: 'test/simulation/mutants/main.ts',
};

esbuild.buildSync({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    Object.entries(programs).filter(([, source]) => fs.existsSync(path.join(root, source))),
  ),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
});

'use strict';
/**
 * Makes a fresh clone ready, then runs one of its programs: `node bin/ready.js [--java] PROGRAM ARGS...`.
 *
 * Plain JavaScript without dependencies, for it runs before anything is installed. It installs the npm packages when
 * the lock file changed since the last time, compiles the command, and with --java builds the IDM core host.
 * Exit code 2 when Java or Maven is missing, else that of the program.
 */
const { spawn, spawnSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const modules = path.join(root, 'node_modules');
const host = path.join(root, 'test/core/host');

const programs = {
  pwsync: [path.join(root, 'dist/pwsync.js')],
  demo: [path.join(root, 'dist/demo.js')],
  simulate: ['--enable-source-maps', path.join(root, 'dist/simulate.js')],
  mutants: ['--enable-source-maps', path.join(root, 'dist/mutants.js')],
  jest: [path.join(modules, 'jest/bin/jest.js')],
};

const args = process.argv.slice(2);
const needsJava = args[0] === '--java';
if (needsJava) args.shift();
const program = programs[args.shift()];
if (!program) stop(2, `usage: node bin/ready.js [--java] ${Object.keys(programs).join('|')} ARGS...`);

if (Number(process.versions.node.split('.')[0]) < 20) {
  stop(2, `Node 20 or newer is needed, and this is ${process.versions.node}.`);
}
if (needsJava) requireJavaAndMaven();
whenChanged('the npm packages', path.join(modules, '.ready'), ['package-lock.json'], () => {
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
});
run(process.execPath, [path.join(__dirname, 'compile.js')]);
if (needsJava) {
  whenChanged('the IDM core host', path.join(host, 'target/.ready'), ['test/core/host'], () => {
    run('mvn', ['--batch-mode', '--quiet', '-Dstyle.color=never', '-f', path.join(host, 'pom.xml'), 'package']);
  });
}

const child = spawn(process.execPath, [...program, ...args], { cwd: root, stdio: 'inherit' });
// A signal to this process alone (a terminal signals both) has to end what it has started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));

function requireJavaAndMaven() {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (java.error)
    stop(2, 'Java 17 or newer is missing: install it (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless).');
  const version = /version "(\d+)/.exec(java.stderr);
  if (version && Number(version[1]) < 17)
    stop(2, `Java 17 or newer is needed, and this is ${version[1]}: install openjdk-17-jdk-headless.`);
  if (spawnSync('mvn', ['-version']).error)
    stop(2, 'Maven is missing: install it (Debian, Ubuntu: apt-get install maven).');
}

/** Runs `make` unless the stamp file says that it succeeded with just these sources. */
function whenChanged(what, stamp, sources, make) {
  const hash = crypto.createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(path.join(root, source)))) {
    hash.update(`${path.relative(root, file)}\0`).update(fs.readFileSync(file));
  }
  const current = hash.digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === current) return;
  const start = Date.now();
  process.stderr.write(`Installing ${what} ...\n`);
  make();
  fs.writeFileSync(stamp, current);
  process.stderr.write(`Installed ${what} in ${((Date.now() - start) / 1000).toFixed(1)} s.\n`);
}

function filesBelow(file) {
  if (!fs.statSync(file).isDirectory()) return [file];
  return fs
    .readdirSync(file)
    .filter((name) => name !== 'target')
    .sort()
    .flatMap((name) => filesBelow(path.join(file, name)));
}

function run(command, commandArgs) {
  const done = spawnSync(command, commandArgs, { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.error) stop(1, `${command} could not be started: ${done.error.message}`);
  if (done.status !== 0) stop(1, `${command} ${commandArgs[0]} failed; its output is above.`);
}

function stop(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

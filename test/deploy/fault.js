'use strict';
/**
 * Loaded into pwsync before anything else: at the Nth step that changes the file system the process dies, or finds the
 * disk full. FAULT is `count:FILE`, `kill:N`, `torn:N` (dies with half of what it writes) or `full:N` (and ever after).
 */
const fs = require('node:fs');

const [kind, argument] = process.env.FAULT.split(':');
const changing = [
  'openSync',
  'writeFileSync',
  'renameSync',
  'rmSync',
  'linkSync',
  'mkdirSync',
  'rmdirSync',
  'fsyncSync',
];
const taking = ['openSync', 'writeFileSync', 'linkSync', 'mkdirSync'];
let step = 0;

for (const name of changing) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (name === 'openSync' && args[1] === 'r') return original(...args);
    step++;
    const at = step === Number(argument);
    if (kind === 'kill' && at) die();
    if (kind === 'torn' && at) {
      if (name === 'writeFileSync') original(args[0], args[1].slice(0, args[1].length / 2), args[2]);
      die();
    }
    if (kind === 'full' && step >= Number(argument) && taking.includes(name)) {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    }
    return original(...args);
  };
}

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way: nothing more may happen until it is here.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const write = fs.writeFileSync;
if (kind === 'count') process.on('exit', () => write(argument, String(step)));

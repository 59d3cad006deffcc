'use strict';
/**
 * At the Nth step that changes the file system the process dies, or finds the disk full. A fault is `count`, `kill:N`,
 * `torn:N` (dies with half of its Nth write) or `full:N` (and ever after).
 *
 * Loaded into pwsync before anything else, with the fault in the variable FAULT, the process really dies. Tests that try
 * every step do so in their own process: from the Nth step on nothing reaches the file system any more.
 */
const fs = require('node:fs');

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

/** Answers how to see the number of steps so far, and how to end it. `die` has to leave no way on. */
function inject(fault, die) {
  const [kind, argument] = fault.split(':');
  const originals = new Map(changing.map((name) => [name, fs[name]]));
  let steps = 0;
  let writes = 0;
  for (const [name, original] of originals) {
    fs[name] = (...args) => {
      if (name === 'openSync' && args[1] === 'r') return original(...args);
      steps++;
      if (name === 'writeFileSync') writes++;
      const at = (kind === 'torn' ? writes : steps) >= Number(argument);
      if (at && kind === 'torn' && name === 'writeFileSync' && writes === Number(argument)) {
        original(args[0], args[1].slice(0, args[1].length / 2), args[2]);
      }
      if (at && (kind === 'kill' || kind === 'torn')) die();
      if (at && kind === 'full' && taking.includes(name)) {
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      }
      return original(...args);
    };
  }
  return {
    steps: () => steps,
    writes: () => writes,
    end: () => originals.forEach((original, name) => (fs[name] = original)),
  };
}

module.exports = { inject };

if (process.env.FAULT) {
  inject(process.env.FAULT, () => {
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way: nothing more may happen until it is here.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}

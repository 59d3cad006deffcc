/**
 * `npm run simulate -- --runs N --seed S [--residue] [--trace] [--keep-going]`: every crash point and every turn of two
 * changes, then random runs of the protocol, until one breaks a promise. A single run is shown without the exhaustive part.
 */
import { parseArgs } from 'node:util';
import { Violation } from './kernel/violation';
import { type Case, everyStrike, everyTurn } from './runs/exhaustive';
import { generate } from './runs/generate';
import { runScenario } from './runs/run';
import { runNamed, SCENARIOS } from './runs/scenarios';
import { runScript } from './runs/scripted';
import { Stats } from './world/stats';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    residue: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    /** Tells each violation in one line, and goes on. */
    'keep-going': { type: 'boolean', default: false },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function main(): number {
  const runs = Number(values.runs);
  const first = Number(values.seed);
  const stats = new Stats();
  const start = Date.now();
  let failures = runs > 1 && !exhaustive(stats) ? 1 : 0;
  for (let seed = first; seed < first + runs && (failures === 0 || values['keep-going']); seed++) {
    const scenario = generate(seed, values.residue);
    try {
      const world = runScenario(scenario, stats, { tracing: values.trace, thorough: seed % 16 === 0 });
      if (values.trace) world.trace.forEach(print);
    } catch (caught) {
      if (!(caught instanceof Violation)) throw caught;
      failures++;
      if (values['keep-going']) print(`seed ${seed}: ${caught.message.split('\n')[0]}`);
      else explain(seed, caught);
    }
  }
  stats.lines().forEach(print);
  print(`${((Date.now() - start) / 1000).toFixed(1)} s`);
  return failures === 0 ? 0 : 1;
}

/** @returns whether all is well */
function exhaustive(stats: Stats): boolean {
  let last: Case | null = null;
  const remember = (made: Case): void => {
    last = made;
  };
  try {
    for (const named of SCENARIOS) {
      remember({ name: named.name, script: named });
      runNamed(named, stats);
    }
    everyStrike(stats, remember);
    everyTurn(stats, remember);
    print(`${stats.runs} exhaustive runs: every crash point, every freeze, every turn`);
    return true;
  } catch (caught) {
    if (!(caught instanceof Violation) || last === null) throw caught;
    const { name, script } = last as Case;
    try {
      runScript(script, new Stats(), { tracing: true });
    } catch (again) {
      (again as Violation).trace.forEach(print);
    }
    print(`"${name}" breaks "${caught.invariant}": ${caught.detail}`);
    return false;
  }
}

function explain(seed: number, violation: Violation): void {
  const scenario = generate(seed, values.residue);
  try {
    runScenario(scenario, new Stats(), { tracing: true });
  } catch (caught) {
    (caught as Violation).trace.forEach(print);
  }
  print(JSON.stringify({ ...scenario, events: undefined }));
  scenario.events.forEach((event) => print(`  ${JSON.stringify(event)}`));
  print(`Seed ${seed} breaks "${violation.invariant}": ${violation.detail}`);
  print(`Again: npm run simulate${values.residue ? ' -- --residue' : ' --'} --runs 1 --seed ${seed}`);
}

process.exitCode = main();

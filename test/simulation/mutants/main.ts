/**
 * `npm run simulate:mutants`: compiles the simulation over a protocol with one deliberate mistake at a time, and has it find the
 * mistake. One that is not found shows a hole in the simulation.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import pc from 'picocolors';
import { packageRoot } from '../../../src/root';
import { type Mutation, mutations } from './table';

/** What a mutant gets at the most; one that is caught ends with the first violation. */
const RUNS = 20_000;
const DEADLINE_MS = 120_000;
const AT_ONCE = Math.max(1, Math.min(4, os.availableParallelism()));

interface Caught {
  readonly by: string | null;
}

async function tryOut(mutation: Mutation, folder: string, index: number): Promise<Caught> {
  const file = path.join(folder, `mutant-${index}.js`);
  await compile(mutation, file);
  const child = spawn(process.execPath, [file, '--runs', String(RUNS)], { timeout: DEADLINE_MS });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  fs.rmSync(file);
  if (code === 0) return { by: null };
  const said = /breaks "([^"]*)"/.exec(output);
  return { by: said?.[1] ?? `it ended with ${code === null ? 'the deadline' : `exit code ${code}`}` };
}

function mutate({ name, file, find, replace }: Mutation): { mutated: string; contents: string } {
  const mutated = path.join(packageRoot, 'scripts-ts/sync', file);
  const source = fs.readFileSync(mutated, 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`"${name}": the text to replace stands in ${file} ${places} times`);
  return { mutated, contents: source.replace(find, () => replace) };
}

async function compile(mutation: Mutation, outfile: string): Promise<void> {
  const { mutated, contents } = mutate(mutation);
  await build({
    entryPoints: [path.join(packageRoot, 'test/simulation/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    outfile,
    logLevel: 'error',
    plugins: [
      {
        name: 'mutate',
        setup({ onLoad }) {
          onLoad({ filter: /scripts-ts.sync.[^.]*\.ts$/ }, ({ path: loaded }) =>
            loaded === mutated ? { contents, loader: 'ts' } : undefined,
          );
        },
      },
    ],
  });
}

async function main(): Promise<void> {
  // A mutation that the protocol has outgrown is told before anything runs.
  mutations.forEach(mutate);
  const folder = fs.mkdtempSync(path.join(packageRoot, 'node_modules/.cache/mutants-'));
  const waiting = [...mutations.entries()];
  let survived = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, mutation] = next;
      const { by } = await tryOut(mutation, folder, index);
      if (by === null) survived++;
      const verdict = by === null ? pc.red('SURVIVED') : `${pc.green('caught')} by "${by}"`;
      process.stdout.write(`${mutation.name}: ${verdict}\n`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${mutations.length} mutations, ${mutations.length - survived} caught, ${survived} survived\n`);
  if (survived > 0) process.exitCode = 1;
}

void main();

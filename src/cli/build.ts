import path from 'node:path';
import { Command, Option } from 'commander';
import type { Built, BuildResult } from '../bundle/build';
import { fingerprint } from '../bundle/manifest';
import { KnownFailure, shownPath } from '../environment/problem';
import { coloursFor, describe, printJson } from './report';

interface Options {
  env?: string;
  all?: boolean;
  environments: string;
  out: string;
  json?: boolean;
}

/** `pwsync build`. */
export function buildCommand(): Command {
  return new Command('build')
    .description('build the bundle of an environment: what goes below conf and script of an IDM installation')
    .addOption(new Option('--env <name>', 'the environment to build').conflicts('all'))
    .option('--all', 'build every environment')
    .option('--environments <folder>', 'the folder of the environment files', 'environments')
    .option('--out <folder>', 'the folder that gets one folder for each environment', 'generated')
    .option('--json', 'print the result as JSON')
    .action(build);
}

async function build(options: Options): Promise<void> {
  const start = performance.now();
  const { buildBundles } = await import('../bundle/build');
  const environments = path.resolve(options.environments);
  const names = options.all ? await everyName(environments) : [chosen(options)];
  const result = await buildBundles(names, { environments, out: path.resolve(options.out) });
  const milliseconds = Math.round(performance.now() - start);
  if (options.json) printJson(forMachines(result, milliseconds));
  else print(result, milliseconds);
}

function chosen({ env }: Options): string {
  if (env !== undefined) return env;
  const mend = 'Name one with --env NAME, or build them all with --all.';
  throw new KnownFailure([{ code: 'usage', what: 'no environment is named', mend }], 2);
}

async function everyName(environments: string): Promise<string[]> {
  const { environmentNames } = await import('../environment/load');
  const names = environmentNames(environments);
  if (names.length > 0) return names;
  const what = 'there is no environment file';
  throw new KnownFailure(
    [{ code: 'no-environments', file: shownPath(environments), what, mend: 'Add NAME.json to this folder.' }],
    2,
  );
}

function forMachines({ bundles, warnings, cached }: BuildResult, milliseconds: number): object {
  return {
    ok: true,
    bundles: bundles.map(({ environment, folder, files, changed }) => ({
      environment,
      folder,
      changed,
      files: files.map(fingerprint),
    })),
    warnings,
    scriptsFromCache: cached,
    milliseconds,
  };
}

function print({ bundles, warnings, cached }: BuildResult, milliseconds: number): void {
  for (const bundle of bundles) process.stdout.write(summary(bundle));
  const scripts = cached ? 'scripts unchanged' : 'scripts compiled';
  process.stdout.write(`Built in ${(milliseconds / 1000).toFixed(2)} s, ${scripts}.\n`);
  for (const warning of warnings) process.stderr.write(describe(warning, 'warning', process.stderr));
}

/** One line for the bundle and one for each of its folders. */
function summary({ environment, folder, files, changed }: Built): string {
  const colours = coloursFor(process.stdout);
  const groups = new Map<string, { count: number; bytes: number }>();
  for (const { path: file, content } of files) {
    const group = file.includes('/') ? path.posix.dirname(file) : file;
    const { count, bytes } = groups.get(group) ?? { count: 0, bytes: 0 };
    groups.set(group, { count: count + 1, bytes: bytes + Buffer.byteLength(content) });
  }
  const lines = [...groups].map(([group, { count, bytes }]) => {
    const size = `${(bytes / 1024).toFixed(1)} KB`;
    return `  ${group.padEnd(28)} ${String(count).padStart(2)} ${count === 1 ? 'file ' : 'files'} ${size.padStart(9)}`;
  });
  const state = changed ? '' : colours.dim(' (unchanged)');
  return `${colours.bold(environment)} in ${shownPath(folder)}${state}\n${lines.join('\n')}\n`;
}

import path from 'node:path';
import { KnownFailure, throwIfAny, type Problem } from '../../environment/problem';
import { ScriptCache, cacheKey } from './cache';
import type { CompiledScript, ScriptSources } from './model';
import { warningsAbout } from './size';
import { entriesOf, readSources } from './sources';

export interface Compilation {
  readonly scripts: readonly CompiledScript[];
  readonly warnings: readonly Problem[];
  /** Whether the scripts came from the cache. */
  readonly cached: boolean;
}

/**
 * Compiles every script of `scripts-ts/entry`, or takes what was compiled from the same sources before.
 *
 * Throws a KnownFailure when the types are wrong or the output is nothing that IDM could run everywhere.
 */
export async function compileScripts(from: ScriptSources, cacheFolder = defaultCache(from.root)): Promise<Compilation> {
  const sources = readSources(from.root);
  const cache = new ScriptCache(cacheFolder);
  const key = cacheKey(sources, from.version);
  const kept = cache.read(key);
  const scripts = kept ?? (await compile(from, entriesOf(sources)));
  if (!kept) cache.write(key, scripts);
  return { scripts, warnings: scripts.flatMap(warningsAbout), cached: kept !== undefined };
}

/** The compilers are loaded here and not before: a build from the cache does not pay for them. */
async function compile(from: ScriptSources, entries: string[]): Promise<CompiledScript[]> {
  if (entries.length === 0) {
    const what = 'there is no entry script';
    throw new KnownFailure([{ code: 'no-entry-scripts', file: 'scripts-ts/entry', what, mend: 'Add one.' }]);
  }
  const [{ default: ts }, esbuild, { checkTypes }, { translate }, { objectionsTo }] = await Promise.all([
    import('typescript'),
    import('esbuild'),
    import('./check'),
    import('./translate'),
    import('./guard'),
  ]);
  checkTypes(ts, from.root, entries);
  const scripts = await translate(ts, esbuild, from, entries);
  throwIfAny(scripts.flatMap(objectionsTo));
  return scripts;
}

function defaultCache(root: string): string {
  return path.join(root, 'node_modules/.cache/forgerock-idcs-password-sync');
}

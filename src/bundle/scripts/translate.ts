import path from 'node:path';
import fs from 'node:fs/promises';
import type { BuildFailure, BuildOptions, Message, Plugin } from 'esbuild';
import type TypeScript from 'typescript';
import { KnownFailure } from '../../environment/problem';
import { scriptsFolder, type CompiledScript, type ScriptSources } from './model';

/** What a generated file adds to the top scope of IDM's script. */
const globalName = '__idcsPasswordSync';

/**
 * Translates the entry scripts, one file each: TypeScript lowers the syntax to ES5 and esbuild bundles.
 *
 * The last statement calls the entry's `run`, for IDM takes the completion value of a script as its result. It does the
 * same when another script loads the file by `require`.
 */
export async function translate(
  ts: typeof TypeScript,
  esbuild: {
    build(options: BuildOptions & { write: false }): Promise<{ outputFiles: { path: string; text: string }[] }>;
  },
  { root, version }: ScriptSources,
  entries: readonly string[],
): Promise<CompiledScript[]> {
  const built = await esbuild
    .build({
      absWorkingDir: root,
      entryPoints: entries.map((entry) => ({ in: entry, out: path.basename(entry, '.ts') })),
      outdir: 'out',
      write: false,
      bundle: true,
      format: 'iife',
      target: 'es5',
      platform: 'neutral',
      charset: 'ascii',
      legalComments: 'none',
      tsconfigRaw: '{}',
      logLevel: 'silent',
      logOverride: { 'unsupported-regexp': 'error' },
      // So that a script can tell which one runs: IDM goes on with an old one for a while after the files have changed.
      define: { BUNDLE_VERSION: JSON.stringify(version) },
      banner: { js: `var ${globalName} = {};` },
      footer: { js: `${globalName}.run();` },
      plugins: [startPlugin(root), typescriptPlugin(ts, path.join(root, scriptsFolder, 'tslib.ts'))],
    })
    .catch((error: unknown) => {
      throw isBuildFailure(error) ? new KnownFailure(error.errors.map(problemOf)) : error;
    });
  return built.outputFiles
    .map(({ path: file, text }) => {
      const name = path.basename(file, '.js');
      return { name, text: `${banner(name, version)}${withIdmRequire(indentedByOne(text))}` };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A script that runs others needs IDM's `require` under a name that esbuild leaves alone. */
function withIdmRequire(text: string): string {
  return text.includes('idmRequire') ? `var idmRequire = require;\n${text}` : text;
}

/** Half the indentation: IDM reads the whole file on every call. (ES5 has no string that spans lines.) */
function indentedByOne(text: string): string {
  return text.replace(/^(?: {2})+/gm, (spaces) => ' '.repeat(spaces.length / 2));
}

function banner(name: string, version: string): string {
  return `/* forgerock-idcs-password-sync ${version}, from ${scriptsFolder}/entry/${name}.ts. Generated: do not edit. */\n`;
}

/** Puts a module before each entry that hands out its `run`: shorter than what esbuild makes of an export. */
function startPlugin(root: string): Plugin {
  return {
    name: 'start',
    setup(build) {
      build.onResolve({ filter: /./ }, ({ kind, path: entry }) => {
        return kind === 'entry-point' ? { path: path.basename(entry, '.ts'), namespace: 'start' } : undefined;
      });
      build.onLoad({ filter: /./, namespace: 'start' }, ({ path: name }) => ({
        contents: `import { run } from "./${scriptsFolder}/entry/${name}.ts";\n${globalName}.run = run;\n`,
        resolveDir: root,
      }));
    },
  };
}

/** esbuild refuses to lower let, for-of, classes and the like to ES5, so TypeScript does, file by file. */
function typescriptPlugin(ts: typeof TypeScript, tslib: string): Plugin {
  return {
    name: 'typescript',
    setup(build) {
      build.onResolve({ filter: /^tslib$/ }, () => ({ path: tslib }));
      build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        const { outputText } = ts.transpileModule(await fs.readFile(file, 'utf8'), {
          fileName: file,
          compilerOptions: {
            target: ts.ScriptTarget.ES5,
            module: ts.ModuleKind.ESNext,
            ignoreDeprecations: '6.0',
            importHelpers: true,
          },
        });
        return { contents: outputText, loader: 'js' };
      });
    },
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function problemOf({ text, location }: Message) {
  return {
    code: 'script-build',
    ...(location ? { file: location.file } : {}),
    what: location ? `${text}: ${location.lineText.trim()}` : text,
    mend: 'Write it in a way that ES5 knows.',
  };
}

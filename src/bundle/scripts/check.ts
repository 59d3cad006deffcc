import path from 'node:path';
import type TypeScript from 'typescript';
import { KnownFailure, throwIfAny, type Problem } from '../../environment/problem';
import { scriptsFolder } from './model';

/**
 * Checks the types of the scripts against ES5 alone, as scripts-ts/tsconfig.json says: no Node, no DOM.
 *
 * Throws a KnownFailure with one problem for each finding of TypeScript, `file` being `path:line:column`, or else with
 * one for each entry that exports no `run`.
 */
export function checkTypes(ts: typeof TypeScript, root: string, entries: readonly string[]): void {
  const folder = path.join(root, scriptsFolder);
  const configFile = path.join(folder, 'tsconfig.json');
  const config = ts.readConfigFile(configFile, (file) => ts.sys.readFile(file));
  const parsed = ts.parseJsonConfigFileContent(config.config ?? {}, ts.sys, folder, undefined, configFile);
  const program = ts.createProgram({ rootNames: parsed.fileNames, options: parsed.options });
  const findings = [
    ...(config.error ? [config.error] : []),
    ...parsed.errors,
    ...ts.getPreEmitDiagnostics(program),
  ].filter((finding) => finding.category === ts.DiagnosticCategory.Error);
  if (findings.length > 0) throw new KnownFailure(findings.map((finding) => problemOf(ts, root, finding)));
  throwIfAny(entries.filter((entry) => !exportsRun(program, path.join(root, entry))).map(withoutRun));
}

function exportsRun(program: TypeScript.Program, file: string): boolean {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  return module !== undefined && checker.getExportsOfModule(module).some((symbol) => symbol.name === 'run');
}

function withoutRun(file: string): Problem {
  const mend = 'Write "export function run(): unknown"; what it answers is the result of the script.';
  return { code: 'script-without-run', file, what: 'exports no function "run"', mend };
}

function problemOf(ts: typeof TypeScript, root: string, finding: TypeScript.Diagnostic): Problem {
  return {
    code: 'script-types',
    ...placeOf(ts, root, finding),
    what: `TS${finding.code} ${ts.flattenDiagnosticMessageText(finding.messageText, ' ')}`,
    mend: 'Mend the script; it is compiled for ES5, without the types of Node and of browsers.',
  };
}

function placeOf(ts: typeof TypeScript, root: string, finding: TypeScript.Diagnostic): { file?: string } {
  if (!finding.file) return {};
  const { line, character } = ts.getLineAndCharacterOfPosition(finding.file, finding.start ?? 0);
  const name = path.relative(root, finding.file.fileName).split(path.sep).join('/');
  return { file: `${name}:${line + 1}:${character + 1}` };
}

import fs from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../root';
import { compileScripts, type Compilation } from '../scripts/compile';
import { temporaryFolder, writeFiles } from './folders';

const shared = (name: string) => fs.readFileSync(path.join(packageRoot, 'scripts-ts', name), 'utf8');

/** A root whose `scripts-ts` has the project's settings and tslib, and these files. */
export function scriptRoot(files: Record<string, string>): string {
  const root = temporaryFolder({
    'scripts-ts/tsconfig.json': shared('tsconfig.json'),
    'scripts-ts/tslib.ts': shared('tslib.ts'),
  });
  writeFiles(path.join(root, 'scripts-ts'), files);
  return root;
}

/** Compiles these files of `scripts-ts`, in a folder and with a cache of their own. */
export function compileFiles(files: Record<string, string>): Promise<Compilation> {
  const root = scriptRoot(files);
  return compileScripts({ root, version: '1.2.3' }, path.join(root, 'cache'));
}

/** Compiles one entry script and answers its text. */
export async function compileEntry(source: string): Promise<string> {
  return (await compileFiles({ 'entry/only.ts': source })).scripts[0]!.text;
}

import fs from 'node:fs';
import path from 'node:path';
import { KnownFailure, shownPath } from '../../environment/problem';
import { scriptsFolder } from './model';

/** A source file: its path relative to the root, with `/`, and its bytes. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Every file that takes part in the compilation, sorted: the TypeScript without its tests, and tsconfig.json. */
export function readSources(root: string): SourceFile[] {
  const folder = path.join(root, scriptsFolder);
  if (!fs.existsSync(path.join(folder, 'tsconfig.json'))) {
    throw new KnownFailure([
      {
        code: 'no-script-sources',
        file: shownPath(folder),
        what: 'the script sources are missing',
        mend: 'Install the package forgerock-idcs-password-sync again.',
      },
    ]);
  }
  return (fs.readdirSync(folder, { recursive: true }) as string[])
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => (name.endsWith('.ts') && !isForTests(name)) || name === 'tsconfig.json')
    .sort()
    .map((name) => ({ path: `${scriptsFolder}/${name}`, bytes: fs.readFileSync(path.join(folder, name)) }));
}

function isForTests(name: string): boolean {
  return name.endsWith('.test.ts') || name.split('/').includes('testing');
}

/** The paths of the entry scripts among the sources: one of them becomes one file that IDM loads. */
export function entriesOf(sources: readonly SourceFile[]): string[] {
  const entry = new RegExp(`^${scriptsFolder}/entry/[A-Za-z0-9_-]+\\.ts$`);
  return sources.map((source) => source.path).filter((name) => entry.test(name));
}

import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { CompiledScript } from './model';
import type { SourceFile } from './sources';

/** Keeps the scripts of the last compilations, in one file each; a cache that can't be read or written is done without. */
export class ScriptCache {
  constructor(private readonly folder: string) {}

  read(key: string): CompiledScript[] | undefined {
    try {
      const { digest, scripts } = JSON.parse(fs.readFileSync(this.file(key), 'utf8')) as Kept;
      return digest === digestOf(scripts) ? scripts : undefined;
    } catch {
      return undefined;
    }
  }

  write(key: string, scripts: CompiledScript[]): void {
    const temporary = `${this.file(key)}.${process.pid}`;
    try {
      fs.mkdirSync(this.folder, { recursive: true });
      this.forgetOld();
      fs.writeFileSync(temporary, JSON.stringify({ digest: digestOf(scripts), scripts } satisfies Kept));
      fs.renameSync(temporary, this.file(key));
    } catch {
      // the next build compiles again
    }
  }

  private file(key: string): string {
    return path.join(this.folder, `scripts-${key}.json`);
  }

  private forgetOld(): void {
    const dayAgo = Date.now() - 24 * 60 * 60 * 1000;
    for (const name of fs.readdirSync(this.folder).filter((each) => each.startsWith('scripts-'))) {
      const file = path.join(this.folder, name);
      if (fs.statSync(file).mtimeMs < dayAgo) fs.rmSync(file, { force: true });
    }
  }
}

interface Kept {
  digest: string;
  scripts: CompiledScript[];
}

/**
 * The name of a compilation: the sources, the version in the banner, the compilers, and this program itself, since its
 * options and guards decide about the output as well.
 */
export function cacheKey(sources: readonly SourceFile[], version: string): string {
  const hash = crypto.createHash('sha256');
  for (const part of [version, versionOf('typescript'), versionOf('esbuild'), fs.readFileSync(__filename)]) {
    hash.update(part).update('\0');
  }
  for (const source of sources) {
    hash.update(`${source.path}\0${source.bytes.length}\0`).update(source.bytes);
  }
  return hash.digest('hex').slice(0, 32);
}

function versionOf(name: string): string {
  const file = require.resolve(`${name}/package.json`);
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
}

function digestOf(scripts: CompiledScript[]): string {
  return crypto.createHash('sha256').update(JSON.stringify(scripts)).digest('hex');
}

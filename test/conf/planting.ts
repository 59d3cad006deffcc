import path from 'node:path';
import { siteOf, type Site, type SiteOptions } from '../../src/conf/site';
import type { JsonMap } from '../../src/conf/values';

/** A change of one file of a sound project, and what validate has to find because of it. */
export interface Mistake {
  /** The file, below the project. */
  readonly file: string;
  readonly code: string;
  /** The pointer of the finding. */
  readonly at: string;
  readonly level?: 'warning';
  /** Another file than the changed one, where the finding is. */
  readonly found?: string;
  /** Findings that follow from the mistake, as `code pointer`. */
  readonly also?: readonly string[];
  /** Values to put at pointers; undefined takes away. */
  readonly set?: JsonMap;
  /** Keys to call otherwise, by pointer. */
  readonly rename?: Readonly<Record<string, string>>;
  readonly text?: readonly [string | RegExp, string];
  /** The whole content. */
  readonly content?: string | Buffer;
  /** What the file is called instead; with undefined it is not there. */
  readonly as?: string | undefined;
}

export type Sound = 'sound' | 'sound-jdbc' | 'sound-ping';

/** A sound project of ours. */
export function soundSite(name: Sound, options: SiteOptions = {}): Site {
  return siteOf(path.join(__dirname, name), options);
}

/** The project with a mistake in it. */
export function planted(site: Site, mistake: Mistake): Site {
  const original = site.read(mistake.file)?.toString('utf8') ?? '';
  const renamed = 'as' in mistake;
  const file = renamed ? mistake.as : mistake.file;
  const content = contentOf(original, mistake);
  const name = (each: string) => path.posix.relative('conf', each);
  const kept = site.conf.filter((each) => !(renamed && each === name(mistake.file)));
  const added = file?.startsWith('conf/') && !kept.includes(name(file)) ? [name(file)] : [];
  return {
    ...site,
    conf: [...kept, ...added].sort(),
    read: (each) =>
      each === file ? Buffer.from(content) : renamed && each === mistake.file ? undefined : site.read(each),
  };
}

function contentOf(original: string, { set, rename, text, content }: Mistake): string | Buffer {
  if (content !== undefined) return content;
  let changed = text ? original.replace(...text) : original;
  if (text && changed === original) throw new Error(`${String(text[0])} is not in the file`);
  if (!set && !rename) return changed;
  const value = JSON.parse(changed) as JsonMap;
  for (const [pointer, put] of Object.entries(set ?? {})) {
    const [parent, key] = parentOf(value, pointer);
    if (put === undefined) delete parent[key];
    else parent[key] = put;
  }
  for (const [pointer, key] of Object.entries(rename ?? {})) {
    const [parent, old] = parentOf(value, pointer);
    if (!(old in parent)) throw new Error(`there is no ${pointer}`);
    parent[key] = parent[old];
    delete parent[old];
  }
  changed = JSON.stringify(value, null, 2);
  return changed;
}

function parentOf(value: unknown, pointer: string): [Record<string, unknown>, string] {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const last = keys.pop()!;
  const parent = keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
  if (typeof parent !== 'object' || parent === null) throw new Error(`there is no ${pointer}`);
  return [parent as Record<string, unknown>, last];
}

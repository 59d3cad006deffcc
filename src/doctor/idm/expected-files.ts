import { isDeepStrictEqual } from 'node:util';
import { scriptFolder } from '../../conf/merge/hooks';
import { customerFiles } from '../../conf/merge';
import { bytesOf } from '../../deploy/content';
import type { History } from '../../deploy/model';
import type { Bundle } from '../../bundle/read';
import type { ProjectFiles } from './project-files';

/** What stands in an installation after a deployment, of the files that are the bundle's alone. */
export interface Expected {
  readonly version: string;
  /** Where this is known from, in words. */
  readonly from: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Scripts, own configuration, and nothing that is merged into a file of the customer's. */
export function expectedOf({ manifest, files }: Bundle): Expected {
  const own = files.filter(({ path }) => /^(conf|script)\//.test(path) && !customerFiles.includes(path));
  return {
    version: manifest.version,
    from: `the bundle of ${manifest.environment}`,
    files: new Map(own.map(({ path, content }) => [path, Buffer.from(content)])),
  };
}

/**
 * What all remembered deployments have left, for each tells only of the files that it changed; undefined where there was
 * none.
 */
export function rememberedFiles({ made }: History): Expected | undefined {
  const last = made.at(-1);
  if (last === undefined) return undefined;
  const files = new Map<string, Buffer>();
  for (const change of made.flatMap(({ plan }) => plan.changes)) {
    if (change.owner !== 'bundle') continue;
    if (change.kind === 'delete') files.delete(change.path);
    else files.set(change.path, bytesOf(change.after));
  }
  const { version, environment } = last.plan.bundle;
  return { version, from: `the deployment of ${environment} at ${last.at}`, files };
}

export interface Differences {
  readonly missing: readonly string[];
  readonly edited: readonly string[];
  /** In our folder, and none of the bundle's. */
  readonly leftOver: readonly string[];
}

/** A file of JSON that says the same is the same: IDM writes one anew when it is changed over REST. */
export function differences({ files }: Expected, present: ProjectFiles): Differences {
  const missing: string[] = [];
  const edited: string[] = [];
  for (const [name, content] of files) {
    const bytes = present.bytes(name);
    if (bytes === undefined) missing.push(name);
    else if (!bytes.equals(content) && !(name.endsWith('.json') && saysTheSame(bytes, content))) edited.push(name);
  }
  const leftOver = present.below(`script/${scriptFolder}`).filter((name) => !files.has(name));
  return { missing, edited, leftOver };
}

/** Whether two texts of JSON hold the same value. */
export function saysTheSame(a: Buffer, b: Buffer): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(a.toString('utf8')), JSON.parse(b.toString('utf8')));
  } catch {
    return false;
  }
}

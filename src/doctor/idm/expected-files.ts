import { isDeepStrictEqual } from 'node:util';
import { scriptFolder } from '../../conf/merge/hooks';
import { bytesOf } from '../../deploy/content';
import type { History } from '../../deploy/model';
import { ownFiles } from '../../deploy/own-files';
import type { Bundle } from '../../bundle/read';
import type { ProjectFiles } from './project-files';

/** What stands in an installation after a deployment, of the files that are the bundle's alone. */
export interface Expected {
  readonly version: string;
  /** Where this is known from, in words. */
  readonly from: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** What a plan would put there, so that nothing is called wrong which pwsync apply leaves as it is. */
export function expectedOf(bundle: Bundle, present: ProjectFiles): Expected {
  const { version, environment, additions } = bundle.manifest;
  // Without a managed.json no script of its could store something else; that it is missing the hooks' step tells.
  const managed = present.json('conf/managed.json')?.text ?? '{"objects":[]}';
  return { version, from: `the bundle of ${environment}`, files: ownFiles(bundle, managed, additions) };
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

import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import { settingsFile } from '../bundle/manifest';
import type { Bundle } from '../bundle/read';
import { concernedFiles, customerFiles, mergeAdditions, type Additions, type CustomerFiles } from '../conf/merge';
import { chainingOf } from '../conf/merge/chain';
import { hookNames, scriptFolder } from '../conf/merge/hooks';
import { parseJson } from '../environment/json-text';
import { attempt, pointerOf, shownPath, throwIfAny, type Problem } from '../environment/problem';
import { beforeOf, afterOf, changeBetween, inOrder } from './changes';
import { bytesOf, digestOf } from './content';
import type { BundleId, Change, Content, Deployment, Plan, Target } from './model';
import { ownFiles } from './own-files';
import { undoneText, type Undone } from './undo-text';

/**
 * Says what a target lacks to hold this bundle, and what it holds of an older one that has to go. Only reads.
 *
 * Throws a KnownFailure: what the merges throw, what stands in the way of the changes, what IDM would not load of the result,
 * and what the target throws.
 */
export async function planDeployment(bundle: Bundle, target: Target, made: readonly Deployment[]): Promise<Plan> {
  throwIfAny(await target.foreign(made));
  const present = await presentFiles(target);
  const { additions, warnings: byHand } = target.reachable(bundle.manifest.additions);
  const isOnlyOne = made.every(({ plan }) => plan.bundle.sha256 === bundleId(bundle).sha256);
  const merged = merge(additions, present, made, target, isOnlyOne);
  const files = ownFiles(bundle, merged.files.get('conf/managed.json')!, additions);
  for (const [path, text] of merged.files) files.set(path, Buffer.from(text));
  const wanted = target.fitted(files);

  const changes: Change[] = [];
  for (const path of new Set([...wanted.keys(), ...(await ourFiles(target, made))])) {
    const change = changeBetween(path, present.get(path) ?? (await target.read(path)), wanted.get(path));
    if (change) changes.push(change);
  }
  const ordered = inOrder(changes);
  const judgement = target.judge(ordered, additions.platform);
  throwIfAny([...judgement.errors, ...outboxMoved(files, await target.read(settingsFile), target)]);
  const warnings = [
    ...(await target.objections(ordered)),
    ...byHand,
    ...merged.warnings,
    ...strayHooks(merged.files.get('conf/managed.json')!, additions, target),
    ...judgement.warnings,
    ...startNeeded(ordered, target),
    ...(await target.cautions(ordered, 'forth')),
  ];
  return { format: 1, bundle: bundleId(bundle), target: target.id, changes: ordered, warnings };
}

function bundleId({ manifest }: Bundle): BundleId {
  const { version, environment } = manifest;
  return { version, environment, sha256: digestOf(Buffer.from(JSON.stringify(manifest))) };
}

async function presentFiles(target: Target): Promise<Map<string, Buffer>> {
  const present = new Map<string, Buffer>();
  for (const path of customerFiles) {
    const bytes = await target.read(path);
    if (bytes) present.set(path, bytes);
  }
  return present;
}

/** The files at the target that are ours alone: those below our folder, and those that earlier bundles have brought. */
async function ourFiles(target: Target, made: readonly Deployment[]): Promise<string[]> {
  const brought = made
    .flatMap(({ plan }) => plan.changes)
    .filter(({ owner }) => owner === 'bundle')
    .map(({ path }) => path);
  return [...(await target.list(`script/${scriptFolder}`)), ...brought];
}

interface Merged {
  readonly files: ReadonlyMap<string, string>;
  readonly warnings: readonly Problem[];
}

/**
 * Merges into the files as they are and, apart from that, into the files as they were without any bundle. Where both say
 * the same, the former changes less; where they do not, an older bundle has added what this one does not want. A file that
 * neither this bundle nor an earlier one has to do with is left out.
 */
function merge(
  additions: Additions,
  found: ReadonlyMap<string, Buffer>,
  made: readonly Deployment[],
  target: Target,
  isOnlyOne: boolean,
): Merged {
  const warnings: Problem[] = [];
  const present = new Map<string, Buffer>();
  const bare = new Map<string, Buffer>();
  const touched = new Set(made.flatMap(({ plan }) => plan.changes).map(({ path }) => path));
  const concerned: readonly string[] = concernedFiles(additions);
  for (const [path, bytes] of found) {
    if (!touched.has(path) && !concerned.includes(path)) continue;
    present.set(path, outlinedBytes(path, bytes, target));
    const undone = touched.has(path) ? withoutBundles(path, present.get(path)!.toString(), made, target) : undefined;
    // The same bundle wants all of its own additions: there is nothing to take out.
    if (undone && 'changed' in undone && !isOnlyOne) warnings.push(notTakenOut(path, undone.changed, target));
    bare.set(path, undone && 'text' in undone ? Buffer.from(undone.text) : present.get(path)!);
  }
  const onBare = mergedInto(bare, additions, target);
  // What an older bundle has added may contradict what this one adds in its place.
  const onPresent = attempt([], () => mergedInto(present, additions, target));
  const files = new Map<string, string>();
  for (const [path, text] of onBare) {
    const smaller = onPresent?.get(path) ?? text;
    files.set(path, saySame(path, text, smaller) ? smaller : text);
  }
  return { files, warnings };
}

function mergedInto(files: ReadonlyMap<string, Buffer>, additions: Additions, target: Target): Map<string, string> {
  const texts = new Map([...files].map(([path, bytes]) => [path, bytes.toString()]));
  for (const { path, text } of mergeAdditions(additions, filesOf(files, target))) texts.set(path, text);
  return texts;
}

/** Over REST a merge meets files in place of inlined scripts; what is no text is for the merge to refuse. */
function outlinedBytes(path: string, bytes: Buffer, target: Target): Buffer {
  return isUtf8(bytes) ? Buffer.from(target.outlined(path, bytes.toString())) : bytes;
}

function saySame(path: string, one: string, other: string): boolean {
  if (one === other) return true;
  if (!path.endsWith('.json')) return false;
  return isDeepStrictEqual(parseJson(one, path).value, parseJson(other, path).value);
}

/** A customer's file without what the bundles have added. */
function withoutBundles(path: string, present: string, made: readonly Deployment[], target: Target): Undone {
  let undone: Undone = { text: present };
  for (const { plan } of [...made].reverse()) {
    const change = plan.changes.find((each) => each.path === path);
    const [before, after] = change ? [beforeOf(change), afterOf(change)] : [];
    if (!('text' in undone) || !before || !after) continue;
    const outlined = (content: Content) => target.outlined(path, bytesOf(content).toString());
    undone = undoneText(path, undone.text, outlined(before), outlined(after));
  }
  return undone;
}

function notTakenOut(path: string, pointer: string, target: Target): Problem {
  return {
    code: 'older-additions',
    file: shownFile(path, target),
    pointer,
    what: 'was changed where an older bundle had added something, so that what that one added stays',
    mend: 'See whether it holds something of an older bundle that is of no use any more, and remove that by hand.',
  };
}

function filesOf(files: ReadonlyMap<string, Buffer>, target: Target): CustomerFiles {
  return {
    read: (path) => files.get(path),
    script: (name) => target.script(name),
    shown: (path) => shownFile(path, target),
  };
}

/** A file of the target as messages name it. */
export function shownFile(path: string, { id }: Pick<Target, 'id'>): string {
  return id.kind === 'folder' ? shownPath(`${id.project}/${path}`) : path;
}

/** Hooks of ours in objects that the bundle does not name: of an older bundle that nothing is remembered of. */
function strayHooks(managed: string, { managedObjects }: Additions, target: Target): Problem[] {
  const { objects } = parseJson(managed, 'conf/managed.json').value as { objects: Record<string, unknown>[] };
  return objects.flatMap((object, index) => {
    if (managedObjects.includes(String(object.name))) return [];
    return hookNames
      .filter((hook) => object[hook] !== undefined && chainingOf(object[hook], hook).kind === 'ours')
      .map((hook) => ({
        code: 'older-additions',
        file: shownFile('conf/managed.json', target),
        pointer: pointerOf(['objects', index, hook]),
        what: `runs our script for "${String(object.name)}", which managedObjects of the environment does not name`,
        mend: 'Take our line out by hand, or name the object: nothing is remembered of the bundle that brought it.',
      }));
  });
}

/** What IDM reads only when it starts. */
function startNeeded(changes: readonly Change[], target: Target): Problem[] {
  const reasons: Readonly<Record<string, string>> = {
    'conf/repo.orientdb.json':
      'IDM makes the classes of the outbox, with their unique index, when it starts and not before',
    'conf/policy.json': 'IDM loads the files of policies when it starts, and not before',
  };
  return changes.flatMap(({ path }) => {
    const what = reasons[path];
    if (what === undefined) return [];
    const doubles = path.startsWith('conf/repo.')
      ? ' Where the bundle has run without them, let pwsync doctor look first: IDM can not start on two records of one id.'
      : '';
    const mend = `Start IDM once this is applied, or again where it runs.${doubles}`;
    return [{ code: 'start-needed', file: shownFile(path, target), what, mend }];
  });
}

/** Passwords that wait at another path would wait for ever: nothing looks there any more. */
function outboxMoved(wanted: ReadonlyMap<string, Buffer>, present: Buffer | undefined, target: Target): Problem[] {
  const [now, then] = [wanted.get(settingsFile), present].map(outboxIn);
  if (now === undefined || then === undefined || now === then) return [];
  return [
    {
      code: 'outbox-moved',
      file: shownFile(settingsFile, target),
      pointer: '/outbox/path',
      what: `the passwords that wait at ${then} would be delivered no more: this bundle looks at ${now}`,
      mend: `Keep outbox.path, or let the queue drain, roll the deployed bundle back, and apply this one then.`,
    },
  ];
}

function outboxIn(settings: Buffer | undefined): string | undefined {
  if (settings === undefined) return undefined;
  try {
    const { outbox } = JSON.parse(settings.toString()) as { outbox?: { path?: unknown } };
    return typeof outbox?.path === 'string' ? outbox.path : undefined;
  } catch {
    return undefined;
  }
}

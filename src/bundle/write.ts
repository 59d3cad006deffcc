import fs from 'node:fs';
import path from 'node:path';
import { KnownFailure, shownPath } from '../environment/problem';
import { bundleName, type Manifest, type PlannedFile } from './manifest';

/**
 * Makes a folder hold exactly these files. They are written beside it and take its place at once, so that a failure
 * leaves what was there; when they are there already nothing is written. The answer is whether anything changed.
 *
 * Throws a KnownFailure: `not-a-bundle` when the folder holds something else than a bundle, `unwritable`.
 */
export function writeBundle(folder: string, files: readonly PlannedFile[]): boolean {
  for (let attempt = 1; ; attempt++) {
    try {
      return bringAbout(folder, files);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (error instanceof KnownFailure || code === undefined) throw error;
      if (attempt < 5 && signsOfAnotherBuild.includes(code)) continue;
      const what = `can't be written: ${code}`;
      const mend = 'Check the permissions and the space, or name another folder with --out.';
      throw new KnownFailure([{ code: 'unwritable', file: shownPath(folder), what, mend }]);
    }
  }
}

/** What happens when another process puts the same bundle in place at the same moment. */
const signsOfAnotherBuild = ['ENOENT', 'ENOTEMPTY', 'EEXIST'];

function bringAbout(folder: string, files: readonly PlannedFile[]): boolean {
  if (fs.existsSync(folder)) {
    refuseUnlessBundle(folder);
    if (holdsExactly(folder, files)) return false;
  }
  const beside = (what: string) => path.join(path.dirname(folder), `.${path.basename(folder)}.${what}-${unique()}`);
  const [fresh, old] = [beside('new'), beside('old')];
  try {
    for (const file of files) {
      const target = path.join(fresh, file.path);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, file.content);
    }
    swap(folder, fresh, old);
    return true;
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
    fs.rmSync(old, { recursive: true, force: true });
  }
}

function swap(folder: string, fresh: string, old: string): void {
  const hadOld = fs.existsSync(folder);
  if (hadOld) fs.renameSync(folder, old);
  try {
    fs.renameSync(fresh, folder);
  } catch (error) {
    if (hadOld && !fs.existsSync(folder)) fs.renameSync(old, folder);
    throw error;
  }
}

let written = 0;

function unique(): string {
  return `${process.pid}-${Date.now().toString(36)}-${written++}`;
}

/** Whatever is replaced is gone, so it has to be a bundle of ours with nothing else in it, or empty. */
function refuseUnlessBundle(folder: string): void {
  const names = fs.statSync(folder).isDirectory() ? fs.readdirSync(folder) : undefined;
  if (names?.length === 0) return;
  const listed = names?.includes('bundle.json') ? listedIn(path.join(folder, 'bundle.json')) : undefined;
  const added = listed && filesBelow(folder).filter((name) => name !== 'bundle.json' && !listed.includes(name));
  if (added?.length === 0) return;
  if (added) {
    throw new KnownFailure([
      {
        code: 'not-of-the-bundle',
        file: shownPath(path.join(folder, added[0]!)),
        what: 'is not of the bundle, and building would remove it',
        mend: 'Move it elsewhere: what a bundle holds comes from templates and environments.',
      },
    ]);
  }
  throw new KnownFailure([
    {
      code: 'not-a-bundle',
      file: shownPath(folder),
      what: 'is there already and is not a bundle of this package, so it is left alone',
      mend: 'Name another folder with --out, or remove this one.',
    },
  ]);
}

/** The files that a manifest of ours lists; undefined when it is none. */
function listedIn(manifest: string): string[] | undefined {
  try {
    const { name, files } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as Partial<Manifest>;
    return name === bundleName && files ? files.map((file) => file.path) : undefined;
  } catch {
    return undefined;
  }
}

function filesBelow(folder: string): string[] {
  return (fs.readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => !fs.statSync(path.join(folder, name)).isDirectory())
    .map((name) => name.split(path.sep).join('/'));
}

function holdsExactly(folder: string, files: readonly PlannedFile[]): boolean {
  const present = filesBelow(folder);
  return (
    present.length === files.length &&
    files.every((file) => present.includes(file.path) && holds(path.join(folder, file.path), file.content))
  );
}

function holds(file: string, content: string): boolean {
  return fs.readFileSync(file).equals(Buffer.from(content));
}

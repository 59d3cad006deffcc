import fs from 'node:fs';
import path from 'node:path';
import { readJson } from '../environment/json-text';
import { KnownFailure, shownPath, throwIfAny, type Problem } from '../environment/problem';
import { bundleName, fingerprint, type Manifest, type PlannedFile } from './manifest';

/** A bundle as it was built, found whole. */
export interface Bundle {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The files of the manifest, in its order. */
  readonly files: readonly PlannedFile[];
}

/**
 * Reads a bundle from its folder.
 *
 * Throws a KnownFailure: exit code 2 `no-bundle` when the folder holds none; 1 `damaged-bundle` with each file that is
 * not as it was built.
 */
export function readBundle(folder: string): Bundle {
  const manifest = manifestOf(folder);
  const problems: Problem[] = [];
  const files = manifest.files.map((listed): PlannedFile => {
    const file = { path: listed.path, content: contentOf(path.join(folder, listed.path)) ?? '' };
    if (fingerprint(file).sha256 !== listed.sha256) {
      const what = 'is not as it was built';
      const mend = 'Build the bundle again: what it holds comes from templates and environments.';
      problems.push({ code: 'damaged-bundle', file: shownPath(path.join(folder, listed.path)), what, mend });
    }
    return file;
  });
  throwIfAny(problems);
  return { folder, manifest, files };
}

function manifestOf(folder: string): Manifest {
  const location = path.join(folder, 'bundle.json');
  if (fs.existsSync(location)) {
    const value = readJson(location, shownPath(location)).value as Manifest | null;
    if (value?.name === bundleName && Array.isArray(value.files)) return value;
  }
  const mend = 'Name the folder that pwsync build wrote, such as generated/NAME.';
  const what = fs.existsSync(folder) ? 'holds no bundle.json of this package' : 'is not there';
  throw new KnownFailure([{ code: 'no-bundle', file: shownPath(path.resolve(folder)), what, mend }], 2);
}

function contentOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

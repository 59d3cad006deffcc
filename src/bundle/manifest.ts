import crypto from 'node:crypto';
import type { Additions } from '../conf/merge';

export const bundleName = 'forgerock-idcs-password-sync';

/** Where the settings of the scripts stand, in a bundle and in an installation. */
export const settingsFile = 'conf/custom-idcsPasswordSync.json';

/** A file of the bundle: its path with `/`, below the bundle's folder. */
export interface PlannedFile {
  readonly path: string;
  readonly content: string;
}

/** The manifest of a bundle, in bundle.json. It does not list itself. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly environment: string;
  /** What it adds to files of the customer's, for whoever merges it into an installation. */
  readonly additions: Additions;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
}

/** A file as the manifest lists it. */
export function fingerprint({ path, content }: PlannedFile): Manifest['files'][number] {
  return {
    path,
    sha256: crypto.createHash('sha256').update(content).digest('hex'),
    bytes: Buffer.byteLength(content),
  };
}

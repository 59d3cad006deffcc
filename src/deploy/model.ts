/** What a deployment changes, as data. Nothing here reads or writes. */
import type { Problem } from '../environment/problem';

/** What is deployed. */
export interface BundleId {
  readonly version: string;
  readonly environment: string;
  /** SHA-256 of its bundle.json, hexadecimal: two bundles with the same digest are the same. */
  readonly sha256: string;
}

/** Where to, by its absolute folders, or by IDM's address. */
export type TargetId =
  | { readonly kind: 'folder'; readonly install: string; readonly project: string }
  | { readonly kind: 'rest'; readonly url: string };

/** The bytes of a file and their digest: as text where they are UTF-8, so that a plan can be read, else in base64. */
export type Content =
  { readonly sha256: string; readonly text: string } | { readonly sha256: string; readonly base64: string };

/**
 * One file of the target and what becomes of it. `path` is below the project folder and has `/`; over REST a configuration
 * has the path of the file that IDM would keep it in. `before` and `after` are absent where there is no file.
 */
export type Change =
  | { readonly kind: 'create'; readonly path: string; readonly owner: Owner; readonly after: Content }
  | {
      readonly kind: 'update';
      readonly path: string;
      readonly owner: Owner;
      readonly before: Content;
      readonly after: Content;
    }
  | { readonly kind: 'delete'; readonly path: string; readonly owner: Owner; readonly before: Content };

/** Whether a file is ours alone, or the customer's with additions of ours. */
export type Owner = 'bundle' | 'customer';

/**
 * A deployment. The same bundle and the same target give the same plan, byte for byte: it holds no time and no name of
 * whoever made it. The changes stand in the order in which they are made: each leaves an IDM that works.
 */
export interface Plan {
  readonly format: 1;
  readonly bundle: BundleId;
  readonly target: TargetId;
  readonly changes: readonly Change[];
  /** What to know before it is applied, and what it does not do. */
  readonly warnings: readonly Problem[];
}

/** A deployment that was made, or that is on its way. The target keeps it, for the way back. */
export interface Deployment {
  readonly plan: Plan;
  /** ISO 8601. */
  readonly at: string;
  /** Folders that had to be made, deepest last; empty over REST. */
  readonly folders: readonly string[];
}

/**
 * What a target remembers of deployments: those that were made, oldest first, and the one that is on its way, forth or
 * back, when it was interrupted.
 */
export interface History {
  readonly made: readonly Deployment[];
  readonly underway?: { readonly direction: 'forth' | 'back'; readonly deployment: Deployment };
}

/**
 * A place that can be deployed to. Every write is atomic and durable when its promise is fulfilled.
 *
 * Each method may throw a KnownFailure that names the file and the mend.
 */
export interface Target {
  readonly id: TargetId;
  /** How the target is called in messages. */
  readonly name: string;
  /** The bytes at a path, or undefined. */
  read(path: string): Promise<Buffer | undefined>;
  /** The paths of the files below a folder (`script/idcs-password-sync`), sorted. */
  list(folder: string): Promise<string[]>;
  /** What stands in the way of a change before anything is written: a read-only file, a link that leads out of the folder. */
  objections(change: Change): Promise<Problem[]>;
  /** Puts these bytes at a path, whatever is there. Answers the folders that it made. */
  write(path: string, content: Buffer): Promise<string[]>;
  remove(path: string): Promise<void>;
  /** Removes folders that are empty, deepest first. */
  removeFolders(folders: readonly string[]): Promise<void>;
  history(): Promise<History>;
  /** Replaces what is remembered; an empty history leaves no trace. */
  remember(history: History): Promise<void>;
  /** Runs with nobody else deploying to this target. Throws a KnownFailure `locked`. */
  locked<Result>(work: () => Promise<Result>): Promise<Result>;
  /** What can be said of the target after the files are as they should be: whether IDM has loaded them, as far as it can be reached. */
  verify(plan: Plan): Promise<Problem[]>;
}

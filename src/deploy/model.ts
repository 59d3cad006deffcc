/** What a deployment changes, as data. Nothing here reads or writes. */
import type { Additions } from '../conf/merge';
import type { Problem } from '../environment/problem';
import type { Platform } from '../platform';

/** What is deployed. */
export interface BundleId {
  readonly version: string;
  readonly environment: string;
  /** SHA-256 of its manifest, hexadecimal: two bundles with the same digest are the same. */
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

/** A deployment that was made. The target keeps it, for the way back. */
export interface Deployment {
  readonly plan: Plan;
  /** ISO 8601. */
  readonly at: string;
  /** Folders below the project folder that had to be made, outermost first; none over REST. */
  readonly folders: readonly string[];
}

/**
 * What was being done when nothing was heard of it any more: a deployment on its way, or one on its way back by these
 * changes.
 */
export type Underway =
  | { readonly direction: 'forth'; readonly deployment: Deployment }
  | { readonly direction: 'back'; readonly deployment: Deployment; readonly changes: readonly Change[] };

/** What a target remembers of deployments: those that were made, oldest first, and the one that was interrupted. */
export interface History {
  readonly made: readonly Deployment[];
  readonly underway?: Underway;
}

/**
 * A place that can be deployed to. Every write is atomic and durable when its promise is fulfilled. Each method may throw
 * a KnownFailure that names the file and the mend.
 */
export interface Target {
  readonly id: TargetId;
  /** How the target is called in messages. */
  readonly name: string;
  /** The bytes at a path, or undefined. */
  read(path: string): Promise<Buffer | undefined>;
  /** The paths of the files below a folder (`script/idcs-password-sync`), sorted; none over REST. */
  list(folder: string): Promise<string[]>;
  /** The bytes of a script by the name that a hook gives it, looked for where IDM looks; undefined where that can't be seen. */
  script(name: string): Buffer | undefined;
  /** Why this is not the way that a bundle has come here, whose way back nobody would know then. */
  foreign(made: readonly Deployment[]): Promise<Problem[]>;
  /** What of a bundle's additions can be made here, and what has to be done by hand. */
  reachable(additions: Additions): { readonly additions: Additions; readonly warnings: readonly Problem[] };
  /** A file that was read here as the merges know it: over REST, scripts that stand in the configuration become files. */
  outlined(path: string, text: string): string;
  /**
   * What the target is to hold of the files of a bundle, the merged ones included, by path.
   *
   * Throws a KnownFailure `scripts-needed` where a bundle can't do without its script folder and there is none.
   */
  fitted(files: ReadonlyMap<string, Buffer>): Map<string, Buffer>;
  /** What IDM would make of the configuration with these changes, as far as that can be told beforehand. */
  judge(changes: readonly Change[], platform: Platform): Judgement;
  /** What to know before changes are made here. */
  cautions(changes: readonly Change[], direction: Underway['direction']): Promise<Problem[]>;
  /** What stands in the way of the changes before anything is written: a read-only file, a link that leads out of the folder. */
  objections(changes: readonly Change[]): Promise<Problem[]>;
  /** The folders that the changes need and that are not there, outermost first. */
  missingFolders(changes: readonly Change[]): Promise<string[]>;
  /** Takes what has to be there before the first change is made, above all space. Nothing that IDM sees changes. */
  prepare(changes: readonly Change[]): Promise<void>;
  /** Makes one change, which was prepared. */
  make(change: Change): Promise<void>;
  /** Clears away what `prepare` has left, and those of the folders that are empty. */
  tidy(changes: readonly Change[], folders: readonly string[]): Promise<void>;
  history(): Promise<History>;
  /** Replaces what is remembered; an empty history leaves no trace. */
  remember(history: History): Promise<void>;
  /** Runs with nobody else deploying to this target. Throws a KnownFailure `locked`. */
  locked<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether IDM has loaded what is there now, as far as it can be asked: what is not as it should be. */
  verify(made: Made): Promise<Problem[]>;
}

/** Errors that the changes would bring, and a word on those that are there already. */
export interface Judgement {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What is at the target now: a bundle, or, after the last way back, none. */
export interface Made {
  readonly changes: readonly Change[];
  readonly bundle: BundleId | undefined;
}

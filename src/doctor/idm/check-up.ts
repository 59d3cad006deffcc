import type { Health } from '../../../scripts-ts/idm/health';
import type { Settings } from '../../../scripts-ts/idm/settings-file';
import type { Bundle } from '../../bundle/read';
import type { IdmFolders } from '../../idm/folders';
import type { IdmClient } from '../../idm/rest/client';
import type { ProjectFiles } from './project-files';
import type { Problem } from '../../environment/problem';
import type { Step } from '../step';

/** What was asked for: an installation's files, a running server, or one and the other. */
export interface Order {
  readonly folders?: IdmFolders | undefined;
  /** What the files are compared with; without it, what `pwsync apply` remembers. */
  readonly bundle?: Bundle | undefined;
  readonly server?: Server | undefined;
}

export interface Server {
  readonly client: IdmClient;
  readonly http: PlainHttp;
  /** What to know about its address, as idmUrl says it. */
  readonly warnings: readonly Problem[];
}

/** Asks IDM for plain text, as somebody or as nobody. */
export interface PlainHttp {
  /** The answer to a GET below `/openidm`: with the administrator's credentials, or with these headers alone. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
}

/** What an installation is looked at with. */
export interface Installed {
  readonly folders: IdmFolders;
  readonly files: ProjectFiles;
  /** When IDM was started, where it runs: what it reads only then may be newer. */
  readonly startedAt?: Date | undefined;
  readonly pid?: number | undefined;
}

/** One run of the doctor: the order, and what the steps have found for those that come after them. */
export interface CheckUp {
  readonly order: Order;
  installed?: Installed;
  /** Whether the bundle has come over REST, as far as is known. */
  overRest?: boolean;
  settings?: Settings;
  health?: Health;
  /** Our clock around the request that health answered, in milliseconds since 1970. */
  asked?: { readonly sentAt: number; readonly receivedAt: number };
}

export type CheckUpStep = Step<CheckUp>;

/** What an earlier step has found. That step stands in `needs`, so that its absence is a defect. */
export function found<Key extends keyof CheckUp>(checkUp: CheckUp, key: Key): NonNullable<CheckUp[Key]> {
  const value = checkUp[key];
  if (value === undefined) throw new Error(`no step has found "${key}"`);
  return value as NonNullable<CheckUp[Key]>;
}

/** By what is remembered, or by scripts that stand in the configuration: only a deployment over REST puts them there. */
export function cameOverRest({ overRest, settings, health }: CheckUp): boolean {
  return overRest === true || settings?.scripts === 'inline' || health?.settings.scripts === 'inline';
}

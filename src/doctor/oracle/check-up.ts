import type { Idcs } from '../../../scripts-ts/idm/settings-file';
import type { TokenPorts, TokenSettings } from '../../../scripts-ts/oracle/token';
import type { HttpResult } from '../../../scripts-ts/oracle/transport';
import type { Environment } from '../../environment/settings';
import type { NodeTransport } from '../../idcs/transport';
import type { Way } from '../../idcs/way';
import type { Rules } from './policy';
import type { Properties } from '../properties';
import type { Secrets } from '../secrets';
import type { Step } from '../step';

/** What was asked for. */
export interface Order {
  /** The folder of the environment files, absolute. */
  readonly environments: string;
  readonly env: string;
  readonly properties: Properties;
  /** IDM's project folder, from which files count. */
  readonly project: string;
  /** A PEM file in place of the assertion's key. */
  readonly assertionKey?: string | undefined;
  readonly user?: string | undefined;
}

/** The settings of the way to Oracle, every reference resolved. */
export interface Settled {
  readonly environment: Environment;
  readonly idcs: Idcs;
  readonly url: URL;
  readonly way: Way;
}

/** Oracle as the pure client meets it. */
export interface Oracle {
  readonly ports: TokenPorts;
  readonly settings: TokenSettings;
  /** What became of the last request. */
  last(): HttpResult | undefined;
}

export interface OracleAccount {
  readonly id: string;
  readonly userName: string;
}

/** One run of the doctor: the order, and what the steps have found for those that come after them. */
export interface CheckUp {
  readonly order: Order;
  readonly secrets: Secrets;
  transport(way: Way): NodeTransport;
  settled?: Settled;
  oracle?: Oracle;
  /** The search that both the role and the look-up are judged by. */
  search?: HttpResult;
  account?: OracleAccount;
  /** Of all password policies; absent when they can't be read. */
  rules?: Rules;
}

export type CheckUpStep = Step<CheckUp>;

/** What an earlier step has found. That step stands in `needs`, so that its absence is a defect. */
export function found<Key extends keyof CheckUp>(checkUp: CheckUp, key: Key): NonNullable<CheckUp[Key]> {
  const value = checkUp[key];
  if (value === undefined) throw new Error(`no step has found "${key}"`);
  return value as NonNullable<CheckUp[Key]>;
}

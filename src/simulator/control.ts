import { appFrom, type App } from './app';
import { faultsFrom, type Fault } from './faults';
import { groupPoliciesFrom, type GroupPolicy } from './group-policies';
import { isObject } from './json';
import { latencyFrom, type LatencySetting } from './latency';
import { isLocked, lockChange } from './lock-out';
import { isOperation, operations } from './operations';
import { policyFrom, type PolicySettings } from './policy';
import { rateGroups, rateLimitFrom, type RateLimitSetting } from './rate-limit';
import type { LoggedRequest, LogQuery } from './request-log';
import { ScimError } from './scim-error';
import type { Tenant } from './tenant';
import {
  attributesOf,
  changedAttributes,
  changeFrom,
  seedFrom,
  summaryOf,
  type UserChange,
  type UserSeed,
  type UserSummary,
} from './user-seed';
import type { StoredUser } from './user-store';

export interface Health {
  status: 'up';
  url: string;
  users: number;
  /** The seq of the last finished request: what to give as `after` to hear only of later ones. */
  lastSeq: number;
}

export interface PasswordCheck {
  /** Whether there is such a user. */
  known: boolean;
  /** Whether this is the user's current password. */
  matches: boolean;
}

/** A change of the app; the secret is written only, and the one before is good no longer. */
export type AppChange = Partial<App> & { clientSecret?: string };

/** What the control API refuses, with the status that says how: 400 for bad input, 404 for a user who is none, 409 for a userName that is taken. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const longestWait = 300;

/**
 * What a test or a demo does to the simulator behind Oracle's back. Each method is a route of the control API, with the
 * same input and output; input is checked here, for the routes pass on what they received. Bad input throws ControlError.
 */
export class Control {
  constructor(
    private readonly tenant: Tenant,
    /** Ends all waiting when the simulator closes. */
    private readonly closing: AbortSignal,
  ) {}

  /** GET /_simulator/health */
  health(): Health {
    const { url, users, log } = this.tenant;
    return { status: 'up', url, users: users.all().length, lastSeq: log.lastSeq };
  }

  /** POST /_simulator/users: 201 */
  addUser(seed: UserSeed): UserSummary {
    const { users, vault } = this.tenant;
    const checked = valid(() => seedFrom(seed));
    const now = this.tenant.now();
    const user = valid(() => users.add(attributesOf(checked), checked.locked ?? false, now, checked.groups));
    if (checked.password === undefined) return this.summary(user);
    const passwords = vault.seeded(user.id, user.passwords, checked.password, now);
    return this.summary(users.change(user, { passwords }, now));
  }

  /** GET /_simulator/users */
  users(): UserSummary[] {
    return this.tenant.users.all().map((user) => this.summary(user));
  }

  /** POST /_simulator/users/change: 200, 404 */
  changeUser(change: UserChange): UserSummary {
    const checked = valid(() => changeFrom(change));
    const { users } = this.tenant;
    const user = users.named(checked.userName);
    if (!user) throw new ControlError(404, 'There is no such user.');
    const { locked, groups = user.groups } = checked;
    const attributes = changedAttributes(user.attributes, checked);
    const changes = { attributes, groups: [...groups], ...lockChange(locked) };
    return this.summary(users.change(user, changes, this.tenant.now()));
  }

  /** POST /_simulator/check-password */
  checkPassword(check: { userName: string; password: string }): PasswordCheck {
    const { userName, password } = members(check, ['userName', 'password']);
    if (typeof userName !== 'string' || typeof password !== 'string')
      throw new ControlError(400, '"userName" and "password" must be strings.');
    const user = this.tenant.users.named(userName);
    if (!user) return { known: false, matches: false };
    return { known: true, matches: this.tenant.vault.matches(user.id, user.passwords, password) };
  }

  /**
   * GET /_simulator/requests?after=SEQ&since=SEQ&operation=OP&group=GROUP&status=N|none&userName=NAME&userId=ID&waitSeconds=N:
   * finished requests, oldest first.
   */
  async requests(query: LogQuery = {}, signal: AbortSignal = this.closing): Promise<LoggedRequest[]> {
    const { after = 0, since = 1, operation, group, status, waitSeconds = 0 } = query;
    for (const [name, seq] of Object.entries({ after, since }))
      if (!Number.isInteger(seq) || seq < 0) throw new ControlError(400, `"${name}" must be a whole number from 0.`);
    if (operation !== undefined && !isOperation(operation))
      throw new ControlError(400, `"operation" must be one of ${operations.join(', ')}.`);
    if (group !== undefined && !rateGroups.includes(group))
      throw new ControlError(400, `"group" must be one of ${rateGroups.join(', ')}.`);
    if (status !== undefined && status !== null && !Number.isInteger(status))
      throw new ControlError(400, '"status" must be a whole number, or none.');
    if (!(waitSeconds >= 0 && waitSeconds <= longestWait))
      throw new ControlError(400, `"waitSeconds" must be a number from 0 to ${longestWait}.`);
    return this.tenant.log.wait(query, signal);
  }

  /** DELETE /_simulator/requests: 204. The numbers go on. */
  clearRequests(): void {
    this.tenant.log.clear();
  }

  /** GET /_simulator/faults */
  faults(): Fault[] {
    return this.tenant.faults.list();
  }

  /** PUT /_simulator/faults: replaces them all. */
  setFaults(faults: Fault[]): Fault[] {
    this.tenant.faults.replace(valid(() => faultsFrom(faults)));
    return this.faults();
  }

  /** DELETE /_simulator/faults: 204 */
  clearFaults(): void {
    this.tenant.faults.replace([]);
  }

  /** POST /_simulator/tokens/revoke */
  revokeTokens(): { revoked: number } {
    return { revoked: this.tenant.tokens.revoke(this.tenant.now()) };
  }

  /** GET /_simulator/app: never with the secret */
  app(): App {
    return structuredClone(this.tenant.app);
  }

  /** POST /_simulator/app: changes what is given, answers all but the secret. */
  setApp(change: AppChange): App {
    const { clientSecret, ...rest } = members(change, [...Object.keys(this.tenant.app), 'clientSecret']);
    if (clientSecret !== undefined && (typeof clientSecret !== 'string' || clientSecret === ''))
      throw new ControlError(400, '"clientSecret" must be a string, and not empty.');
    this.tenant.app = valid(() => appFrom(this.tenant.app, rest));
    if (clientSecret !== undefined) this.tenant.clientSecret = clientSecret;
    return this.app();
  }

  /** GET /_simulator/policy */
  policy(): PolicySettings {
    return structuredClone(this.tenant.policy);
  }

  /** PUT /_simulator/policy: the settings given, and the defaults for all others. */
  setPolicy(settings: Partial<PolicySettings>): PolicySettings {
    this.tenant.policy = valid(() => policyFrom(settings));
    return this.policy();
  }

  /** GET /_simulator/group-policies */
  groupPolicies(): GroupPolicy[] {
    return structuredClone(this.tenant.groupPolicies);
  }

  /** PUT /_simulator/group-policies: replaces them all. */
  setGroupPolicies(policies: GroupPolicy[]): GroupPolicy[] {
    this.tenant.groupPolicies = valid(() => groupPoliciesFrom(policies));
    return this.groupPolicies();
  }

  /** GET /_simulator/latency */
  latency(): LatencySetting {
    return structuredClone(this.tenant.latency);
  }

  /** PUT /_simulator/latency: replaces it; {} is none. */
  setLatency(latency: LatencySetting): LatencySetting {
    this.tenant.latency = valid(() => latencyFrom(latency));
    return this.latency();
  }

  /** GET /_simulator/rate-limit */
  rateLimit(): RateLimitSetting {
    return structuredClone(this.tenant.rateLimit);
  }

  /** PUT /_simulator/rate-limit: "off", a tier or limits by group; counting begins anew. */
  setRateLimit(setting: RateLimitSetting): RateLimitSetting {
    this.tenant.rateLimit = valid(() => rateLimitFrom(setting));
    return this.rateLimit();
  }

  /** POST /_simulator/reset: 204. Users, tokens, faults and log go; policies, app, latency and rate limit are as at the start. */
  reset(): void {
    this.tenant.reset();
  }

  private summary(user: StoredUser): UserSummary {
    return summaryOf(user, isLocked(this.tenant, user));
  }
}

/** Runs a check whose message is meant for the caller. */
function valid<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    const { message } = error as Error;
    throw new ControlError(error instanceof ScimError ? error.status : 400, message);
  }
}

function members(value: unknown, known: string[]): Record<string, unknown> {
  if (!isObject(value)) throw new ControlError(400, `An object with ${known.join(', ')} is expected.`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ControlError(400, `There is no "${unknown}"; there are ${known.join(', ')}.`);
  return value;
}

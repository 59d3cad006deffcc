import { faultsFrom, type Fault } from './faults';
import { isObject } from './json';
import { isOperation, operations } from './operations';
import { policyFrom, type PolicySettings } from './policy';
import type { LoggedRequest, LogQuery } from './request-log';
import { ScimError } from './scim-error';
import type { App, Tenant } from './tenant';
import { attributesOf, seedFrom, summaryOf, type UserSeed, type UserSummary } from './user-seed';

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

/** What the control API refuses, with the status that says how: 400 for bad input, 409 for a userName that is taken. */
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
    const user = valid(() => users.add(attributesOf(checked), checked.locked ?? false, now));
    if (checked.password === undefined) return summaryOf(user);
    const passwords = vault.seeded(user.id, user.passwords, checked.password, now);
    return summaryOf(users.change(user, { passwords }, now));
  }

  /** GET /_simulator/users */
  users(): UserSummary[] {
    return this.tenant.users.all().map(summaryOf);
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

  /** GET /_simulator/requests?after=SEQ&operation=OP&waitSeconds=N: finished requests, oldest first. */
  async requests(query: LogQuery = {}, signal: AbortSignal = this.closing): Promise<LoggedRequest[]> {
    const { after = 0, operation, waitSeconds = 0 } = query;
    if (!Number.isInteger(after) || after < 0) throw new ControlError(400, '"after" must be a whole number from 0.');
    if (operation !== undefined && !isOperation(operation))
      throw new ControlError(400, `"operation" must be one of ${operations.join(', ')}.`);
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

  /** POST /_simulator/app: changes what is given, answers all. */
  setApp(change: Partial<App>): App {
    const { active, unauthorizedAnswer } = members(change, ['active', 'unauthorizedAnswer']);
    if (active !== undefined && typeof active !== 'boolean') throw new ControlError(400, '"active" must be a boolean.');
    if (unauthorizedAnswer !== undefined && unauthorizedAnswer !== 'html' && unauthorizedAnswer !== 'json')
      throw new ControlError(400, '"unauthorizedAnswer" must be "html" or "json".');
    const { app } = this.tenant;
    this.tenant.app = {
      active: active ?? app.active,
      unauthorizedAnswer: unauthorizedAnswer ?? app.unauthorizedAnswer,
    };
    return { ...this.tenant.app };
  }

  /** PUT /_simulator/policy: the settings given, and the defaults for all others. */
  setPolicy(settings: Partial<PolicySettings>): PolicySettings {
    this.tenant.policy = valid(() => policyFrom(settings));
    return { ...this.tenant.policy };
  }

  /** POST /_simulator/reset: 204. Users, tokens, faults and log go; policy and app are as at the start. */
  reset(): void {
    this.tenant.reset();
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

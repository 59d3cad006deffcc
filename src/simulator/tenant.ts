import { appFrom, dateText, defaultApp, type App } from './app';
import { UsedAssertions } from './client-authentication';
import { FaultList } from './faults';
import { policyFor, type ApplicablePolicy, type GroupPolicy } from './group-policies';
import { drawLatency, latencyFrom, type LatencySetting } from './latency';
import type { Operation } from './operations';
import { PasswordVault } from './passwords';
import { policyFrom, type PolicySettings } from './policy';
import { randomFrom, type Random } from './random';
import { RateLimiter, rateLimitFrom, type RateLimitSetting } from './rate-limit';
import { RequestLog } from './request-log';
import { TokenStore } from './token';
import { UserStore, type StoredUser } from './user-store';

/** Credentials for the simulator only: they open nothing else. */
export const defaultClientId = 'simulator-client';
export const defaultClientSecret = 'simulator-secret';

export interface TenantSettings {
  clientId: string;
  clientSecret: string;
  tokenLifetimeSeconds: number;
  policy: Partial<PolicySettings>;
  unauthorizedAnswer: 'html' | 'json';
  clock: () => number;
  app?: Partial<App>;
  /** Default "off". */
  rateLimit?: RateLimitSetting;
  /** Waited for over HTTP only; whoever asks without HTTP has a clock of its own. Default none. */
  latency?: LatencySetting;
  /** With it ids, tokens and latencies are the same for the same requests in the same order. */
  seed?: string;
}

/** One identity domain: all its state, in memory. */
export class Tenant {
  /** For request ids, which tests read in the order of the requests. */
  readonly requestRandom: Random;
  readonly vault = new PasswordVault();
  readonly users: UserStore;
  readonly tokens: TokenStore;
  readonly assertions = new UsedAssertions();
  readonly faults = new FaultList();
  readonly log = new RequestLog();
  policy: PolicySettings;
  groupPolicies: GroupPolicy[] = [];
  app: App;
  clientSecret: string;
  latency: LatencySetting;
  /** Where it is reached, without a slash at the end; known once the server listens. */
  url = '';
  /** Whether the connection needs a certificate of the client. */
  asksForCertificate = false;
  private limiter: RateLimiter;
  private limits: RateLimitSetting;
  private readonly latencyRandom: Random;

  constructor(readonly settings: TenantSettings) {
    const { seed } = settings;
    const random = (purpose: string) => randomFrom(seed === undefined ? undefined : `${seed}\0${purpose}`);
    this.requestRandom = random('requests');
    this.latencyRandom = random('latency');
    this.users = new UserStore(random('users'));
    this.tokens = new TokenStore(random('tokens'));
    this.policy = policyFrom(settings.policy);
    this.app = this.initialApp();
    this.clientSecret = settings.clientSecret;
    this.latency = latencyFrom(settings.latency ?? {});
    this.limits = rateLimitFrom(settings.rateLimit ?? 'off');
    this.limiter = new RateLimiter(this.limits);
  }

  now(): number {
    return this.settings.clock();
  }

  /** A time as answers tell it. */
  date(at: number): string {
    return dateText(this.app.dates, at);
  }

  policyOf(user: Pick<StoredUser, 'groups'>): ApplicablePolicy {
    return policyFor(user.groups, this.policy, this.groupPolicies);
  }

  /** Lets a request in and counts it, or says which rate limit it would break. */
  admit(operation: Operation, arrivedAt: number): string | undefined {
    return this.limiter.admit(operation, arrivedAt);
  }

  get rateLimit(): RateLimitSetting {
    return this.limits;
  }

  /** New limits begin with nothing counted. */
  set rateLimit(setting: RateLimitSetting) {
    this.limits = setting;
    this.limiter = new RateLimiter(setting);
  }

  /** The milliseconds that the next request of this kind takes. */
  nextLatency(operation: Operation): number {
    return drawLatency(this.latency, operation, this.latencyRandom);
  }

  /**
   * Back to the state at the start. Entries of the log go, their numbers go on, so that nobody who waits misses one; and so
   * does the seeded randomness, so that no token of before comes again.
   */
  reset(): void {
    this.users.clear();
    this.tokens.revoke(this.now());
    this.assertions.clear();
    this.faults.replace([]);
    this.log.clear();
    this.policy = policyFrom(this.settings.policy);
    this.groupPolicies = [];
    this.app = this.initialApp();
    this.clientSecret = this.settings.clientSecret;
    this.latency = latencyFrom(this.settings.latency ?? {});
    this.rateLimit = rateLimitFrom(this.settings.rateLimit ?? 'off');
  }

  private initialApp(): App {
    const { unauthorizedAnswer, app = {} } = this.settings;
    return appFrom({ ...defaultApp, unauthorizedAnswer }, app);
  }
}

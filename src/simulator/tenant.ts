import { FaultList } from './faults';
import { PasswordVault } from './passwords';
import { policyFrom, type PolicySettings } from './policy';
import { RequestLog } from './request-log';
import { TokenStore } from './token';
import { UserStore } from './user-store';

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
}

/** The confidential application, as far as it can be changed from outside. */
export interface App {
  /** An inactive app gets no token [O]. */
  active: boolean;
  /** How /admin/v1 answers a bad token: as a page, which Oracle documents [D], or as SCIM JSON [I]. */
  unauthorizedAnswer: 'html' | 'json';
}

/** One identity domain: all its state, in memory. */
export class Tenant {
  readonly vault = new PasswordVault();
  readonly users = new UserStore();
  readonly tokens = new TokenStore();
  readonly faults = new FaultList();
  readonly log = new RequestLog();
  policy: PolicySettings;
  app: App;
  /** Where it is reached, without a slash at the end; known once the server listens. */
  url = '';

  constructor(readonly settings: TenantSettings) {
    this.policy = policyFrom(settings.policy);
    this.app = this.initialApp();
  }

  now(): number {
    return this.settings.clock();
  }

  /** Back to the state at the start. Entries of the log go, their numbers go on, so that nobody who waits misses one. */
  reset(): void {
    this.users.clear();
    this.tokens.revoke(this.now());
    this.faults.replace([]);
    this.log.clear();
    this.policy = policyFrom(this.settings.policy);
    this.app = this.initialApp();
  }

  private initialApp(): App {
    return { active: true, unauthorizedAnswer: this.settings.unauthorizedAnswer };
  }
}

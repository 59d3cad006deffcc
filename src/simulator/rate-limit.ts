import { isObject } from './json';
import type { Operation } from './operations';

/** The groups of APIs whose requests Oracle counts together [D]. Bulk, import and export are not here. */
export const rateGroups = ['authn', 'basicAuthn', 'token', 'others'] as const;
export type RateGroup = (typeof rateGroups)[number];

export interface RateLimit {
  perSecond: number;
  perMinute: number;
}

export type RateLimits = Record<RateGroup, RateLimit>;

/** What each type of identity domain allows [D]. Oracle changes these figures from time to time. */
export const tierLimits = {
  free: limits([10, 150], [10, 150], [10, 150], [20, 150]),
  oracleApps: limits([50, 1000], [100, 3000], [40, 1000], [50, 1500]),
  appsPremium: limits([80, 2100], [160, 4000], [50, 1700], [55, 1750]),
  premium: limits([95, 4500], [95, 4500], [65, 3400], [90, 5000]),
  externalUser: limits([90, 3100], [90, 3100], [60, 2300], [80, 4000]),
} as const satisfies Record<string, RateLimits>;

export type Tier = keyof typeof tierLimits;

/** No limits, those of a tier, or one's own; a group or a window that is left out has no limit. */
export type RateLimitSetting = 'off' | Tier | Partial<Record<RateGroup, Partial<RateLimit>>>;

/** The group that a request counts in: UserPasswordChanger stands in AuthN, PasswordAuthenticator in BasicAuthN [D]. */
export function groupOf(operation: Operation): RateGroup {
  return groups[operation] ?? 'others';
}

const groups: Partial<Record<Operation, RateGroup>> = { password: 'authn', authenticate: 'basicAuthn', token: 'token' };

/**
 * Counts requests at their arrival in windows of exactly 1 s and 60 s that slide with the clock. Oracle documents the
 * figures [D]; that the windows slide, that refused requests do not count, and that requests with a bad token do, is
 * inference [I].
 */
export class RateLimiter {
  private readonly groups: Map<RateGroup, Counter>;

  constructor(setting: RateLimitSetting) {
    const chosen = setting === 'off' ? {} : typeof setting === 'string' ? tierLimits[setting] : setting;
    this.groups = new Map(rateGroups.map((group) => [group, new Counter(chosen[group] ?? {})]));
  }

  /** Lets a request in and counts it, or says which limit it would break. */
  admit(operation: Operation, now: number): string | undefined {
    const group = groupOf(operation);
    const broken = this.groups.get(group)?.admit(now);
    return broken && `rate limit of ${group}: ${broken}`;
  }
}

/** The times of the last requests that were let in, in a ring: to count is to look at the one that many places back. */
class Counter {
  private readonly times: Float64Array;
  private count = 0;
  private latest = -Infinity;

  constructor(private readonly limit: Partial<RateLimit>) {
    this.times = new Float64Array(Math.max(limit.perSecond ?? 0, limit.perMinute ?? 0, 1));
  }

  admit(now: number): string | undefined {
    // A clock that was set back must not make the ring unsorted.
    const at = Math.max(now, this.latest);
    const { perSecond, perMinute } = this.limit;
    if (perSecond !== undefined && this.nthLast(perSecond) > at - 1000) return `${perSecond} per second`;
    if (perMinute !== undefined && this.nthLast(perMinute) > at - 60_000) return `${perMinute} per minute`;
    this.times[this.count++ % this.times.length] = at;
    this.latest = at;
    return undefined;
  }

  private nthLast(n: number): number {
    return n > this.count ? -Infinity : (this.times[(this.count - n) % this.times.length] ?? -Infinity);
  }
}

/** A setting from outside; throws a plain Error that says what is wrong with it. */
export function rateLimitFrom(value: unknown): RateLimitSetting {
  const words = ['off', ...Object.keys(tierLimits)];
  if (typeof value === 'string' && words.includes(value)) return value as RateLimitSetting;
  if (!isObject(value)) throw new Error(`A rate limit is one of ${words.join(', ')}, or an object of groups.`);
  for (const [group, limit] of Object.entries(value)) {
    if (!rateGroups.some((one) => one === group))
      throw new Error(`There is no rate group "${group}"; there are ${rateGroups.join(', ')}.`);
    if (!isObject(limit)) throw new Error(`"${group}" must be an object with perSecond or perMinute.`);
    for (const [window, most] of Object.entries(limit)) {
      if (window !== 'perSecond' && window !== 'perMinute')
        throw new Error(`"${group}" has no "${window}"; it has perSecond, perMinute.`);
      if (typeof most !== 'number' || !Number.isInteger(most) || most < 1 || most > 1_000_000)
        throw new Error(`"${group}.${window}" must be a whole number from 1 to 1000000.`);
    }
  }
  return structuredClone(value);
}

function limits(...figures: [perSecond: number, perMinute: number][]): RateLimits {
  const entries = rateGroups.map((group, at) => {
    const [perSecond = 0, perMinute = 0] = figures[at] ?? [];
    return [group, { perSecond, perMinute }];
  });
  return Object.fromEntries(entries) as RateLimits;
}

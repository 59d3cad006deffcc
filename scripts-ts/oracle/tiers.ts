/** Oracle's rate limits by the type of an identity domain (Oracle: API Rate Limits), and the part of them that one IDM node may take. */

/** Requests that Oracle counts together. Setting a password is counted with the sign-ins. */
export type Group = 'authn' | 'token' | 'others';

export interface Limit {
  perSecond: number;
  perMinute: number;
}

export type Limits = { [group in Group]: Limit };

export type Tier = 'free' | 'oracleApps' | 'appsPremium' | 'premium' | 'externalUser';

export const GROUPS: Group[] = ['authn', 'token', 'others'];

const TIERS: { [tier in Tier]: Limits } = {
  free: tier([10, 150], [10, 150], [20, 150]),
  oracleApps: tier([50, 1000], [40, 1000], [50, 1500]),
  appsPremium: tier([80, 2100], [50, 1700], [55, 1750]),
  premium: tier([95, 4500], [65, 3400], [90, 5000]),
  externalUser: tier([90, 3100], [60, 2300], [80, 4000]),
};

function tier(...[authn, token, others]: [Pair, Pair, Pair]): Limits {
  return { authn: limit(authn), token: limit(token), others: limit(others) };
}

type Pair = [perSecond: number, perMinute: number];

function limit([perSecond, perMinute]: Pair): Limit {
  return { perSecond, perMinute };
}

export interface RateSettings {
  tier: Tier;
  /** In place of the tier's. */
  limits?: Limits;
  /** Of the limits, for all nodes together. */
  sharePercent: number;
  nodes: number;
}

/** What one node may send: rounded down, and one request at least. (The build refuses a share that is less than that.) */
export function limitsOf({ tier, limits, sharePercent, nodes }: RateSettings): Limits {
  const whole = limits || TIERS[tier];
  const part = (amount: number): number => Math.max(1, Math.floor((amount * sharePercent) / 100 / nodes));
  const shareOf = ({ perSecond, perMinute }: Limit): Limit => ({
    perSecond: part(perSecond),
    perMinute: part(perMinute),
  });
  return { authn: shareOf(whole.authn), token: shareOf(whole.token), others: shareOf(whole.others) };
}

/** The least of what one node may send, not rounded: below 1 there are too many nodes for the share. */
export function leastShare({ tier, limits, sharePercent, nodes }: RateSettings): number {
  const whole = limits || TIERS[tier];
  const amounts = GROUPS.map((group) => Math.min(whole[group].perSecond, whole[group].perMinute));
  return (Math.min(...amounts) * sharePercent) / 100 / nodes;
}

const AUTHN = /\/admin\/v1\/UserPasswordChanger\b/;

export function groupOf(url: string): Group {
  if (/\/oauth2\/v1\/token$/.test(url)) return 'token';
  return AUTHN.test(url) ? 'authn' : 'others';
}

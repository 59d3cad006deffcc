import { groupOf, leastShare, limitsOf, type RateSettings } from './tiers';

const whole: RateSettings = { tier: 'free', sharePercent: 100, nodes: 1 };

test('the limits of a tier are those of Oracle, in its own groups', () => {
  expect(limitsOf(whole)).toEqual({
    authn: { perSecond: 10, perMinute: 150 },
    token: { perSecond: 10, perMinute: 150 },
    others: { perSecond: 20, perMinute: 150 },
  });
  expect(limitsOf({ ...whole, tier: 'premium' }).authn).toEqual({ perSecond: 95, perMinute: 4500 });
  expect(limitsOf({ ...whole, tier: 'appsPremium' }).token).toEqual({ perSecond: 50, perMinute: 1700 });
  expect(limitsOf({ ...whole, tier: 'externalUser' }).others).toEqual({ perSecond: 80, perMinute: 4000 });
  expect(limitsOf({ ...whole, tier: 'oracleApps' }).others).toEqual({ perSecond: 50, perMinute: 1500 });
});

test('a node takes its part of the share, rounded down', () => {
  expect(limitsOf({ ...whole, sharePercent: 80, nodes: 3 }).authn).toEqual({ perSecond: 2, perMinute: 40 });
  const limit = { perSecond: 7, perMinute: 100 };
  const granted = { authn: limit, token: limit, others: limit };
  expect(limitsOf({ ...whole, limits: granted, sharePercent: 50 }).authn).toEqual({ perSecond: 3, perMinute: 50 });
});

test.each([
  [{ ...whole, sharePercent: 80, nodes: 8 }, 1],
  [{ ...whole, nodes: 20 }, 0.5],
])('of %j the least is %d', (rate, least) => {
  expect(leastShare(rate)).toBe(least);
  expect(limitsOf(rate).authn.perSecond).toBe(1);
});

test.each([
  ['/oauth2/v1/token', 'token'],
  ['/admin/v1/UserPasswordChanger/7', 'authn'],
  ['/admin/v1/Users/7', 'others'],
  ['/admin/v1/UserPasswordValidator/7', 'others'],
  ['/.well-known/idcs-configuration', 'others'],
])('%s counts as %s', (path, group) => {
  expect(groupOf(`https://idcs-1.identity.oraclecloud.com${path}`)).toBe(group);
});

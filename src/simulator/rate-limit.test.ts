import { groupOf, tierLimits, type RateLimitSetting } from '.';
import { answerOf } from './oracle';
import { RateLimiter, rateLimitFrom } from './rate-limit';
import { routeOf } from './routes';
import { Tenant } from './tenant';
import { TestClient, messageIdIn } from './test-client';

const start = Date.parse('2025-01-01T00:00:00Z');

/** How many of so many requests at one time are let in. */
function letIn(limiter: RateLimiter, requests: number, now: number): number {
  return Array.from({ length: requests }, () => limiter.admit('password', now)).filter((broken) => !broken).length;
}

test('a window of a second slides: a place is free exactly one second after it was taken', () => {
  const limiter = new RateLimiter({ authn: { perSecond: 3 } });
  expect([letIn(limiter, 2, 0), letIn(limiter, 2, 400)]).toEqual([2, 1]);
  expect(letIn(limiter, 1, 999)).toBe(0);
  expect(letIn(limiter, 5, 1000)).toBe(2);
  expect(letIn(limiter, 5, 1399)).toBe(0);
  expect(letIn(limiter, 5, 1400)).toBe(1);
});

test('a window of a minute holds beside it', () => {
  const limiter = new RateLimiter('free');
  const seconds = Array.from({ length: 61 }, (_, second) => letIn(limiter, 20, second * 1000));
  expect(seconds.slice(0, 15)).toEqual(Array(15).fill(10));
  expect(seconds.slice(15, 60)).toEqual(Array(45).fill(0));
  expect(seconds[60]).toBe(10);
  expect(limiter.admit('password', 60_999)).toBe('rate limit of authn: 10 per second');
  expect(limiter.admit('password', 61_000)).toBeUndefined();
});

test('refused requests take no place', () => {
  const limiter = new RateLimiter({ authn: { perSecond: 1 } });
  const admitted = Array.from({ length: 30 }, (_, at) => letIn(limiter, 1, at * 100));
  expect(admitted.flatMap((count, at) => (count ? [at * 100] : []))).toEqual([0, 1000, 2000]);
});

test('agrees with a count over all that was let in, for any rhythm', () => {
  const limit = { perSecond: 7, perMinute: 31 };
  const limiter = new RateLimiter({ authn: limit });
  const admitted: number[] = [];
  for (let at = 0, step = 1; at < 400_000; step = (step * 7919 + 13) % 10_007, at += step % 900) {
    const within = (window: number) => admitted.filter((time) => time > at - window).length;
    const isFree = within(1000) < limit.perSecond && within(60_000) < limit.perMinute;
    expect(limiter.admit('password', at) === undefined).toBe(isFree);
    if (isFree) admitted.push(at);
  }
  expect(admitted.length).toBeGreaterThan(150);
});

test('a clock that goes back frees no place', () => {
  const limiter = new RateLimiter({ authn: { perSecond: 2 } });
  expect([letIn(limiter, 1, 5000), letIn(limiter, 2, 4000)]).toEqual([1, 1]);
  expect([letIn(limiter, 1, 5999), letIn(limiter, 3, 6000)]).toEqual([0, 2]);
});

test('the groups count apart, and one that is left out has no limit', () => {
  const limiter = new RateLimiter({ token: { perMinute: 1 } });
  expect(limiter.admit('token', 0)).toBeUndefined();
  expect(limiter.admit('token', 59_999)).toBe('rate limit of token: 1 per minute');
  expect(letIn(limiter, 10_000, 59_999)).toBe(10_000);
  expect(['password', 'authenticate', 'token', 'search', 'other'].map((name) => groupOf(name as never))).toEqual([
    'authn',
    'basicAuthn',
    'token',
    'others',
    'others',
  ]);
  expect(tierLimits.free.authn).toEqual({ perSecond: 10, perMinute: 150 });
  expect(tierLimits.premium.others).toEqual({ perSecond: 90, perMinute: 5000 });
});

test('holds without HTTP, by the clock of the tenant', () => {
  let now = start;
  const settings = {
    clientId: 'a',
    clientSecret: 'b',
    tokenLifetimeSeconds: 60,
    policy: {},
    rateLimit: 'free',
  } as const;
  const tenant = new Tenant({ ...settings, unauthorizedAnswer: 'json', clock: () => now });
  const ask = () => {
    const call = { headers: {}, query: new URLSearchParams(), text: '', id: 'x', concerns: {} };
    return answerOf(tenant, routeOf('PUT', '/admin/v1/UserPasswordChanger/x'), call).answer.status;
  };
  expect(Array.from({ length: 12 }, ask)).toEqual([...Array<number>(10).fill(401), 429, 429]);
  now += 1000;
  expect(ask()).toBe(401);
});

describe('over HTTP', () => {
  let now = start;
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start({ clock: () => now });
  });
  afterAll(() => client.simulator.close());
  afterEach(() => client.control.reset());

  test('429 with Oracle’s messageId and without Retry-After; nothing is done, and the log says why', async () => {
    const { id } = client.control.addUser({ userName: 'anna' });
    await client.steer('PUT', 'rate-limit', { authn: { perSecond: 1 } });
    expect((await client.changePassword(id, 'Changed-1')).status).toBe(200);
    const refused = await client.changePassword(id, 'Changed-2');
    expect([refused.status, messageIdIn(refused)]).toEqual([429, 'error.common.ratelimiting.stripe.toomanyrequests']);
    expect(refused.headers.has('retry-after')).toBe(false);
    expect(client.control.users()).toMatchObject([{ passwordSetCount: 1 }]);
    const [entry] = await client.control.requests({ status: 429 });
    expect(entry).toMatchObject({ group: 'authn', processedStatus: 429, reason: 'rate limit of authn: 1 per second' });
    now += 1000;
    expect((await client.changePassword(id, 'Changed-2')).status).toBe(200);
  });

  test('the token endpoint has a limit of its own', async () => {
    client.control.setRateLimit({ token: { perMinute: 1 } });
    expect([(await client.askToken()).status, (await client.askToken()).status]).toEqual([200, 429]);
    await client.signIn();
    expect(client.control.rateLimit()).toEqual({ token: { perMinute: 1 } });
    client.control.reset();
    expect(client.control.rateLimit()).toBe('off');
    await client.signIn();
  });

  test('a request that a fault answers takes no place', async () => {
    client.control.setRateLimit({ token: { perMinute: 1 } });
    client.control.setFaults([{ kind: 'unavailable', operation: 'token', times: 2 }]);
    const statuses = [
      await client.askToken(),
      await client.askToken(),
      await client.askToken(),
      await client.askToken(),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([503, 503, 200, 429]);
  });
});

test.each<[unknown, RegExp]>([
  ['gold', /one of off, free/],
  [{ bulk: {} }, /no rate group "bulk"/],
  [{ authn: 5 }, /"authn" must be an object/],
  [{ authn: { perHour: 5 } }, /has no "perHour"/],
  [{ authn: { perSecond: 0 } }, /"authn.perSecond" must be a whole number from 1/],
])('%j is no rate limit', (setting, message) => {
  expect(() => rateLimitFrom(setting as RateLimitSetting)).toThrow(message);
});

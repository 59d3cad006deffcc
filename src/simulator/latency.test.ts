import { drawLatency, latencyFrom, type LatencySetting } from './latency';
import { randomFrom } from './random';
import { TestClient } from './test-client';

function drawn(setting: LatencySetting, count = 4000): number[] {
  const random = randomFrom('latency');
  return Array.from({ length: count }, () => drawLatency(setting, 'search', random)).sort((a, b) => a - b);
}

test('fixed, and none where no distribution fits', () => {
  expect(drawn({ any: { kind: 'fixed', ms: 20 } }, 3)).toEqual([20, 20, 20]);
  expect(drawn({ password: { kind: 'fixed', ms: 20 } }, 1)).toEqual([0]);
  expect(drawn({ any: { kind: 'fixed', ms: 20 }, search: { kind: 'fixed', ms: 5 } }, 1)).toEqual([5]);
});

test('uniform fills its range', () => {
  const times = drawn({ any: { kind: 'uniform', min: 100, max: 200 } });
  expect(times[0]).toBeGreaterThanOrEqual(100);
  expect(times.at(-1)).toBeLessThan(200);
  expect(times[2000]! / 150).toBeCloseTo(1, 1);
});

test('lognormal has the median and the 95th percentile that were asked for, and no end', () => {
  const times = drawn({ any: { kind: 'lognormal', median: 80, p95: 400 } });
  expect(times[2000]! / 80).toBeCloseTo(1, 1);
  expect(times[3800]! / 400).toBeCloseTo(1, 0);
  expect(times[0]).toBeGreaterThan(0);
  expect(times.at(-1)).toBeGreaterThan(800);
});

test('the same seed draws the same', () => {
  const setting: LatencySetting = { any: { kind: 'lognormal', median: 80, p95: 400 } };
  expect(drawn(setting, 10)).toEqual(drawn(setting, 10));
});

test('is waited for over HTTP, around the work itself', async () => {
  const client = await TestClient.start({ latency: { search: { kind: 'fixed', ms: 120 } } });
  await client.search('userName pr');
  const [entry] = await client.control.requests({ operation: 'search' });
  expect(entry!.endedAt - entry!.startedAt).toBeGreaterThanOrEqual(115);
  const changed = { any: { kind: 'uniform', min: 0, max: 1 } };
  expect((await client.steer('PUT', 'latency', changed)).json).toEqual(changed);
  expect((await client.steer('GET', 'latency')).json).toEqual(changed);
  expect((await client.steer('PUT', 'latency', { any: { kind: 'slow' } })).status).toBe(400);
  client.control.reset();
  expect(client.control.latency()).toEqual({ search: { kind: 'fixed', ms: 120 } });
  await client.simulator.close();
});

test.each<[unknown, RegExp]>([
  [5, /object of distributions/],
  [{ fetch: { kind: 'fixed', ms: 1 } }, /no operation "fetch"/],
  [{ any: { kind: 'normal' } }, /one of fixed, uniform, lognormal/],
  [{ any: { kind: 'fixed' } }, /needs ms as numbers/],
  [{ any: { kind: 'fixed', ms: 1, max: 2 } }, /and nothing else/],
  [{ any: { kind: 'uniform', min: 2, max: 1 } }, /min must not be above max/],
  [{ any: { kind: 'lognormal', median: 0, p95: 1 } }, /a median not 0/],
])('%j is no latency', (setting, message) => {
  expect(() => latencyFrom(setting)).toThrow(message);
});

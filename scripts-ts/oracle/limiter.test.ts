import fc from 'fast-check';
import { type Cells, cellsFor, enter, leave, limited, taken } from './limiter';
import { type Limit, limitsOf } from './tiers';
import type { HttpResult } from './transport';
import { answer } from './testing/answers';
import { Oracle, settings } from './testing/oracle';

function cellsOf(limit: Limit): Cells {
  const numbers = new Array<number>(cellsFor(limit)).fill(0);
  return {
    get: (index) => numbers[index] as number,
    set(index, value) {
      if (index >= numbers.length) throw new Error(`there is no cell ${index}`);
      numbers[index] = value;
    },
  };
}

/** The most of these times that any window holds; the window is open at its end. */
function most(times: number[], window: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  return sorted.reduce((found, time, index) => {
    while ((sorted[first] as number) + window <= time) first++;
    return Math.max(found, index - first + 1);
  }, 0);
}

describe('a meter', () => {
  const limit = { perSecond: 2, perMinute: 3 };

  test('lets through what a second holds, then what a minute holds, each counted from the end of a request', () => {
    const cells = cellsOf(limit);
    const go = (now: number, until = now) => {
      const wait = enter(cells, limit, now);
      if (wait === 0) leave(cells, limit, until, true);
      return wait;
    };
    expect([go(0, 100), go(50, 300), go(400)]).toEqual([0, 0, 701]);
    expect(go(1101)).toBe(0);
    expect([go(1400), go(60_160)]).toEqual([100 + 60_060 - 1400, 0]);
    expect(taken(cells, limit, 60_200)).toBe(3);
    expect(taken(cells, limit, 200_000)).toBe(0);
  });

  test('does not mind a clock that begins below zero', () => {
    const cells = cellsOf(limit);
    expect(enter(cells, limit, -500)).toBe(0);
    leave(cells, limit, -400, true);
    expect([enter(cells, limit, -300), enter(cells, limit, -200), taken(cells, limit, -200)]).toEqual([0, 801, 2]);
    leave(cells, limit, -100, true);
    expect(enter(cells, limit, 0)).toBe(601);
  });

  test('counts what is under way, however long that takes', () => {
    const cells = cellsOf(limit);
    expect([enter(cells, limit, 0), enter(cells, limit, 0), enter(cells, limit, 500_000)]).toEqual([0, 0, 20]);
    expect(taken(cells, limit, 500_000)).toBe(2);
    leave(cells, limit, 500_000, true);
    expect(enter(cells, limit, 500_000)).toBe(1001);
  });

  test('keeps both windows of whoever counts requests anywhere between their sending and their answer', () => {
    const delays = fc.array(fc.record({ before: fc.nat(3000), after: fc.nat(3000) }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        delays,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        (requests, perSecond, perMinute) => {
          const limits = { perSecond, perMinute };
          const cells = cellsOf(limits);
          const arrivals: number[] = [];
          let ends: number[] = [];
          let now = 0;
          const endUntil = (time: number) => {
            const over = ends.filter((end) => end <= time).sort((a, b) => a - b);
            for (const end of over) leave(cells, limits, end, true);
            ends = ends.filter((end) => end > time);
          };
          for (const { before, after } of requests) {
            for (let wait = enter(cells, limits, now); wait > 0; wait = enter(cells, limits, now)) {
              now += wait;
              endUntil(now);
            }
            arrivals.push(now + before);
            ends.push(now + before + after);
          }
          expect(most(arrivals, 1000)).toBeLessThanOrEqual(perSecond);
          expect(most(arrivals, 60_000)).toBeLessThanOrEqual(perMinute);
        },
      ),
    );
  });
});

describe('a transport', () => {
  const authn = `${settings.baseUrl}/admin/v1/UserPasswordChanger/1`;
  const limits = limitsOf({ tier: 'free', sharePercent: 100, nodes: 1 });
  const done: HttpResult = answer(200, '{}', 'application/json');

  const start = (patience = 30_000) => {
    const oracle = new Oracle();
    const sent: number[] = [];
    const inner = { exchange: () => (sent.push(oracle.milliseconds), done) };
    const transport = limited(inner, oracle.limiter, limits, () => patience);
    return { oracle, sent, ask: (url = authn) => transport.exchange({ method: 'PUT', url, headers: {} }) };
  };

  test('makes requests wait for their turn', () => {
    const { sent, ask } = start();
    for (let index = 0; index < 25; index++) expect(ask()).toBe(done);
    expect(sent.map((time) => Math.floor((time - (sent[0] as number)) / 1001))).toEqual([
      ...Array<number>(10).fill(0),
      ...Array<number>(10).fill(1),
      ...Array<number>(5).fill(2),
    ]);
  });

  test('tells whoever would wait too long, and keeps no place for him', () => {
    const { oracle, sent, ask } = start(0);
    for (let index = 0; index < 10; index++) ask();
    expect(ask()).toEqual({
      kind: 'limited',
      reason: 'the limit of 10 requests a second and 150 a minute is reached',
      freeAfterMs: 1001,
    });
    oracle.milliseconds += 1001;
    expect(ask()).toBe(done);
    expect(sent).toHaveLength(11);
  });

  test('counts tokens, passwords and the rest each by themselves', () => {
    const { ask } = start(0);
    const urls = [authn, `${settings.baseUrl}/oauth2/v1/token`, `${settings.baseUrl}/admin/v1/Users/.search`];
    const passed = urls.map((url) => {
      for (let count = 0; ; count++) if (ask(url).kind !== 'answer') return count;
    });
    expect(passed).toEqual([10, 10, 20]);
  });

  test('gives the place back at once when Oracle can not have seen the request', () => {
    const oracle = new Oracle();
    const unsent: HttpResult = { kind: 'unsent', reason: 'ConnectException: refused', configuration: false };
    const transport = limited({ exchange: () => unsent }, oracle.limiter, limits, () => 0);
    for (let index = 0; index < 200; index++) {
      expect(transport.exchange({ method: 'PUT', url: authn, headers: {} })).toBe(unsent);
    }
  });

  test('waits no longer at a time than can be paused', () => {
    const { oracle, ask } = start();
    oracle.limiter.longestPauseMs = 1000;
    for (let index = 0; index < 10; index++) ask();
    expect(ask()).toMatchObject({ kind: 'limited' });
  });

  test('gives the place back when the request breaks', () => {
    const oracle = new Oracle();
    const broken = limited(
      {
        exchange() {
          throw new Error('broken');
        },
      },
      oracle.limiter,
      limits,
      () => 0,
    );
    expect(() => broken.exchange({ method: 'PUT', url: authn, headers: {} })).toThrow('broken');
    oracle.limiter.meter('authn').exclusively((cells) => {
      expect(taken(cells, limits.authn, oracle.milliseconds)).toBe(1);
      expect(taken(cells, limits.authn, oracle.milliseconds + 60_060)).toBe(0);
    });
  });
});

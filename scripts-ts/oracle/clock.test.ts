import fc from 'fast-check';
import { type Ahead, between, boundsOf, observe } from './clock';

const START = Date.parse('2030-01-01T00:00:00.000Z');
const header = (milliseconds: number): string => new Date(milliseconds).toUTCString();

/** An exchange that begins at that time of ours; Oracle writes its header somewhere on the way. */
interface Exchange {
  pause: number;
  there: number;
  back: number;
}

const exchange: fc.Arbitrary<Exchange> = fc.record({
  pause: fc.integer({ min: 0, max: 60_000 }),
  there: fc.integer({ min: 0, max: 2000 }),
  back: fc.integer({ min: 0, max: 2000 }),
});

/** What is known after these exchanges with a clock that is so far ahead, and gains so much. */
function watch(exchanges: Exchange[], ahead: number, drift = 0): { known: Ahead; ahead: number } {
  let now = START;
  let known: Ahead | null = null;
  const truth = () => ahead + (now - START) * drift;
  for (const { pause, there, back } of exchanges) {
    now += pause;
    const sentAt = now;
    now += there;
    const date = header(now + truth());
    now += back;
    known = observe(known, date, sentAt, now);
  }
  return { known: known!, ahead: truth() };
}

const offset = fc.integer({ min: -120_000, max: 120_000 });

test('one answer tells the clock within its second and the time of the request', () => {
  fc.assert(
    fc.property(exchange, offset, (one, ahead) => {
      const { known } = watch([one], ahead);
      expect(known.min).toBeLessThanOrEqual(ahead);
      expect(known.max).toBeGreaterThanOrEqual(ahead);
      expect(known.max - known.min).toBeLessThanOrEqual(1000 + one.there + one.back + 40);
    }),
  );
});

test('however many answers come, the truth lies within what is known, and never less is known', () => {
  fc.assert(
    fc.property(fc.array(exchange, { minLength: 2, maxLength: 40 }), offset, (all, ahead) => {
      const { known } = watch(all, ahead);
      expect(known.min).toBeLessThanOrEqual(ahead);
      expect(known.max).toBeGreaterThanOrEqual(ahead);
      const { known: last } = watch(all.slice(-1), ahead);
      expect(known.max - known.min).toBeLessThanOrEqual(last.max - last.min);
    }),
  );
});

test('the truth lies within also when the clocks drift apart, for days', () => {
  const day = fc.record({ ...{ there: fc.nat(500), back: fc.nat(500) }, pause: fc.nat(86_400_000) });
  fc.assert(
    fc.property(
      fc.array(day, { minLength: 1, maxLength: 30 }),
      offset,
      fc.double({ min: -5e-5, max: 5e-5, noNaN: true }),
      (all, ahead, drift) => {
        const { known, ahead: now } = watch(all, ahead, drift);
        expect(known.min).toBeLessThanOrEqual(now);
        expect(known.max).toBeGreaterThanOrEqual(now);
      },
    ),
  );
});

test('many answers, read at other fractions of a second, tell it within some milliseconds', () => {
  const all = Array.from({ length: 60 }, (_, index) => ({ pause: 1000 + 17 * index, there: 5, back: 5 }));
  const { known } = watch(all, 1234);
  expect(known.max - known.min).toBeLessThan(120);
});

test('a clock that was set is believed by its last answer', () => {
  const { known } = watch([{ pause: 0, there: 10, back: 10 }], 0);
  const now = START + 60_000;
  const jumped = observe(known, header(now + 3_600_000), now - 10, now)!;
  expect(jumped.min).toBeLessThanOrEqual(3_600_000);
  expect(jumped.max).toBeGreaterThanOrEqual(3_600_000);
  expect(jumped.at).toBe(now);
});

test('our own clock set back is no reason to believe less than one answer', () => {
  const { known } = watch([{ pause: 0, there: 10, back: 10 }], 0);
  const now = START - 86_400_000;
  const after = observe(known, header(now), now - 10, now)!;
  expect(after.min).toBeLessThanOrEqual(0);
  expect(after.max).toBeGreaterThanOrEqual(0);
});

test.each([null, '', 'soon'])('no date (%j) changes nothing', (date) => {
  const known = { min: -1, max: 1, at: START };
  expect(observe(known, date, START, START + 10)).toBe(known);
  expect(observe(null, date, START, START + 10)).toBeNull();
});

test('what nobody has compared is taken to be up to 30 s apart', () => {
  expect(boundsOf(null)).toEqual({ min: -30_000, max: 30_000 });
  expect(boundsOf({ min: -5, max: 7, at: START })).toEqual({ min: -5, max: 7 });
});

test('what lies between two times of ours lies between these of Oracle', () => {
  expect(between({ min: -5.4, max: 7.2, at: START }, START, START + 100)).toEqual({
    from: new Date(START - 6).toISOString(),
    to: new Date(START + 108).toISOString(),
  });
  expect(between(null, START, START)).toBeNull();
});

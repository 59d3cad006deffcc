/**
 * Scripts of requests, crashes, freezes and failures that fast-check makes up, and makes small again where one breaks a promise: it
 * prints the script, and the seed that repeats it.
 */
import fc from 'fast-check';
import { runScript, type Script } from './runs/scripted';
import { Stats } from './world/stats';

const place = { at: fc.nat({ max: 200_000 }), node: fc.nat({ max: 1 }) };
const password = fc.integer({ min: 1, max: 5 });
const event = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('patch', 'put', 'patchRev', 'putRev'), password, ...place }),
  },
  fc.record({ kind: fc.constant('role'), postHook: fc.boolean(), ...place }),
);
const strike = fc.record({
  kind: fc.constantFrom('request', 'delivery', 'drain'),
  phase: fc.constantFrom('before', 'after'),
  nth: fc.nat({ max: 15 }),
  happening: fc.oneof(fc.constant('crash'), fc.record({ freezeMs: fc.integer({ min: 1_000, max: 200_000 }) })),
});
const failing = fc.oneof(
  fc.record({
    point: fc.constant('oracle.put'),
    fault: fc.constantFrom('lost', 'dropped', 'late', 'error5xx', 'error5xxAfter', 'transient', 'throttled'),
    nth: fc.nat({ max: 4 }),
  }),
  fc.record({
    point: fc.constant('idm.store'),
    fault: fc.constantFrom('error', 'errorAfter'),
    nth: fc.nat({ max: 4 }),
  }),
);

const script = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 5 }),
  strikes: fc.array(strike, { maxLength: 3 }),
  failings: fc.array(failing, { maxLength: 3 }),
  slowest: fc.boolean(),
  details: fc.record({
    hashed: fc.boolean(),
    fastPath: fc.boolean(),
    threads: fc.boolean(),
    mode: fc.constantFrom('background', 'inline'),
  }),
}) as fc.Arbitrary<Script>;

/** Found by chance: a role change that froze puts back an older hash of the same password. */
const olderHash = {
  events: [
    { kind: 'put', password: 3 },
    { kind: 'role', at: 35, postHook: false },
    { kind: 'patch', password: 3, at: 36 },
  ],
  strikes: [{ kind: 'request', phase: 'before', nth: 13, happening: { freezeMs: 1000 } }],
  details: { hashed: true, fastPath: false, mode: 'inline' },
} as Script;

/** The same runs each time; other ones by SEED=... and RUNS=... in the environment. */
const RUNS = Number(process.env.RUNS ?? 1500);
const SEED = Number(process.env.SEED ?? 1);

test('whatever is asked of it, and whatever goes wrong, the protocol keeps its promises', () => {
  fc.assert(
    fc.property(script, (made) => {
      runScript(made, new Stats());
    }),
    { numRuns: RUNS, seed: SEED, examples: [[olderHash]] },
  );
});

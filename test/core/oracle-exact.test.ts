/** Whatever IDM takes for a password or a user name reaches Oracle as it is, or is refused with a reason; nothing is altered. */
import fc from 'fast-check';
import { figure } from '../behaviour/figures';
import { Site } from '../installation/core-site';
import { until } from '../installation/until';

const PAIRS = 1000;
/** Users who are created at the same time. */
const AT_ONCE = 8;

interface Pair {
  userName: string;
  password: string;
}

const ascii = Array.from({ length: 95 }, (_none, index) => String.fromCharCode(32 + index));
const beyond = [
  'é',
  'ß',
  'Ω',
  'ж',
  'א',
  '漢',
  'か',
  '\u00a0',
  '\u2028',
  '\u{1f511}',
  '\u{1f469}\u200d\u{1f4bb}',
  'e\u0301',
];
const unit = fc.constantFrom(...ascii, ...ascii, ...beyond);

const password = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit, minLength: 1, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit, minLength: 1, maxLength: 20 }).map((inner) => ` ${inner} `) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...ascii), minLength: 500, maxLength: 500 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('{SSHA}', '{SSHA256}', '{PBKDF2-SHA256}', '{', '{}', '{1}', '{SSHA', '&{x}', '${x}'),
        fc.string({ unit, maxLength: 20 }),
      )
      .map(([head, rest]) => `${head}${rest}`),
  },
);

/** The names begin with a number, for no two may be the same to Oracle, which takes no notice of case. */
function pairs(seed: number): Pair[] {
  const pair = fc.record({ userName: fc.string({ unit, maxLength: 30 }), password });
  return fc
    .sample(pair, { seed, numRuns: PAIRS })
    .map((one, index) => ({ ...one, userName: `${index}:${one.userName}.` }));
}

const isHashLike = (text: string): boolean => /^\{[A-Za-z][A-Za-z0-9._-]*\}|^\{SSHA/.test(text);

test(`${PAIRS} passwords and user names`, async () => {
  const seed = Number(process.env.SEED ?? 20_260);
  const many = { perSecond: 10_000, perMinute: 100_000 };
  const rate = { limits: { authn: many, token: many, others: many }, sharePercent: 100 };
  const site = await Site.start({ environment: { idcs: { rate } } });
  try {
    site.oracle.control.setPolicy({
      minLength: 1,
      maxLength: 500,
      minNumerals: 0,
      minUpperCase: 0,
      minLowerCase: 0,
      minSpecialChars: 0,
      userNameDisallowed: false,
    });
    const all = pairs(seed);
    const ids = new Map<Pair, string>();
    const waiting = [...all];
    const create = async (): Promise<void> => {
      for (let pair = waiting.pop(); pair; pair = waiting.pop())
        ids.set(pair, await site.idm.createUser(pair.userName, pair.password));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, create));
    await until('nothing waits any more', async () => (await site.idm.queueSize()) === 0, 120_000, 250);

    const names = new Set(site.oracle.control.users().map(({ userName }) => userName));
    let refused = 0;
    for (const pair of all) {
      const told = JSON.stringify(pair);
      if (isHashLike(pair.password)) {
        refused++;
        const record = await site.idm.record(String(ids.get(pair)));
        expect([told, record]).toEqual([
          told,
          expect.objectContaining({
            state: 'parked',
            failure: { class: 'rejected', reason: expect.stringContaining('begins like a hash') as string },
          }),
        ]);
      } else {
        expect([told, names.has(pair.userName)]).toEqual([told, true]);
        expect([told, site.oracle.control.checkPassword(pair).matches]).toEqual([told, true]);
      }
    }
    expect(refused).toBeGreaterThan(10);
    expect(names.size).toBe(PAIRS - refused);
    figure(
      `seed ${seed}: ${PAIRS} users, ${PAIRS - refused} passwords at Oracle as they were, ${refused} refused with the reason`,
    );
  } finally {
    await site.stop();
  }
}, 300_000);

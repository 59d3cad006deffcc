import fc from 'fast-check';
import { parseEntry } from './parse';
import { SCHEMA, type Unbound } from './record';
import { delivering, inEachState, intent } from './testing/records';
import { anyRecord, waysOn } from './testing/ways';

type Json = { [key: string]: unknown };

const unbound: Unbound = {
  schema: SCHEMA,
  target: 'idcs',
  state: 'unbound',
  object: 'user',
  userName: 'anna',
  key: 'key-1',
  salt: 'nonce-1',
  intent: intent('nonce-1', 0, 'First', { copy: 'copy' }),
  due: '2030-01-01T00:10:00.000Z',
};

/** As the repository gives it. */
const copy = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

const entries: [string, Json][] = [...inEachState, unbound].map((entry) => [entry.state, copy(entry)]);

const reasonOf = (value: Json): string => {
  const parsed = parseEntry(value);
  return parsed.state === 'unreadable' ? parsed.reason : `it was read as ${parsed.state}`;
};

test.each(entries)('an entry that is %s is read as it is', (_state, entry) => {
  expect(parseEntry(entry)).toBe(entry);
});

test('whatever the protocol writes can be read again', () => {
  fc.assert(
    fc.property(anyRecord, fc.integer({ min: 0, max: 2000 }), (record, seconds) => {
      for (const [way, next] of waysOn(record, { seconds, nonce: 'nonce-2', password: 'Second' })) {
        expect([way, parseEntry(copy(next))]).toEqual([way, next]);
      }
    }),
  );
});

describe('what another version wrote', () => {
  test.each([1, SCHEMA - 1, SCHEMA + 1, 99, String(SCHEMA), null, undefined])(
    'schema %j is told, and kept',
    (schema) => {
      const entry = { ...entries[0]![1], schema, more: { than: ['we', 'know'] } };
      expect(parseEntry(entry)).toStrictEqual({
        state: 'unreadable',
        reason: `the entry is of schema ${JSON.stringify(schema)}, and this version reads ${SCHEMA}`,
        original: JSON.stringify(entry),
      });
    },
  );

  test('a key that this version does not know is told: what it means can not be known', () => {
    for (const [state, entry] of entries) {
      expect([state, reasonOf({ ...entry, blessing: true })]).toEqual([
        state,
        'the entry is damaged: "blessing" is not known',
      ]);
    }
  });

  test('a state that this version does not know is told', () => {
    expect(reasonOf({ ...entries[0]![1], state: 'bouncing' })).toBe(
      'the entry is in a state that this version does not know: "bouncing"',
    );
  });
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
  'what every object inherits is neither a state nor a key: %s',
  (name) => {
    const [, entry] = entries[0]!;
    expect(reasonOf({ ...entry, state: name })).toContain('does not know');
    expect(reasonOf(JSON.parse(`{"${name}": 1, ${JSON.stringify(entry).slice(1)}`) as Json)).toBe(
      `the entry is damaged: "${name}" is not known`,
    );
  },
);

describe('a damaged entry', () => {
  test.each(entries)(
    'that is %s and lacks any key, or has any of another type, is told by that key',
    (_state, entry) => {
      const optional = ['held', 'lastKnownSet', 'refused', 'failure', 'original', 'looked'];
      for (const key of Object.keys(entry).filter((each) => each !== 'schema' && each !== 'state')) {
        const { [key]: _lost, ...rest } = entry;
        if (!optional.includes(key)) expect(reasonOf(rest)).toBe(`the entry is damaged: "${key}" is missing or wrong`);
        for (const wrong of [7.5, -1, null, {}, [7], false, 'soon'].filter(
          (each) => each !== 'soon' || key === 'due',
        )) {
          expect([key, wrong, reasonOf({ ...entry, [key]: wrong })]).toEqual([
            key,
            wrong,
            `the entry is damaged: "${key}" is missing or wrong`,
          ]);
        }
      }
    },
  );

  const [, base] = entries.find(([state]) => state === 'delivering')!;
  const first = (list: string): Json => (base[list] as Json[])[0]!;

  test.each<[string, Json]>([
    ['an intent with a key too many', { intents: [{ ...first('intents'), before: 'x' }] }],
    ['an intent that is unsettled by saying no', { intents: [{ ...first('intents'), settled: false }] }],
    ['an intent whose copy is an object', { intents: [{ ...first('intents'), copy: { $crypto: {} } }] }],
    ['an intent at no time', { intents: [{ ...first('intents'), at: '2030-01-01' }] }],
    ['an intent at a number, as IDM makes of a large one', { intents: [{ ...first('intents'), at: 2147483647 }] }],
    ['a list of null', { intents: [null] }],
    ['an object in the place of a list', { intents: { 0: first('intents'), length: 1 } }],
    ['a mark without an owner', { marks: [{ ...first('marks'), owner: undefined }] }],
    ['a mark that ends at no time', { marks: [{ ...first('marks'), until: '' }] }],
    ['a user without an id', { user: { object: 'user' } }],
    ['a user with more', { user: { object: 'user', id: 'anna', realm: 'x' } }],
    ['a lease of nobody', { lease: { until: '2030-01-01T00:00:00.000Z' } }],
    ['held in another way', { held: { how: 'guessed', password: 'x' } }],
    ['half an attempt', { attempts: 0.5 }],
    ['attempts below zero', { attempts: -1 }],
    ['a failure without a reason', { refused: { password: 'x', failure: { class: 'rejected' } } }],
    ['half of when Oracle has last set it', { lastKnownSet: { from: '2030-01-01T00:00:00.000Z' } }],
  ])('%s', (_what, wrong) => {
    const [key] = Object.keys(wrong);
    expect(reasonOf(copy({ ...base, ...wrong }))).toBe(`the entry is damaged: "${key}" is missing or wrong`);
  });

  test('cut short is told, wherever it was cut', () => {
    const pairs = Object.entries(delivering());
    for (let kept = 0; kept < pairs.length; kept++) {
      expect(parseEntry(Object.fromEntries(pairs.slice(0, kept))).state).toBe('unreadable');
    }
    expect(parseEntry(Object.fromEntries(pairs)).state).toBe('delivering');
  });

  test('is told without a word of what it holds: a reason is for the log', () => {
    const secret = 'canary-Secret';
    for (const [, entry] of entries) {
      for (const key of Object.keys(entry).filter((each) => !['schema', 'state'].includes(each))) {
        expect(reasonOf({ ...entry, [key]: [secret] })).not.toContain(secret);
      }
    }
  });

  test('whatever it is, is told and kept, and nothing is thrown', () => {
    const key = fc.oneof(fc.constantFrom(...Object.keys(base), 'constructor', '__proto__'), fc.string());
    const leaf = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(base), SCHEMA, 'pending', 'unbound'));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, leaf)), (pairs) => {
        const value = copy(Object.fromEntries(pairs));
        const parsed = parseEntry(value);
        expect(parsed).toMatchObject({ state: 'unreadable', original: JSON.stringify(value) });
      }),
    );
  });

  test.each(['schema', 'state'])('whose %s has no text is told like any other', (key) => {
    expect(reasonOf({ ...base, [key]: { toString: null, valueOf: null } })).toContain(
      '{"toString":null,"valueOf":null}',
    );
  });

  test('one key of which is garbage is told, or means the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...entries), fc.nat(), fc.jsonValue(), ([, entry], index, garbage) => {
        const keys = Object.keys(entry);
        const changed = copy({ ...entry, [keys[index % keys.length]!]: garbage });
        const parsed = parseEntry(changed);
        if (parsed.state !== 'unreadable') expect(parsed).toBe(changed);
        else expect(JSON.parse(parsed.original)).toEqual(changed);
      }),
    );
  });
});

/** Filters that fast-check makes up: names that are hard to quote, and conditions that are hard to bind. */
import fc from 'fast-check';
import { people, resourceOf } from './people';
import { selectedBy } from './referees';
import { ScimClient, type Resource } from './scim-client';

let client: ScimClient;
let compared = 0;

beforeEach(async () => {
  client = await ScimClient.start();
});
afterEach(() => client.close());
afterAll(() => {
  process.stdout.write(`oracle-filter-properties: ${compared} generated filters compared\n`);
});

/** The ids that the simulator finds, by POST and by GET alike. */
async function found(filter: string): Promise<string[]> {
  const replies = [await client.search({ filter, count: 1000 }), await client.query({ filter, count: '1000' })];
  const [byPost, byGet] = replies.map(({ status, body }) => {
    expect({ filter, status }).toEqual({ filter, status: 200 });
    return (body.Resources as Resource[]).map(({ id }) => id).sort();
  });
  expect({ filter, ids: byGet }).toEqual({ filter, ids: byPost });
  compared++;
  return byPost ?? [];
}

/** Characters that mean something to JSON, to a URL, to a filter or to a fold of case, among plain ones. */
const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('"', '\\', '%', '&', '+', '#', '/', '(', ')', '[', ' ', "'", '.', '2', '0') },
  { weight: 2, arbitrary: fc.constantFrom('a', 'A', 'b', 'N', 'å', 'Å', 'ß', 'Σ', 'ς', 'Ж', 'ж', '山', 'İ', 'ı') },
  { weight: 1, arbitrary: fc.constantFrom('😀', '👨‍👩‍👧', 'é', '\u0000', '\n', '\u2028', '\u202e') },
);
const userName = fc.string({ unit: character, minLength: 1, maxLength: 12 });

test('userName eq finds whoever has this name in whatever case, and nobody else', async () => {
  const ids = new Map<string, string>();
  const everybody: Resource[] = [];
  await fc.assert(
    fc.asyncProperty(userName, userName, async (name, other) => {
      const { status, body } = await client.create(resourceOf({ userName: name, familyName: 'Made up' }, ids.size));
      const taken = ids.get(name.toLowerCase());
      expect({ name, status }).toEqual({ name, status: taken === undefined ? 201 : 409 });
      if (taken === undefined) {
        ids.set(name.toLowerCase(), String(body.id));
        everybody.push(body as Resource);
      }
      for (const asked of [name, name.toUpperCase(), other]) {
        const filter = `userName eq ${JSON.stringify(asked)}`;
        const answer = await found(filter);
        const expected = ids.get(asked.toLowerCase());
        expect({ filter, answer }).toEqual({ filter, answer: expected === undefined ? [] : [expected] });
        expect({ filter, answer }).toEqual({ filter, answer: selectedBy('scimmy', filter, everybody) });
      }
    }),
    { numRuns: 60, seed: 20260302 },
  );
  expect(ids.size).toBeGreaterThan(30);
});

const condition = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('userName', 'externalId', 'emails.value'),
      fc.constantFrom('eq', 'co', 'sw'),
      fc.constantFrom('a', 'ANNA', 'o"', 'o\\', 'e-1', 'home', 'b', 'ж', '%'),
    )
    .map(([attribute, operator, value]) => `${attribute} ${operator} ${JSON.stringify(value)}`),
  fc.constantFrom('userName pr', 'emails.value pr', 'active eq true', 'active eq false'),
);

const { filter: anyFilter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    condition,
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map((parts) => parts.join(' ')),
    tie('filter').map((inner) => `(${inner})`),
    tie('filter').map((inner) => `not (${inner})`),
  ),
}));

// scimmy is no judge of these, for it reads no brackets within brackets.
test('and, or, not and brackets bind as in scim2-parse-filter', async () => {
  for (const [position, person] of people.entries()) await client.create(resourceOf(person, position));
  const everybody = await client.everybody();
  let telling = 0;
  await fc.assert(
    fc.asyncProperty(anyFilter, async (filter) => {
      const answer = await found(filter);
      const expected = selectedBy('scim2-parse-filter', filter, everybody).sort();
      if (answer.length > 0 && answer.length < everybody.length) telling++;
      expect({ filter, answer }).toEqual({ filter, answer: expected });
    }),
    { numRuns: 200, seed: 20260303 },
  );
  expect(telling).toBeGreaterThan(50);
});

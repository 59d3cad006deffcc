/**
 * The simulator reads the filters that scim2-parse-filter reads, and no others. Where they part, the row says who is right by
 * RFC 7644, 3.4.2.2, and that they still do.
 */
import fc from 'fast-check';
import { isReadByParseFilter } from './referees';
import { ScimClient } from './scim-client';

const wellFormed = [
  'userName pr',
  'userName eq "a"',
  'USERNAME EQ "a"',
  '(userName eq "a")',
  '( userName eq "a" )',
  '((userName pr))',
  'not (userName pr)',
  'not(userName pr)',
  'not ( not ( userName pr ) )',
  'userName pr and active eq true',
  'userName pr or active eq false',
  'userName pr and not (active eq true)',
  '(userName eq "a") or (userName eq "b" and externalId pr)',
  'userName eq ""',
  'userName eq "\\""',
  'userName eq "\\u00e4"',
  'userName eq "\\/"',
  'userName eq "and"',
  'userName eq "("',
  'emails.value eq "a"',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"',
];

const malformed = [
  '',
  ' ',
  '\t',
  'userName',
  'userName eq',
  'eq "a"',
  '"a"',
  '"a" eq userName',
  'userName = "a"',
  'userName == "a"',
  'userName like "a"',
  'userName eq eq "a"',
  'userName eq "a" "b"',
  'userName eq a',
  "userName eq 'a'",
  'userName eq "a',
  'userName eq a"',
  'userName eq "a\nb"',
  'userName eq undefined',
  'userName eq TRUE',
  'userName eq ("a")',
  '(userName) eq "a"',
  'userName pr pr',
  'userName pr "a"',
  'userName pr eq "a"',
  'pr userName',
  'and',
  'not',
  'not "a"',
  'true',
  'userName eq "a" and',
  'and userName eq "a"',
  'userName eq "a" or',
  'userName eq "a" and or userName eq "b"',
  'userName eq "a" userName eq "b"',
  'userName eq "a" && userName eq "b"',
  'userName eq "a" xor userName eq "b"',
  'userName eq "a", userName eq "b"',
  'userName eq "a"; userName pr',
  'userName eq "a" -- userName pr',
  '()',
  '(',
  ')',
  '(userName eq "a"',
  'userName eq "a")',
  '((userName eq "a")',
  '(userName eq "a"))',
  'user Name eq "a"',
  '.userName eq "a"',
  'emails. value eq "a"',
  'emails[type eq "work"',
  'emails type eq "work"]',
  'emails[]',
  'userName+eq+"a"',
  '%75serName eq "a"',
  '{"userName":"a"}',
  '*',
];

/** What the simulator declines and scim2-parse-filter reads. */
const stricter: [filter: string, why: string][] = [
  ['not userName pr', 'the grammar has brackets after not'],
  ['not userName eq "a"', 'the grammar has brackets after not'],
  ['not not (userName pr)', 'the grammar has brackets after not'],
  ['userName eq "\\e"', 'JSON has no such escape'],
  ['userName. eq "a"', 'no name ends with a dot'],
  ['emails..value eq "a"', 'a name stands between two dots'],
  ['userName eq true', 'the attribute is a string'],
  ['userName eq 1', 'the attribute is a string'],
  ['userName eq 1.5e3', 'the attribute is a string'],
  ['active eq "true"', 'the attribute is a boolean'],
  ['userName eq null', 'the simulator does not speak of null'],
];

/** What scim2-parse-filter declines and the simulator has to read. */
const looser: [filter: string, why: string][] = [
  ['userName eq "\\\\"', 'it takes a backslash before the last quote for one that escapes the quote'],
  ['userName eq "CORP\\\\"', 'it takes a backslash before the last quote for one that escapes the quote'],
];

let client: ScimClient;
let compared = 0;

beforeAll(async () => {
  client = await ScimClient.start();
});
afterAll(async () => {
  process.stdout.write(`oracle-filter-syntax: ${compared} filters accepted or rejected as by scim2-parse-filter\n`);
  await client.close();
});

/** Whether the simulator reads a filter; what it does not read is 400 and nothing else. */
async function isRead(filter: string): Promise<boolean> {
  const { status, body } = await client.search({ filter, count: 0 });
  expect([200, 400]).toContain(status);
  if (status === 400) expect(body).toMatchObject({ status: '400', detail: expect.stringMatching(/filter/i) });
  compared++;
  return status === 200;
}

test.each(wellFormed)('accepted by both: %s', async (filter) => {
  expect([isReadByParseFilter(filter), await isRead(filter)]).toEqual([true, true]);
});

test.each(malformed)('rejected by both: %j', async (filter) => {
  expect([isReadByParseFilter(filter), await isRead(filter)]).toEqual([false, false]);
});

test.each(stricter)('rejected by the simulator alone: %s, for %s', async (filter) => {
  expect([isReadByParseFilter(filter), await isRead(filter)]).toEqual([true, false]);
});

test.each(looser)('accepted by the simulator alone: %s, for %s', async (filter) => {
  expect([isReadByParseFilter(filter), await isRead(filter)]).toEqual([false, true]);
});

test('filters with a word or a bracket too many, too few or in the wrong place', async () => {
  const comparison = fc.constantFrom('userName eq "a"', 'externalId sw "b"', 'userName pr', '( emails.value co "c" )');
  const joined = fc.array(fc.tuple(comparison, fc.constantFrom('and', 'or')), { minLength: 1, maxLength: 3 });
  const damage = fc.record({ kind: fc.constantFrom('none', 'drop', 'double', 'swap'), at: fc.nat() });
  const verdicts = { read: 0, declined: 0 };
  await fc.assert(
    fc.asyncProperty(joined, damage, async (parts, { kind, at }) => {
      const words = parts.flatMap(([text, joint], position) => [...(position > 0 ? [joint] : []), ...text.split(' ')]);
      const place = at % words.length;
      const [word = '', next] = words.slice(place, place + 2);
      if (kind === 'drop') words.splice(place, 1);
      if (kind === 'double') words.splice(place, 0, word);
      if (kind === 'swap' && next !== undefined) words.splice(place, 2, next, word);
      const filter = words.join(' ');
      const isReadHere = await isRead(filter);
      verdicts[isReadHere ? 'read' : 'declined']++;
      expect({ filter, isRead: isReadHere }).toEqual({ filter, isRead: isReadByParseFilter(filter) });
    }),
    { numRuns: 300, seed: 20260301 },
  );
  expect(verdicts.read).toBeGreaterThan(50);
  expect(verdicts.declined).toBeGreaterThan(100);
});

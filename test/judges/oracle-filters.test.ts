/**
 * The users that the simulator finds for a filter are those that two libraries select with it, or it says 400: a wrong list is
 * the one thing it must never answer. Where a library is known to be wrong, the row says why, and that it still is.
 */
import { people, resourceOf } from './people';
import { selectedBy, type RefereeName } from './referees';
import { ScimClient, type Resource } from './scim-client';

interface Row {
  filter: string;
  /** Whom it selects, where no library says so. */
  selects?: string[];
  /** Which libraries are wrong about it, and why. */
  wrong?: Partial<Record<RefereeName, string>>;
}

const referees: RefereeName[] = ['scimmy', 'scim2-parse-filter'];
const groups = 'scimmy takes a bracket for closed at the first ) and negates a group part by part';
const lists = 'scimmy asks of a negated condition that it holds for one of the values, and not for none';
const elements = 'scim2-parse-filter holds each condition of a value filter against any of the values';
const texts = 'scim2-parse-filter compares dates as texts';
const empty = 'holds an empty value for one; RFC 7644, 3.4.2.2 and Oracle do not';
const both = (why: string) => ({ scimmy: `scimmy ${why}`, 'scim2-parse-filter': `scim2-parse-filter ${why}` });
const row = (filter: string, more: Omit<Row, 'filter'> = {}): Row => ({ filter, ...more });
const userExtension = 'urn:ietf:params:scim:schemas:oracle:idcs:extension:user:User';
const userState = 'urn:ietf:params:scim:schemas:oracle:idcs:extension:userState:User';
const emil = people.filter(({ externalId }) => externalId === '').map(({ userName }) => userName);

/** What the simulator speaks: it has to answer these. */
const spoken: Row[] = [
  row('userName eq "anna"'),
  row('userName eq "ANNA"'),
  row('USERNAME EQ "hanna"'),
  row('UserName Eq "hAnNa"'),
  row('urn:ietf:params:scim:schemas:core:2.0:User:userName eq "anna"'),
  row('URN:ietf:params:SCIM:schemas:core:2.0:user:username eq "anna"'),
  row('  userName   eq   "anna"  '),
  row('userName eq "åsa.öberg"'),
  row('userName eq "σοφια"'),
  row('userName eq "ИВАН"'),
  row('userName eq "山田太郎"'),
  row('userName eq "smile😀"'),
  row('userName eq "smile\\ud83d\\ude00"'),
  row('userName eq "o\\"neil"'),
  row('userName eq "o\\u0022neil"'),
  row('userName eq "o\\\\neil"'),
  row('userName eq "o\\\\\\"neil"'),
  row('userName eq "o\\\\\\\\neil"'),
  row('userName eq "o\'neil"'),
  row('userName eq "corp\\\\ANNA"'),
  row('userName eq "50%OFF"'),
  row('userName eq "a%20b"'),
  row('userName eq "a b"'),
  row('userName eq "a+b&c=d"'),
  row('userName eq "(anna)"'),
  row('userName eq "Anna [Work]"'),
  row('userName eq "anna and bob"'),
  row('userName eq "pr"'),
  row('userName eq "true"'),
  row('userName eq "null"'),
  row('userName eq "4711"'),
  row('userName eq ""', { selects: [] }),
  row('userName eq "nobody"', { selects: [] }),
  row('userName eq "ann"', { selects: [] }),
  row('userName co "anna"'),
  row('userName co "NN"'),
  row('userName co "\\\\"'),
  row('userName co "\\""'),
  row('userName co "%"'),
  row('userName co "öb"'),
  row('userName co "σοφ"'),
  row('userName co "😀"'),
  row('userName co " and "'),
  row('userName sw "AN"'),
  row('userName sw "o"'),
  row('userName sw "O\\\\"'),
  row('userName sw "("'),
  row('userName sw "山"'),
  row('userName pr'),
  row('userName PR'),
  row('externalId eq "e-1"'),
  row('externalId sw "E-1"'),
  row('externalId eq "true"'),
  row('externalId eq "ж-1"'),
  row('externalId pr', {
    wrong: both(empty),
    selects: people.filter((one) => one.externalId).map((one) => one.userName),
  }),
  row('not (externalId pr)', {
    wrong: both(empty),
    selects: people.filter((one) => !one.externalId).map((one) => one.userName),
  }),
  row('externalId eq ""', { selects: emil }),
  row('emails.value eq "carl@home.EXAMPLE"'),
  row('emails.value co "@home"'),
  row('EMAILS.VALUE sw "c@"'),
  row('not (emails.value co "@home")', { wrong: { scimmy: lists } }),
  row('active eq true'),
  row('active eq false'),
  row('not (active eq true)'),
  row('userName eq "anna" or userName eq "bob"'),
  row('userName eq "anna" OR userName eq "bob" Or userName eq "carl"'),
  row('userName sw "a" and userName co "nn"'),
  row('userName sw "a" and active eq true and externalId sw "e"'),
  row('userName eq "anna" or userName eq "hanna" and active eq false'),
  row('userName eq "hanna" and active eq false or userName eq "anna"'),
  row('(userName eq "anna" or userName eq "hanna") and active eq false'),
  row('active eq false and (userName sw "h" or userName sw "j")'),
  row('(userName sw "h" or userName sw "j") and (active eq false or externalId sw "e")'),
  row('not (userName co "a")'),
  row('not(userName co "a") and active eq true'),
  row('NOT (userName co "a" or userName co "o")', { wrong: { scimmy: groups } }),
  row('not (userName co "a" and userName co "n")', { wrong: { scimmy: groups } }),
  row('not (not (userName eq "anna"))', { wrong: { scimmy: groups } }),
  row('((userName eq "anna"))', { wrong: { scimmy: groups } }),
  row('(userName sw "a" and (active eq false or externalId sw "e"))', { wrong: { scimmy: groups } }),
];

/** What SCIM has and the simulator need not speak: it may say 400. Oracle speaks it. */
const unspoken: Row[] = [
  row('userName ew "anna"'),
  row('userName ne "anna"'),
  row('displayName eq "ANNA berg"'),
  row('displayName pr', {
    wrong: both(empty),
    selects: people.filter((one) => one.displayName).map((one) => one.userName),
  }),
  row('name.familyName eq "BERG"'),
  row('name.familyName co "berg"'),
  row('name.familyName sw "O"'),
  row('name.givenName pr'),
  row('not (name.givenName pr)'),
  row('name.familyName eq "smith" and active eq true'),
  row('emails.type eq "home"'),
  row('emails.primary eq false'),
  row('emails[type eq "home"]'),
  row('emails[type eq "home" and value co "carl"]'),
  row('emails[type eq "work" and value co "@home"]', { wrong: { 'scim2-parse-filter': elements }, selects: [] }),
  row('emails[type eq "other" or type eq "home"]'),
  row('emails[type eq "home"].value co "carl"'),
  row('meta.created gt "2026-01-10T00:00:00.000Z"'),
  row('meta.created lt "2026-01-10T00:00:00.000Z"'),
  row('meta.created ge "2026-01-10T00:00:00Z"', { wrong: { 'scim2-parse-filter': texts } }),
  row('meta.created le "2026-01-10T13:00:00+02:00"', { wrong: { 'scim2-parse-filter': texts } }),
  row('meta.lastModified lt "2026-01-03T00:00:00.000Z"'),
  row(`${userExtension}:isFederatedUser eq true`),
  row(`${userExtension}:isFederatedUser eq true and active eq true`),
  row(`not (${userExtension}:isFederatedUser eq true)`),
  row(`${userState}:locked.on eq false`),
];

let client: ScimClient;
let everybody: Resource[];
let judged = 0;
let declined = 0;

beforeAll(async () => {
  client = await ScimClient.start();
  for (const [position, person] of people.entries()) {
    const { status } = await client.create(resourceOf(person, position));
    expect([person.userName, status]).toEqual([person.userName, 201]);
    client.now += 12 * 60 * 60 * 1000;
  }
  everybody = await client.everybody();
  expect(everybody).toHaveLength(people.length);
});
afterAll(async () => {
  process.stdout.write(
    `oracle-filters: ${judged} filters compared over ${people.length} users, ${declined} declined with 400\n`,
  );
  await client.close();
});

/** The userNames that the simulator answers, by POST and by GET alike; undefined when it says 400 both times. */
async function found(filter: string): Promise<string[] | undefined> {
  const replies = [await client.search({ filter, count: 1000 }), await client.query({ filter, count: '1000' })];
  const [byPost, byGet] = replies.map(({ status, body }) =>
    status === 200 ? (body.Resources as Resource[]).map(({ userName }) => userName).sort() : { status, ...body },
  );
  expect(byGet).toEqual(byPost);
  if (Array.isArray(byPost)) return byPost;
  expect(byPost).toMatchObject({ status: '400', detail: expect.stringMatching(/filter/i) });
  // RFC 7644, 3.12 has a word for it, which Oracle's documented errors lack: if it is there, it has to be the right one.
  expect([undefined, 'invalidFilter']).toContain(replies[0]?.body.scimType);
  return undefined;
}

/** Whom a library selects, by userName; undefined when it does not understand the filter. */
function judgement(referee: RefereeName, filter: string): string[] | undefined {
  try {
    const ids = selectedBy(referee, filter, everybody);
    return everybody.flatMap(({ id, userName }) => (ids.includes(id) ? [userName] : [])).sort();
  } catch {
    return undefined;
  }
}

/** Holds what was found against the libraries; without it, the libraries against each other, so that the row is sound. */
function expectJudged({ filter, selects, wrong = {} }: Row, found: string[] | undefined): void {
  const verdicts = referees.map((referee) => ({ referee, names: judgement(referee, filter) }));
  const trusted = verdicts.filter(({ referee }) => wrong[referee] === undefined);
  const names = found ?? (selects ? [...selects].sort() : trusted[0]?.names);
  for (const { referee, names: verdict } of verdicts) {
    if (wrong[referee] === undefined) expect({ referee, names }).toEqual({ referee, names: verdict });
    else expect(verdict).not.toEqual(names);
  }
  if (selects) expect(names).toEqual([...selects].sort());
  else expect(names?.length).toBeGreaterThan(0);
}

describe('answered', () => {
  test.each(spoken)('$filter', async (one) => {
    const names = await found(one.filter);
    expect(names).toBeDefined();
    expectJudged(one, names);
    judged++;
  });
});

describe('answered, or declined', () => {
  test.each(unspoken)('$filter', async (one) => {
    const names = await found(one.filter);
    expectJudged(one, names);
    if (names) judged++;
    else declined++;
  });
});

describe('declined: Oracle marks these idcsSearchable: false, and a password must not be guessed by searching', () => {
  test.each([
    'password eq "x"',
    'password sw "a"',
    'password pr',
    'not (password pr)',
    'userName pr and password co "a"',
  ])('%s', async (filter) => {
    expect(await found(filter)).toBeUndefined();
    declined++;
  });
});

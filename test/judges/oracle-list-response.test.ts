/** Lists in pages, held against the ListResponse of scimmy, and against Oracle where it says more. */
import SCIMMY from 'scimmy';
import { resourceOf, type Person } from './people';
import { ScimClient, type ListResponse, type Resource } from './scim-client';

const total = 25;
let client: ScimClient;
let everybody: Resource[];
let compared = 0;

beforeAll(async () => {
  client = await ScimClient.start();
  for (let number = 1; number <= total; number++) {
    const given = number % 3 === 0 ? {} : { givenName: `Name${number % 7}` };
    const emails: Person['emails'] = [
      { value: `mail${100 - number}@work.example`, type: 'work' },
      { value: `also${number}@home.example`, type: 'home' },
    ];
    const user = { userName: `user${number}`, familyName: 'Listed', active: number > 5, emails, ...given };
    await client.create(resourceOf(user, number));
    client.now += 1000;
  }
  everybody = await client.everybody();
});
afterAll(async () => {
  process.stdout.write(`oracle-list-response: ${compared} lists compared over ${total} users\n`);
  await client.close();
});

/** A list by POST and by GET, which must not differ. */
async function list(parameters: Record<string, string | number>): Promise<ListResponse> {
  const text = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const [byPost, byGet] = [await client.search(parameters), await client.query(text)];
  expect([byPost.status, byGet.status]).toEqual([200, 200]);
  expect(byGet.body).toEqual(byPost.body);
  compared++;
  return byPost.body as unknown as ListResponse;
}

const idsOf = ({ Resources }: { Resources: unknown[] }) => (Resources as Resource[]).map(({ id }) => id);

test('has the members of a ListResponse, and no other', async () => {
  const body = await list({});
  expect(Object.keys(body).sort()).toEqual(['Resources', 'itemsPerPage', 'schemas', 'startIndex', 'totalResults']);
  // scimmy throws for a body of another schema, or whose numbers are none.
  const read = new SCIMMY.Messages.ListResponse(body as never);
  expect({ ...read }).toEqual(body);
  expect(new Set(idsOf(body)).size).toBe(total);
});

test.each([
  { count: 10 },
  { startIndex: 1, count: 10 },
  { startIndex: 11, count: 10 },
  { startIndex: 21, count: 10 },
  { startIndex: 25, count: 10 },
  { startIndex: 2, count: 1 },
  { startIndex: 1, count: 25 },
  { startIndex: 3, count: 1000 },
  { count: 0 },
  { startIndex: 11, count: 0 },
])('%j is the page that scimmy makes', async (page) => {
  const body = await list(page);
  const expected = new SCIMMY.Messages.ListResponse(everybody as never[], { ...page, totalResults: total });
  expect(idsOf(body)).toEqual(idsOf(expected as never));
  const { totalResults, startIndex, itemsPerPage } = body;
  expect({ totalResults, startIndex, itemsPerPage }).toEqual({
    totalResults: expected.totalResults,
    startIndex: expected.startIndex,
    itemsPerPage: expected.itemsPerPage,
  });
});

test('the pages are all users, each once, in the same order at each time', async () => {
  const pages = [];
  for (const startIndex of [1, 11, 21]) pages.push(await list({ startIndex, count: 10 }));
  expect(pages.map(({ Resources }) => Resources.length)).toEqual([10, 10, 5]);
  expect(pages.flatMap(idsOf)).toEqual(idsOf({ Resources: everybody }));
});

test('a filter counts what it selects, not what the page holds', async () => {
  const filter = 'active eq true';
  expect(await list({ filter, count: 8, startIndex: 17 })).toMatchObject({ totalResults: 20, itemsPerPage: 8 });
  expect((await list({ filter, count: 8, startIndex: 17 })).Resources).toHaveLength(4);
});

// scimmy shows the first page for a start beyond the end; RFC 7644, 3.4.2.4 has nobody there.
test.each([26, 27, 1000])('a start at %i is beyond the end: nobody, and still all are counted', async (startIndex) => {
  const body = await list({ startIndex, count: 10 });
  expect(body).toMatchObject({ totalResults: total, startIndex, itemsPerPage: 10, Resources: [] });
});

test.each([0, -1, -1000])('a start at %i is the first, as Oracle documents and scimmy does', async (startIndex) => {
  const body = await list({ startIndex, count: 10 });
  expect(idsOf(body)).toEqual(idsOf({ Resources: everybody.slice(0, 10) }));
  expect(body.startIndex).toBe(1);
});

// RFC 7644 and scimmy have 0 for a negative count; Oracle documents 50, and Oracle wins.
test.each([-1, -1000])('a count of %i is 50', async (count) => {
  const body = await list({ count });
  expect(body.itemsPerPage).toBe(50);
  expect(idsOf(body)).toEqual(idsOf({ Resources: everybody }));
});

// scimmy knows no other case of a name, and takes the value of a list by itself.
test.each([
  ['userName', 'userName'],
  ['USERNAME', 'userName'],
  ['emails.value', 'emails'],
  ['meta.created', 'meta.created'],
  ['name.givenName', 'name.givenName'],
  ['active', 'active'],
])('sorted by %s is as scimmy sorts by %s, page by page', async (sortBy, path) => {
  const sorted = new SCIMMY.Messages.ListResponse(everybody as never[], { sortBy: path, count: total });
  expect(idsOf(await list({ sortBy }))).toEqual(idsOf(sorted as never));
  const [first, rest] = [await list({ sortBy, count: 7 }), await list({ sortBy, startIndex: 8 })];
  expect([...idsOf(first), ...idsOf(rest)]).toEqual(idsOf(sorted as never));
});

// scimmy turns the order of equals round as well, so that only what differs in all users is compared.
test.each([
  ['userName', 'userName'],
  ['emails.value', 'emails'],
  ['meta.created', 'meta.created'],
])('sorted by %s is as scimmy sorts by %s, descending', async (sortBy, path) => {
  const params = { sortBy: path, sortOrder: 'descending' as const, count: total };
  const sorted = new SCIMMY.Messages.ListResponse(everybody as never[], params);
  for (const sortOrder of ['descending', 'DESCENDING'])
    expect(idsOf(await list({ sortBy, sortOrder }))).toEqual(idsOf(sorted as never));
});

test('a list that can not be sorted as asked is 400', async () => {
  for (const wrong of [
    { sortBy: 'password' },
    { sortBy: 'emails' },
    { sortBy: 'emails[type eq "work"]' },
    { sortBy: 'urn:ietf:params:scim:schemas:oracle:idcs:extension:passwordState:User:lastSuccessfulSetDate' },
    { sortBy: 'userName', sortOrder: 'down' },
  ]) {
    expect((await client.query(wrong)).status).toBe(400);
    expect((await client.search(wrong)).status).toBe(400);
    compared++;
  }
});

// RFC 7644 has itemsPerPage count what the page holds; Oracle echoes what was asked for, and Oracle wins.
test('itemsPerPage is the count that was asked for, and 50 when none was', async () => {
  const asked = async (parameters: Record<string, number>) => (await list(parameters)).itemsPerPage;
  expect(await asked({ count: 2 })).toBe(2);
  expect(await asked({ startIndex: 21, count: 10 })).toBe(10);
  expect(await asked({ count: 500 })).toBe(500);
  expect(await asked({})).toBe(50);
});

test('nobody found is an empty list', async () => {
  const body = await list({ filter: 'userName eq "nobody"', count: 2 });
  expect(body).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 2, Resources: [] });
  expect({ ...new SCIMMY.Messages.ListResponse(body as never) }).toEqual(body);
});

test.each(['many', '1.5', 'NaN'])('a count or a start of %s is 400', async (text) => {
  for (const name of ['count', 'startIndex']) {
    expect((await client.query({ [name]: text })).status).toBe(400);
    expect((await client.search({ [name]: text })).status).toBe(400);
    compared++;
  }
});

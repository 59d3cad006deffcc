import { schemas } from './schemas';
import { TestClient } from './test-client';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start();
  client.control.addUser({ userName: 'Alice', email: 'alice@Work.example', externalId: 'E-1' });
  client.control.addUser({ userName: 'albert', email: 'albert@home.example', active: false });
  client.control.addUser({ userName: 'o"neil\\x', email: 'oneil@work.example' });
});
afterAll(() => client.simulator.close());

const idOf = (userName: string) => client.control.users().find((user) => user.userName === userName)?.id ?? '';

test.each([
  ['userName eq "alice"', ['Alice']],
  ['USERNAME EQ "ALICE"', ['Alice']],
  [`${schemas.user}:userName eq "alice"`, ['Alice']],
  ['userName eq "ali"', []],
  ['userName sw "AL"', ['Alice', 'albert']],
  ['userName co "ber"', ['albert']],
  ['userName eq "o\\"neil\\\\x"', ['o"neil\\x']],
  ['userName eq "o\\u0022neil\\\\x"', ['o"neil\\x']],
  ['emails.value eq "ALICE@work.example"', ['Alice']],
  ['emails.value co "@work"', ['Alice', 'o"neil\\x']],
  ['externalId eq "e-1"', ['Alice']],
  ['externalId pr', ['Alice']],
  ['active eq false', ['albert']],
  ['not (externalId pr) and active eq true', ['o"neil\\x']],
  ['userName eq "alice" or userName eq "albert" and active eq true', ['Alice']],
  ['(userName eq "alice" or userName eq "albert") and active eq false', ['albert']],
  ['not(userName sw "al")', ['o"neil\\x']],
])('%s', async (filter, names) => {
  expect(await client.found(filter)).toEqual(names);
  const reply = await client.admin('GET', `Users?attributes=userName&filter=${encodeURIComponent(filter)}`);
  expect(reply.json.totalResults).toBe(names.length);
});

test('by id', async () => {
  expect(await client.found(`id eq "${idOf('albert')}"`)).toEqual(['albert']);
});

test.each([
  '',
  'userName',
  'userName eq',
  'userName eq alice',
  'userName ne "alice"',
  'userName eq "alice',
  'userName eq "bad \\escape"',
  'userName eq "a" userName eq "b"',
  '(userName eq "a"',
  'userName eq "a")',
  'not userName eq "a"',
  'password eq "x"',
  'active eq "true"',
  'userName eq true',
  `${'('.repeat(1000)}userName pr${')'.repeat(1000)}`,
])('400 for the filter %p', async (filter) => {
  const reply = await client.search(filter);
  expect([reply.status, reply.json.status]).toEqual([400, '400']);
  expect(reply.json.detail).toMatch(/^The filter is invalid: /);
});

test('nobody is 200 with an empty list, and itemsPerPage is the count that was asked for', async () => {
  const reply = await client.admin('GET', 'Users?filter=userName eq "nobody"&count=2');
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('application/scim+json');
  expect(reply.json).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: 0,
    Resources: [],
    startIndex: 1,
    itemsPerPage: 2,
  });
});

test('pages through the users', async () => {
  const page = async (query: string) => {
    const { totalResults, Resources, startIndex, itemsPerPage } = (await client.admin('GET', `Users?${query}`)).json;
    return [totalResults, (Resources as unknown[]).length, startIndex, itemsPerPage];
  };
  expect(await page('')).toEqual([3, 3, 1, 50]);
  expect(await page('startIndex=2&count=1')).toEqual([3, 1, 2, 1]);
  expect(await page('startIndex=0&count=0')).toEqual([3, 0, 1, 0]);
  expect(await page('startIndex=9&count=5000')).toEqual([3, 0, 9, 1000]);
  expect((await client.admin('GET', 'Users?count=many')).status).toBe(400);
});

test('a search by POST gives the attributes asked for, and needs its schema', async () => {
  const { json } = await client.search('userName eq "alice"', ['active', `${schemas.passwordState}:mustChange`]);
  expect(json.Resources).toEqual([
    { id: idOf('Alice'), userName: 'Alice', active: true, [schemas.passwordState]: { mustChange: false } },
  ]);
  expect((await client.admin('POST', 'Users/.search', { schemas: ['x'], count: 1 })).status).toBe(400);
  expect((await client.admin('POST', 'Users/.search', { filter: 'userName pr' })).status).toBe(400);
});

test('the log says whom a search was for', async () => {
  client.control.clearRequests();
  await client.search('userName eq "ALICE"');
  await client.search('userName eq "nobody"');
  await client.search('userName pr');
  const entries = await client.control.requests({ operation: 'search' });
  expect(entries.map(({ userId, userName }) => [userId, userName])).toEqual([
    [idOf('Alice'), 'Alice'],
    [undefined, 'nobody'],
    [undefined, undefined],
  ]);
});

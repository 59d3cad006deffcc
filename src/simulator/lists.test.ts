import type { JsonObject } from './json';
import { schemas } from './schemas';
import { TestClient, type Reply } from './test-client';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start();
  for (const user of [
    { userName: 'bertil', familyName: 'dahl', email: 'b@x.example', externalId: 'E-2' },
    { userName: 'Anna', familyName: 'Dahl', email: 'c@x.example' },
    { userName: 'cecilia', familyName: 'Berg', email: 'a@x.example', externalId: 'e-1', active: false },
  ])
    client.control.addUser(user);
  const settings = {};
  client.control.setGroupPolicies([
    { name: 'Staff', priority: 20, groups: ['staff'], settings },
    { name: 'Admins', priority: 10, groups: ['admins'], settings },
  ]);
});
afterAll(() => client.simulator.close());

const namesIn = ({ json }: Reply, name: string) => (json.Resources as JsonObject[]).map((one) => one[name]);

/** A list by GET and by POST, which must be the same. */
async function list(resource: string, request: Record<string, string | number>): Promise<Reply> {
  const query = Object.entries(request).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const byGet = await client.admin('GET', `${resource}?${query.join('&')}`);
  const byPost = await client.admin('POST', `${resource}/.search`, { schemas: [schemas.searchRequest], ...request });
  expect([byPost.status, byPost.json]).toEqual([byGet.status, byGet.json]);
  return byGet;
}

test.each([
  [{ sortBy: 'userName' }, ['Anna', 'bertil', 'cecilia']],
  [{ sortBy: 'USERname', sortOrder: 'descending' }, ['cecilia', 'bertil', 'Anna']],
  [{ sortBy: `${schemas.user}:userName`, sortOrder: 'ASCENDING' }, ['Anna', 'bertil', 'cecilia']],
  [{ sortBy: 'emails.value' }, ['cecilia', 'bertil', 'Anna']],
  [{ sortBy: 'active' }, ['cecilia', 'bertil', 'Anna']],
  // Whoever are alike stay in the order in which they were created.
  [{ sortBy: 'name.familyName' }, ['cecilia', 'bertil', 'Anna']],
  [{ sortBy: 'name.familyName', sortOrder: 'descending' }, ['bertil', 'Anna', 'cecilia']],
  // RFC 7644, 3.4.2.3: without a value last, and when descending first.
  [{ sortBy: 'externalId' }, ['cecilia', 'bertil', 'Anna']],
  [{ sortBy: 'externalId', sortOrder: 'descending' }, ['Anna', 'bertil', 'cecilia']],
  [{ sortBy: 'userName', startIndex: 2, count: 1 }, ['bertil']],
  [{ sortBy: 'userName', attributes: 'active', filter: 'active eq true' }, ['Anna', 'bertil']],
  [{ sortOrder: 'descending' }, ['bertil', 'Anna', 'cecilia']],
])('users by %j', async (request, expected) => {
  expect(namesIn(await list('Users', request), 'userName')).toEqual(expected);
});

test.each([
  { sortBy: 'password' },
  { sortBy: 'emails' },
  { sortBy: '' },
  { sortBy: `${schemas.passwordState}:lastSuccessfulSetDate` },
  { sortBy: 'userName', sortOrder: 'down' },
  { sortOrder: '' },
])('400 for %j', async (request) => {
  for (const resource of ['Users', 'PasswordPolicies']) {
    const reply = await list(resource, request);
    expect([reply.status, reply.json.status]).toEqual([400, '400']);
  }
});

test('400 for a sortBy or a sortOrder that is no text', async () => {
  for (const wrong of [{ sortBy: ['userName'] }, { sortBy: 'userName', sortOrder: 1 }])
    expect((await client.admin('POST', 'Users/.search', { schemas: [schemas.searchRequest], ...wrong })).status).toBe(
      400,
    );
});

test('a negative count is 50', async () => {
  const { json } = await list('Users', { count: -7 });
  expect([(json.Resources as unknown[]).length, json.itemsPerPage]).toEqual([3, 50]);
});

test('policies are sorted, paged and shown in parts as users are', async () => {
  const sorted = await list('PasswordPolicies', {
    sortBy: 'priority',
    startIndex: 2,
    count: 2,
    attributes: 'priority',
  });
  expect(sorted.json).toEqual({
    schemas: [schemas.listResponse],
    totalResults: 3,
    startIndex: 2,
    itemsPerPage: 2,
    Resources: [
      { id: 'Staff', name: 'Staff', priority: 20 },
      { id: 'PasswordPolicy', name: 'PasswordPolicy' },
    ],
  });
  expect(namesIn(await list('PasswordPolicies', { sortBy: 'name' }), 'name')).toEqual([
    'Admins',
    'PasswordPolicy',
    'Staff',
  ]);
  expect((await list('PasswordPolicies', { startIndex: 9, count: 0 })).json).toMatchObject({
    totalResults: 3,
    startIndex: 9,
    itemsPerPage: 0,
    Resources: [],
  });
  expect((await client.control.requests()).at(-1)).toMatchObject({ operation: 'policies', status: 200 });
});

test('policies are not filtered, and a search for them needs its schema', async () => {
  expect((await list('PasswordPolicies', { filter: 'name eq "Staff"' })).status).toBe(400);
  expect((await client.admin('POST', 'PasswordPolicies/.search', { count: 1 })).status).toBe(400);
});

import { schemas } from './schemas';
import { TestClient } from './test-client';
import type { JsonObject } from './json';

let client: TestClient;
let id: string;

beforeAll(async () => {
  client = await TestClient.start();
});
afterAll(() => client.simulator.close());
beforeEach(async () => {
  client.control.reset();
  await client.signIn();
  id = client.control.addUser({ userName: 'anna' }).id;
});

const versionIn = (json: JsonObject) => (json.meta as JsonObject).version;
const change = (ifMatch: string) => {
  const Operations = [{ op: 'replace', path: 'displayName', value: 'Anna' }];
  const init = { headers: { 'If-Match': ifMatch } };
  return client.admin('PATCH', `Users/${id}`, { schemas: [schemas.patchOp], Operations }, init);
};

test('a user is created, read and changed with its version as ETag, and each change makes a new one', async () => {
  const created = await client.admin('POST', 'Users', {
    schemas: [schemas.user],
    userName: 'bob',
    name: { familyName: 'Dahl' },
    emails: [{ value: 'bob@example.com', primary: true }],
    password: 'Secret-123',
  });
  const path = String(created.json.id);
  const replies = [
    created,
    await client.admin('GET', `Users/${path}`),
    await client.patch(path, { op: 'replace', path: 'active', value: false }),
  ];
  for (const { headers, json } of replies) expect(headers.get('etag')).toBe(versionIn(json));
  const [first, second, third] = replies.map(({ json }) => versionIn(json));
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  const part = await client.admin('GET', `Users/${path}?attributes=active`);
  expect([part.json.meta, part.headers.get('etag')]).toEqual([undefined, third]);
});

test('a policy has its version as ETag, which is another when the policy is', async () => {
  const read = () => client.admin('GET', 'PasswordPolicies/PasswordPolicy');
  const before = await read();
  expect(before.headers.get('etag')).toBe(versionIn(before.json));
  expect((await read()).headers.get('etag')).toBe(before.headers.get('etag'));
  client.control.setPolicy({ minLength: 20 });
  expect((await read()).headers.get('etag')).not.toBe(before.headers.get('etag'));
});

test.each([
  ['bare', (version: string) => version],
  ['in quotation marks', (version: string) => `"${version}"`],
  ['weak', (version: string) => `W/"${version}"`],
  ['among others', (version: string) => `"another", "${version}"`],
  ['not at all', () => '*'],
])('If-Match names the version %s, and what was asked for is done', async (_, written) => {
  const version = String(versionIn((await client.admin('GET', `Users/${id}`)).json));
  const reply = await change(written(version));
  expect([reply.status, reply.json.displayName]).toEqual([200, 'Anna']);
});

test.each(['another', '"another"', 'W/"another"', '"a", "b"', '""', '"'])(
  '412 when If-Match is %s, and nothing is changed or deleted',
  async (ifMatch) => {
    const reply = await change(ifMatch);
    expect([reply.status, reply.json.status]).toEqual([412, '412']);
    const deleted = await client.admin('DELETE', `Users/${id}`, undefined, { headers: { 'If-Match': ifMatch } });
    expect(deleted.status).toBe(412);
    expect((await client.admin('GET', `Users/${id}`)).json).not.toHaveProperty('displayName');
  },
);

test('the version that somebody else replaced is 412, and nobody is 404', async () => {
  const { json } = await client.admin('GET', `Users/${id}`);
  const version = String(versionIn(json));
  const { headers } = await client.changePassword(id, 'Changed-1', { headers: { 'If-Match': version } });
  const user = await client.admin('GET', `Users/${id}`);
  expect(user.headers.get('etag')).toBe(headers.get('etag'));
  expect((await change(version)).status).toBe(412);
  expect((await client.changePassword(id, 'Changed-2', { headers: { 'If-Match': version } })).status).toBe(412);
  expect(client.control.checkPassword({ userName: 'anna', password: 'Changed-1' }).matches).toBe(true);
  id = 'nobody';
  expect((await change(version)).status).toBe(404);
});

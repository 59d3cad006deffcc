import { schemas } from './schemas';
import { TestClient } from './test-client';

let client: TestClient;
let id: string;

beforeAll(async () => {
  client = await TestClient.start();
  id = client.control.addUser({ userName: 'anna', password: 'Secret-123', delegated: true, groups: ['Staff'] }).id;
});
afterAll(() => client.simulator.close());

const always = ['id', 'userName'];
const byDefault = [
  ...['active', 'emails', 'meta', 'name', 'ocid', 'schemas'],
  ...[schemas.userExtension, schemas.userState],
];
const onRequest = ['groups', schemas.passwordState];

const namesBy = async (query: string) => Object.keys((await client.admin('GET', `Users/${id}?${query}`)).json).sort();
const names = (...lists: string[][]) => lists.flat().sort();

test.each([
  ['', names(always, byDefault)],
  ['attributeSets=', names(always, byDefault)],
  ['attributeSets=default', names(always, byDefault)],
  ['attributeSets=always', names(always)],
  ['attributeSets=never', names(always)],
  ['attributeSets=request', names(always, onRequest)],
  ['attributeSets=all', names(always, byDefault, onRequest)],
  ['attributeSets=ALL', names(always, byDefault, onRequest)],
  ['attributeSets=default,request', names(always, byDefault, onRequest)],
  ['attributeSets=default&attributeSets=request', names(always, byDefault, onRequest)],
  ['attributeSets=always&attributes=active', names(always, ['active'])],
  ['attributeSets=default&attributes=groups', names(always, byDefault, ['groups'])],
  ['attributes=active&attributes=emails', names(always, ['active', 'emails'])],
])('%s shows the members of the sets and the attributes', async (query, expected) => {
  expect(await namesBy(query)).toEqual(expected);
});

test('a set beside a part of an attribute takes nothing away from it', async () => {
  const whole = (await client.admin('GET', `Users/${id}`)).json;
  const both = await client.admin('GET', `Users/${id}?attributeSets=default&attributes=name.familyName,emails.value`);
  expect(both.json).toEqual(whole);
});

test('no set shows what is never returned', async () => {
  const reply = await client.admin('GET', `Users/${id}?attributeSets=all,never&attributes=password`);
  expect(reply.text).not.toMatch(/"password"|isAuthenticationDelegated|bypassNotification/);
});

test('the sets are asked of lists, creates and changes too, and a search names them in a list', async () => {
  const search = { schemas: [schemas.searchRequest], filter: 'userName eq "anna"', attributeSets: ['always'] };
  const found = await client.admin('POST', 'Users/.search', search);
  const listed = await client.admin('GET', 'Users?filter=userName eq "anna"&attributeSets=always');
  for (const { json } of [found, listed]) expect(json.Resources).toEqual([{ id, userName: 'anna' }]);
  const Operations = [{ op: 'replace', path: 'active', value: true }];
  const changed = await client.admin('PATCH', `Users/${id}?attributeSets=always`, {
    schemas: [schemas.patchOp],
    Operations,
  });
  expect(changed.json).toEqual({ id, userName: 'anna' });
  const bob = { userName: 'bob', name: { familyName: 'Dahl' }, emails: [{ value: 'bob@example.com', primary: true }] };
  const created = await client.admin('POST', 'Users?attributeSets=request', { schemas: [schemas.user], ...bob });
  expect(Object.keys(created.json).sort()).toEqual(names(always, [schemas.passwordState]));
});

test('an unknown set is 400, and nothing is done', async () => {
  const before = client.control.users();
  const query = '?attributeSets=some';
  const bob = {
    userName: 'carl',
    name: { familyName: 'Dahl' },
    emails: [{ value: 'carl@example.com', primary: true }],
  };
  const Operations = [{ op: 'replace', path: 'active', value: false }];
  for (const reply of [
    await client.admin('GET', `Users${query}`),
    await client.admin('GET', `Users/${id}${query}`),
    await client.admin('POST', `Users${query}`, { schemas: [schemas.user], ...bob }),
    await client.admin('PATCH', `Users/${id}${query}`, { schemas: [schemas.patchOp], Operations }),
    await client.admin('POST', 'Users/.search', { schemas: [schemas.searchRequest], attributeSets: [7] }),
  ])
    expect([reply.status, reply.json.status]).toEqual([400, '400']);
  expect(client.control.users()).toEqual(before);
});

test('a part brings what is always returned beside it, and what is not there brings nothing', async () => {
  const state = `${schemas.passwordState}:applicablePasswordPolicy`;
  const { json } = await client.admin('GET', `Users/${id}?attributes=${state}.$ref,name.middleName,groups.display`);
  expect(json).toEqual({
    id,
    userName: 'anna',
    groups: [{ value: expect.any(String), display: 'Staff' }],
    [schemas.passwordState]: {
      applicablePasswordPolicy: { value: 'PasswordPolicy', $ref: expect.stringMatching(/PasswordPolicies/) },
    },
  });
});

test('of a policy too, with the name of its schema or without', async () => {
  const read = async (query: string) => (await client.admin('GET', `PasswordPolicies/PasswordPolicy?${query}`)).json;
  const [name, rules] = ['PasswordPolicy', 'configuredPasswordPolicyRules'];
  expect(await read('attributeSets=always')).toEqual({ id: name, name });
  expect(await read(`attributes=MINLENGTH,${schemas.passwordPolicy}:minNumerals`)).toEqual({
    id: name,
    name,
    minLength: 8,
    minNumerals: 1,
  });
  expect(await read('attributeSets=request')).toEqual({ id: name, name, [rules]: expect.any(Array) });
  expect(await read('attributeSets=all')).toMatchObject({ minLength: 8, [rules]: expect.any(Array) });
});

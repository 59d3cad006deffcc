import { schemas } from './schemas';
import { TestClient, messageIdIn, passwordStateIn } from './test-client';
import type { JsonObject } from './json';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start();
});
afterAll(() => client.simulator.close());
afterEach(() => {
  client.control.reset();
  return client.signIn();
});

const anna = {
  schemas: [schemas.user],
  userName: 'Anna',
  name: { givenName: 'Anna', familyName: 'Berg' },
  emails: [{ value: 'anna@example.com', type: 'work', primary: true }],
  [schemas.userExtension]: { bypassNotification: true },
};
const create = (changes: JsonObject = {}) => client.admin('POST', 'Users', { ...anna, ...changes });

describe('create', () => {
  test('201 with the user, its place, and no password', async () => {
    const reply = await create({ password: 'Secret-123' });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      ocid: expect.stringMatching(/^ocid1\.user\./),
      userName: 'Anna',
      active: true,
      meta: { resourceType: 'User', location: reply.headers.get('location') },
      [schemas.userExtension]: { isFederatedUser: false },
      [schemas.userState]: { locked: { on: false } },
    });
    expect(reply.text).not.toMatch(/Secret-123|bypassNotification|passwordState/);
    expect(client.control.checkPassword({ userName: 'anna', password: 'Secret-123' }).matches).toBe(true);
    expect(client.control.users()).toMatchObject([{ mustChange: true, passwordSetCount: 1 }]);
  });

  test('409 when the userName is taken, in whatever case', async () => {
    await create();
    const reply = await create({ userName: 'aNNA' });
    expect([reply.status, reply.json.status]).toEqual([409, '409']);
  });

  test.each([
    [
      'the primary email',
      { emails: [{ value: 'a@b.c', type: 'work' }] },
      'error.identity.user.primaryEmailNotSpecified',
    ],
    ['all emails', { emails: undefined }, 'error.identity.user.primaryEmailNotSpecified'],
    ['the family name', { name: { givenName: 'Anna' } }, 'error.common.validation.missingReqAttributes'],
    ['the userName', { userName: undefined }, 'error.common.validation.missingReqAttributes'],
    ['the schemas', { schemas: undefined }, 'error.common.validation.missingReqAttributes'],
  ])('400 without %s', async (_, changes, messageId) => {
    const reply = await create(changes);
    expect([reply.status, messageIdIn(reply)]).toEqual([400, messageId]);
    expect(client.control.users()).toEqual([]);
  });

  test('a refused password leaves no user behind', async () => {
    const reply = await create({ password: 'weak' });
    expect([reply.status, messageIdIn(reply)]).toEqual([400, 'error.identity.passwordmgmt.pwdpolicyViolation']);
    expect(client.control.users()).toEqual([]);
  });

  test('ignores what only Oracle sets, and takes names in any case', async () => {
    const { json } = await create({ id: 'mine', userName: undefined, USERNAME: 'anna', PassWord: 'Secret-123' });
    expect(json).toMatchObject({ id: expect.not.stringMatching('mine'), userName: 'anna' });
    expect(JSON.stringify(json)).not.toMatch('Secret-123');
    expect(client.control.users()).toMatchObject([{ hasPassword: true }]);
  });

  test('415 for another media type, 400 for what is no JSON and does not quote it', async () => {
    const wrongType = await client.admin('POST', 'Users', anna, { headers: { 'Content-Type': 'text/plain' } });
    expect(wrongType.status).toBe(415);
    const broken = await client.admin('POST', 'Users', undefined, { body: '{"password":"Secret-123' });
    expect(broken.status).toBe(400);
    expect(broken.text).not.toMatch('Secret');
  });
});

describe('read', () => {
  test('by id or OCID; 404 for nobody', async () => {
    const { id, ocid } = (await create()).json;
    expect((await client.admin('GET', `Users/${String(id)}`)).json.userName).toBe('Anna');
    expect((await client.admin('GET', `Users/${String(ocid)}`)).json.id).toBe(id);
    expect((await client.admin('GET', 'Users/nobody')).status).toBe(404);
    expect((await client.admin('GET', 'Users/%E0%A4')).status).toBe(404);
  });

  test('passwordState only on request, whole or in parts', async () => {
    const { id } = client.control.addUser({ userName: 'bob', password: 'Secret-123' });
    const plain = await client.admin('GET', `Users/${id}`);
    expect(passwordStateIn(plain)).toBeUndefined();
    const whole = await client.admin('GET', `Users/${id}?attributes=active,${schemas.passwordState}`);
    expect(whole.json).toEqual({ id, userName: 'bob', active: true, [schemas.passwordState]: expect.anything() });
    expect(passwordStateIn(whole)).toMatchObject({
      mustChange: false,
      expired: false,
      cantChange: false,
      lastSuccessfulSetDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      applicablePasswordPolicy: { value: 'PasswordPolicy' },
    });
    const part = await client.admin(
      'GET',
      `Users/${id}?attributes=${schemas.passwordState}:mustChange,name.FAMILYname`,
    );
    expect(part.json).toEqual({
      id,
      userName: 'bob',
      name: { familyName: 'Simulated' },
      [schemas.passwordState]: { mustChange: false },
    });
  });

  test('parts of a list come element by element', async () => {
    const { id } = client.control.addUser({ userName: 'bob', email: 'bob@work.example' });
    const reply = await client.admin('GET', `Users/${id}?attributes=emails.value,emails.primary,unknown.part`);
    expect(reply.json).toEqual({ id, userName: 'bob', emails: [{ value: 'bob@work.example', primary: true }] });
  });

  test('the password comes not even on request', async () => {
    const { id } = (await create({ password: 'Secret-123' })).json;
    const reply = await client.admin('GET', `Users/${String(id)}?attributes=password`);
    expect(reply.json).toEqual({ id, userName: 'Anna' });
  });

  test('federation shows, delegation only by its target', async () => {
    const ids = ['federated', 'delegated'].map((kind) => client.control.addUser({ userName: kind, [kind]: true }).id);
    const [federated, delegated] = await Promise.all(ids.map((id) => client.admin('GET', `Users/${id}`)));
    expect(federated?.json[schemas.userExtension]).toEqual({ isFederatedUser: true });
    expect(delegated?.json[schemas.userExtension]).toEqual({
      isFederatedUser: false,
      delegatedAuthenticationTargetApp: { value: expect.any(String), type: 'IdentitySource' },
    });
  });
});

test('telephone numbers and the enterprise extension are kept, in any case of their names, and changed', async () => {
  const phoneNumbers = [{ value: '+49 30 1', type: 'work' }];
  const created = await create({ PHONENUMBERS: phoneNumbers, [schemas.enterprise]: { department: 'Sales' } });
  expect(created.json).toMatchObject({ phoneNumbers, [schemas.enterprise]: { department: 'Sales' } });
  expect(created.json.schemas).toContain(schemas.enterprise);
  const id = String(created.json.id);
  await client.patch(id, { op: 'replace', path: `${schemas.enterprise}:department`, value: 'Support' });
  const read = await client.admin('GET', `Users/${id}?attributes=${schemas.enterprise}:department`);
  expect(read.json).toEqual({ id, userName: 'Anna', [schemas.enterprise]: { department: 'Support' } });
});

test('groups come on request only, and no client can write them', async () => {
  const { id } = client.control.addUser({ userName: 'bob', groups: ['Admins'] });
  expect((await client.admin('GET', `Users/${id}`)).json).not.toHaveProperty('groups');
  const asked = await client.admin('GET', `Users/${id}?attributes=groups.display`);
  const value = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(asked.json).toEqual({ id, userName: 'bob', groups: [{ value, display: 'Admins' }] });
  expect((await client.patch(id, { op: 'add', path: 'groups', value: [{ value: 'x' }] })).status).toBe(400);
});

test.each([
  ['milliseconds', /T\d\d:\d\d:\d\d\.123Z$/],
  ['seconds', /T\d\d:\d\d:\d\d\.000Z$/],
  ['no-fraction', /T\d\d:\d\d:\d\dZ$/],
] as const)('dates with %s', async (dates, form) => {
  const other = await TestClient.start({ clock: () => Date.parse('2025-01-01T00:00:00.123Z'), app: { dates } });
  const { id } = other.control.addUser({ userName: 'bob', password: 'Secret-123' });
  const { json } = await other.admin('GET', `Users/${id}?attributes=meta,${schemas.passwordState}`);
  await other.simulator.close();
  expect(json).toMatchObject({
    meta: { created: expect.stringMatching(form), lastModified: expect.stringMatching(form) },
    [schemas.passwordState]: { lastSuccessfulSetDate: expect.stringMatching(form) },
  });
});

describe('patch', () => {
  let id: string;
  beforeEach(async () => {
    id = String((await create()).json.id);
  });

  test('changes attributes, with a path or without', async () => {
    const reply = await client.patch(
      id,
      { op: 'Replace', path: 'name.familyName', value: 'Dahl' },
      { op: 'add', path: 'emails', value: [{ value: 'a@home.example', type: 'home' }] },
      { op: 'replace', value: { active: false, externalid: 'E1' } },
      { op: 'remove', path: `${schemas.user}:name.givenName` },
    );
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ active: false, externalId: 'E1', name: { familyName: 'Dahl' } });
    expect(reply.json.name).not.toHaveProperty('givenName');
    expect(reply.json.emails).toHaveLength(2);
    expect(await client.found('externalId eq "e1"')).toEqual(['Anna']);
  });

  test.each([
    ['with a path', { op: 'replace', path: 'password', value: 'Secret-123' }],
    ['with a path in capitals', { op: 'replace', path: 'PASSWORD', value: 'Secret-123' }],
    ['without a path', { op: 'add', value: { Password: 'Secret-123' } }],
  ])('a password %s is set, and must be changed by its owner', async (_, operation) => {
    const reply = await client.patch(id, operation);
    expect(reply.status).toBe(200);
    expect(reply.text).not.toMatch('Secret-123');
    expect(client.control.checkPassword({ userName: 'anna', password: 'Secret-123' }).matches).toBe(true);
    expect(client.control.users()).toMatchObject([{ mustChange: true, passwordSetCount: 1 }]);
    const log = JSON.stringify(await client.control.requests({ operation: 'patch' }));
    expect(log).toMatch('"***"');
    expect(log).not.toMatch('Secret-123');
  });

  test('is all or nothing', async () => {
    const reply = await client.patch(
      id,
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: 'password', value: 'weak' },
    );
    expect(reply.status).toBe(400);
    expect(client.control.users()).toMatchObject([{ active: true, hasPassword: false }]);
  });

  test('renames, but to no taken name', async () => {
    client.control.addUser({ userName: 'bob' });
    expect((await client.patch(id, { op: 'replace', path: 'userName', value: 'BOB' })).status).toBe(409);
    expect((await client.patch(id, { op: 'replace', path: 'userName', value: 'ANNA' })).status).toBe(200);
    expect((await client.patch(id, { op: 'replace', path: 'userName', value: 'carla' })).status).toBe(200);
    expect(await client.found('userName eq "Carla"')).toEqual(['carla']);
    expect(await client.found('userName eq "anna"')).toEqual([]);
  });

  test.each([
    ['an unknown op', { op: 'move', path: 'active', value: true }],
    ['a missing value', { op: 'replace', path: 'active' }],
    ['a read-only attribute', { op: 'replace', path: `${schemas.passwordState}:mustChange`, value: false }],
    ['a path it does not read', { op: 'replace', path: 'emails[type eq "work"].value', value: 'x' }],
    ['a dangerous name', { op: 'replace', path: '__proto__', value: { active: true } }],
    ['the end of a required attribute', { op: 'remove', path: 'name.familyName' }],
    ['a value of a wrong type', { op: 'replace', path: 'active', value: 'no' }],
    ['no operation', undefined],
  ])('400 for %s', async (_, operation) => {
    expect((await client.patch(id, ...(operation ? [operation] : []))).status).toBe(400);
  });
});

test('delete is 204, and the user is gone', async () => {
  const { id } = (await create()).json;
  expect((await client.admin('DELETE', `Users/${String(id)}`)).status).toBe(204);
  expect((await client.admin('GET', `Users/${String(id)}`)).status).toBe(404);
  expect((await client.admin('DELETE', `Users/${String(id)}`)).status).toBe(404);
  expect((await create()).status).toBe(201);
});

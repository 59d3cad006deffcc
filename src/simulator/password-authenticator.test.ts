import { schemas } from './schemas';
import { TestClient } from './test-client';
import type { JsonObject } from './json';

let now = Date.parse('2025-01-01T00:00:00Z');
let client: TestClient;
let id: string;

beforeAll(async () => {
  const app = { roles: ['User Manager', 'Authenticator Client'] };
  client = await TestClient.start({ clock: () => now, app, tokenLifetimeSeconds: 1_000_000 });
});
afterAll(() => client.simulator.close());
beforeEach(async () => {
  client.control.reset();
  await client.signIn();
  id = client.control.addUser({ userName: 'anna', givenName: 'Anna', familyName: 'Berg', password: 'Secret-123' }).id;
});

const ask = (password: unknown, changes: JsonObject = {}) =>
  client.admin('POST', 'PasswordAuthenticator', {
    schemas: [schemas.passwordAuthenticator],
    mappingAttribute: 'userName',
    mappingAttributeValue: 'anna',
    password,
    ...changes,
  });
const isLocked = () => client.control.users().find(({ userName }) => userName === 'anna')?.locked;

test('201 with the user for the right password, in any case of the name', async () => {
  const reply = await ask('Secret-123', { mappingAttributeValue: 'ANNA' });
  expect([reply.status, reply.json]).toEqual([
    201,
    {
      schemas: [schemas.passwordAuthenticator],
      id,
      type: 'User',
      mappingAttribute: 'userName',
      mappingAttributeValue: 'ANNA',
      userDisplayName: 'Anna Berg',
      userEmail: 'anna@example.com',
    },
  ]);
});

test('400 INVALID_CREDENTIALS in the same words for all else; only the log says why', async () => {
  client.control.addUser({ userName: 'off', password: 'Secret-123', active: false });
  client.control.addUser({ userName: 'shut', password: 'Secret-123', locked: true });
  client.control.addUser({ userName: 'away', password: 'Secret-123', federated: true });
  client.control.addUser({ userName: 'none' });
  const replies = [
    await ask('secret-123'),
    ...(await Promise.all(
      ['off', 'shut', 'away', 'nobody', 'none'].map((mappingAttributeValue) =>
        ask('Secret-123', { mappingAttributeValue }),
      ),
    )),
  ];
  for (const { status, json } of replies) expect([status, json.detail]).toEqual([400, 'INVALID_CREDENTIALS']);
  const reasons = (await client.control.requests({ operation: 'authenticate' })).map(({ reason }) => reason);
  expect(reasons.sort()).toEqual([
    'the password is wrong',
    'the password is wrong',
    'the user is locked',
    'the user is not active',
    'the user signs in elsewhere',
    'there is no such user',
  ]);
});

test('too many failures lock the user for a time, and the right password makes them forgotten', async () => {
  client.control.setPolicy({ maxIncorrectAttempts: 3, lockoutDuration: 10 });
  for (const password of ['a', 'b', 'Secret-123', 'c', 'd']) await ask(password);
  expect(isLocked()).toBe(false);
  await ask('e');
  expect(isLocked()).toBe(true);
  expect((await ask('Secret-123')).status).toBe(400);
  const locked = { on: true, reason: 0, lockDate: new Date(now).toISOString() };
  const { json } = await client.admin('GET', `Users/${id}`);
  expect(json[schemas.userState]).toEqual({ locked });
  const asked = await client.admin('GET', `Users/${id}?attributes=${schemas.userState}`);
  expect(asked.json[schemas.userState]).toEqual({ locked, loginAttempts: 3 });

  now += 10 * 60_000 - 1;
  expect((await ask('Secret-123')).status).toBe(400);
  now += 1;
  expect(isLocked()).toBe(false);
  await ask('wrong');
  expect(isLocked()).toBe(false);
  expect((await ask('Secret-123')).status).toBe(201);
});

test('a lock-out without a duration lasts until somebody ends it', async () => {
  client.control.setPolicy({ maxIncorrectAttempts: 1 });
  await ask('wrong');
  now += 1_000_000_000 - 200_000_000;
  expect(isLocked()).toBe(true);
  client.control.changeUser({ userName: 'anna', locked: false });
  expect((await ask('Secret-123')).status).toBe(201);
  await ask('wrong');
  expect(isLocked()).toBe(true);
  await client.patch(id, { op: 'replace', path: `${schemas.userState}:locked`, value: { on: false } });
  expect((await ask('Secret-123')).status).toBe(201);
});

test('an administrator who sets the password does not unlock', async () => {
  client.control.setPolicy({ maxIncorrectAttempts: 1 });
  await ask('wrong');
  expect((await client.changePassword(id, 'Changed-1')).status).toBe(200);
  expect(isLocked()).toBe(true);
});

test('refuses what is no question', async () => {
  expect((await ask(undefined)).status).toBe(400);
  expect((await ask('x', { mappingAttribute: 'emails.value' })).json.detail).toMatch('by userName only');
  expect((await ask('x', { mappingAttributeValue: undefined })).status).toBe(400);
});

import { schemas } from './schemas';
import { TestClient } from './test-client';

let client: TestClient;
let id: string;

beforeAll(async () => {
  client = await TestClient.start();
});
afterAll(() => client.simulator.close());
beforeEach(async () => {
  client.control.reset();
  await client.signIn();
  id = client.control.addUser({ userName: 'anna', locked: true }).id;
});

const state = schemas.userState;
const locked = () => client.control.users()[0]?.locked;

test.each([
  ['the whole', { op: 'replace', path: `${state}:locked`, value: { on: false } }],
  ['its part', { op: 'replace', path: `${state}:locked.on`, value: false }],
  ['in another case', { op: 'Replace', path: `${state.toUpperCase()}:LOCKED`, value: { ON: false } }],
  ['by add', { op: 'add', path: `${state}:locked`, value: { on: false } }],
  ['within the extension', { op: 'replace', path: state, value: { locked: { on: false } } }],
  ['without a path', { op: 'replace', value: { [state]: { locked: { on: false } } } }],
  ['without a path, by its full name', { op: 'replace', value: { [`${state}:locked`]: { on: false } } }],
  ['with a reason, which is not heard', { op: 'replace', path: `${state}:locked`, value: { on: false, reason: 0 } }],
])('locked can be patched: %s', async (_, operation) => {
  const reply = await client.patch(id, operation);
  expect([reply.status, reply.json[state]]).toEqual([200, { locked: { on: false } }]);
  expect(locked()).toBe(false);
  const again = await client.patch(id, { op: 'replace', path: `${state}:locked`, value: { on: true } });
  expect(again.json[state]).toEqual({ locked: { on: true, reason: 1 } });
  expect(locked()).toBe(true);
});

test('a patch of something else leaves the lock as it is', async () => {
  const reply = await client.patch(id, { op: 'replace', path: 'displayName', value: 'Anna' });
  expect(reply.json).toMatchObject({ displayName: 'Anna', [state]: { locked: { on: true, reason: 1 } } });
});

test.each([
  ['another member', { op: 'replace', path: `${state}:loginAttempts`, value: 0 }],
  ['its reason', { op: 'replace', path: `${state}:locked.reason`, value: 0 }],
  ['another member beside it', { op: 'replace', path: state, value: { locked: { on: false }, loginAttempts: 0 } }],
  ['no object', { op: 'replace', path: `${state}:locked`, value: false }],
  ['no boolean', { op: 'replace', path: `${state}:locked`, value: { on: 'false' } }],
  ['nothing', { op: 'replace', path: `${state}:locked`, value: {} }],
  ['its end', { op: 'remove', path: `${state}:locked` }],
  ['the end of all', { op: 'remove', path: state }],
])('400 for %s, and the user stays locked', async (_, operation) => {
  expect((await client.patch(id, operation)).status).toBe(400);
  expect(locked()).toBe(true);
});

test('a user can be created locked; the rest of the state is not heard', async () => {
  const reply = await client.admin('POST', 'Users', {
    schemas: [schemas.user],
    userName: 'bob',
    name: { familyName: 'Dahl' },
    emails: [{ value: 'bob@example.com', primary: true }],
    [state]: { locked: { on: true, reason: 4 }, loginAttempts: 7 },
  });
  expect([reply.status, reply.json[state]]).toEqual([201, { locked: { on: true, reason: 1 } }]);
});

import { schemas } from './schemas';
import { TestClient, messageIdIn } from './test-client';

let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start();
});
afterAll(() => client.simulator.close());
beforeEach(async () => {
  client.control.reset();
  await client.signIn();
});

const anybody = (password: unknown, names = {}) =>
  client.admin('POST', 'UserPasswordValidator', { schemas: [schemas.passwordValidator], password, ...names });
const forUser = (id: string, password: string) =>
  client.admin('PUT', `UserPasswordValidator/${id}`, { schemas: [schemas.passwordValidator], password });

test('201 for a password that would do, and nothing of it comes back', async () => {
  const reply = await anybody('Abcdefg1', { userName: 'anna' });
  expect([reply.status, reply.json]).toEqual([201, { schemas: [schemas.passwordValidator] }]);
});

test('400 with each rule that it breaks, in words', async () => {
  client.control.setPolicy({ userNameDisallowed: true, firstNameDisallowed: true, lastNameDisallowed: true });
  const reply = await anybody('annaBERG', { userName: 'Anna', givenName: 'Beata', familyName: 'Berg' });
  expect([reply.status, messageIdIn(reply)]).toEqual([400, 'error.identity.passwordmgmt.pwdpolicyViolation']);
  expect(reply.json.failedPasswordPolicyRules).toEqual([
    { key: 'minNumerals', value: 'Must have at least 1 digits.' },
    { key: 'userNameDisallowed', value: 'Must not contain the user name.' },
    { key: 'lastNameDisallowed', value: 'Must not contain the last name.' },
  ]);
  expect(reply.text).not.toMatch('annaBERG');
});

test('for a user, with the names and the policy of the user, and sets nothing', async () => {
  client.control.setGroupPolicies([{ name: 'Staff', priority: 1, groups: ['staff'], settings: { minLength: 10 } }]);
  client.control.setPolicy({ userNameDisallowed: true });
  const anna = client.control.addUser({ userName: 'anna', password: 'Initial-0' });
  const carl = client.control.addUser({ userName: 'carl', groups: ['staff'] });
  expect((await forUser(anna.id, 'X1-anna-y')).json.failedPasswordPolicyRules).toMatchObject([
    { key: 'userNameDisallowed' },
  ]);
  expect((await forUser(carl.id, 'X1-carl-y')).json.failedPasswordPolicyRules).toMatchObject([{ key: 'minLength' }]);
  const good = await forUser(anna.id, 'Initial-0');
  expect([good.status, good.json.id]).toEqual([200, anna.id]);
  expect(client.control.users()).toMatchObject([{ passwordSetCount: 0 }, { passwordSetCount: 0, hasPassword: false }]);
});

test('refuses what is no question', async () => {
  expect((await anybody(undefined)).status).toBe(400);
  expect((await anybody('{SSHA}abcdefgH1')).status).toBe(400);
  expect((await anybody('Abcdefg1', { userName: 1 })).status).toBe(400);
  expect((await forUser('nobody', 'Abcdefg1')).status).toBe(404);
  expect((await client.admin('POST', 'UserPasswordValidator', { password: 'Abcdefg1' })).status).toBe(400);
});

test('no password gets into the log', async () => {
  await anybody('Canary-4711', { userName: 'anna' });
  await anybody('canary-4711');
  const log = JSON.stringify(await client.control.requests({ operation: 'validate' }));
  expect(log).toMatch('"***"');
  expect(log).not.toMatch(/canary/i);
});

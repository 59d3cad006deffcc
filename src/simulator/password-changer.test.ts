import { schemas } from './schemas';
import { TestClient, messageIdIn, passwordStateIn } from './test-client';
import type { PolicySettings } from './policy';
import type { UserSeed } from './user-seed';

const policyViolation = 'error.identity.passwordmgmt.pwdpolicyViolation';
let now = Date.parse('2025-01-01T00:00:00.123Z');
let client: TestClient;
let id: string;

beforeAll(async () => {
  client = await TestClient.start({ clock: () => now });
});
afterAll(() => client.simulator.close());
beforeEach(async () => {
  client.control.reset();
  await client.signIn();
  id = seed({ userName: 'anna', password: 'Initial-0' });
});

const seed = (user: UserSeed) => client.control.addUser(user).id;
const matches = (password: string) => client.control.checkPassword({ userName: 'anna', password }).matches;

test('200 in the shape of the resource; the owner need not change it, and the date moves', async () => {
  await client.patch(id, { op: 'replace', path: 'password', value: 'Patched-1' });
  now += 1000;
  const reply = await client.changePassword(id, 'Changed-1');
  expect(reply.status).toBe(200);
  expect(reply.json).toEqual({
    schemas: [schemas.passwordChanger],
    id,
    meta: {
      resourceType: 'UserPasswordChanger',
      location: `${client.simulator.url}/admin/v1/UserPasswordChanger/${id}`,
    },
  });
  expect([matches('Changed-1'), matches('Patched-1')]).toEqual([true, false]);
  const state = passwordStateIn(await client.admin('GET', `Users/${id}?attributes=${schemas.passwordState}`));
  expect(state).toMatchObject({ mustChange: false, lastSuccessfulSetDate: new Date(now).toISOString() });
  expect(client.control.users()).toMatchObject([{ passwordSetCount: 2 }]);
});

test('takes the OCID as well', async () => {
  const { ocid } = (await client.admin('GET', `Users/${id}`)).json;
  expect((await client.changePassword(String(ocid), 'Changed-1')).json.id).toBe(id);
});

test('the same password again is refused through history, and changes nothing', async () => {
  await client.changePassword(id, 'Changed-1');
  const before = client.control.users();
  now += 1000;
  const reply = await client.changePassword(id, 'Changed-1');
  expect([reply.status, messageIdIn(reply)]).toEqual([400, policyViolation]);
  expect(client.control.users()).toEqual(before);
});

test('history reaches as far as the policy says, and policy and history read alike', async () => {
  client.control.setPolicy({ numPasswordsInHistory: 3 });
  for (const password of ['First-11', 'Second-2', 'Third-33'])
    expect((await client.changePassword(id, password)).status).toBe(200);
  const byHistory = await client.changePassword(id, 'First-11');
  const byPolicy = await client.changePassword(id, 'short');
  expect(byHistory.status).toBe(400);
  expect(byPolicy.json).toEqual(byHistory.json);
  expect((await client.changePassword(id, 'Initial-0')).status).toBe(200);
});

test('without a history the current password still counts', async () => {
  client.control.setPolicy({ numPasswordsInHistory: 0 });
  expect((await client.changePassword(id, 'Initial-0')).status).toBe(400);
  expect((await client.changePassword(id, 'Changed-1')).status).toBe(200);
  expect((await client.changePassword(id, 'Initial-0')).status).toBe(200);
});

test.each<[string, Partial<PolicySettings>, string, string]>([
  ['minLength', {}, 'Abcdef1', 'Abcdefg1'],
  ['maxLength', { maxLength: 9 }, 'Abcdefgh12', 'Abcdefgh1'],
  ['minNumerals', { minNumerals: 2 }, 'Abcdefgh1', 'Abcdefgh12'],
  ['minUpperCase', {}, 'abcdefgh1', 'abcdefgH1'],
  ['minLowerCase', {}, 'ABCDEFGH1', 'ABCDEFGh1'],
  ['minSpecialChars', { minSpecialChars: 1 }, 'Abcdefgh1', 'Abcdefgh1!'],
  ['userNameDisallowed', { userNameDisallowed: true }, 'Xx1-ANNA-secret', 'Xx1-ANN-secret'],
  ['firstNameDisallowed', { firstNameDisallowed: true }, 'Marie-123', 'Mary-1234'],
  ['lastNameDisallowed', { lastNameDisallowed: true }, 'X1-svensson', 'X1-svenson'],
])('%s is a rule of the policy', async (rule, settings, bad, good) => {
  client.control.setPolicy({ numPasswordsInHistory: 0, ...settings });
  await client.admin('DELETE', `Users/${id}`);
  id = seed({ userName: 'anna', givenName: 'Marie', familyName: 'Svensson' });
  const refused = await client.changePassword(id, bad);
  expect([refused.status, messageIdIn(refused)]).toEqual([400, policyViolation]);
  expect((await client.control.requests({ operation: 'password' })).at(-1)).toMatchObject({ reason: rule });
  expect((await client.changePassword(id, good)).status).toBe(200);
});

test('names of three characters or less are not looked for', async () => {
  client.control.setPolicy({ userNameDisallowed: true });
  expect((await client.changePassword(seed({ userName: 'bob' }), 'Bob-12345')).status).toBe(200);
});

test.each(['{SSHA}abcdefgH1', '{ssha512}Abcdefgh1', '{PBKDF2-HMAC-SHA256}Abcdefgh1'])(
  'a clear text that looks like a hash is refused: %s',
  async (password) => {
    const reply = await client.changePassword(id, password);
    expect([reply.status, messageIdIn(reply)]).toEqual([400, 'error.common.validation.invalidHash']);
  },
);

test('braces alone make no hash', async () => {
  expect((await client.changePassword(id, '{Secret}123')).status).toBe(200);
});

test('404 for nobody, 400 for a federated or delegated user or without a password', async () => {
  expect((await client.changePassword('0'.repeat(32), 'Changed-1')).status).toBe(404);
  for (const kind of ['federated', 'delegated'])
    expect((await client.changePassword(seed({ userName: kind, [kind]: true }), 'Changed-1')).status).toBe(400);
  const missing = await client.changePassword(id, undefined);
  expect([missing.status, messageIdIn(missing)]).toEqual([400, 'error.common.validation.missingReqAttributes']);
  expect((await client.changePassword(id, 12345678)).status).toBe(400);
  expect((await client.admin('PUT', `UserPasswordChanger/${id}`, { password: 'Changed-1' })).status).toBe(400);
});

test('a locked or inactive user gets the password and stays so', async () => {
  const user = client.control.addUser({ userName: 'carl', locked: true, active: false });
  expect((await client.changePassword(user.id, 'Changed-1')).status).toBe(200);
  expect(client.control.users()[1]).toMatchObject({ locked: true, active: false, passwordSetCount: 1 });
});

test('the policy can be read, alone and in a list', async () => {
  client.control.setPolicy({ minLength: 12 });
  const one = await client.admin('GET', 'PasswordPolicies/PasswordPolicy');
  expect(one.json).toMatchObject({ id: 'PasswordPolicy', minLength: 12, maxLength: 0, numPasswordsInHistory: 3 });
  const list = await client.admin('GET', 'PasswordPolicies');
  expect(list.json).toMatchObject({ totalResults: 1, Resources: [one.json] });
  expect((await client.admin('GET', 'PasswordPolicies/Unknown')).status).toBe(404);
});

import type { JsonObject } from './json';
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
      version: reply.headers.get('etag'),
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
  ['minAlphas', { minAlphas: 5 }, 'Abcd-1234', 'Abcde1234'],
  ['minAlphaNumerals', { minAlphaNumerals: 7 }, 'Abcde1--', 'Abcdef1-'],
  ['maxSpecialChars', { maxSpecialChars: 1 }, 'Abcdef1--', 'Abcdefg1-'],
  ['minUniqueChars', { minUniqueChars: 6 }, 'Abab1212', 'Abcdef12'],
  ['maxRepeatedChars', { maxRepeatedChars: 2 }, 'Abcdexx1x', 'Abcdexx1y'],
  ['startsWithAlphabet', { startsWithAlphabet: true }, '1Abcdefg', 'Abcdefg1'],
  ['requiredChars', { requiredChars: '-_' }, 'Abcdef-1', 'Abcd_ef-1'],
  ['disallowedChars', { disallowedChars: '<>' }, 'Abcdef1>', 'Abcdef1-'],
  ['allowedChars', { allowedChars: 'Abcdefgh123' }, 'Abcdefg4', 'Abcdefg1'],
  ['disallowedSubstrings', { disallowedSubstrings: ['acme', 'pass'] }, 'PASSabcd1', 'Pasabcd1'],
  [
    'disallowedUserAttributeValues',
    { disallowedUserAttributeValues: ['emails.value'] },
    'X1anna@example.com',
    'X1annaexample',
  ],
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

test('a password may be too young to be replaced', async () => {
  client.control.setPolicy({ minPasswordAge: 2 });
  now += 2 * 86_400_000 - 1;
  await client.signIn();
  expect((await client.changePassword(id, 'Changed-1')).status).toBe(400);
  expect((await client.control.requests({ status: 400 })).at(-1)?.reason).toBe('minPasswordAge');
  now += 1;
  expect((await client.changePassword(id, 'Changed-1')).status).toBe(200);
});

test('a password expires, and passwordState says so', async () => {
  client.control.setPolicy({ passwordExpiresAfter: 30 });
  const expired = async () =>
    passwordStateIn(await client.admin('GET', `Users/${id}?attributes=${schemas.passwordState}:expired`)).expired;
  now += 30 * 86_400_000 - 1;
  await client.signIn();
  expect(await expired()).toBe(false);
  now += 1;
  expect(await expired()).toBe(true);
});

describe('policies of groups', () => {
  const policies = [
    { name: 'Staff', priority: 20, groups: ['staff'], settings: { minLength: 10 } },
    { name: 'Admins', priority: 10, groups: ['admins', 'root'], settings: { minLength: 14 } },
  ];
  beforeEach(() => client.control.setGroupPolicies(policies));

  test.each([
    [[], 'Abcdefg1', 'PasswordPolicy'],
    [['others'], 'Abcdefg1', 'PasswordPolicy'],
    [['staff'], 'Abcdefghi1', 'Staff'],
    [['staff', 'root'], 'Abcdefghijklm1', 'Admins'],
  ])('for a user in %j the best priority wins', async (groups, shortest, policy) => {
    const user = seed({ userName: 'carl', groups });
    expect((await client.changePassword(user, shortest.slice(1))).status).toBe(400);
    expect((await client.changePassword(user, shortest)).status).toBe(200);
    const reply = await client.admin('GET', `Users/${user}?attributes=${schemas.passwordState}`);
    expect(passwordStateIn(reply).applicablePasswordPolicy).toMatchObject({ value: policy });
  });

  test('are read beside the default one', async () => {
    const { json } = await client.admin('GET', 'PasswordPolicies');
    const resources = json.Resources as JsonObject[];
    expect(resources.map(({ id: name }) => name)).toEqual(['PasswordPolicy', 'Staff', 'Admins']);
    const admins = (await client.admin('GET', 'PasswordPolicies/Admins')).json;
    expect(admins).toEqual(resources[2]);
    expect(admins).toMatchObject({ priority: 10, minLength: 14, minNumerals: 1 });
    expect(admins).not.toHaveProperty('requiredChars');
  });

  test('are checked', async () => {
    for (const bad of [
      {},
      [{}],
      [{ ...policies[0], name: 'PasswordPolicy' }],
      [{ ...policies[0], priority: 0 }],
      [{ ...policies[0], settings: { minLen: 1 } }],
      [{ ...policies[0], more: 1 }],
      [policies[0], { ...policies[1], priority: 20 }],
    ])
      expect((await client.steer('PUT', 'group-policies', bad)).status).toBe(400);
    expect(client.control.groupPolicies()).toEqual(policies);
  });
});

test('the policy can be read, alone and in a list', async () => {
  client.control.setPolicy({ minLength: 12 });
  const one = await client.admin('GET', 'PasswordPolicies/PasswordPolicy');
  expect(one.json).toMatchObject({ id: 'PasswordPolicy', minLength: 12, maxLength: 0, numPasswordsInHistory: 3 });
  expect(one.json).not.toHaveProperty('configuredPasswordPolicyRules');
  const asked = await client.admin('GET', 'PasswordPolicies/PasswordPolicy?attributes=configuredPasswordPolicyRules');
  expect(asked.json.configuredPasswordPolicyRules).toContainEqual({
    key: 'minLength',
    value: 'Must have at least 12 characters.',
  });
  const list = await client.admin('GET', 'PasswordPolicies');
  expect(list.json).toMatchObject({ totalResults: 1, Resources: [one.json] });
  expect((await client.admin('GET', 'PasswordPolicies/Unknown')).status).toBe(404);
});

/**
 * What the simulator answers, held against what Oracle's client says of its models: every name, type, enumeration and date,
 * and what is returned always, by default, on request and never.
 */
import { models } from 'oci-identitydomains';
import { CANARY } from '../behaviour/canary';
import { OracleClient, urn } from './oracle-client';
import { deviations, factsOf, pathsIn, type View } from './oracle-model';

let oracle: OracleClient;
const compared = new Set<string>();

beforeAll(async () => {
  oracle = await OracleClient.start();
  // The client tells each refusal on the console as well.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterAll(async () => {
  jest.restoreAllMocks();
  process.stdout.write(`oracle-model: ${compared.size} attributes compared with the models of Oracle's client\n`);
  await oracle.close();
});

/** Holds an object against its model, and counts what was compared. */
function expectLike(model: string, value: object, view: View = 'default'): void {
  for (const path of pathsIn(value as Record<string, unknown>)) compared.add(model + path);
  expect(deviations(model, value as Record<string, unknown>, view)).toEqual([]);
}

const whole = (userName: string): models.User => ({
  schemas: [urn.user],
  userName,
  externalId: `E-${userName}`,
  displayName: 'Anna Berg',
  name: { givenName: 'Anna', familyName: 'Berg' },
  emails: [
    { value: `${userName}@example.com`, type: models.UserEmails.Type.Work, primary: true },
    { value: `${userName}@home.example`, type: models.UserEmails.Type.Home, primary: false },
  ],
  active: true,
  password: `${CANARY}-${userName}-A1`,
  urnIetfParamsScimSchemasOracleIdcsExtensionUserUser: { bypassNotification: true, isFederatedUser: false },
});

describe('the judge itself', () => {
  test('knows the facts of the client', () => {
    const facts = factsOf('User');
    expect(facts.get('id')).toMatchObject({ returned: 'always', declared: 'string', isList: false });
    expect(facts.get('password')).toMatchObject({ returned: 'never' });
    expect(facts.get('schemas')).toMatchObject({ returned: 'default', isRequired: true, isList: true });
    expect(facts.get('emails')).toMatchObject({ declared: 'UserEmails', isList: true });
    expect(factsOf('ExtensionPasswordStateUser').get('mustChange')).toMatchObject({ returned: 'request' });
  });

  test('finds what is wrong', () => {
    const user = {
      userName: 7,
      password: 'x',
      nick: 'x',
      schemas: 'x',
      emails: [{ value: 'x', type: 'office' }],
      meta: { created: '2026-03-01T08:00:00Z' },
      groups: [],
      urnIetfParamsScimSchemasOracleIdcsExtensionUserStateUser: { loginAttempts: 1.5, locked: true },
    };
    expect(deviations('User', user)).toContain('User.groups is returned on request only');
    expect(deviations('User', user, 'requested')).toEqual([
      'User.id is missing, and always returned',
      'User.userName is no string',
      'User.password is never returned',
      "User.nick is no name of Oracle's",
      'User.schemas is not a list',
      expect.stringMatching(/^User\.emails\.type is none of work, home/),
      'User.meta.created is no dateTime',
      expect.stringMatching(/loginAttempts is no integer$/),
      expect.stringMatching(/locked is no object$/),
    ]);
  });
});

describe('a user', () => {
  let userId: string;
  beforeAll(async () => {
    const { user } = await oracle.api.createUser({ user: whole('anna') });
    expectLike('User', user);
    userId = String(user.id);
  });

  test('as it was created, read, changed and found', async () => {
    expectLike('User', (await oracle.api.getUser({ userId })).user);
    const { Op } = models.Operations;
    expectLike('User', await oracle.patch(userId, { op: Op.Replace, path: 'displayName', value: 'Anna' }));
    const { users } = await oracle.api.listUsers({ filter: 'userName pr' });
    expectLike('Users', users);
  });

  test('has by default what is required, and nothing that comes on request only', async () => {
    const { user } = await oracle.api.getUser({ userId });
    const shown = user as unknown as Record<string, unknown>;
    const facts = [...factsOf('User').values()];
    const due = facts.filter(({ isRequired, returned }) => isRequired && returned !== 'never').map(({ name }) => name);
    expect(due).toEqual(expect.arrayContaining(['schemas', 'userName']));
    expect(due.filter((name) => shown[name] === undefined)).toEqual([]);
    expectLike('User', user, 'default');
    expect(user.urnIetfParamsScimSchemasOracleIdcsExtensionPasswordStateUser).toBeUndefined();
  });

  test('has on request what is returned on request, and what is always returned', async () => {
    const { user } = await oracle.api.getUser({ userId, attributes: `active,${urn.passwordState}` });
    expectLike('User', user, 'requested');
    const state = user.urnIetfParamsScimSchemasOracleIdcsExtensionPasswordStateUser;
    expect(Object.keys(state ?? {})).toEqual(expect.arrayContaining(['mustChange', 'lastSuccessfulSetDate']));
  });

  test('shows nothing that is never returned, not even on request', async () => {
    for (const [model, prefix] of [
      ['User', ''],
      ['ExtensionUserUser', `${urn.userExtension}:`],
    ] as const) {
      const never = [...factsOf(model).values()].filter(({ returned }) => returned === 'never').map(({ name }) => name);
      expect(never).toContain(model === 'User' ? 'password' : 'bypassNotification');
      await oracle.api.getUser({ userId, attributes: never.map((name) => prefix + name).join(',') });
      expect(
        Object.keys(oracle.lastBody)
          .filter((key) => !key.startsWith('urn:'))
          .sort(),
      ).toEqual(['id', 'userName']);
      expect(never.filter((name) => oracle.last.text.includes(`"${name}"`))).toEqual([]);
    }
  });

  test.each<[models.AttributeSets[], string[]]>([
    [[models.AttributeSets.All], ['always', 'default', 'request']],
    [[models.AttributeSets.Request], ['always', 'request']],
    [[models.AttributeSets.Default], ['always', 'default']],
    [[models.AttributeSets.Never], ['always']],
    [
      [models.AttributeSets.Default, models.AttributeSets.Request],
      ['always', 'default', 'request'],
    ],
  ])('has by the sets %j what is marked %j', async (attributeSets, marks) => {
    const { id } = oracle.control.addUser({ userName: `in ${attributeSets.join()}`, groups: ['Staff'] });
    const { user } = await oracle.api.getUser({ userId: id, attributeSets });
    expectLike('User', user, 'requested');
    const facts = factsOf('User');
    const shown = Object.keys(oracle.lastBody).filter((name) => facts.has(name));
    expect([...new Set(shown.map((name) => facts.get(name)?.returned ?? 'default'))].sort()).toEqual(marks);
    const state = user.urnIetfParamsScimSchemasOracleIdcsExtensionPasswordStateUser;
    expect(state !== undefined).toBe(marks.includes('request'));
  });

  test.each(['federated', 'delegated', 'locked'])('that is %s', async (kind) => {
    const { id } = oracle.control.addUser({ userName: kind, [kind]: true });
    const { user } = await oracle.api.getUser({ userId: id });
    expectLike('User', user);
    const extension = user.urnIetfParamsScimSchemasOracleIdcsExtensionUserUser;
    const { locked } = user.urnIetfParamsScimSchemasOracleIdcsExtensionUserStateUser ?? {};
    expect(extension?.isFederatedUser).toBe(kind === 'federated');
    expect(extension?.delegatedAuthenticationTargetApp !== undefined).toBe(kind === 'delegated');
    expect(locked?.on).toBe(kind === 'locked');
  });

  test('and the answer to a changed password', async () => {
    expectLike('UserPasswordChanger', await oracle.changePassword(userId, `${CANARY}-next-B2`));
  });
});

// A password, or when it was set, must not be guessed by searching.
test.each([
  ['User', '', 'password'],
  ['ExtensionUserUser', `${urn.userExtension}:`, 'isAuthenticationDelegated'],
  ['ExtensionPasswordStateUser', `${urn.passwordState}:`, 'mustChange'],
])('nobody is found by what Oracle does not search: %s', async (model, prefix, known) => {
  const names = [...factsOf(model).values()].filter(({ isSearchable }) => isSearchable === false);
  expect(names.map(({ name }) => name)).toContain(known);
  for (const { name } of names) {
    const call = oracle.api.listUsers({ filter: `${prefix}${name} pr` });
    expect([name, (await oracle.refusalOf(call)).error.statusCode]).toEqual([name, 400]);
  }
});

test('the password policies, and their rules on request', async () => {
  const passwordPolicyId = 'PasswordPolicy';
  expectLike('PasswordPolicy', (await oracle.api.getPasswordPolicy({ passwordPolicyId })).passwordPolicy);
  expectLike('PasswordPolicies', (await oracle.api.listPasswordPolicies({})).passwordPolicies);
  const attributes = 'configuredPasswordPolicyRules.key';
  const { passwordPolicy } = await oracle.api.getPasswordPolicy({ passwordPolicyId, attributes });
  expectLike('PasswordPolicy', passwordPolicy, 'requested');
  expect(passwordPolicy.configuredPasswordPolicyRules?.map(({ key }) => key)).toContain('minLength');
});

test('the rules that a password failed have the form of the rules of a policy', async () => {
  const body = { schemas: [urn.passwordValidator], userName: 'anna', password: 'x' };
  const refused = await oracle.send('POST', 'UserPasswordValidator', body);
  const rules = refused.body.failedPasswordPolicyRules as object[];
  expect(rules.length).toBeGreaterThan(0);
  for (const rule of rules) expectLike('PasswordPolicyConfiguredPasswordPolicyRules', rule);
});

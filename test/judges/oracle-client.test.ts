/** Oracle's own client does to the simulator what a password synchronisation does to Oracle. */
import { models } from 'oci-identitydomains';
import { CANARY } from '../behaviour/canary';
import { OracleClient, urn } from './oracle-client';

let oracle: OracleClient;
let now = Date.parse('2026-03-01T08:00:00.000Z');
const first = `${CANARY}-first-A1`;
const second = `${CANARY}-second-B2`;

beforeAll(async () => {
  oracle = await OracleClient.start({ clock: () => now });
});
afterAll(async () => {
  process.stdout.write(`oracle-client: ${oracle.exchanges.length} operations of Oracle's client\n`);
  await oracle.close();
});
afterEach(async () => {
  oracle.control.reset();
  await oracle.signIn();
});

/** The state of a password as the client reads it when it asks for it. */
async function passwordStateOf(userId: string) {
  const { user } = await oracle.api.getUser({ userId, attributes: urn.passwordState });
  return user.urnIetfParamsScimSchemasOracleIdcsExtensionPasswordStateUser;
}

describe('create', () => {
  test('gives the user back with all that the client names', async () => {
    const { user, opcRequestId } = await oracle.api.createUser({
      user: {
        schemas: [urn.user],
        userName: 'Åsa.Öberg',
        externalId: 'E-4711',
        displayName: 'Åsa Öberg',
        name: { givenName: 'Åsa', familyName: 'Öberg' },
        emails: [
          { value: 'asa@example.com', type: models.UserEmails.Type.Work, primary: true },
          { value: 'asa@home.example', type: models.UserEmails.Type.Home },
        ],
        active: true,
        urnIetfParamsScimSchemasOracleIdcsExtensionUserUser: { bypassNotification: true },
      },
    });
    expect(user).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      ocid: expect.stringMatching(/^ocid1\.user\./),
      userName: 'Åsa.Öberg',
      externalId: 'E-4711',
      displayName: 'Åsa Öberg',
      name: { givenName: 'Åsa', familyName: 'Öberg' },
      active: true,
      urnIetfParamsScimSchemasOracleIdcsExtensionUserUser: { isFederatedUser: false },
      urnIetfParamsScimSchemasOracleIdcsExtensionUserStateUser: { locked: { on: false } },
    });
    expect(user.schemas).toEqual(expect.arrayContaining([urn.user, urn.userExtension]));
    expect(user.emails?.map(({ value, type }) => [value, type])).toEqual(
      expect.arrayContaining([
        ['asa@example.com', 'work'],
        ['asa@home.example', 'home'],
      ]),
    );
    expect(user.meta).toMatchObject({
      resourceType: 'User',
      created: '2026-03-01T08:00:00.000Z',
      lastModified: '2026-03-01T08:00:00.000Z',
      location: `${oracle.simulator.url}/admin/v1/Users/${user.id}`,
    });
    expect(oracle.last.headers.get('location')).toBe(user.meta?.location);
    expect(opcRequestId).toBe(oracle.last.headers.get('opc-request-id'));
    expect(oracle.last.status).toBe(201);
  });

  test('does not show what is never returned', async () => {
    const user = await oracle.create('anna', { password: first });
    expect(oracle.last.text).not.toMatch(/password"|bypassNotification|isAuthenticationDelegated/);
    expect(oracle.last.text).not.toContain(CANARY);
    expect(user.urnIetfParamsScimSchemasOracleIdcsExtensionPasswordStateUser).toBeUndefined();
  });
});

describe('search', () => {
  beforeEach(async () => {
    for (const userName of ['anna', 'Bertil', 'cecilia']) await oracle.create(userName);
  });

  test('by GET, with the filter in the URL', async () => {
    const { users } = await oracle.api.listUsers({ filter: 'userName eq "BERTIL"', attributes: 'userName', count: 2 });
    expect(users).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 2 });
    expect(users.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:ListResponse']);
    expect(users.resources.map(({ id, userName, emails }) => [typeof id, userName, emails])).toEqual([
      ['string', 'Bertil', undefined],
    ]);
  });

  // The client puts the values of a query into the URL as they are: what is special there, its caller has to escape.
  test('by GET, for a name with all that is special in a URL', async () => {
    const userName = 'a+b&c=d%20#e?"f\\';
    await oracle.create(userName);
    const filter = encodeURIComponent(`userName eq ${JSON.stringify(userName)}`);
    const { users } = await oracle.api.listUsers({ filter });
    expect(users.resources.map((user) => user.userName)).toEqual([userName]);
  });

  test('by POST, with the filter in the body and not in the URL', async () => {
    const { users } = await oracle.api.searchUsers({
      userSearchRequest: {
        schemas: [urn.search],
        filter: 'userName eq "CECILIA"',
        attributes: ['userName', 'active', `${urn.passwordState}:mustChange`],
        startIndex: 1,
        count: 2,
      },
    });
    expect(oracle.last).toMatchObject({ method: 'POST', url: `${oracle.simulator.url}/admin/v1/Users/.search` });
    expect(users).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 2 });
    expect(users.resources).toHaveLength(1);
    expect(users.resources[0]).toMatchObject({
      userName: 'cecilia',
      active: true,
      urnIetfParamsScimSchemasOracleIdcsExtensionPasswordStateUser: { mustChange: false },
    });
  });

  test('nobody is an empty list, and no error', async () => {
    const { users } = await oracle.api.listUsers({ filter: 'userName eq "nobody"' });
    expect([users.totalResults, users.resources]).toEqual([0, []]);
  });

  test('all of them in pages', async () => {
    const pages = [];
    for (const startIndex of [1, 3]) pages.push((await oracle.api.listUsers({ startIndex, count: 2 })).users);
    expect(pages.map(({ totalResults, startIndex }) => [totalResults, startIndex])).toEqual([
      [3, 1],
      [3, 3],
    ]);
    expect(pages.flatMap(({ resources }) => resources.map(({ userName }) => userName)).sort()).toEqual([
      'Bertil',
      'anna',
      'cecilia',
    ]);
  });
});

describe('read', () => {
  test('by id and by OCID', async () => {
    const { id, ocid } = await oracle.create('anna');
    for (const userId of [id, ocid] as string[]) {
      const { user } = await oracle.api.getUser({ userId });
      expect(user).toMatchObject({ id, ocid, userName: 'anna' });
    }
  });

  test('only what was asked for, and what is always returned', async () => {
    const { id } = await oracle.create('anna');
    const { user } = await oracle.api.getUser({ userId: String(id), attributes: 'name.familyName,emails.value' });
    expect(user).toMatchObject({ id, userName: 'anna', name: { familyName: 'Family' } });
    expect(Object.keys(oracle.lastBody).sort()).toEqual(['emails', 'id', 'name', 'userName']);
    expect(oracle.lastBody.name).toEqual({ familyName: 'Family' });
  });

  test('the state of the password on request, with the date of a password that was set', async () => {
    const { id } = await oracle.create('anna');
    now += 60_000;
    await oracle.changePassword(String(id), first);
    expect(await passwordStateOf(String(id))).toMatchObject({
      mustChange: false,
      expired: false,
      cantChange: false,
      lastSuccessfulSetDate: new Date(now).toISOString(),
      applicablePasswordPolicy: { value: 'PasswordPolicy', ref: expect.stringMatching(/PasswordPolicies/) },
    });
  });
});

describe('change', () => {
  // The client sends the names of the operations in capitals.
  test('by PATCH, with a new version and a later date', async () => {
    const before = await oracle.create('anna', { displayName: 'Anna' });
    now += 1000;
    const { Op } = models.Operations;
    const after = await oracle.patch(
      String(before.id),
      { op: Op.Replace, path: 'name.familyName', value: 'Dahl' },
      { op: Op.Replace, path: 'active', value: false },
      { op: Op.Add, path: 'externalId', value: 'E-1' },
      { op: Op.Remove, path: 'displayName' },
    );
    expect(after).toMatchObject({ name: { familyName: 'Dahl', givenName: 'Given' }, active: false, externalId: 'E-1' });
    expect(after.displayName).toBeUndefined();
    expect(after.meta?.created).toBe(before.meta?.created);
    expect(after.meta?.lastModified).toBe(new Date(now).toISOString());
    expect(after.meta?.version).not.toBe(before.meta?.version);
  });

  test('of the version that the client read', async () => {
    const { id, meta } = await oracle.create('anna');
    const operations = [{ op: models.Operations.Op.Replace, path: 'displayName', value: 'Anna' }];
    const patchOp = { schemas: [urn.patch], operations };
    const change = (ifMatch: string) => oracle.api.patchUser({ userId: String(id), ifMatch, patchOp });
    const { user, etag } = await change(String(meta?.version));
    expect([user.displayName, etag]).toEqual(['Anna', user.meta?.version]);
    expect((await change(`"${etag}"`)).etag).not.toBe(etag);
    await oracle.api.deleteUser({ userId: String(id), ifMatch: '*' });
    expect(oracle.last.status).toBe(204);
  });

  test('a lock by PATCH, and its end', async () => {
    const { id } = await oracle.create('anna');
    const lock = async (on: boolean) => {
      const path = `${urn.userState}:locked`;
      const user = await oracle.patch(String(id), { op: models.Operations.Op.Replace, path, value: { on } });
      return user.urnIetfParamsScimSchemasOracleIdcsExtensionUserStateUser?.locked;
    };
    expect(await lock(true)).toEqual({ on: true, reason: 1 });
    expect(oracle.control.users()).toMatchObject([{ locked: true }]);
    expect(await lock(false)).toEqual({ on: false });
    expect(oracle.control.users()).toMatchObject([{ locked: false }]);
  });

  test('a password by PATCH has to be changed by its owner', async () => {
    const { id } = await oracle.create('anna');
    await oracle.patch(String(id), { op: models.Operations.Op.Replace, path: 'password', value: first });
    expect(oracle.last.text).not.toContain(CANARY);
    expect(await passwordStateOf(String(id))).toMatchObject({ mustChange: true });
  });

  test('a password by UserPasswordChanger has not', async () => {
    const { id } = await oracle.create('anna', { password: first });
    expect(await passwordStateOf(String(id))).toMatchObject({ mustChange: true });
    const answer = await oracle.changePassword(String(id), second);
    expect(answer).toMatchObject({ id, schemas: [urn.passwordChanger], meta: { resourceType: 'UserPasswordChanger' } });
    expect(oracle.last.status).toBe(200);
    expect(oracle.last.text).not.toContain(CANARY);
    expect(await passwordStateOf(String(id))).toMatchObject({ mustChange: false });
    expect(oracle.control.checkPassword({ userName: 'anna', password: second }).matches).toBe(true);
  });
});

test('the password policies, alone and in a list', async () => {
  oracle.control.setPolicy({ minLength: 12, numPasswordsInHistory: 4 });
  const { passwordPolicy } = await oracle.api.getPasswordPolicy({ passwordPolicyId: 'PasswordPolicy' });
  expect(passwordPolicy).toMatchObject({
    id: 'PasswordPolicy',
    name: 'PasswordPolicy',
    schemas: ['urn:ietf:params:scim:schemas:oracle:idcs:PasswordPolicy'],
    minLength: 12,
    numPasswordsInHistory: 4,
    meta: { resourceType: 'PasswordPolicy' },
  });
  const { passwordPolicies } = await oracle.api.listPasswordPolicies({});
  expect(passwordPolicies.totalResults).toBe(passwordPolicies.resources.length);
  expect(passwordPolicies.resources).toContainEqual(passwordPolicy);
});

// Oracle documents the endpoint, and its client has no operation for it.
test('UserPasswordValidator says what a password lacks, and sets nothing', async () => {
  const { id } = await oracle.create('anna');
  const ask = (password: string) => ({ schemas: [urn.passwordValidator], userName: 'anna', password });
  for (const [method, path] of [
    ['POST', 'UserPasswordValidator'],
    ['PUT', `UserPasswordValidator/${id}`],
  ] as const) {
    const refused = await oracle.send(method, path, ask('x'));
    expect(refused.status).toBe(400);
    expect(refused.body.failedPasswordPolicyRules).toContainEqual({ key: 'minLength', value: expect.any(String) });
    const taken = await oracle.send(method, path, ask(first));
    expect([200, 201]).toContain(taken.status);
    expect(taken.body).not.toHaveProperty('failedPasswordPolicyRules');
  }
  expect(oracle.control.users()).toMatchObject([{ hasPassword: false }]);
});

test('delete', async () => {
  const { id } = await oracle.create('anna');
  await oracle.api.deleteUser({ userId: String(id) });
  expect(oracle.last).toMatchObject({ method: 'DELETE', status: 204, text: '' });
  expect((await oracle.api.listUsers({ filter: 'userName eq "anna"' })).users.totalResults).toBe(0);
});

test('what the client did stands in the log of the simulator, and no password', async () => {
  const { id } = await oracle.create('anna');
  await oracle.changePassword(String(id), first);
  const entries = await oracle.control.requests();
  expect(entries.map(({ operation, status }) => [operation, status]).slice(-2)).toEqual([
    ['create', 201],
    ['password', 200],
  ]);
  expect(JSON.stringify(entries)).not.toContain(CANARY);
});

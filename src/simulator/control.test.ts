import { ControlError, defaultPolicy, type LoggedRequest } from '.';
import { TestClient } from './test-client';

const now = Date.parse('2025-01-01T00:00:00Z');
let client: TestClient;

beforeAll(async () => {
  client = await TestClient.start({ clock: () => now, policy: { minLength: 9 } });
});
afterAll(() => client.simulator.close());
beforeEach(async () => {
  client.control.reset();
  await client.signIn();
  client.control.clearRequests();
});

describe('users', () => {
  test('are seeded and listed, never with a password', async () => {
    const seeded = await client.steer('POST', 'users', { userName: 'Anna', password: 'Secret-123', locked: true });
    expect(seeded.status).toBe(201);
    expect(seeded.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      userName: 'Anna',
      active: true,
      federated: false,
      delegated: false,
      locked: true,
      hasPassword: true,
      mustChange: false,
      lastSuccessfulSetDate: '2025-01-01T00:00:00.000Z',
      passwordSetCount: 0,
    });
    expect((await client.steer('GET', 'users')).json).toEqual([seeded.json]);
    expect(await client.found('emails.value eq "anna@example.com"')).toEqual(['Anna']);
    expect((await client.steer('POST', 'users', { userName: 'ANNA' })).status).toBe(409);
  });

  test('a seed is checked, and no value is repeated', async () => {
    for (const seed of [{}, { userName: '' }, { userName: 'a', pasword: 'S' }, { userName: 'a', active: 'S' }, ['a']]) {
      const reply = await client.steer('POST', 'users', seed);
      expect([reply.status, typeof reply.json.error]).toEqual([400, 'string']);
    }
    const broken = await client.steer('POST', 'users', '{"password": "Secret-123');
    expect([broken.status, broken.json]).toEqual([400, { error: 'The body is no JSON.' }]);
  });

  test('are changed behind Oracle’s back', async () => {
    const { id } = client.control.addUser({ userName: 'anna' });
    const change = { active: false, locked: true, federated: true, delegated: true, groups: ['Staff'] };
    const reply = await client.steer('POST', 'users/change', { userName: 'ANNA', ...change });
    expect(reply.json).toMatchObject({ id, active: false, locked: true, federated: true, delegated: true });
    expect((await client.admin('GET', `Users/${id}?attributes=groups,active`)).json).toMatchObject({
      active: false,
      groups: [{ display: 'Staff' }],
    });
    expect(client.control.changeUser({ userName: 'anna', locked: false })).toMatchObject({
      locked: false,
      active: false,
    });
    expect((await client.steer('POST', 'users/change', { userName: 'nobody' })).status).toBe(404);
    expect((await client.steer('POST', 'users/change', { userName: 'anna', password: 'x' })).status).toBe(400);
    expect((await client.steer('POST', 'users/change', { userName: 'anna', groups: 'x' })).status).toBe(400);
  });

  test('check-password knows the current password only', async () => {
    client.control.addUser({ userName: 'anna', password: 'Secret-123' });
    const check = async (userName: string, password: string) =>
      (await client.steer('POST', 'check-password', { userName, password })).json;
    expect(await check('ANNA', 'Secret-123')).toEqual({ known: true, matches: true });
    expect(await check('anna', 'secret-123')).toEqual({ known: true, matches: false });
    expect(await check('nobody', 'Secret-123')).toEqual({ known: false, matches: false });
    expect((await client.steer('POST', 'check-password', { userName: 'anna' })).status).toBe(400);
  });
});

describe('the request log', () => {
  test('tells of a request all but its secrets', async () => {
    const { id } = client.control.addUser({ userName: 'anna' });
    await client.changePassword(id, 'Canary-4711');
    const [entry] = (await client.steer('GET', 'requests')).json as never as unknown[];
    expect(entry).toEqual({
      seq: expect.any(Number),
      requestId: expect.stringMatching(/^[0-9A-F]{32}$/),
      operation: 'password',
      group: 'authn',
      method: 'PUT',
      url: `/admin/v1/UserPasswordChanger/${id}`,
      path: `/admin/v1/UserPasswordChanger/${id}`,
      query: '',
      headerNames: expect.arrayContaining(['authorization', 'content-type', 'host']),
      body: { schemas: expect.any(Array), password: '***', bypassNotification: true },
      userId: id,
      userName: 'anna',
      processedStatus: 200,
      status: 200,
      startedAt: now,
      endedAt: now,
    });
  });

  test('holds no password, secret or token, wherever in a body they stood', async () => {
    const canary = 'Canary-4711';
    const { id } = client.control.addUser({ userName: 'anna', password: canary });
    await client.changePassword(id, canary);
    await client.changePassword('unknown', canary);
    await client.patch(id, {
      op: 'replace',
      path: 'urn:ietf:params:scim:schemas:core:2.0:User:password',
      value: canary,
    });
    await client.patch(id, { OP: 'replace', PATH: 'Password', VALUE: canary });
    await client.patch(id, { op: 'replace', value: { password: { value: canary } } });
    await client.admin('POST', 'Users', { userName: 'b', password: canary, nested: [{ oldPassword: canary }] });
    await client.admin('POST', 'Users', undefined, { body: `{"password": "${canary}` });
    await client.askToken({ grant_type: 'client_credentials', client_secret: canary, client_assertion: canary });
    await client.askToken(undefined, `simulator-client:${canary}`);
    await client.steer('POST', 'check-password', { userName: 'anna', password: canary });
    const entries = await client.control.requests();
    expect(entries).toHaveLength(9);
    expect(JSON.stringify(entries)).not.toMatch(/Canary|Bearer|Basic/);
    expect(JSON.stringify(client.control.users())).not.toMatch('Canary');
  });

  test('keeps the URL as it came, so that a password in it is found', async () => {
    await client.admin('GET', 'Users/Canary%2D4711?filter=x&password=Canary-4711');
    const [entry] = await client.control.requests();
    expect(entry?.url).toBe('/admin/v1/Users/Canary%2D4711?filter=x&password=Canary-4711');
    expect(entry?.query).toBe('filter=x&password=Canary-4711');
  });

  test('is asked by number and operation', async () => {
    await client.search('userName pr');
    await client.askToken();
    await client.search('userName pr');
    const all = await client.control.requests();
    expect(all.map(({ operation }) => operation)).toEqual(['search', 'token', 'search']);
    const after = await client.control.requests({ after: all[0]?.seq ?? 0, operation: 'search' });
    expect(after).toEqual([all[2]]);
    expect(client.control.health()).toMatchObject({ status: 'up', lastSeq: all[2]?.seq });
    expect((await client.steer('DELETE', 'requests')).status).toBe(204);
    expect(await client.control.requests()).toEqual([]);
    expect((await client.steer('GET', 'requests?after=-1')).status).toBe(400);
    expect((await client.steer('GET', 'requests?operation=fetch')).json.error).toMatch(/one of token, search/);
    expect((await client.steer('GET', 'requests?waitSeconds=301')).status).toBe(400);
    expect((await client.steer('GET', 'requests?from=1')).status).toBe(400);
  });

  test('is asked by status, user, group and a first number', async () => {
    const anna = client.control.addUser({ userName: 'Anna' });
    const bob = client.control.addUser({ userName: 'bob' });
    await client.changePassword(anna.id, 'Changed-1');
    await client.changePassword(anna.id, 'Changed-1');
    await client.changePassword(bob.id, 'Changed-1');
    client.control.setFaults([{ kind: 'down', operation: 'search' }]);
    await expect(client.search('userName pr')).rejects.toThrow('fetch failed');
    const found = async (query: string) =>
      ((await client.steer('GET', `requests?${query}`)).json as never as LoggedRequest[]).map(({ status }) => status);
    expect(await found('')).toEqual([200, 400, 200, null]);
    expect(await found('status=400')).toEqual([400]);
    expect(await found('status=none')).toEqual([null]);
    expect(await found('userName=ANNA')).toEqual([200, 400]);
    expect(await found(`userId=${bob.id}`)).toEqual([200]);
    expect(await found('group=authn&status=200')).toEqual([200, 200]);
    expect(await found('group=others')).toEqual([null]);
    const { lastSeq } = client.control.health();
    expect(await found(`since=${lastSeq - 1}`)).toEqual([200, null]);
    expect(await found(`after=${lastSeq - 1}`)).toEqual([null]);
    for (const query of ['status=ok', 'since=-1', 'group=users', 'status='])
      expect((await client.steer('GET', `requests?${query}`)).status).toBe(400);
  });

  test('a long poll answers with the first entry that fits', async () => {
    const { lastSeq } = client.control.health();
    const poll = client.steer('GET', `requests?after=${lastSeq}&operation=search&waitSeconds=30`);
    await client.askToken();
    await client.search('userName pr');
    expect((await poll).json).toMatchObject([{ operation: 'search' }]);
  });

  test('a long poll is empty when the time is over', async () => {
    expect((await client.steer('GET', 'requests?waitSeconds=0.05')).json).toEqual([]);
  });

  test('numbers go on through reset, so that nobody who waits misses an entry', async () => {
    await client.askToken();
    const { lastSeq } = client.control.health();
    const poll = client.control.requests({ after: lastSeq, waitSeconds: 30 });
    client.control.reset();
    await client.askToken();
    expect(await poll).toMatchObject([{ seq: lastSeq + 1 }]);
  });
});

test('policy, app and tokens are steered over HTTP', async () => {
  expect((await client.steer('PUT', 'policy', { minNumerals: 2 })).json).toEqual({ ...defaultPolicy, minNumerals: 2 });
  expect((await client.steer('PUT', 'policy', { minNumber: 2 })).json.error).toMatch(/no policy setting "minNumber"/);
  expect((await client.steer('PUT', 'policy', { minLength: -1 })).json.error).toMatch(/"minLength" must be a whole/);
  const app = await client.steer('POST', 'app', { active: false });
  expect(app.json).toEqual({
    active: false,
    roles: ['User Manager'],
    certificates: [],
    grantsPasswordManage: false,
    missingRoleStatus: 403,
    unauthorizedAnswer: 'html',
    dates: 'milliseconds',
  });
  expect((await client.steer('GET', 'app')).json).toEqual(app.json);
  expect((await client.steer('POST', 'app', { active: 0 })).status).toBe(400);
  expect((await client.steer('POST', 'app', { activ: true })).json.error).toMatch(/no "activ"/);
  expect((await client.steer('POST', 'tokens/revoke')).json).toEqual({ revoked: 1 });
});

test('faults are steered over HTTP', async () => {
  const faults = [{ kind: 'down', operation: 'token', times: 2 }];
  expect((await client.steer('PUT', 'faults', faults)).json).toEqual(faults);
  expect((await client.steer('GET', 'faults')).json).toEqual(faults);
  expect((await client.steer('DELETE', 'faults')).status).toBe(204);
  expect(client.control.faults()).toEqual([]);
});

test('reset brings back the start', async () => {
  client.control.addUser({ userName: 'anna' });
  client.control.setPolicy({});
  client.control.setApp({ active: false, unauthorizedAnswer: 'json' });
  client.control.setFaults([{ kind: 'down' }]);
  expect((await client.steer('POST', 'reset')).status).toBe(204);
  expect(client.control.users()).toEqual([]);
  expect((await client.admin('GET', 'Users')).headers.get('content-type')).toMatch('html');
  await client.signIn();
  expect((await client.admin('GET', 'PasswordPolicies/PasswordPolicy')).json.minLength).toBe(9);
});

test('an unknown route is 404 with the known ones, and the typed methods refuse as the routes do', async () => {
  const reply = await client.steer('GET', 'user');
  expect([reply.status, reply.json.error]).toEqual([404, expect.stringMatching(/no GET user; there are GET health/)]);
  expect((await client.steer('GET', 'health')).json).toMatchObject({ status: 'up', url: client.simulator.url });
  expect(() => client.control.setFaults([{ kind: 'gone' as never }])).toThrow(ControlError);
});

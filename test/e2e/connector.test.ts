/** The connector to Oracle's users on a full server: OpenIDM 7 with the scripted REST connector. */
import { install, type Installation } from '../installation';
import type { Answer } from '../installation/idm';
import { until } from '../installation/until';

const server = process.env.OPENIDM_HOME;
const onServer = server ? describe : describe.skip;

const accounts = 'system/idcs/account';

interface Page {
  result: { _id: string; userName: string }[];
  pagedResultsCookie: string | null;
}

onServer(server ? `the connector on ${server}` : 'NOT RUN, FOR OPENIDM_HOME NAMES NO SERVER:', () => {
  let installed: Installation;
  const secrets = ['simulator-secret', 'renewed-secret'];

  beforeAll(async () => {
    installed = await install('openidm', { connector: { enabled: true } });
    // IDM answers before the connector has been loaded.
    await until('the connector is ready', async () => (await tested()).ok === true, 60_000, 500);
  }, 300_000);
  afterAll(() => installed?.stop());
  afterEach(() => installed.oracle.control.clearFaults());

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
    installed.idm.call(method, path, body, headers);
  const tested = async () => (await call('POST', 'system/idcs?_action=test')).body;

  async function create(userName: string, more: object = {}): Promise<string> {
    const user = { userName, familyName: 'Person', email: `${userName}@example.com`, ...more };
    return String((await installed.idm.ok('POST', `${accounts}?_action=create`, user)).body._id);
  }

  async function list(query: string): Promise<Page> {
    return (await installed.idm.ok('GET', `${accounts}?${query}`)).body as unknown as Page;
  }

  const found = async (filter: string, fields = '_id'): Promise<string[]> =>
    (await list(`_queryFilter=${encodeURIComponent(filter)}&_fields=${fields},userName`)).result.map(
      ({ userName }) => userName,
    );

  /** What Oracle was asked since this, by the kind of the request. */
  async function asked(since: number): Promise<string[]> {
    const requests = await installed.oracle.control.requests({ after: since });
    return requests.map(({ operation }) => operation);
  }
  const now = () => installed.oracle.control.health().lastSeq;

  test('a user is created, read, changed, and deleted', async () => {
    const id = await create('anna', { givenName: 'Zoë "Z"', mobile: '+41 79 000', department: 'IT', active: true });
    const read = (await installed.idm.ok('GET', `${accounts}/${id}`)).body;
    expect(read).toMatchObject({
      _id: id,
      userName: 'anna',
      givenName: 'Zoë "Z"',
      familyName: 'Person',
      email: 'anna@example.com',
      mobile: '+41 79 000',
      department: 'IT',
      active: true,
      federated: false,
      locked: false,
    });
    expect(JSON.stringify(read)).not.toMatch(/password/i);

    const patch = [
      { operation: 'replace', field: '/email', value: 'new@example.com' },
      { operation: 'replace', field: '/workPhone', value: '123' },
      { operation: 'replace', field: '/active', value: false },
    ];
    const patched = (await installed.idm.ok('PATCH', `${accounts}/${id}`, patch)).body;
    expect(patched).toMatchObject({ email: 'new@example.com', workPhone: '123', mobile: '+41 79 000', active: false });

    const removal = ['/mobile', '/department'].map((field) => ({ operation: 'remove', field }));
    const less = (await installed.idm.ok('PATCH', `${accounts}/${id}`, removal)).body;
    expect(less).toMatchObject({ workPhone: '123' });
    for (const gone of ['mobile', 'department']) expect(less).not.toHaveProperty(gone);

    const put = { ...less, displayName: 'Anna', userName: 'anna.b' };
    const stale = await call('PUT', `${accounts}/${id}`, put, { 'if-match': '"of-yore"' });
    expect(stale.status).toBe(412);
    const changed = (await installed.idm.ok('PUT', `${accounts}/${id}`, put, { 'if-match': '*' })).body;
    expect(changed).toMatchObject({ displayName: 'Anna', userName: 'anna.b', email: 'new@example.com' });

    expect((await call('DELETE', `${accounts}/${id}`)).status).toBe(200);
    expect((await call('GET', `${accounts}/${id}`)).status).toBe(404);
    expect((await call('DELETE', `${accounts}/${id}`)).status).toBe(404);
    expect(installed.oracle.control.users().map(({ userName }) => userName)).not.toContain('anna.b');
  });

  test('a user is created without a password, and without a mail', async () => {
    const before = now();
    const id = await create('berta');
    const [request] = await installed.oracle.control.requests({ after: before, operation: 'create' });
    expect(JSON.stringify(request!.body)).toContain('"bypassNotification":true');
    expect(JSON.stringify(request!.body)).not.toContain('"password"');
    expect(installed.oracle.control.users().find((user) => user.id === id)).toMatchObject({ hasPassword: false });
  });

  test('what Oracle refuses is refused, each in its way', async () => {
    const refused = async (user: object) => (await call('POST', `${accounts}?_action=create`, user)).status;
    expect(await refused({ userName: 'BERTA', familyName: 'x', email: 'x@example.com' })).toBe(412);
    expect(await refused({ userName: 'nomail', familyName: 'x' })).toBe(400);
    expect((await call('GET', `${accounts}/nobody`)).status).toBe(404);
    const { log } = await installed.traces();
    expect(log).toMatch(
      /POST \/admin\/v1\/Users was answered with 400: error\.identity\.user\.primaryEmailNotSpecified/,
    );
  });

  test('users are found by filters that Oracle understands, and no others', async () => {
    const id = await create('carla', { externalId: 'E "1"' });
    await create('carol', { active: false });
    expect(await found('userName eq "CARLA"')).toEqual(['carla']);
    expect(await found(`_id eq "${id}"`)).toEqual(['carla']);
    expect(await found('externalId eq "E \\"1\\""')).toEqual(['carla']);
    expect(await found('email eq "carol@example.com"')).toEqual(['carol']);
    expect(await found('userName sw "car"')).toEqual(['carla', 'carol']);
    expect(await found('userName co "ARO" or externalId pr')).toEqual(['carla', 'carol']);
    expect(await found('userName sw "car" and active eq true')).toEqual(['carla']);
    expect(await found('userName sw "car" and !(active eq true)')).toEqual(['carol']);
    expect(await found('externalId pr')).toEqual(['carla']);
    expect(await found('userName eq "nobody"')).toEqual([]);
    for (const filter of ['mobile eq "1"', 'created gt "2020"', 'userName lt "x"'])
      expect((await call('GET', `${accounts}?_queryFilter=${encodeURIComponent(filter)}`)).status).toBe(400);
  });

  test('pages follow one another, and nobody is missed when somebody goes', async () => {
    const names = ['dora1', 'dora2', 'dora3', 'dora4', 'dora5'];
    const ids = await Promise.all(names.map((name) => create(name)));
    const query = '_queryFilter=userName+sw+"dora"&_pageSize=2&_fields=userName';
    const first = await list(query);
    expect(first.result.map(({ userName }) => userName)).toEqual(['dora1', 'dora2']);
    await installed.idm.ok('DELETE', `${accounts}/${ids[0]}`);
    const seen: string[] = [];
    for (let { pagedResultsCookie: cookie } = first; cookie !== null;) {
      const page = await list(`${query}&_pagedResultsCookie=${encodeURIComponent(cookie)}`);
      seen.push(...page.result.map(({ userName }) => userName));
      cookie = page.pagedResultsCookie;
    }
    expect(new Set(seen)).toEqual(new Set(['dora3', 'dora4', 'dora5']));
    const backwards = await list(`${query}&_sortKeys=-userName`);
    expect(backwards.result.map(({ userName }) => userName)).toEqual(['dora5', 'dora4']);
  });

  test('a token that Oracle no longer knows is renewed, and the secret may be encrypted', async () => {
    const { control } = installed.oracle;
    control.revokeTokens();
    expect(await tested()).toMatchObject({ ok: true });

    control.setApp({ clientSecret: secrets[1]! });
    control.revokeTokens();
    expect(await tested()).toMatchObject({ ok: false });
    // 401 would be the caller's.
    expect((await call('GET', `${accounts}?_queryFilter=true&_pageSize=1`)).status).toBe(500);

    // As cli.sh encrypt does it, with the line break of whoever typed it.
    await installed.idm.evaluated(
      `java.lang.System.setProperty('idcs.client.secret',
         JSON.stringify(openidm.encrypt('${secrets[1]}\\n', null, 'openidm-sym-default'))); null`,
    );
    expect(await tested()).toMatchObject({ ok: true });
  });

  test('waits a little when Oracle is asked too often, and then says that it is unavailable', async () => {
    const { control } = installed.oracle;
    const read = async () => (await call('GET', `${accounts}?_queryFilter=true&_pageSize=1`)).status;
    control.setFaults([{ kind: 'throttled', operation: 'search', times: 2 }]);
    expect(await read()).toBe(200);
    control.setFaults([{ kind: 'throttled', operation: 'search', times: 4 }]);
    expect(await read()).toBe(503);
    control.setFaults([{ kind: 'down', operation: 'search' }]);
    expect(await read()).toBe(503);
    control.setFaults([{ kind: 'html-page', operation: 'search' }]);
    expect(await read()).toBe(500);
    control.setFaults([{ kind: 'forbidden', operation: 'search' }]);
    expect(await read()).toBe(403);
  });

  test('lists more users than Oracle gives at a time, and reconciles them', async () => {
    const { control } = installed.oracle;
    for (let at = 0; at < 1005; at++) control.addUser({ userName: `many${String(at).padStart(4, '0')}` });
    const everybody = control.users().length;
    let before = now();
    const { result } = await list('_queryId=query-all-ids');
    expect(new Set(result.map(({ _id }) => _id)).size).toBe(everybody);
    expect(await asked(before)).toEqual(['search', 'search']);

    const mapping = {
      name: 'systemIdcsAccount_managedUser',
      source: accounts,
      target: 'managed/user',
      // The users come with the list: else each is read once more, and Oracle counts that.
      sourceQuery: { _queryFilter: 'userName sw "many00"' },
      sourceQueryFullEntry: true,
      runTargetPhase: false,
      properties: [
        { source: 'userName', target: 'userName' },
        { target: 'givenName', default: 'Test' },
        { source: 'familyName', target: 'sn' },
        { source: 'email', target: 'mail' },
      ],
      policies: [{ situation: 'ABSENT', action: 'CREATE' }],
    };
    await installed.idm.ok('PUT', 'config/sync', { mappings: [mapping] });
    before = now();
    await until(
      'the reconciliation has succeeded',
      async () => {
        const start = `recon?_action=recon&mapping=${mapping.name}&waitForCompletion=true`;
        return (await call('POST', start)).body.state === 'SUCCESS';
      },
      120_000,
      1_000,
    );
    expect((await asked(before)).filter((operation) => operation === 'read')).toEqual([]);
    const users = await installed.idm.ok('GET', 'managed/user?_queryFilter=userName+sw+"many00"&_fields=userName,mail');
    expect((users.body.result as unknown[]).length).toBe(100);
    expect(users.text).toContain('"mail":"many0099@example.com"');
  });

  test('tells no secret and no token', async () => {
    const written = await installed.traces();
    expect(written.log).toContain('IdcsAnswer');
    // The start script tells the options of the JVM, among which the tests give the secret.
    const console = written.console!.replace(/^Using OPENIDM_OPTS:.*$/m, '');
    const requests = JSON.stringify(await installed.oracle.control.requests({ after: 0 }));
    const leaks = Object.entries({ ...written, console, requests }).flatMap(([where, text]) =>
      [...secrets, 'Bearer ey', 'access_token']
        .filter((told) => text.includes(told))
        .map((told) => `${told} in ${where}`),
    );
    expect(leaks).toEqual([]);
  });
});

import http from 'node:http';
import { startSimulator, type Simulator } from '.';
import { TestClient, until } from './test-client';

let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start();
});
afterEach(() => client.simulator.close());

test('every answer has the headers that support asks for, and a date by the clock', async () => {
  const now = Date.parse('2025-02-03T04:05:06Z');
  const other = await TestClient.start({ clock: () => now });
  const replies = [await other.askToken(), await other.admin('GET', 'Users'), await other.admin('GET', 'Users/x')];
  await other.simulator.close();
  for (const { headers } of replies) {
    expect(headers.get('opc-request-id')).toMatch(/^[0-9A-F]{32}$/);
    expect(headers.get('x-oracle-dms-ecid')).toMatch(/^[0-9A-F]{16}$/);
    expect(headers.get('date')).toBe('Mon, 03 Feb 2025 04:05:06 GMT');
  }
});

test('the id that a client gives its request stands before the own one, in the answer and in the log', async () => {
  const init = { headers: { 'opc-request-id': 'mine-1' } };
  const replies = [
    await client.admin('GET', 'Users', undefined, init),
    await client.admin('GET', 'Users/x', undefined, init),
  ];
  client.control.setFaults([{ kind: 'unavailable' }]);
  replies.push(await client.admin('GET', 'Users', undefined, init));
  const ids = replies.map(({ headers }) => headers.get('opc-request-id'));
  for (const id of ids) expect(id).toMatch(/^mine-1\/[0-9A-F]{32}$/);
  expect(new Set(ids).size).toBe(3);
  const logged = (await client.control.requests()).slice(-3);
  expect(logged.map(({ requestId }) => requestId)).toEqual(ids);
});

test('a slash at the end of a path below /admin/ makes no difference, and elsewhere it does', async () => {
  const { id } = client.control.addUser({ userName: 'anna' });
  for (const path of ['Users', `Users/${id}`, 'PasswordPolicies', 'PasswordPolicies/PasswordPolicy']) {
    const [plain, slashed] = [await client.admin('GET', path), await client.admin('GET', `${path}/`)];
    expect([slashed.status, slashed.text]).toEqual([200, plain.text]);
  }
  const query = 'filter=userName eq "anna"&attributes=userName';
  expect((await client.admin('GET', `Users/?${query}`)).json).toMatchObject({ totalResults: 1 });
  expect((await client.control.requests()).at(-1)).toMatchObject({ operation: 'search', path: '/admin/v1/Users/' });
  expect((await client.admin('GET', 'Users//')).status).toBe(404);
  expect((await client.fetch('POST', '/oauth2/v1/token/')).status).toBe(404);
});

test('errors are in the shape of Oracle', async () => {
  const reply = await client.admin('GET', 'Users?filter=x');
  expect(reply.headers.get('content-type')).toBe('application/scim+json');
  expect(reply.json).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    detail: expect.any(String),
    status: '400',
  });
  const withId = await client.admin('POST', 'Users', {});
  expect(withId.json).toEqual({
    schemas: [
      'urn:ietf:params:scim:api:messages:2.0:Error',
      'urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error',
    ],
    detail: 'Missing required attribute(s): schemas.',
    status: '400',
    'urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error': {
      messageId: 'error.common.validation.missingReqAttributes',
    },
  });
});

test('what it does not have is 404 or 405, behind the token, and is logged as other', async () => {
  expect((await client.admin('POST', 'Bulk', {})).status).toBe(404);
  expect((await client.admin('PUT', 'Users/x', {})).status).toBe(405);
  expect((await client.fetch('GET', '/admin/v1/Groups')).status).toBe(401);
  expect((await client.fetch('GET', '/')).status).toBe(404);
  expect(await client.control.requests({ operation: 'other' })).toHaveLength(4);
});

test('one connection carries many requests, refused ones too', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  const put = (body: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(`${client.simulator.url}/admin/v1/UserPasswordChanger/x`, { agent, method: 'PUT' });
      request.on('response', (response) => {
        ports.add(response.socket.localPort);
        response.resume().on('end', () => resolve(response.statusCode));
      });
      request.on('error', reject).end(body);
    });
  expect(await put('x'.repeat(200_000))).toBe(401);
  expect(await put('{}')).toBe(401);
  expect(ports.size).toBe(1);
  agent.destroy();
});

test('close cuts idle connections, slow requests and long polls at once, and nothing more is processed', async () => {
  const { id } = client.control.addUser({ userName: 'anna' });
  client.control.setFaults([{ kind: 'slow', operation: 'password', times: 1, delayMs: 60_000 }]);
  const slow = client.changePassword(id, 'Changed-1').catch((error: Error) => error.message);
  const poll = client.steer('GET', 'requests?operation=other&waitSeconds=60').catch((error: Error) => error.message);
  const typedPoll = client.control.requests({ operation: 'other', waitSeconds: 60 });
  await until(() => client.control.faults().length === 0);
  const start = Date.now();
  await Promise.all([client.simulator.close(), client.simulator.close()]);
  expect(Date.now() - start).toBeLessThan(1000);
  expect([await slow, await poll, await typedPoll]).toEqual(['fetch failed', 'fetch failed', []]);
  expect(client.control.users()).toMatchObject([{ passwordSetCount: 0 }]);
  await expect(client.askToken()).rejects.toThrow('fetch failed');
});

test('a body that is too great is dropped', async () => {
  await expect(client.admin('POST', 'Users', { userName: 'x'.repeat(2_000_000) })).rejects.toThrow('fetch failed');
  expect((await client.control.requests()).at(-1)).toMatchObject({ operation: 'create', status: null });
});

test('rejects when the port is taken, and for a bad policy', async () => {
  const second = startSimulator({ port: client.simulator.port });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(startSimulator({ policy: { minLength: -1 } })).rejects.toThrow('"minLength" must be a whole number');
});

test('listens on loopback only', () => {
  const { url, port }: Simulator = client.simulator;
  expect(url).toBe(`http://127.0.0.1:${port}`);
});

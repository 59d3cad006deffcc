import http from 'node:http';
import { startSimulator, type Simulator } from '.';
import type { JsonObject } from './json';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    tokenLifetimeSeconds: 90,
    tenants: [
      { name: 'idcs-a', clientSecret: 'secret-a' },
      { name: 'idcs-b', clientId: 'client-b', tokenLifetimeSeconds: 30 },
    ],
  });
});
afterAll(() => simulator.close());
afterEach(() =>
  [simulator, simulator.tenant('idcs-a'), simulator.tenant('idcs-b')].forEach(({ control }) => control.reset()),
);

/** A request with a Host header of its own, which fetch does not let through. */
function ask(
  host: string,
  method: string,
  path: string,
  body = '',
  headers = {},
): Promise<{ status: number | undefined; json: JsonObject }> {
  return new Promise((resolve, reject) => {
    const { port } = simulator;
    const request = http.request(
      { host: '127.0.0.1', port, method, path, headers: { Host: host, ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode, json: JSON.parse(text) as JsonObject }));
      },
    );
    request.on('error', reject).end(body);
  });
}

function signIn(host: string, credentials: string) {
  const headers = {
    Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  return ask(host, 'POST', '/oauth2/v1/token', 'grant_type=client_credentials&scope=urn:opc:idm:__myscopes__', headers);
}

test('the host chooses the domain, with credentials of its own and the settings of all', async () => {
  const lifetime = async (host: string, credentials: string) => (await signIn(host, credentials)).json.expires_in;
  expect(await lifetime('127.0.0.1:1', 'simulator-client:simulator-secret')).toBe(90);
  expect(await lifetime('idcs-a.localhost', 'simulator-client:secret-a')).toBe(90);
  expect(await lifetime('IDCS-B.localhost:8765', 'client-b:simulator-secret')).toBe(30);
  expect(await lifetime('idcs-c.localhost', 'simulator-client:simulator-secret')).toBe(90);
  expect((await signIn('idcs-a.localhost', 'simulator-client:simulator-secret')).status).toBe(401);
});

test('each has users, tokens, faults and a log of its own, and a control API at its host', async () => {
  const { control, url } = simulator.tenant('idcs-a');
  expect(url).toBe(`http://idcs-a.localhost:${simulator.port}`);
  expect((await ask('idcs-a.localhost', 'POST', '/_simulator/users', '{"userName":"anna"}')).status).toBe(201);
  expect([control.users().length, simulator.control.users().length]).toEqual([1, 0]);

  const { json } = await signIn('idcs-a.localhost', 'simulator-client:secret-a');
  const bearer = { Authorization: `Bearer ${String(json.access_token)}` };
  const found = await ask('idcs-a.localhost', 'GET', '/admin/v1/Users', '', bearer);
  expect(found.json).toMatchObject({
    Resources: [{ meta: { location: expect.stringMatching(`^${url}/admin/v1/Users/`) } }],
  });
  simulator.control.setApp({ unauthorizedAnswer: 'json' });
  expect((await ask('127.0.0.1', 'GET', '/admin/v1/Users', '', bearer)).status).toBe(401);

  control.setFaults([{ kind: 'unavailable' }]);
  expect((await ask('idcs-a.localhost', 'GET', '/.well-known/idcs-configuration')).status).toBe(503);
  const discovered = await ask('idcs-b.localhost', 'GET', '/.well-known/idcs-configuration');
  expect(discovered.json['openid-configuration']).toMatchObject({
    token_endpoint: `${simulator.tenant('idcs-b').url}/oauth2/v1/token`,
  });
  expect((await control.requests()).map(({ operation }) => operation)).toEqual(['token', 'search', 'discovery']);
  expect(await simulator.tenant('idcs-b').control.requests()).toHaveLength(1);
});

test('a name must be the label of a host, and there is none twice', async () => {
  for (const name of ['', 'a.b', '127', 'localhost', '-a'])
    await expect(startSimulator({ tenants: [{ name }] })).rejects.toThrow('first label of a host name');
  await expect(startSimulator({ tenants: [{ name: 'a' }, { name: 'A' }] })).rejects.toThrow('a name of its own');
  expect(() => simulator.tenant('nobody')).toThrow('no tenant nobody');
});

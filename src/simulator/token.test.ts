import { TestClient } from './test-client';

let now = Date.parse('2025-01-01T00:00:00Z');
let client: TestClient;

beforeEach(async () => {
  client = await TestClient.start({ clock: () => now, tokenLifetimeSeconds: 100 });
});
afterEach(() => client.simulator.close());

const read = () => client.admin('GET', 'Users?count=1');

test('grants a token that says how long it lives, and that no cache keeps', async () => {
  const reply = await client.askToken();
  expect(reply.status).toBe(200);
  expect(reply.json).toEqual({
    access_token: expect.stringMatching(/^\S{20,}$/),
    token_type: 'Bearer',
    expires_in: 100,
  });
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect((await read()).status).toBe(200);
});

test('a token ends when its time is over, by the clock', async () => {
  now += 99_999;
  expect((await read()).status).toBe(200);
  now += 1;
  expect((await read()).status).toBe(401);
});

test('revoked tokens are refused; a new one is good', async () => {
  await client.askToken();
  expect(client.control.revokeTokens()).toEqual({ revoked: 2 });
  expect((await read()).status).toBe(401);
  await client.signIn();
  expect((await read()).status).toBe(200);
});

test('a bad token is answered with a page, or with JSON when so switched', async () => {
  client.control.revokeTokens();
  const page = await read();
  expect(page.headers.get('content-type')).toMatch('text/html');
  expect(page.headers.get('www-authenticate')).toMatch('Bearer');
  expect(page.text).toMatch(/^<html>/);

  client.control.setApp({ unauthorizedAnswer: 'json' });
  const json = await read();
  expect([json.status, json.json.status]).toEqual([401, '401']);
  expect(json.headers.get('content-type')).toBe('application/scim+json');
});

test.each([
  ['a wrong secret', `simulator-client:wrong`],
  ['an unknown client', `somebody:simulator-secret`],
])('%s is 401 invalid_client', async (_, credentials) => {
  const reply = await client.askToken(undefined, credentials);
  expect([reply.status, reply.json.error]).toEqual([401, 'invalid_client']);
  expect(reply.headers.get('www-authenticate')).toBe('Basic');
});

test('an inactive app gets no token; what it has stays good', async () => {
  client.control.setApp({ active: false });
  const reply = await client.askToken();
  expect([reply.status, reply.json.error]).toEqual([401, 'invalid_client']);
  expect((await read()).status).toBe(200);
  client.control.setApp({ active: true });
  expect((await client.askToken()).status).toBe(200);
});

test.each([
  ['no grant type', { scope: 'x' }, 'invalid_request'],
  ['a scope given twice', 'grant_type=client_credentials&scope=a&scope=b', 'invalid_request'],
  ['another grant type', { grant_type: 'password', scope: 'x' }, 'unsupported_grant_type'],
  ['no scope', { grant_type: 'client_credentials' }, 'invalid_scope'],
])('%s is 400 with the error of RFC 6749', async (_, form, error) => {
  const reply = await client.askToken(form);
  expect([reply.status, reply.json.error]).toEqual([400, error]);
});

test('an unknown scope is no error, but the token opens nothing', async () => {
  const { status, json } = await client.askToken({ grant_type: 'client_credentials', scope: 'urn:opc:idm:t.unknown' });
  expect(status).toBe(200);
  const headers = { Authorization: `Bearer ${String(json.access_token)}` };
  expect((await client.fetch('GET', '/admin/v1/Users', { headers })).status).toBe(403);
});

test.each([
  ['as it is', (text: string) => text],
  ['form-encoded', (text: string) => encodeURIComponent(text)],
  ['form-encoded with + for a space', (text: string) => encodeURIComponent(text).replaceAll('%20', '+')],
])('a secret of odd characters is taken %s', async (_, encoded) => {
  const clientSecret = 'a b+c:d%20e&f=ö/"';
  client.control.setApp({ clientSecret });
  const reply = await client.askToken(undefined, `simulator-client:${encoded(clientSecret)}`);
  expect(reply.status).toBe(200);
});

test('broken percent escapes in Basic are no failure of the simulator', async () => {
  expect((await client.askToken(undefined, 'simulator-client:%E0%A4')).status).toBe(401);
});

test('a new secret is good at once, the old one no longer, and tokens stay good', async () => {
  const app = await client.steer('POST', 'app', { clientSecret: 'canary-2' });
  expect(app.text).not.toMatch('canary-2');
  expect((await client.askToken()).status).toBe(401);
  expect((await client.askToken(undefined, 'simulator-client:canary-2')).status).toBe(200);
  expect((await read()).status).toBe(200);
  client.control.reset();
  expect((await client.askToken()).status).toBe(200);
  expect((await client.steer('POST', 'app', { clientSecret: '' })).status).toBe(400);
});

describe('roles', () => {
  const statuses = async (scope = 'urn:opc:idm:__myscopes__') => {
    const { json } = await client.askToken({ grant_type: 'client_credentials', scope });
    const init = { headers: { Authorization: `Bearer ${String(json.access_token)}` } };
    const replies = [
      await client.admin('GET', 'Users?count=1', undefined, init),
      await client.admin('PUT', 'UserPasswordChanger/x', {}, init),
      await client.admin('POST', 'PasswordAuthenticator', {}, init),
    ];
    return replies.map(({ status }) => status);
  };

  test.each([
    [['User Manager'], [200, 404, 403]],
    [
      ['User Administrator', 'Authenticator Client'],
      [200, 404, 400],
    ],
    [['Help Desk Administrator'], [200, 403, 403]],
    [['Identity Domain Administrator'], [200, 404, 400]],
    [['Audit Administrator'], [403, 403, 403]],
    [[], [403, 403, 403]],
  ])('%j opens Users, changer and authenticator with %j', async (roles, expected) => {
    client.control.setApp({ roles });
    expect(await statuses()).toEqual(expected);
  });

  test('a missing role is 401 when so switched', async () => {
    client.control.setApp({ roles: [], missingRoleStatus: 401, unauthorizedAnswer: 'json' });
    expect(await statuses()).toEqual([401, 401, 401]);
  });

  test('a role shows in the next token only', async () => {
    client.control.setApp({ roles: [] });
    expect((await read()).status).toBe(200);
    await client.signIn();
    client.control.setApp({ roles: ['User Manager'] });
    expect((await read()).status).toBe(403);
  });

  test('the scope for passwords is granted when so switched', async () => {
    const scope = 'urn:opc:idm:t.user.password.manage';
    expect(await statuses(scope)).toEqual([403, 403, 403]);
    client.control.setApp({ grantsPasswordManage: true, roles: [] });
    expect(await statuses(scope)).toEqual([200, 404, 403]);
  });
});

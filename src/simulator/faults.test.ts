import type { Fault, FaultKind } from '.';
import { schemas } from './schemas';
import { TestClient, messageIdIn, until } from './test-client';

let client: TestClient;
let id: string;

beforeAll(async () => {
  client = await TestClient.start();
});
afterAll(() => client.simulator.close());
beforeEach(async () => {
  client.control.reset();
  await client.signIn();
  id = client.control.addUser({ userName: 'anna' }).id;
  client.control.clearRequests();
});

const change = (init?: RequestInit) => client.changePassword(id, 'Changed-1', init);
const bearer = async () => ({
  Authorization: `Bearer ${String((await client.askToken()).json.access_token)}`,
  'Content-Type': 'application/scim+json',
});
const setCount = () => client.control.users()[0]?.passwordSetCount;
const lastEntry = async () => (await client.control.requests()).at(-1);
const fault = (kind: FaultKind, more: Omit<Fault, 'kind'> = {}) => client.control.setFaults([{ kind, ...more }]);

test.each<[FaultKind, number, string | null, string | undefined]>([
  ['unauthorized-json', 401, 'application/scim+json', undefined],
  ['unauthorized-html', 401, 'text/html;charset=utf-8', undefined],
  ['forbidden', 403, 'application/scim+json', undefined],
  ['throttled', 429, 'application/scim+json', 'error.common.ratelimiting.stripe.toomanyrequests'],
  ['unavailable', 503, 'application/scim+json', undefined],
  ['html-error', 502, 'text/html;charset=utf-8', undefined],
  ['html-page', 200, 'text/html;charset=utf-8', undefined],
])('%s: answered with %i, nothing processed', async (kind, status, type, messageId) => {
  fault(kind);
  const reply = await change();
  expect([reply.status, reply.headers.get('content-type'), messageIdIn(reply)]).toEqual([status, type, messageId]);
  expect(reply.headers.has('retry-after')).toBe(false);
  expect(reply.headers.get('opc-request-id')).toBeTruthy();
  expect(setCount()).toBe(0);
  expect(await lastEntry()).toMatchObject({ fault: kind, status, processedStatus: null, body: { password: '***' } });
});

test.each<[FaultKind, number | null, boolean]>([
  ['down', null, false],
  ['drop', null, true],
  ['commit-then-drop', 200, true],
])('%s: the connection is cut', async (kind, processedStatus, isRead) => {
  fault(kind);
  await expect(change()).rejects.toThrow('fetch failed');
  expect(setCount()).toBe(processedStatus ? 1 : 0);
  const entry = await lastEntry();
  expect(entry).toMatchObject({ fault: kind, operation: 'password', status: null, processedStatus });
  expect(entry?.body !== undefined).toBe(isRead);
});

test('truncated and empty: processed, and 200 with half a body or none', async () => {
  fault('truncated');
  const truncated = await change();
  expect(truncated.status).toBe(200);
  expect(truncated.text).toMatch(/^\{"schemas"/);
  expect(() => JSON.parse(truncated.text) as unknown).toThrow();
  fault('empty');
  const empty = await client.changePassword(id, 'Changed-2');
  expect([empty.status, empty.text, setCount()]).toEqual([200, '', 2]);
});

test.each<[FaultKind, 'late' | 'at once']>([
  ['slow', 'late'],
  ['slow-answer', 'at once'],
])('%s is answered late, and processed %s', async (kind, when) => {
  const delayMs = 400;
  fault(kind, { delayMs });
  expect((await change()).status).toBe(200);
  const { startedAt, endedAt } = (await lastEntry())!;
  const setAt = Date.parse(client.control.users()[0]?.lastSuccessfulSetDate ?? '');
  expect(endedAt - startedAt).toBeGreaterThan(delayMs - 10);
  expect(setAt - startedAt > delayMs - 10).toBe(when === 'late');
});

test('a request whose client left is processed all the same', async () => {
  fault('slow', { times: 1, delayMs: 50 });
  const leaving = new AbortController();
  const answer = change({ signal: leaving.signal });
  await until(() => client.control.faults().length === 0);
  leaving.abort();
  await expect(answer).rejects.toThrow('aborted');
  const [entry] = await client.control.requests({ waitSeconds: 5 });
  expect(entry).toMatchObject({ fault: 'slow', processedStatus: 200, status: null });
  expect(setCount()).toBe(1);
});

test('delayed-commit: the connection is cut at once, and what was asked for is done later', async () => {
  fault('delayed-commit', { times: 1, delayMs: 1000 });
  await expect(change()).rejects.toThrow('fetch failed');
  expect(setCount()).toBe(0);
  const [entry] = await client.control.requests({ waitSeconds: 30 });
  expect(entry).toMatchObject({ fault: 'delayed-commit', processedStatus: 200, status: null });
  expect(setCount()).toBe(1);
});

test('trickled: the head comes at once, the body piece by piece until the time is over', async () => {
  const headers = await bearer();
  fault('trickled', { operation: 'password', delayMs: 1000 });
  const body = JSON.stringify({ schemas: [schemas.passwordChanger], password: 'Changed-1' });
  const url = `${client.simulator.url}/admin/v1/UserPasswordChanger/${id}`;
  const response = await fetch(url, { method: 'PUT', headers, body });
  const headAt = Date.now();
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body!) chunks.push(chunk as Uint8Array);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ id });
  expect(chunks.length).toBeGreaterThan(3);
  expect(Date.now() - headAt).toBeGreaterThan(300);
});

test('a fault for one user meets requests about that user alone, whatever tells of it', async () => {
  client.control.setApp({ roles: ['Identity Domain Administrator'] });
  await client.signIn();
  const bob = client.control.addUser({ userName: 'bob' });
  fault('forbidden', { userName: 'ANNA' });
  const user = (userName: string) => ({
    schemas: [schemas.user],
    userName,
    name: { familyName: 'X' },
    emails: [{ value: 'x@example.com', primary: true }],
  });
  const authenticate = (mappingAttributeValue: string) =>
    client.admin('POST', 'PasswordAuthenticator', {
      schemas: [schemas.passwordAuthenticator],
      mappingAttributeValue,
      password: 'x',
    });
  const pairs = [
    [await change(), await client.changePassword(bob.id, 'Changed-1')],
    [await client.search('userName eq "anna"'), await client.search('userName eq "bob"')],
    [
      await client.admin('GET', 'Users?filter=userName eq "anna"'),
      await client.admin('GET', 'Users?filter=userName sw "anna"'),
    ],
    [await client.admin('POST', 'Users', user('anna')), await client.admin('POST', 'Users', user('carl'))],
    [await authenticate('anna'), await authenticate('bob')],
    [await client.patch(id, { op: 'replace', path: 'active', value: true }), await client.askToken()],
  ];
  expect(pairs.map((pair) => pair.map(({ status }) => status))).toEqual([
    [403, 200],
    [403, 200],
    [403, 200],
    [403, 201],
    [403, 400],
    [403, 200],
  ]);
  expect((await client.control.requests({ status: 403 })).every((entry) => entry.fault === 'forbidden')).toBe(true);
});

test('a fault meets its operation only, and so often as it says', async () => {
  fault('unavailable', { operation: 'password', times: 2 });
  expect((await client.search('userName eq "anna"')).status).toBe(200);
  expect([(await change()).status, client.control.faults()[0]?.times]).toEqual([503, 1]);
  expect([(await change()).status, (await change()).status]).toEqual([503, 200]);
  expect(client.control.faults()).toEqual([]);
});

test('the first fault that fits is the one', async () => {
  client.control.setFaults([
    { kind: 'throttled', operation: 'token' },
    { kind: 'forbidden', operation: 'any', times: 1 },
    { kind: 'unavailable' },
  ]);
  expect((await client.askToken()).status).toBe(429);
  expect([(await change()).status, (await change()).status]).toEqual([403, 503]);
  client.control.clearFaults();
  expect((await change()).status).toBe(200);
});

test('at the token endpoint refusals have the form of RFC 6749', async () => {
  fault('unauthorized-json');
  expect((await client.askToken()).json.error).toBe('invalid_client');
  fault('forbidden');
  expect((await client.askToken()).json.error).toBe('unauthorized_client');
});

test.each<[unknown, RegExp]>([
  [{ kind: 'down' }, /are a list/],
  [['down'], /is an object/],
  [[{ kind: 'gone' }], /no fault kind "gone"; there are down, slow/],
  [[{ kind: 'down', operation: 'tokens' }], /no operation "tokens"/],
  [[{ kind: 'down', times: 0 }], /"times" must be a whole number from 1/],
  [[{ kind: 'slow', delayMs: '1' }], /"delayMs" must be a whole number from 0/],
  [[{ kind: 'down', userName: '' }], /"userName" must be a string/],
  [[{ kind: 'down', time: 1 }], /no "time"/],
])('400 for the faults %j', async (faults, message) => {
  fault('forbidden');
  const reply = await client.steer('PUT', 'faults', faults);
  expect([reply.status, reply.json.error]).toEqual([400, expect.stringMatching(message)]);
  expect(client.control.faults()).toEqual([{ kind: 'forbidden' }]);
});

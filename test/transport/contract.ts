/**
 * What both transports make of the same exchanges. Where `external/rest` tells less, its column says what it tells instead: this
 * table is the list of what it loses.
 */
import type { HttpRequest, HttpResult } from '../../scripts-ts/oracle/transport';
import { type Counterpart, deadPort, type Reply, type Seen, sends } from './counterpart';
import type { Probe } from './probe';

const SCIM = 'application/scim+json';
const JSON_UTF8 = 'application/json;charset=UTF-8';

/** Letters of two, three and four bytes, and what escapes are made of. */
const NAMES = 'Zoë €5 Жанна 山田 😀 "\\u0041" \\ / 100% %C3';
const PERSON = JSON.stringify({ userName: NAMES });

const REFUSAL = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '400',
  detail: 'The password is too short.',
});

/** The parts of a result that a case is about. */
type Expected = Partial<Record<string, unknown>>;

interface Case {
  name: string;
  request?: Partial<HttpRequest>;
  oracle: Reply;
  java: Expected;
  /** Where it differs. */
  externalRest?: Expected;
}

const failed = (status: number): Expected => ({ kind: 'answer', status, body: '', contentType: '', date: null });
const refusal = (
  status: number,
  contentType: string,
  body: string,
): Pick<Case, 'oracle' | 'java' | 'externalRest'> => ({
  oracle: sends(status, contentType, body, { 'opc-request-id': 'request-1' }),
  java: { kind: 'answer', status, contentType, body, requestId: 'request-1' },
  externalRest: { ...failed(status), requestId: null },
});

const unanswered: Expected = { kind: 'unanswered', reason: expect.stringMatching(/./) as unknown };

const cases: Case[] = [
  {
    name: '200 with SCIM in letters of every kind',
    oracle: sends(200, SCIM, PERSON),
    java: { kind: 'answer', status: 200, contentType: SCIM, body: PERSON },
  },
  {
    name: '200 with SCIM that names its charset',
    oracle: sends(200, `${SCIM}; charset=UTF-8`, PERSON),
    java: { kind: 'answer', status: 200, contentType: `${SCIM}; charset=UTF-8`, body: PERSON },
  },
  {
    name: '200 with JSON that names no charset',
    oracle: sends(200, 'application/json', PERSON),
    java: { kind: 'answer', status: 200, body: PERSON },
  },
  {
    name: '200 with JSON that names its charset',
    oracle: sends(200, JSON_UTF8, PERSON),
    java: { kind: 'answer', status: 200, body: PERSON },
  },
  {
    name: '201 (external/rest: a 2xx is a 200)',
    request: { method: 'POST', body: PERSON },
    oracle: sends(201, SCIM, PERSON),
    java: { kind: 'answer', status: 201, body: PERSON },
    externalRest: { kind: 'answer', status: 200, body: PERSON },
  },
  {
    name: '204',
    request: { method: 'PUT', body: PERSON },
    oracle: (response) => response.writeHead(204).end(),
    java: { kind: 'answer', status: 204, body: '' },
  },
  {
    name: '200 without a body (external/rest: a 204)',
    oracle: sends(200, SCIM, ''),
    java: { kind: 'answer', status: 200, body: '' },
    externalRest: { kind: 'answer', status: 204, body: '' },
  },
  {
    name: 'the date and the id of the request',
    oracle: sends(200, SCIM, '{}', { date: 'Tue, 15 Nov 1994 08:12:31 GMT', 'opc-request-id': 'request-1' }),
    java: { kind: 'answer', date: 'Tue, 15 Nov 1994 08:12:31 GMT', requestId: 'request-1' },
  },
  {
    name: 'the id of the request in the older header',
    oracle: sends(200, SCIM, '{}', { 'X-ORACLE-DMS-ECID': 'request-2' }),
    java: { kind: 'answer', requestId: 'request-2' },
  },
  { name: "400 with Oracle's words (external/rest: only the code)", ...refusal(400, SCIM, REFUSAL) },
  { name: '401 with a page (external/rest: only the code)', ...refusal(401, 'text/html', '<title>No</title>') },
  { name: '404 (external/rest: only the code)', ...refusal(404, SCIM, REFUSAL) },
  { name: '429 (external/rest: only the code)', ...refusal(429, 'application/json', '{}') },
  { name: '500 (external/rest: only the code)', ...refusal(500, SCIM, REFUSAL) },
  {
    name: '502 of a gateway (external/rest: the same as no answer)',
    oracle: sends(502, 'text/html', 'Bad gateway'),
    java: { kind: 'answer', status: 502 },
    externalRest: unanswered,
  },
  { name: '503 (external/rest: only the code)', ...refusal(503, 'text/html', 'Later') },
  {
    name: 'a redirect is an answer, and not followed',
    oracle: sends(302, 'text/html', 'Elsewhere', { location: '/elsewhere' }),
    java: { kind: 'answer', status: 302, body: 'Elsewhere' },
    externalRest: failed(302),
  },
  {
    name: 'a connection that breaks before the answer',
    request: { method: 'POST', body: PERSON },
    oracle: (response) => response.socket?.destroy(),
    java: unanswered,
  },
  {
    name: 'a connection that breaks within the answer',
    request: { method: 'POST', body: PERSON },
    oracle: (response) => {
      response.writeHead(200, { 'content-type': SCIM, 'content-length': 1000 });
      response.write('{', () => response.socket?.destroy());
    },
    java: unanswered,
    // The body is read when the answer has begun, and by others than those who tell of a 502.
    externalRest: { kind: 'unanswered' },
  },
];

type TransportName = 'java' | 'externalRest';

/** Declares the tests; probe and counterpart are asked for when these run. */
export function keepsContract(transport: TransportName, probe: () => Probe, oracle: () => Counterpart): void {
  const exchange = (request: Partial<HttpRequest> = {}): Promise<HttpResult> => {
    const headers = { Accept: `${SCIM}, application/json`, ...(request.body && { 'Content-Type': SCIM }) };
    return probe().exchange({ transport }, { method: 'GET', url: oracle().url('/path?q=1'), headers, ...request });
  };
  const only = (): Seen => {
    expect(oracle().seen).toHaveLength(1);
    return oracle().seen[0]!;
  };

  test.each(cases)('$name', async ({ request, oracle: reply, ...expected }) => {
    oracle().answer(reply);
    const result = await exchange(request);
    expect(result).toMatchObject((transport === 'externalRest' && expected.externalRest) || expected.java);
    // Asked once, and as it should be: nothing is repeated behind our back.
    expect(only()).toMatchObject({ method: request?.method ?? 'GET', path: '/path?q=1' });
  });

  test.each(['POST', 'PUT', 'PATCH'] as const)('%s carries letters of every kind', async (method) => {
    oracle().answer(sends(200, SCIM, '{}'));
    await exchange({ method, body: PERSON });
    const { headers, body } = only();
    expect(headers['content-type']).toBe(SCIM);
    expect(JSON.parse(body.toString('utf8'))).toEqual({ userName: NAMES });
    // The one encodes them, the other escapes them.
    if (transport === 'java') expect(body.toString('utf8')).toBe(PERSON);
    else expect(body.toString('latin1')).toMatch(/^[ -~]*$/);
  });

  test('a form goes as it is, and so do headers', async () => {
    oracle().answer(sends(200, 'application/json', '{}'));
    const body = 'grant_type=client_credentials&scope=urn%3Aopc%3Aidm%3A__myscopes__';
    const headers = {
      Authorization: 'Basic YTpi',
      'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
      Accept: 'application/json',
    };
    await exchange({ method: 'POST', body, headers });
    const seen = only();
    expect(seen.body.toString('utf8')).toBe(body);
    expect(seen.headers).toMatchObject({ authorization: 'Basic YTpi', accept: 'application/json' });
    expect(seen.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded; ?charset=UTF-8$/);
  });

  test('nobody listens (external/rest: the same as no answer)', async () => {
    const url = `http://127.0.0.1:${await deadPort()}/`;
    const unsent = { kind: 'unsent', configuration: false };
    expect(await exchange({ url })).toMatchObject(transport === 'java' ? unsent : unanswered);
  });

  test('no answer within the deadline (external/rest: within its own 10 s)', async () => {
    oracle().answer(() => undefined);
    const start = performance.now();
    expect(await exchange({ timeoutMs: 300 })).toMatchObject(unanswered);
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeLessThan(transport === 'java' ? 5 : 20);
  });

  test('a body that trickles (external/rest: waits until it has come)', async () => {
    oracle().answer(trickle(4_000));
    const start = performance.now();
    const result = await exchange({ timeoutMs: 500 });
    const milliseconds = performance.now() - start;
    if (transport === 'java') {
      expect(result).toMatchObject(unanswered);
      expect(milliseconds).toBeLessThan(3_500);
    } else {
      expect(result).toMatchObject({ kind: 'answer', status: 200, body: expect.stringMatching(/^ +\{\}$/) as unknown });
      expect(milliseconds).toBeGreaterThan(3_500);
    }
  });
}

/** Begins at once, and is at it for so long. */
function trickle(milliseconds: number): Reply {
  return (response) => {
    const end = performance.now() + milliseconds;
    response.writeHead(200, { 'content-type': SCIM });
    const timer = setInterval(() => {
      if (response.destroyed) clearInterval(timer);
      else if (performance.now() < end) response.write(' ');
      else {
        clearInterval(timer);
        response.end('{}');
      }
    }, 50);
  };
}

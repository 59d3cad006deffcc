import type { HttpRequest } from '../../oracle/transport';
import { externalRestTransport } from './external-rest';

type Action = (path: string, action: string, content: Record<string, unknown>) => unknown;

/** What IDM binds into a script. There is no Java here, which shows that none is needed. */
const bound = globalThis as { openidm?: { action: Action } };

const request: HttpRequest = { method: 'POST', url: 'https://idcs.example/x', headers: { Accept: 'application/json' } };

afterEach(() => delete bound.openidm);

function exchange(action: Action, more: Partial<HttpRequest> = {}) {
  bound.openidm = { action };
  return externalRestTransport().exchange({ ...request, ...more });
}

const answering = (wrapped: object): Action => {
  return () => wrapped;
};

/** As Rhino wraps a Java exception. */
const throwing = (className: string, message: string, code?: number): Action => {
  return () => {
    const javaException = {
      getClass: () => ({ getName: () => `org.forgerock.json.resource.${className}` }),
      getMessage: () => message,
      getCause: () => null,
      ...(code !== undefined && { getCode: () => code }),
    };
    throw { javaException };
  };
};

test('a call names all that IDM needs, and its JSON is ASCII', () => {
  const calls: unknown[] = [];
  const action: Action = (...call) => {
    calls.push(call);
    return { headers: {}, body: '' };
  };
  exchange(action, { headers: { 'content-type': 'application/scim+json' }, body: '"ä"' });
  exchange(action, { headers: {}, body: '"ä"' });
  exchange(action, { method: 'GET' });
  const { url } = request;
  expect(calls).toEqual(
    [
      {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/scim+json' },
        forceWrap: true,
        body: '"\\u00e4"',
      },
      { url, method: 'POST', headers: {}, forceWrap: true, body: '"\\u00e4"' },
      { url, method: 'GET', headers: request.headers, forceWrap: true },
    ].map((call) => ['external/rest', 'call', call]),
  );
});

test.each([
  ['base64', { body: 'eyJuIjoiw6QifQ==', base64: true }, 'application/scim+json'],
  ['bytes, where no charset is named', { body: '{"n":"Ã¤"}' }, 'application/json'],
  ['text, where one is', { body: '{"n":"ä"}' }, 'application/json; charset=UTF-8'],
])('a body of %s', (_what, body, contentType) => {
  const headers = { 'content-type': [contentType], 'OPC-Request-Id': ['request-1'], Date: 'today' };
  expect(exchange(answering({ ...body, headers }))).toEqual({
    kind: 'answer',
    status: 200,
    body: '{"n":"ä"}',
    contentType,
    date: 'today',
    requestId: 'request-1',
  });
});

test('no body and no headers', () => {
  expect(exchange(answering({ headers: {}, body: '' }))).toEqual({
    kind: 'answer',
    status: 204,
    body: '',
    contentType: '',
    date: null,
    requestId: null,
  });
});

test.each<[what: string, action: Action, result: object]>([
  [
    'a code is an answer',
    throwing('ExternalException', 'HTTP request failed', 404),
    { kind: 'answer', status: 404, body: '', contentType: '', date: null, requestId: null },
  ],
  [
    '502 may be none',
    throwing('ExternalException', 'HTTP request failed', 502),
    { kind: 'unanswered', reason: 'external/rest: HTTP 502, or no answer' },
  ],
  [
    'an IDM without it has sent nothing',
    throwing('NotFoundException', "Resource 'external/rest' not found", 404),
    {
      kind: 'unsent',
      configuration: true,
      reason: "NotFoundException: Resource 'external/rest' not found",
    },
  ],
  [
    'nor has one that takes the call for none',
    throwing('BadRequestException', 'Invalid action call on /call : invalid url', 400),
    {
      kind: 'unsent',
      configuration: true,
      reason: 'BadRequestException: Invalid action call on /call : invalid url',
    },
  ],
  [
    'what IDM makes of a reply that it can not read',
    throwing('IllegalArgumentException', 'Could not parse the type'),
    { kind: 'unanswered', reason: 'IllegalArgumentException: Could not parse the type' },
  ],
])('%s', (_what, action, result) => {
  expect(exchange(action)).toEqual(result);
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import { control as answer, type Answer } from './answer';
import { ControlError, type Control } from './control';
import { parseJson } from './json';
import { send } from './oracle';
import { readText } from './read-text';
import type { LogQuery } from './request-log';

/** Where the control API stands: beside Oracle's paths, without a token, and in no log. */
export const controlPrefix = '/_simulator/';

interface Input {
  /** The JSON of the body, whatever the media type says, so that a plain `curl -d` works. */
  body: unknown;
  query: URLSearchParams;
  /** Comes when the connection ends, by the client or by the closing simulator. */
  signal: AbortSignal;
}

type Handler = (control: Control, input: Input) => Answer | Promise<Answer>;

/** The casts are no claims: Control checks what it is given. */
const routes: Record<string, Handler> = {
  'GET health': (control) => answer(200, control.health()),
  'GET users': (control) => answer(200, control.users()),
  'POST users': (control, { body }) => answer(201, control.addUser(body as never)),
  'POST users/change': (control, { body }) => answer(200, control.changeUser(body as never)),
  'POST check-password': (control, { body }) => answer(200, control.checkPassword(body as never)),
  'GET requests': async (control, { query, signal }) => answer(200, await control.requests(logQuery(query), signal)),
  'DELETE requests': (control) => answer(204, control.clearRequests()),
  'GET faults': (control) => answer(200, control.faults()),
  'PUT faults': (control, { body }) => answer(200, control.setFaults(body as never)),
  'DELETE faults': (control) => answer(204, control.clearFaults()),
  'POST tokens/revoke': (control) => answer(200, control.revokeTokens()),
  'GET app': (control) => answer(200, control.app()),
  'POST app': (control, { body }) => answer(200, control.setApp(body as never)),
  'GET policy': (control) => answer(200, control.policy()),
  'PUT policy': (control, { body }) => answer(200, control.setPolicy(body as never)),
  'GET group-policies': (control) => answer(200, control.groupPolicies()),
  'PUT group-policies': (control, { body }) => answer(200, control.setGroupPolicies(body as never)),
  'GET latency': (control) => answer(200, control.latency()),
  'PUT latency': (control, { body }) => answer(200, control.setLatency(body as never)),
  'GET rate-limit': (control) => answer(200, control.rateLimit()),
  'PUT rate-limit': (control, { body }) => answer(200, control.setRateLimit(body as never)),
  'POST reset': (control) => answer(204, control.reset()),
};

/** The routes as `METHOD path`. */
export const controlRoutes: readonly string[] = Object.keys(routes);

/**
 * Answers one request to the control API: JSON, or {"error": "a sentence"} with 400 for bad input, 404 for a path or a
 * user that is none and 409 for a userName that is taken.
 */
export async function serveControl(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
  const name = `${request.method} ${pathname.slice(controlPrefix.length)}`;
  const left = new AbortController();
  response.once('close', () => left.abort());
  try {
    const handler = Object.hasOwn(routes, name) ? routes[name] : undefined;
    const text = (await readText(request)) ?? '';
    if (!handler) throw new ControlError(404, `There is no ${name}; there are ${Object.keys(routes).join(', ')}.`);
    const body = text === '' ? {} : parseJson(text)?.value;
    if (body === undefined) throw new ControlError(400, 'The body is no JSON.');
    send(response, await handler(control, { body, query: searchParams, signal: left.signal }));
  } catch (error) {
    const { status, message } = error instanceof ControlError ? error : mistake;
    send(response, answer(status, { error: message }));
  }
}

/** For what no route foresaw. The text of such an error is not shown, for it may quote the request. */
const mistake = { status: 500, message: 'The simulator failed.' };

const numbers = ['after', 'since', 'waitSeconds'];
const texts = ['operation', 'group', 'userName', 'userId'];

function logQuery(query: URLSearchParams): LogQuery {
  const known = [...numbers, ...texts, 'status'];
  const read = [...query].map(([name, value]) => {
    if (!known.includes(name)) throw new ControlError(400, `There is no "${name}"; there are ${known.join(', ')}.`);
    if (numbers.includes(name)) return [name, Number(value || NaN)];
    if (name === 'status') return [name, value === 'none' ? null : Number(value || NaN)];
    return [name, value];
  });
  return Object.fromEntries(read) as LogQuery;
}

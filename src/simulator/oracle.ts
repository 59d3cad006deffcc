import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { commonHeaders, newRequestId, type Answer } from './answer';
import type { Call } from './call';
import { effectOf } from './fault-effects';
import { redactBody } from './redact';
import { forbidden, unauthorized } from './refusals';
import type { LoggedRequest } from './request-log';
import { routeOf, type Route } from './routes';
import { ScimError } from './scim-error';
import { readText } from './read-text';
import type { Tenant } from './tenant';
import { bearerState } from './token';

/**
 * Answers one request as Oracle would, under the fault that meets it, and logs it. The entry stands in the log before the
 * answer goes out, so that a client that has its answer finds its request there. A client that left is no reason to stop:
 * what it asked for is done, as Oracle would. `signal` ends the waiting of slow answers when the simulator closes: then it rejects, and nothing was sent or logged.
 */
export async function serveOracle(
  tenant: Tenant,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
) {
  const startedAt = tenant.now();
  const { method = 'GET', url = '/', socket } = request;
  const [path = '', ...rest] = url.split('?');
  const query = rest.join('?');
  const route = routeOf(method, path);
  const fault = tenant.faults.take(route.operation);
  const effect = effectOf(fault);
  const requestId = newRequestId();
  const text = effect.reads ? await readText(request) : undefined;
  const call: Call = {
    headers: request.headers,
    query: new URLSearchParams(query),
    text: text ?? '',
    id: route.id,
    concerns: {},
  };

  if (effect.waitsBefore > 0) await sleep(effect.waitsBefore, undefined, { signal });
  const isWhole = text !== undefined;
  const { answer: processed, reason } = effect.processes && isWhole ? answerOf(tenant, route, call) : {};
  if (effect.waitsAfter > 0) await sleep(effect.waitsAfter, undefined, { signal });
  const answer = socket.destroyed ? undefined : effect.answer(processed, route.operation);

  const endedAt = tenant.now();
  const body = redactBody(call.text, request.headers['content-type'] ?? '');
  tenant.log.add({
    requestId,
    operation: route.operation,
    method,
    url,
    path,
    query,
    headerNames: Object.keys(request.headers),
    ...(body !== undefined && { body }),
    ...call.concerns,
    ...(fault && { fault: fault.kind }),
    processedStatus: processed?.status ?? null,
    status: answer?.status ?? null,
    ...(reason !== undefined && { reason }),
    startedAt,
    endedAt,
  } satisfies Omit<LoggedRequest, 'seq'>);

  if (answer) send(response, answer, commonHeaders(requestId, endedAt));
  else socket.destroy();
}

/** Writes an answer as a whole. */
export function send(
  response: ServerResponse,
  { status, headers, body }: Answer,
  more: Record<string, string> = {},
): void {
  const length = status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...more, ...length }).end(body);
}

/** What Oracle answers to a call, faults and transport left out. */
export function answerOf(tenant: Tenant, route: Route, call: Call): { answer: Answer; reason?: string | undefined } {
  if (route.needsToken) {
    const token = bearerState(tenant.tokens, call.headers.authorization, tenant.now());
    if (token === 'invalid') return { answer: unauthorized(tenant.app.unauthorizedAnswer, route.operation) };
    if (token === 'insufficient')
      return { answer: forbidden(route.operation), reason: 'the token has no scope for this' };
  }
  try {
    return { answer: route.endpoint(tenant, call) };
  } catch (error) {
    const refusal = error instanceof ScimError ? error : mistake(error);
    return { answer: refusal.toAnswer(), reason: refusal.details.reason };
  }
}

/** What no endpoint foresaw. The text of such an error stays here, for it may quote the request. */
function mistake(error: unknown): ScimError {
  return new ScimError(500, `The simulator failed: ${error instanceof Error ? error.name : typeof error}.`);
}

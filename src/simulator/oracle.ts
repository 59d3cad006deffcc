import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { commonHeaders, newRequestId, type Answer } from './answer';
import type { Call } from './call';
import { effectOf } from './fault-effects';
import { redactBody } from './redact';
import { forbidden, throttled, unauthorized } from './refusals';
import type { LoggedRequest } from './request-log';
import { routeOf, type Route } from './routes';
import { ScimError } from './scim-error';
import { readText } from './read-text';
import { subjectOf } from './subject';
import type { Tenant } from './tenant';
import { bearerState } from './token';

/** What a request came to. */
interface Outcome {
  answer: Answer;
  /** Why it was refused, where the answer does not say. */
  reason?: string | undefined;
}

/**
 * Answers one request as Oracle would, under the fault that meets it, and logs it. The entry stands in the log before the
 * answer goes out, so that a client that has its answer finds its request there. A client that left is no reason to stop:
 * what it asked for is done, as Oracle would. `signal` ends the waiting of slow answers when the simulator closes: then it
 * rejects, and nothing was sent or logged.
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
  const { operation } = route;
  const requestId = newRequestId(tenant.requestRandom, request.headers['opc-request-id']);
  const call: Call = {
    headers: request.headers,
    query: new URLSearchParams(query),
    text: '',
    id: route.id,
    concerns: {},
  };

  // Whom a request is about may stand in its body. Where that does not matter, `down` must not have read it.
  let body: { text: string | undefined } | undefined;
  const read = async () => {
    body ??= { text: await readText(request) };
    call.text = body.text ?? '';
    return body.text !== undefined;
  };
  const asksForUser = tenant.faults.asksForUser(operation);
  if (asksForUser) await read();
  const fault = tenant.faults.take(operation, asksForUser ? subjectOf(tenant, route, call) : undefined);
  const effect = effectOf(fault);
  const isWhole = effect.reads && (await read());
  if (effect.cutsFirst) socket.destroy();
  const limited = effect.processes ? tooMany(tenant, route, startedAt) : undefined;
  // Nobody tells when within that time Oracle commits: half of it goes by before, half after [I].
  const latency = effect.reads ? tenant.nextLatency(operation) / 2 : 0;

  await pause(effect.waitsBefore + latency, signal);
  const { answer: processed, reason }: Partial<Outcome> =
    limited ?? (effect.processes && isWhole ? processedOf(tenant, route, call) : {});
  await pause(effect.waitsAfter + latency, signal);
  const answer = socket.destroyed ? undefined : effect.answer(processed, operation);

  const endedAt = tenant.now();
  const logged = redactBody(call.text, request.headers['content-type'] ?? '');
  tenant.log.add({
    requestId,
    operation,
    method,
    url,
    path,
    query,
    headerNames: Object.keys(request.headers),
    ...(logged !== undefined && { body: logged }),
    ...call.concerns,
    ...(fault && { fault: fault.kind }),
    processedStatus: processed?.status ?? null,
    status: answer?.status ?? null,
    ...(reason !== undefined && { reason }),
    startedAt,
    endedAt,
  } satisfies Omit<LoggedRequest, 'seq' | 'group'>);

  if (!answer) return void socket.destroy();
  const headers = commonHeaders(requestId, endedAt, tenant.requestRandom);
  if (effect.tricklesFor > 0) await trickle(response, answer, headers, effect.tricklesFor, signal);
  else send(response, answer, headers);
}

/** Writes an answer as a whole. */
export function send(response: ServerResponse, answer: Answer, more: Record<string, string> = {}): void {
  writeHead(response, answer, more).end(answer.body);
}

const pieces = 20;

/** Writes the head of an answer at once and its body piece by piece. */
async function trickle(
  response: ServerResponse,
  answer: Answer,
  more: Record<string, string>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  writeHead(response, answer, more).flushHeaders();
  const body = Buffer.from(answer.body);
  const size = Math.max(1, Math.ceil(body.length / pieces));
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    await sleep(milliseconds / pieces, undefined, { signal });
    response.write(body.subarray(at, at + size));
  }
  response.end();
}

function writeHead(
  response: ServerResponse,
  { status, headers, body }: Answer,
  more: Record<string, string>,
): ServerResponse {
  const length = status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return response.writeHead(status, { ...headers, ...more, ...length });
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal });
}

/**
 * What Oracle answers to a call that arrives now, faults, latency and transport left out: 429 where a rate limit is broken,
 * and else what the endpoint says.
 */
export function answerOf(tenant: Tenant, route: Route, call: Call): Outcome {
  return tooMany(tenant, route, tenant.now()) ?? processedOf(tenant, route, call);
}

function tooMany(tenant: Tenant, { operation }: Route, arrivedAt: number): Outcome | undefined {
  const reason = tenant.admit(operation, arrivedAt);
  return reason === undefined ? undefined : { answer: throttled(), reason };
}

function processedOf(tenant: Tenant, route: Route, call: Call): Outcome {
  if (route.needsToken) {
    const { unauthorizedAnswer, missingRoleStatus } = tenant.app;
    const token = bearerState(tenant.tokens, call.headers.authorization, route.operation, tenant.now());
    if (token === 'invalid') return { answer: unauthorized(unauthorizedAnswer, route.operation) };
    if (token === 'insufficient') {
      const answer =
        missingRoleStatus === 401 ? unauthorized(unauthorizedAnswer, route.operation) : forbidden(route.operation);
      return { answer, reason: 'the token has no scope for this' };
    }
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

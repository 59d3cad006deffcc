import { randomFrom, type Random } from './random';

/** What goes back to a client: everything but the transport. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A SCIM answer of /admin/v1. */
export function scim(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/scim+json', ...headers }, body: JSON.stringify(body) };
}

/** An answer of the token endpoint, never to be cached (RFC 6749, 5.1). */
export function oauth(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {
      'Content-Type': 'application/json;charset=UTF-8',
      'Cache-Control': 'no-store',
      Pragma: 'no-cache',
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/** A page as a gateway in front of the service writes it. */
export function html(status: number, title: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/html;charset=utf-8', ...headers },
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}

/** An answer of the control API; `undefined` gives 204. */
export function control(status: number, body?: unknown): Answer {
  if (body === undefined) return { status: 204, headers: {}, body: '' };
  return { status, headers: { 'Content-Type': 'application/json' }, body: `${JSON.stringify(body)}\n` };
}

/**
 * What Oracle puts on every answer [D]: the request id and the execution context id, for support. Their form is
 * inference [I]. The Date follows the simulator's clock, so that a client may compare it with lastSuccessfulSetDate.
 */
export function commonHeaders(requestId: string, now: number, random: Random = randomFrom()): Record<string, string> {
  return {
    'opc-request-id': requestId,
    'X-ORACLE-DMS-ECID': random.bytes(8).toString('hex').toUpperCase(),
    Date: new Date(now).toUTCString(),
  };
}

/** The id of a request: the simulator's own, behind the one that the client sent, if any, and a slash [O]. */
export function newRequestId(random: Random, sent: string | string[] | undefined): string {
  const own = random.bytes(16).toString('hex').toUpperCase();
  return sent ? `${String(sent)}/${own}` : own;
}

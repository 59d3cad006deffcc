import { ERROR_EXTENSION } from '../scim';
import type { HttpAnswer, HttpResult } from '../transport';

/** Answers as Oracle and what stands in front of it give them. */
export function answer(status: number, body: string, contentType: string, requestId: string | null = null): HttpAnswer {
  return { kind: 'answer', status, body, contentType, date: null, requestId };
}

/** The same answer, given at that time of Oracle's clock. */
export function dated(result: HttpAnswer, milliseconds: number): HttpAnswer {
  return { ...result, date: new Date(milliseconds).toUTCString() };
}

export function json(status: number, body: unknown): HttpAnswer {
  return answer(status, JSON.stringify(body), 'application/scim+json');
}

/** Oracle's error (reference, Errors): `status` is a string, and the extension carries the message id where there is one. */
export function scimError(status: number, detail: string, messageId?: string): HttpAnswer {
  const extension = messageId === undefined ? {} : { [ERROR_EXTENSION]: { messageId } };
  return json(status, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error', ERROR_EXTENSION],
    detail,
    status: String(status),
    ...extension,
  });
}

export function html(status: number, title: string): HttpAnswer {
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return answer(status, body, 'text/html;charset=utf-8');
}

export function oauthError(status: number, error: string, description?: string): HttpAnswer {
  const body = { error, ...(description !== undefined && { error_description: description }) };
  return answer(status, JSON.stringify(body), 'application/json;charset=UTF-8');
}

export function token(value: string, expiresIn: unknown = 3600): HttpAnswer {
  const body = JSON.stringify({ access_token: value, token_type: 'Bearer', expires_in: expiresIn });
  return answer(200, body, 'application/json');
}

export function found(...users: object[]): HttpAnswer {
  return json(200, { totalResults: users.length, itemsPerPage: 2, startIndex: 1, Resources: users });
}

export const unsent: HttpResult = { kind: 'unsent', reason: 'ConnectException: refused', configuration: false };
export const untrusted: HttpResult = { kind: 'unsent', reason: 'SSLHandshakeException: host', configuration: true };
export const unanswered: HttpResult = { kind: 'unanswered', reason: 'HttpTimeoutException: request timed out' };

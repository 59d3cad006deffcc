/**
 * Oracle over IDM's `external/rest`, for an IDM whose scripts may use no Java. Nothing here does.
 *
 * It tells less than `java.net.http`: of an answer that is no 2xx only the code, of a 2xx not which, and a host that can't be reached,
 * a connection that broke and a deadline are all the 502 that a gateway would answer. Its deadlines are IDM's own (10 s to connect, 10 s
 * between two packets), so that no request can shorten them. At debug level IDM logs each request with its headers and its body.
 */
import type { HttpRequest, HttpResult, Transport } from '../../oracle/transport';
import { base64Bytes } from '../base64';
import { copy, idm, type IdmValue } from '../openidm';
import { codeOf, describe } from '../trouble';
import { asciiJson, utf8Text } from './text';

interface ActionCaller {
  action(path: string, action: string, content: object): IdmValue;
}

/** What is answered with `forceWrap`; else a JSON body would come without its headers. */
interface Wrapped {
  headers: { [name: string]: unknown };
  body: string;
  /** IDM takes only text, JSON and XML for text, and `application/scim+json` for none of them. */
  base64?: boolean;
}

export function externalRestTransport(): Transport {
  return {
    exchange({ method, url, headers, body }) {
      const call = {
        url,
        method,
        headers,
        forceWrap: true,
        ...(body !== undefined && { body: asciiBody(headers, body) }),
      };
      try {
        return answer(copy((idm() as unknown as ActionCaller).action('external/rest', 'call', call)) as Wrapped);
      } catch (caught) {
        return failureOf(caught);
      }
    },
  };
}

/** IDM encodes a body whose content type names no charset as ISO-8859-1, which has no letter beyond Western Europe's. */
function asciiBody(headers: HttpRequest['headers'], body: string): string {
  for (const name in headers) {
    if (name.toLowerCase() === 'content-type' && !/[/+]json/i.test(String(headers[name]))) return body;
  }
  return asciiJson(body);
}

function answer({ headers, body, base64 }: Wrapped): HttpResult {
  const contentType = header(headers, 'Content-Type') || '';
  // Decoded as ISO-8859-1 where no charset is named: each character is a byte of UTF-8.
  const bytes = base64 === true ? base64Bytes(body) : body;
  const text = base64 === true || !/charset=/i.test(contentType) ? utf8Text(bytes) : body;
  return {
    kind: 'answer',
    // Which 2xx it was is hidden: of the two that Oracle gives to what we ask, one has no body.
    status: text === '' ? 204 : 200,
    body: text,
    contentType,
    date: header(headers, 'Date'),
    requestId: header(headers, 'opc-request-id') || header(headers, 'X-ORACLE-DMS-ECID'),
  };
}

function header(headers: Wrapped['headers'], wanted: string): string | null {
  for (const name in headers) {
    if (name.toLowerCase() !== wanted.toLowerCase()) continue;
    const values = headers[name];
    const first: unknown = values instanceof Array ? values[0] : values;
    return first === undefined || first === null ? null : String(first);
  }
  return null;
}

function failureOf(caught: unknown): HttpResult {
  const code = codeOf(caught);
  const reason = describe(caught);
  if (isOwnWord(code, reason)) return { kind: 'unsent', reason, configuration: true };
  // A reply that IDM can't read, for one: it may have come from Oracle.
  if (code === null) return { kind: 'unanswered', reason };
  if (code === 502) return { kind: 'unanswered', reason: 'external/rest: HTTP 502, or no answer' };
  return { kind: 'answer', status: code, body: '', contentType: '', date: null, requestId: null };
}

/** What IDM says itself, before it asks anybody: that it has no `external/rest`, or that the request is none. */
function isOwnWord(code: number | null, reason: string): boolean {
  return (code === 404 && /external\/rest/.test(reason)) || (code === 400 && /Invalid action call/.test(reason));
}

import type { IncomingHttpHeaders } from 'node:http';
import { isObject, parseJson, type JsonObject } from './json';
import { ScimError, missingAttributes } from './scim-error';

/** A request as the endpoints see it. */
export interface Call {
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  /** The body as text. */
  text: string;
  /** What the path holds in the place of {id}; empty where the path has none. */
  id: string;
  /** Filled by the endpoint, for the log: whom it was about, and why it was refused where the answer does not say. */
  concerns: { userId?: string; userName?: string; reason?: string };
}

/**
 * The JSON object of a body that names the given schema. 415 for a media type that Oracle does not list [D; status: I],
 * 400 for what is no JSON object or lacks the schema.
 */
export function bodyOf(call: Call, schema: string): JsonObject {
  const mediaType = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/scim+json' && mediaType !== 'application/json')
    throw new ScimError(415, 'The media type must be application/scim+json or application/json.');
  const body = parseJson(call.text)?.value;
  if (!isObject(body)) throw new ScimError(400, 'The request body is not a JSON object.');
  if (body.schemas === undefined) throw missingAttributes('schemas');
  const names = Array.isArray(body.schemas) ? body.schemas.map((name) => String(name).toLowerCase()) : [];
  if (!names.includes(schema.toLowerCase())) throw new ScimError(400, `The schemas must include ${schema}.`);
  return body;
}

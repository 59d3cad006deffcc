import type { Call } from './call';
import { ScimError } from './scim-error';

/**
 * 412 when If-Match names other versions than the one of the resource [D]. A version may come bare, as meta.version and the
 * ETag of an answer have it, in quotation marks, or as a weak ETag [I]; `*` is every version.
 */
export function assertVersion(call: Call, version: string): void {
  const header = call.headers['if-match'];
  if (header === undefined) return;
  const named = header.split(',').map((one) => /^(?:W\/)?"?(.*?)"?$/i.exec(one.trim())?.[1]);
  if (!named.includes('*') && !named.includes(version))
    throw new ScimError(412, 'The resource has another version than If-Match asks for.');
}

import type { Call } from './call';
import { parseFilter, userNameAskedFor } from './filter';
import { isObject, memberIgnoringCase, parseJson } from './json';
import type { Route } from './routes';
import type { Tenant } from './tenant';

/** Whom a request is about, as far as its path, filter or body tells before anything is done. */
export function subjectOf(tenant: Tenant, { operation }: Route, call: Call): string | undefined {
  if (call.id !== '') return tenant.users.find(call.id)?.attributes.userName;
  const value = parseJson(call.text)?.value;
  const body = isObject(value) ? value : {};
  if (operation === 'search') return nameInFilter(call.query.get('filter') ?? body.filter);
  if (operation === 'authenticate') return text(body.mappingAttributeValue);
  const names = operation === 'create' || operation === 'validate';
  return names ? text(body[memberIgnoringCase(body, 'userName') ?? '']) : undefined;
}

function nameInFilter(filter: unknown): string | undefined {
  if (typeof filter !== 'string') return undefined;
  try {
    return userNameAskedFor(parseFilter(filter));
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

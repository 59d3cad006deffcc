import type { Answer } from './answer';
import type { Call } from './call';
import type { Operation } from './operations';
import { idcsConfiguration, openidConfiguration } from './discovery';
import { authenticate } from './password-authenticator';
import { changePassword } from './password-changer';
import { listPolicies, readPolicy, searchPolicies } from './password-policies';
import { validateForAnybody, validateForUser } from './password-validator';
import { ScimError } from './scim-error';
import type { Tenant } from './tenant';
import { tokenEndpoint } from './token';
import { createUser, deleteUser, patchUser, readUser, searchByBody, searchByQuery } from './users';

export interface Route {
  operation: Operation;
  /** Whether a bearer token is asked for first. */
  needsToken: boolean;
  id: string;
  endpoint(tenant: Tenant, call: Call): Answer;
}

const token = '/oauth2/v1/token';
const users = '/admin/v1/Users';
const changer = '/admin/v1/UserPasswordChanger';
const validator = '/admin/v1/UserPasswordValidator';
const policies = '/admin/v1/PasswordPolicies';

const table: [method: string, path: string, operation: Operation, endpoint: Route['endpoint']][] = [
  ['POST', token, 'token', tokenEndpoint],
  ['GET', users, 'search', searchByQuery],
  ['POST', `${users}/.search`, 'search', searchByBody],
  ['POST', users, 'create', createUser],
  ['GET', `${users}/{id}`, 'read', readUser],
  ['PATCH', `${users}/{id}`, 'patch', patchUser],
  ['DELETE', `${users}/{id}`, 'delete', deleteUser],
  ['PUT', `${changer}/{id}`, 'password', changePassword],
  ['POST', validator, 'validate', validateForAnybody],
  ['PUT', `${validator}/{id}`, 'validate', validateForUser],
  ['POST', '/admin/v1/PasswordAuthenticator', 'authenticate', authenticate],
  ['GET', policies, 'policies', listPolicies],
  ['POST', `${policies}/.search`, 'policies', searchPolicies],
  ['GET', `${policies}/{id}`, 'policies', readPolicy],
  ['GET', '/.well-known/idcs-configuration', 'discovery', idcsConfiguration],
  ['GET', '/.well-known/openid-configuration', 'discovery', openidConfiguration],
];

/**
 * The endpoint for a request; below /admin/ a slash at the end makes no difference [I]. What Oracle has and the simulator has
 * not is 404 or 405 by name, and logged as `other`.
 */
export function routeOf(method: string, pathAsSent: string): Route {
  const path = pathAsSent.startsWith('/admin/') ? pathAsSent.replace(/\/$/, '') : pathAsSent;
  const fitting = table.flatMap(([verb, pattern, operation, endpoint]) => {
    const id = idIn(path, pattern);
    return id === undefined ? [] : [{ verb, operation, endpoint, id, needsToken: pattern.startsWith('/admin/') }];
  });
  const route = fitting.find(({ verb }) => verb === method);
  return route ?? unknown(method, path, fitting.length > 0);
}

/** What stands in the place of {id}, empty for a pattern without one; undefined when the path does not fit. */
function idIn(path: string, pattern: string): string | undefined {
  if (!pattern.endsWith('/{id}')) return path === pattern ? '' : undefined;
  const prefix = pattern.slice(0, -'{id}'.length);
  const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return /^[^/.][^/]*$/.test(rest) ? decoded(rest) : undefined;
}

/** An id with broken percent escapes is taken as it is, and found nowhere. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unknown(method: string, path: string, isPathKnown: boolean): Route {
  const error = isPathKnown
    ? new ScimError(405, `The simulator does not know ${method} here.`)
    : new ScimError(404, `The simulator has nothing at ${path}.`);
  return {
    operation: 'other',
    needsToken: path.startsWith('/admin/'),
    id: '',
    endpoint: () => {
      throw error;
    },
  };
}

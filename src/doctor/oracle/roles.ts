import { isObject, jsonObject, type HttpResult } from '../../../scripts-ts/oracle/transport';
import { place } from './console';
import { isForbidden } from './refusal';
import { failed, passed, skipped, warning, type Outcome } from '../step';

/** App roles of Oracle that set passwords of others. */
const sufficient = ['User Manager', 'User Administrator', 'Identity Domain Administrator'];

/** What an access token that is a JWT says of the application; undefined for any other token. */
export function claimsOf(token: string): { [claim: string]: unknown } | undefined {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether the application may do what it has to. A search that was answered says so; the token, where it can be read, says why not.
 */
export function judgeRole(token: string, search: HttpResult): Outcome {
  const claims = claimsOf(token);
  const roles = claims?.clientAppRoles instanceof Array ? claims.clientAppRoles.map(String) : undefined;
  const scopes = typeof claims?.scope === 'string' ? claims.scope.split(' ').filter(Boolean) : undefined;
  const carried = roles
    ? `the token carries the app roles ${roles.join(', ') || '(none)'}`
    : scopes
      ? `the token carries ${scopes.length} scopes`
      : 'the token is not one that tells its scopes';
  const mend = `Give the application the app role User Manager: ${place.roles}; and write "scope": "urn:opc:idm:__myscopes__".`;
  if (search.kind === 'answer' && isForbidden(search)) {
    return failed(
      `HTTP ${search.status}: the application may not search for users; ${carried}`,
      mend,
      search.requestId,
    );
  }
  if (search.kind !== 'answer' || search.status !== 200 || jsonObject(search) === null)
    return skipped('the search that would tell was not answered so');
  if (roles && !roles.some((role) => sufficient.includes(role))) {
    return warning(`users can be searched for, but ${carried}, and none that is known to set passwords`, mend);
  }
  return passed(`users can be searched for; ${carried}`);
}

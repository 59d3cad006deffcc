import { oauth, type Answer } from './answer';
import type { Call } from './call';
import { clientMistake } from './client-authentication';
import type { Operation } from './operations';
import type { Random } from './random';
import { unauthorized } from './refusals';
import { granted } from './roles';
import type { Tenant } from './tenant';

/** What an access token is good for. */
export type TokenState = 'valid' | 'insufficient' | 'invalid';

/**
 * The access tokens that were issued. They are opaque; Oracle's are JWTs that no client needs to read. What a token is good
 * for is settled when it is issued, as in a JWT: a role that is given or taken later shows in the next token [I].
 */
export class TokenStore {
  private tokens = new Map<string, { expiresAt: number; operations: ReadonlySet<Operation> }>();

  constructor(private readonly random: Random) {}

  issue(expiresAt: number, operations: ReadonlySet<Operation>, now: number): string {
    for (const [token, { expiresAt: end }] of this.tokens) if (end <= now) this.tokens.delete(token);
    const token = this.random.bytes(32).toString('base64url');
    this.tokens.set(token, { expiresAt, operations });
    return token;
  }

  state(token: string, operation: Operation, now: number): TokenState {
    const found = this.tokens.get(token);
    if (!found || found.expiresAt <= now) return 'invalid';
    return found.operations.has(operation) ? 'valid' : 'insufficient';
  }

  /** Makes all tokens invalid and says how many still were good. */
  revoke(now: number): number {
    const good = [...this.tokens.values()].filter(({ expiresAt }) => expiresAt > now).length;
    this.tokens.clear();
    return good;
  }
}

/** The state of the token of an Authorization header `Bearer ...`. */
export function bearerState(
  tokens: TokenStore,
  authorization: string | undefined,
  operation: Operation,
  now: number,
): TokenState {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? 'invalid' : tokens.state(token, operation, now);
}

/**
 * POST /oauth2/v1/token, grant client_credentials with HTTP Basic or a client assertion [D]: 200 {access_token, token_type, expires_in}.
 *
 * Errors are RFC 6749's: 401 invalid_client for wrong credentials [I] and for an app that is not active [O; code: I],
 * 400 unsupported_grant_type, invalid_request, and invalid_scope when there is no scope at all [I]. A scope that the app
 * does not have is no error: fewer are granted [D], and with none of use the token is answered 403 later [I].
 * Tokens issued before the app was deactivated stay good until they expire or are revoked [I].
 */
export function tokenEndpoint(tenant: Tenant, call: Call): Answer {
  const { tokenLifetimeSeconds } = tenant.settings;
  const isForm = (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? call.text : '');
  if (call.headers.authorization !== undefined && form.has('client_assertion'))
    return refused('invalid_request', 'The client must authenticate in one way only.');
  const mistake = clientMistake(tenant, call, form);
  if (mistake !== undefined) {
    call.concerns.reason = mistake;
    return unauthorized('json', 'token');
  }
  if (!isForm) return refused('invalid_request', 'The body must be application/x-www-form-urlencoded.');
  const [grantTypes, scopes] = [form.getAll('grant_type'), form.getAll('scope')];
  if (grantTypes.length !== 1 || scopes.length > 1)
    return refused('invalid_request', 'grant_type must be given once, scope once at the most.');
  if (grantTypes[0] !== 'client_credentials')
    return refused('unsupported_grant_type', 'The grant type is not client_credentials.');
  const wanted = (scopes[0] ?? '').split(' ').filter((scope) => scope !== '');
  if (wanted.length === 0) return refused('invalid_scope', 'A scope is needed.');

  const now = tenant.now();
  const token = tenant.tokens.issue(now + tokenLifetimeSeconds * 1000, granted(wanted, tenant.app), now);
  return oauth(200, { access_token: token, token_type: 'Bearer', expires_in: tokenLifetimeSeconds });
}

function refused(error: string, description: string): Answer {
  return oauth(400, { error, error_description: description });
}

import type { Failure } from '../sync/failure';
import { accessToken, type AccessToken, type TokenPorts, type TokenSettings } from './token';
import type { HttpRequest, HttpResult } from './transport';

export type Called = HttpResult | { kind: 'noToken'; failure: Failure };

/** A token holds the roles of the moment of its issue: an older one may know nothing of a role that was granted since. */
const YOUNG_MS = 60000;

/**
 * One call of `/admin/v1` with an access token. A 401 is tried once more with a new token, for the first may have been
 * revoked or have run out, and so is a 403 to a token that is not young; a second one is an answer.
 */
export function authorised(
  ports: TokenPorts,
  settings: TokenSettings,
  method: HttpRequest['method'],
  path: string,
  body?: object,
): Called {
  let refused: AccessToken | null = null;
  for (;;) {
    const result = accessToken(ports, settings, refused);
    if (result.kind === 'failed') return { kind: 'noToken', failure: result.failure };
    const answer: HttpResult = ports.transport.exchange({
      method,
      url: `${settings.baseUrl}/admin/v1${path}`,
      headers: {
        Authorization: `Bearer ${result.token.value}`,
        'Content-Type': 'application/scim+json',
        Accept: 'application/scim+json, application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.kind !== 'answer' || refused !== null || !mayBeOfToken(answer.status, result.token, ports))
      return answer;
    refused = result.token;
  }
}

function mayBeOfToken(status: number, { askedAt }: AccessToken, { now }: TokenPorts): boolean {
  return status === 401 || (status === 403 && now().getTime() - askedAt >= YOUNG_MS);
}

/** The access token: fetched with the client's credentials, kept until shortly before it expires (RFC 6749, 4.4). */
import type { Failure } from '../sync/failure';
import { classify } from './classify';
import { jsonObject, type Transport } from './transport';

export interface TokenSettings {
  baseUrl: string;
  clientId: string;
  scope: string;
  /** A token is renewed this long before it expires. */
  tokenRefreshBufferSeconds: number;
}

/** Where a token lives between deliveries: in the JVM, for all scripts and threads of it. */
export interface TokenStore {
  read(): AccessToken | null;
  write(token: AccessToken): void;
  /** Runs one refresh at a time; whoever waited finds the token that the other has fetched. */
  exclusively<Result>(refresh: () => Result): Result;
}

export interface AccessToken {
  value: string;
  /** Milliseconds since 1970 at which it is no longer used. */
  useUntil: number;
}

export type TokenResult = { kind: 'token'; token: AccessToken } | { kind: 'failed'; failure: Failure };

export interface TokenPorts {
  transport: Transport;
  store: TokenStore;
  now(): Date;
  /** Read only when a token is fetched, for it may have to be decrypted. Throws where that fails. */
  clientSecret(): string;
  /** What went wrong, in words that hold no secret. */
  describe(caught: unknown): string;
  base64(text: string): string;
}

/**
 * @param refused  a token that Oracle has just answered with 401: it is not used again, whatever its time
 */
export function accessToken(ports: TokenPorts, settings: TokenSettings, refused: AccessToken | null): TokenResult {
  const cached = usable(ports, refused);
  if (cached !== null) return { kind: 'token', token: cached };
  return ports.store.exclusively((): TokenResult => {
    const fetchedMeanwhile = usable(ports, refused);
    if (fetchedMeanwhile !== null) return { kind: 'token', token: fetchedMeanwhile };
    return fetchToken(ports, settings);
  });
}

function usable({ store, now }: TokenPorts, refused: AccessToken | null): AccessToken | null {
  const token = store.read();
  if (token === null || token.useUntil <= now().getTime()) return null;
  return refused !== null && refused.value === token.value ? null : token;
}

function fetchToken(ports: TokenPorts, settings: TokenSettings): TokenResult {
  const requested = ports.now().getTime();
  let secret: string;
  try {
    secret = ports.clientSecret();
  } catch (caught) {
    const reason = `token: the client secret can't be decrypted: ${ports.describe(caught)}`;
    return { kind: 'failed', failure: { class: 'configuration', reason } };
  }
  const credentials = `${encodeURIComponent(settings.clientId)}:${encodeURIComponent(secret)}`;
  const result = ports.transport.exchange({
    method: 'POST',
    url: `${settings.baseUrl}/oauth2/v1/token`,
    headers: {
      Authorization: `Basic ${ports.base64(credentials)}`,
      'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
      Accept: 'application/json',
    },
    body: `grant_type=client_credentials&scope=${encodeURIComponent(settings.scope)}`,
  });
  const body = result.kind === 'answer' && result.status === 200 ? jsonObject(result) : null;
  if (body === null || typeof body.access_token !== 'string') {
    return { kind: 'failed', failure: classify('token', result) };
  }
  const lifetime = typeof body.expires_in === 'number' ? body.expires_in : 3600;
  // A token that lives shorter than twice the buffer would be renewed all the time: use half of its life.
  const useSeconds = Math.max(lifetime - settings.tokenRefreshBufferSeconds, lifetime / 2);
  const token = { value: body.access_token, useUntil: requested + useSeconds * 1000 };
  ports.store.write(token);
  return { kind: 'token', token };
}

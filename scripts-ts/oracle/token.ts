/** The access token: fetched with the client's credentials, kept until shortly before it expires (RFC 6749, 4.4). */
import type { Failure } from '../sync/failure';
import { classify } from './classify';
import { discoverEndpoint, type Endpoint, standardEndpoint } from './discovery';
import { jsonObject, type Transport } from './transport';

export interface TokenSettings {
  baseUrl: string;
  clientId: string;
  tokenEndpoint: 'standard' | 'discovered';
  scope: string;
  /** A token is renewed this long before it expires. */
  tokenRefreshBufferSeconds: number;
}

/** Where a token lives between deliveries: in the JVM, for all scripts and threads of it. */
export interface TokenStore {
  read(): AccessToken | null;
  write(token: AccessToken): void;
  /**
   * Runs one refresh at a time; whoever waited finds the token that the other has fetched. null when the other has not come
   * to an end in the time that there is.
   */
  exclusively<Result>(refresh: () => Result, patienceMs: number): Result | null;
}

export interface AccessToken {
  value: string;
  /** Milliseconds since 1970 at which it was asked for. */
  askedAt: number;
  /** Milliseconds since 1970 at which it is no longer used. */
  useUntil: number;
}

export type TokenResult = { kind: 'token'; token: AccessToken } | { kind: 'failed'; failure: Failure };

/** How the client proves who it is. Secret and key are read only when a token is fetched; both throw where that fails. */
export type Credentials =
  | { kind: 'secret'; secret(): string }
  | {
      kind: 'assertion';
      /** The alias under which Oracle knows the certificate. */
      keyId: string;
      /** RSASSA-PKCS1-v1_5 with SHA-256 (RS256) over the ASCII bytes of `text`, in base64url without padding. */
      sign(text: string): string;
    };

export interface TokenPorts {
  transport: Transport;
  store: TokenStore;
  now(): Date;
  credentials: Credentials;
  /** What went wrong, in words that hold no secret. */
  describe(caught: unknown): string;
  /** Of the text's UTF-8 bytes. */
  base64(text: string): string;
  /** Never the same twice: a `jti` (RFC 7523, 3). */
  nonce(): string;
  /** How many milliseconds a request may still wait before it has to begin. */
  patience(): number;
}

/**
 * @param refused  a token that Oracle has just answered with 401: it is not used again, whatever its time
 */
export function accessToken(ports: TokenPorts, settings: TokenSettings, refused: AccessToken | null): TokenResult {
  const cached = usable(ports, refused);
  if (cached !== null) return { kind: 'token', token: cached };
  const result = ports.store.exclusively((): TokenResult => {
    const fetchedMeanwhile = usable(ports, refused);
    if (fetchedMeanwhile !== null) return { kind: 'token', token: fetchedMeanwhile };
    return fetchToken(ports, settings);
  }, ports.patience());
  if (result !== null) return result;
  return { kind: 'failed', failure: { class: 'transient', reason: 'token: another delivery still waits for one' } };
}

function usable({ store, now }: TokenPorts, refused: AccessToken | null): AccessToken | null {
  const token = store.read();
  if (token === null || token.useUntil <= now().getTime()) return null;
  return refused !== null && refused.value === token.value ? null : token;
}

function fetchToken(ports: TokenPorts, settings: TokenSettings): TokenResult {
  const endpoint: Endpoint =
    settings.tokenEndpoint === 'standard'
      ? { kind: 'endpoint', url: standardEndpoint(settings.baseUrl) }
      : discoverEndpoint(ports.transport, settings.baseUrl);
  if (endpoint.kind === 'failed') return endpoint;
  const requested = ports.now().getTime();
  let proof: Proof;
  try {
    proof = proofOf(ports, settings);
  } catch (caught) {
    const what = ports.credentials.kind === 'secret' ? "client secret can't be decrypted" : "assertion can't be signed";
    const reason = `token: the ${what}: ${ports.describe(caught)}`;
    return { kind: 'failed', failure: { class: 'configuration', reason } };
  }
  const result = ports.transport.exchange({
    method: 'POST',
    url: endpoint.url,
    headers: {
      ...proof.headers,
      'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
      Accept: 'application/json',
    },
    body: `grant_type=client_credentials&scope=${encodeURIComponent(settings.scope)}${proof.form}`,
  });
  const body = result.kind === 'answer' && result.status === 200 ? jsonObject(result) : null;
  if (body === null || typeof body.access_token !== 'string') {
    return { kind: 'failed', failure: classify('token', result) };
  }
  const lifetime = typeof body.expires_in === 'number' ? body.expires_in : 3600;
  // A token that lives shorter than twice the buffer would be renewed all the time: use half of its life.
  const useSeconds = Math.max(lifetime - settings.tokenRefreshBufferSeconds, lifetime / 2);
  const token = { value: body.access_token, askedAt: requested, useUntil: requested + useSeconds * 1000 };
  ports.store.write(token);
  return { kind: 'token', token };
}

interface Proof {
  headers: { [name: string]: string };
  /** What is added to the form. */
  form: string;
}

/** HTTP Basic (RFC 6749, 2.3.1), or a signed assertion (RFC 7523, 2.2). */
function proofOf(ports: TokenPorts, settings: TokenSettings): Proof {
  const { credentials } = ports;
  const { clientId } = settings;
  if (credentials.kind === 'secret') {
    const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(credentials.secret())}`;
    return { headers: { Authorization: `Basic ${ports.base64(pair)}` }, form: '' };
  }
  const header = { alg: 'RS256', typ: 'JWT', kid: credentials.keyId };
  const signed = `${jsonPart(ports, header)}.${jsonPart(ports, claims(ports, settings))}`;
  return {
    headers: {},
    form:
      `&client_id=${encodeURIComponent(clientId)}` +
      '&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer' +
      `&client_assertion=${signed}.${credentials.sign(signed)}`,
  };
}

/** An assertion is used once, at once; Oracle's clock may be behind ours by some minutes all the same. */
const ASSERTION_SECONDS = 300;

function claims({ now, nonce }: TokenPorts, { baseUrl, clientId }: TokenSettings): object {
  const at = Math.floor(now().getTime() / 1000);
  return {
    iss: clientId,
    sub: clientId,
    // One of them has to be the domain (Oracle: Client/User JWT Assertion); older domains know the first.
    aud: ['https://identity.oraclecloud.com/', baseUrl, `${baseUrl}/`],
    iat: at,
    exp: at + ASSERTION_SECONDS,
    jti: nonce(),
  };
}

/** base64url without padding (RFC 7515, 2). */
function jsonPart({ base64 }: TokenPorts, part: object): string {
  return base64(JSON.stringify(part)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

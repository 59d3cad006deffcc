import { verify } from 'node:crypto';
import { keyNamed } from './app';
import type { Call } from './call';
import { isObject, parseJson, type JsonObject } from './json';
import type { Tenant } from './tenant';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** The issuer of every identity domain, whatever its host [D]. */
export const issuer = 'https://identity.oraclecloud.com/';

/** Why a request to the token endpoint does not come from the app; undefined when it does. */
export function clientMistake(tenant: Tenant, call: Call, form: URLSearchParams): string | undefined {
  if (!tenant.app.active) return 'the app is not active';
  const assertion = form.get('client_assertion');
  return assertion === null ? basicMistake(tenant, call) : assertionMistake(tenant, call, form, assertion);
}

/**
 * HTTP Basic. RFC 6749, 2.3.1 has both halves form-encoded, which many clients leave out: either is taken [I]. A secret that
 * was replaced is refused at once [O].
 */
function basicMistake({ settings, clientSecret }: Tenant, { headers }: Call): string | undefined {
  const given = /^Basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) return 'there are no Basic credentials';
  const text = Buffer.from(given, 'base64').toString('utf8');
  if (text === `${settings.clientId}:${clientSecret}`) return undefined;
  const [id = '', ...rest] = text.split(':');
  const isRight = formDecoded(id) === settings.clientId && formDecoded(rest.join(':')) === clientSecret;
  return isRight ? undefined : 'client id or secret is wrong';
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/**
 * private_key_jwt (RFC 7523): RS256 alone, by a certificate of the app that `kid` or `x5t` names; iss and sub are the client
 * id [D]; exp lies ahead; aud names the domain, with a slash at the end or without, or Oracle's issuer [I]; a jti is good
 * for once [I].
 */
function assertionMistake(tenant: Tenant, call: Call, form: URLSearchParams, assertion: string): string | undefined {
  if (form.get('client_assertion_type') !== assertionType) return 'the client_assertion_type is another';
  const { clientId } = tenant.settings;
  if ((form.get('client_id') ?? clientId) !== clientId) return 'the client_id is another';
  const [head = '', body = '', signature = '', ...more] = assertion.split('.');
  const [header, claims] = [objectIn(head), objectIn(body)];
  if (!header || !claims || more.length > 0) return 'the assertion is no JWT';
  if (header.alg !== 'RS256') return 'the assertion is not signed with RS256';
  const key = keyNamed(tenant.app, header);
  if (!key) return 'kid or x5t names no certificate of the app';
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
    return 'the signature of the assertion is wrong';
  return claimsMistake(tenant, call, claims);
}

function claimsMistake(tenant: Tenant, call: Call, { iss, sub, aud, exp, jti }: JsonObject): string | undefined {
  const { clientId } = tenant.settings;
  if (iss !== clientId || sub !== clientId) return 'iss and sub are not the client id';
  const asAddressed = `${tenant.url.split('://')[0]}://${call.headers.host}`;
  const audiences = [tenant.url, asAddressed].flatMap((url) => [url, `${url}/`]).concat(issuer);
  const named = Array.isArray(aud) ? aud : [aud];
  if (!named.some((one) => typeof one === 'string' && one !== '' && audiences.includes(one)))
    return 'aud names neither this domain nor the issuer';
  const now = tenant.now();
  if (typeof exp !== 'number' || exp * 1000 <= now) return 'the assertion has expired, or has no exp';
  if (jti !== undefined && !tenant.assertions.use(String(jti), exp * 1000, now)) return 'the jti was used before';
  return undefined;
}

/** The ids of assertions that were used, as long as the assertions are good. */
export class UsedAssertions {
  private readonly until = new Map<string, number>();

  /** Whether this is the first time. */
  use(jti: string, expiresAt: number, now: number): boolean {
    for (const [id, end] of this.until) if (end <= now) this.until.delete(id);
    if (this.until.has(jti)) return false;
    this.until.set(jti, expiresAt);
    return true;
  }

  clear(): void {
    this.until.clear();
  }
}

function objectIn(part: string): JsonObject | undefined {
  const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'))?.value;
  return isObject(value) ? value : undefined;
}

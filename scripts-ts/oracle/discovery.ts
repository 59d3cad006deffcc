/** Where tokens are to be had, as the domain itself tells it (OpenID Connect Discovery 1.0, in Oracle's wrapping). */
import type { Failure } from '../sync/failure';
import { classify } from './classify';
import { isObject, jsonObject, type Transport } from './transport';

export type Endpoint = { kind: 'endpoint'; url: string } | { kind: 'failed'; failure: Failure };

/** The endpoint that Oracle documents. */
export function standardEndpoint(baseUrl: string): string {
  return `${baseUrl}/oauth2/v1/token`;
}

export function discoverEndpoint(transport: Transport, baseUrl: string): Endpoint {
  const url = `${baseUrl}/.well-known/idcs-configuration`;
  const result = transport.exchange({ method: 'GET', url, headers: { Accept: 'application/json' } });
  const body = result.kind === 'answer' && result.status === 200 ? jsonObject(result) : null;
  const configuration = body && body['openid-configuration'];
  const found = isObject(configuration) ? configuration.token_endpoint : undefined;
  if (typeof found !== 'string') return { kind: 'failed', failure: classify('discovery', result) };
  if (isOfSameSite(found, baseUrl)) return { kind: 'endpoint', url: found };
  const reason = `discovery: the domain names a token endpoint of another site: ${found.slice(0, 200)}`;
  return { kind: 'failed', failure: { class: 'configuration', reason } };
}

const URL_PARTS = /^(https?):\/\/(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+)(:[0-9]+)?\//;

/** Credentials go to nobody else: the scheme is the same, and so are the last two labels of the host's name. */
function isOfSameSite(url: string, baseUrl: string): boolean {
  const [, scheme, host] = URL_PARTS.exec(url) || [];
  const [, ownScheme, ownHost] = URL_PARTS.exec(`${baseUrl}/`) || [];
  return scheme !== undefined && scheme === ownScheme && siteOf(String(host)) === siteOf(String(ownHost));
}

function siteOf(host: string): string {
  return /^[0-9.]+$|^\[/.test(host) ? host : host.toLowerCase().split('.').slice(-2).join('.');
}

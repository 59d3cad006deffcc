import { classify, type Operation } from '../../../scripts-ts/oracle/classify';
import { isObject, jsonObject, type HttpAnswer, type HttpResult } from '../../../scripts-ts/oracle/transport';
import { place } from './console';

/** What was asked of Oracle. */
export type Request = 'token' | 'search' | 'policies' | 'password';

export interface Refusal {
  readonly what: string;
  readonly mend: string;
  readonly requestId: string | null;
}

const operationOf: Record<Request, Operation> = {
  token: 'token',
  search: 'search',
  policies: 'read',
  password: 'read',
};

/** Why a request did not go well, in Oracle's words, and where in Oracle's console it is mended. */
export function refusalOf(request: Request, result: HttpResult, proof: 'secret' | 'assertion'): Refusal {
  const operation = operationOf[request];
  const { reason } = classify(operation, result);
  const what = reason.startsWith(`${operation}: `) ? reason.slice(operation.length + 2) : reason;
  if (result.kind === 'answer') return { what, mend: mendOf(request, result, proof), requestId: result.requestId };
  const mend =
    result.kind === 'unsent' && result.configuration
      ? 'The certificate, the proxy or a setting of the way stands against it: compare idcs.tls and idcs.proxy.'
      : 'Oracle, or a proxy on the way, did not answer in time: try again, and compare idcs.proxy and idcs.requestTimeoutSeconds.';
  return { what, mend, requestId: null };
}

/** Whether Oracle says that we may not: a missing role may be 401, as a page too, or 403; a page with 403 is a gateway's. */
export function isForbidden(result: HttpResult): boolean {
  return result.kind === 'answer' && (result.status === 401 || (result.status === 403 && isOfApi(result)));
}

function isOfApi({ contentType }: HttpAnswer): boolean {
  return /json/i.test(contentType);
}

function mendOf(request: Request, answer: HttpAnswer, proof: 'secret' | 'assertion'): string {
  const { status } = answer;
  if (status === 429) {
    return (
      `More requests reach this domain than its type allows (${place.domain} > Domain type). ` +
      'Wait a minute; then write that type as idcs.rate.tier, and lower idcs.rate.sharePercent where others use the domain.'
    );
  }
  // Oracle itself answers a bad token with a page; any other page comes from a gateway.
  if (status !== 401 && !isOfApi(answer)) {
    return (
      'This is a page and no answer of the API: a proxy or gateway on the way wrote it. Compare idcs.proxy, and idcs.baseUrl with the ' +
      `Domain URL in ${place.domain}.`
    );
  }
  if (status >= 500) return 'Oracle is in trouble; try again later, and look at ocistatus.oraclecloud.com.';
  if (request === 'token') return tokenMend(answer, proof);
  if (status === 401 || status === 403) {
    return `Give the application the app role User Manager: ${place.roles}, and write "scope": "urn:opc:idm:__myscopes__".`;
  }
  if (status === 404 && request === 'password')
    return `Look for the user in ${place.user}: it may have gone meanwhile.`;
  if (status === 404) return `Compare idcs.baseUrl with the Domain URL in ${place.domain}.`;
  return 'Oracle does not take this request; report it, please, with the words above.';
}

function tokenMend(answer: HttpAnswer, proof: 'secret' | 'assertion'): string {
  const body = jsonObject(answer);
  const code = isObject(body) ? body.error : undefined;
  if (answer.status === 404) return `Compare idcs.baseUrl with the Domain URL in ${place.domain}.`;
  if (code === 'invalid_scope') {
    return `Write "scope": "urn:opc:idm:__myscopes__", and give the application the app role User Manager: ${place.roles}.`;
  }
  if (code === 'unauthorized_client' || code === 'unsupported_grant_type') {
    return `Allow the grant type Client credentials: ${place.oauth} > Edit OAuth configuration.`;
  }
  const active = `An application that is not active is refused alike: ${place.activate}.`;
  if (proof === 'secret') {
    return `Compare client id and client secret with ${place.oauth}; regenerating the secret ends the old one at once. ${active}`;
  }
  return (
    `Compare client id and certificate with ${place.oauth}: idcs.assertion.keyId is the alias of the certificate, the key is its key, ` +
    `and the clocks have to agree. ${active}`
  );
}

/** What an exception of the JVM's HTTP client says about the request: whether Oracle can have seen it, and whether to try again. */
import type { HttpResult } from '../../oracle/transport';
import { className, describe } from '../trouble';

/** Exceptions after which Oracle can't have seen the request. */
const UNSENT =
  /^(ConnectException|HttpConnectTimeoutException|UnresolvedAddressException|UnknownHostException|NoRouteToHostException)$/;

/**
 * Exceptions before anything was sent that another try meets again: a certificate or host name that is not trusted, a URL
 * that is none. (A plain SSLException may come after the request.)
 */
const CONFIGURATION = /^(SSLHandshake|SSLPeerUnverified|CertPath\w*|Certificate\w*|IllegalArgument)Exception$/;

/** A server that is about to stop, or a load balancer without one, hangs up before the handshake: another try may meet another. */
const HUNG_UP = /^SSLHandshakeException: Remote host terminated the handshake/;

/** What a proxy answered that was asked for a tunnel: it has passed nothing on. */
const TUNNEL = /^IOException: Tunnel failed, got: (\d+)/;

/** @throws what it is given, when that is no exception of Java */
export function failureOf(caught: unknown): HttpResult {
  const name = className(caught);
  if (name === '') throw caught;
  // Its message may quote a header, and so the credentials.
  const reason = name === 'IllegalArgumentException' ? name : describe(caught);
  const tunnel = TUNNEL.exec(reason);
  if (tunnel)
    return { kind: 'unsent', reason: tunnelReason(Number(tunnel[1])), configuration: Number(tunnel[1]) < 500 };
  if (HUNG_UP.test(reason)) return { kind: 'unsent', reason, configuration: false };
  if (CONFIGURATION.test(name)) return { kind: 'unsent', reason, configuration: true };
  if (UNSENT.test(name)) return { kind: 'unsent', reason, configuration: false };
  return { kind: 'unanswered', reason };
}

function tunnelReason(status: number): string {
  return `the proxy gave no tunnel: HTTP ${status}`;
}

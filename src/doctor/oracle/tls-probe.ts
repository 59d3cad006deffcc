import type net from 'node:net';
import tls from 'node:tls';
import type { Way } from '../../idcs/way';

/** What a handshake showed. */
export interface TlsFound {
  /** OpenSSL's or Node's code for why the certificate does not hold; absent when it does. */
  readonly objection?: string;
  readonly protocol: string;
  readonly subject: string;
  readonly issuer: string;
  readonly expires: Date;
}

/**
 * Makes the handshake with whoever is at the other end, whether trusted or not, sends nothing, and ends the connection.
 * Rejects when there is none.
 */
export function inspectTls(socket: net.Socket, host: string, way: Way): Promise<TlsFound> {
  return new Promise((resolve, reject) => {
    const secured = tls.connect({
      socket,
      host,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      minVersion: 'TLSv1.2',
      // The verdict is read below, so that the certificate can be named with it.
      rejectUnauthorized: false,
      ...(way.ca !== undefined && { ca: way.ca }),
      ...(way.client && { pfx: Buffer.from(way.client.pfx), passphrase: way.client.passphrase }),
    });
    const timer = setTimeout(
      () => end(Object.assign(new Error('no handshake'), { code: 'ETIMEDOUT' })),
      way.connectTimeoutMs,
    );
    const end = (result: TlsFound | Error) => {
      clearTimeout(timer);
      secured.destroy();
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    secured.once('error', end);
    secured.once('secureConnect', () => {
      const { subject, issuer, valid_to: validTo } = secured.getPeerCertificate();
      const { authorized, authorizationError } = secured as { authorized: boolean; authorizationError: unknown };
      end({
        ...(!authorized && { objection: codeOf(authorizationError) }),
        protocol: secured.getProtocol() ?? 'TLS',
        subject: nameOf(subject),
        issuer: nameOf(issuer),
        expires: new Date(validTo),
      });
    });
  });
}

/** Node hands over a code, or an error that has one. */
function codeOf(error: unknown): string {
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return String(error);
}

function nameOf(name: tls.PeerCertificate['subject'] | undefined): string {
  const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
  return first(name?.CN) ?? first(name?.O) ?? 'somebody without a name';
}

import { lookup } from 'node:dns/promises';
import http from 'node:http';
import net from 'node:net';
import { openTunnel } from '../../idcs/worker';
import { found, type CheckUp, type CheckUpStep, type Settled } from './check-up';
import { place } from './console';
import { failed, passed, skipped, warning, type Outcome } from '../step';
import { inspectTls, type TlsFound } from './tls-probe';

/** A certificate that ends sooner is worth a word. */
const EXPIRY_WARNING_DAYS = 21;

export const networkSteps: readonly CheckUpStep[] = [
  { id: 'name', title: 'Name resolution', needs: ['settings'], run: resolveName },
  { id: 'connect', title: 'TCP connection', needs: ['name'], run: connect },
  { id: 'tls', title: 'TLS', needs: ['connect'], run: checkTls },
];

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where Oracle is. */
export function targetOf({ url }: Pick<Settled, 'url'>): Address {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) };
}

async function resolveName(checkUp: CheckUp): Promise<Outcome> {
  const settled = found(checkUp, 'settled');
  const { proxy } = settled.way;
  const { host } = proxy ?? targetOf(settled);
  try {
    const addresses = [...new Set((await lookup(host, { all: true })).map(({ address }) => address))];
    const what = `${host} is ${addresses.join(', ')}`;
    return passed(proxy ? `${what}, the proxy; it resolves Oracle's name itself` : what);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const spelling = proxy
      ? 'Compare it with idcs.proxy.host.'
      : `Compare it with the Domain URL in ${place.domain}. Where only a proxy knows names outside, write idcs.proxy.`;
    return failed(
      `${host} has no address: ${code}`,
      `${spelling} "nslookup ${host}" asks the name server of this machine.`,
    );
  }
}

async function connect(checkUp: CheckUp): Promise<Outcome> {
  const settled = found(checkUp, 'settled');
  const { proxy } = settled.way;
  const target = targetOf(settled);
  const shown = `${target.host}:${target.port}`;
  const start = performance.now();
  try {
    const socket = await openSocket(settled);
    socket.destroy();
    const milliseconds = Math.round(performance.now() - start);
    const what = `${shown} in ${milliseconds} ms`;
    if (!proxy) return passed(what);
    // What Node does without being told, the JVM of IDM does not; from here it can't be seen.
    const login =
      proxy.user === undefined ? '' : '; IDM logs in there only with -Djdk.http.auth.tunneling.disabledSchemes=';
    return passed(`${what}, through ${proxy.host}:${proxy.port}${login}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!proxy) {
      const mend = `Open the firewall from here to ${shown}, or write idcs.proxy where the way out is a proxy.`;
      return failed(`${shown} can't be reached: ${code ?? message}`, mend);
    }
    const what = `${shown} can't be reached through ${proxy.host}:${proxy.port}: ${message || code}`;
    if (message.includes('407'))
      return failed(what, 'The proxy wants a login: write idcs.proxy.user and idcs.proxy.password.');
    return failed(what, `Compare idcs.proxy, and have the proxy allow CONNECT to ${shown}.`);
  }
}

/** A connection to Oracle, through the proxy where there is one, within the deadline of the environment. */
export function openSocket(settled: Settled): Promise<net.Socket> {
  const { connectTimeoutMs, proxy } = settled.way;
  const target = targetOf(settled);
  return new Promise((resolve, reject) => {
    const attempt = proxy
      ? openTunnel({ http }, proxy, target, (error, socket) => settle(error, socket))
      : net
          .connect(target)
          .once('connect', () => settle(null, attempt as net.Socket))
          .once('error', (error) => settle(error));
    const timer = setTimeout(() => {
      attempt.destroy();
      settle(Object.assign(new Error(`nothing within ${connectTimeoutMs / 1000} s`), { code: 'ETIMEDOUT' }));
    }, connectTimeoutMs);
    const settle = (error: Error | null, socket?: net.Socket) => {
      clearTimeout(timer);
      if (socket) resolve(socket);
      else reject(error ?? new Error('there is no connection'));
    };
  });
}

async function checkTls(checkUp: CheckUp): Promise<Outcome> {
  const settled = found(checkUp, 'settled');
  if (settled.url.protocol === 'http:') {
    return skipped('plain http to this machine: a simulator, not Oracle');
  }
  const { host } = targetOf(settled);
  try {
    return judge(await inspectTls(await openSocket(settled), host, settled.way), host);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const mend =
      'Something on the way may break TLS up (a proxy that inspects it), or asks for idcs.tls.clientKeystore.';
    return failed(`no TLS with ${host}: ${code ?? message}`, mend);
  }
}

/** What a handshake showed, in words. */
export function judge({ objection, protocol, issuer, subject, expires }: TlsFound, host: string): Outcome {
  const days = Math.floor((expires.getTime() - Date.now()) / 86_400_000);
  const certificate = `certificate of ${subject} by ${issuer}`;
  if (objection === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const mend = `Write the host of the Domain URL (${place.domain}) into idcs.baseUrl; a name of your own for it can't work.`;
    return failed(`the ${certificate} does not hold for the host name ${host}`, mend);
  }
  if (objection === 'CERT_HAS_EXPIRED') {
    return failed(
      `the ${certificate} has expired ${-days} days ago`,
      'Whoever runs that server, or the proxy in front, renews it.',
    );
  }
  if (objection !== undefined) {
    const mend =
      'Where a proxy inspects TLS, or the server is your own: write its authority in PEM as idcs.tls: {"trust": "pem", "trustFile": ...}. ' +
      'Oracle itself needs no more than the authorities of the JVM.';
    return failed(`the ${certificate} is not trusted: ${objection}`, mend);
  }
  const what = `${protocol}, ${certificate}, ${days} days to go`;
  if (days >= EXPIRY_WARNING_DAYS) return passed(what);
  return warning(what, 'Oracle renews its certificates in time; a proxy that inspects TLS has to renew its own.');
}

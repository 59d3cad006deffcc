import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Control } from './control';
import { controlPrefix, serveControl } from './control-routes';
import { serveOracle } from './oracle';
import { Tenant, defaultClientId, defaultClientSecret, type TenantSettings } from './tenant';

export interface SimulatorOptions extends Partial<TenantSettings> {
  /** Default 0: a free one. */
  port?: number;
  /** Loopback only: the control API asks nobody who they are. */
  host?: '127.0.0.1';
}

export interface Simulator {
  /** http://127.0.0.1:PORT, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The control API without HTTP. */
  readonly control: Control;
  /** Ends at once: open connections are cut, pending answers and delayed requests are given up. May be called twice. */
  close(): Promise<void>;
}

/** Longer than clients keep idle connections, so that it is they who close them. */
const keepAliveMs = 65_000;

/**
 * An Oracle identity domain on this machine: token endpoint, users, password changer and policies as Oracle serves them,
 * and a control API under /_simulator/. All state is in memory. Rejects when the port can not be had (EADDRINUSE, EACCES),
 * and with a plain Error for a bad policy.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', ...settings } = options;
  const closing = new AbortController();
  const tenant = new Tenant({
    clientId: defaultClientId,
    clientSecret: defaultClientSecret,
    tokenLifetimeSeconds: 3600,
    policy: {},
    unauthorizedAnswer: 'html',
    clock: Date.now,
    ...settings,
  });
  const control = new Control(tenant, closing.signal);

  const server = createServer(
    { keepAliveTimeout: keepAliveMs, headersTimeout: keepAliveMs + 5000 },
    (request, response) => {
      const { socket } = request;
      const served = request.url?.startsWith(controlPrefix)
        ? serveControl(control, request, response)
        : serveOracle(tenant, request, response, closing.signal);
      served.catch(() => socket.destroy());
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: boundPort } = server.address() as AddressInfo;
  tenant.url = `http://${host}:${boundPort}`;

  let closed: Promise<void> | undefined;
  const close = () =>
    (closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      closing.abort();
      server.closeAllConnections();
    }));
  return { url: tenant.url, port: boundPort, control, close };
}

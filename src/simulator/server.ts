import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Control } from './control';
import { controlPrefix, serveControl } from './control-routes';
import { serveOracle } from './oracle';
import { Tenant, defaultClientId, defaultClientSecret, type TenantSettings } from './tenant';

/** PEM texts. */
export interface TlsOptions {
  key: string;
  cert: string;
  /** The CA of client certificates. */
  ca?: string;
  /** Whether a client without a certificate of that CA is turned away. Default: whether there is a `ca`. */
  requestClientCert?: boolean;
}

/** A domain beside the default one; what it leaves out is as there. */
export interface TenantOptions extends Partial<TenantSettings> {
  /** The first label of the host name by which it is reached: `idcs-a` is at idcs-a.localhost. */
  name: string;
}

export interface SimulatorOptions extends Partial<TenantSettings> {
  /** Default 0: a free one. */
  port?: number;
  /** Loopback only: the control API asks nobody who they are. */
  host?: '127.0.0.1';
  /** Default: HTTP without TLS. */
  tls?: TlsOptions;
  tenants?: TenantOptions[];
}

/** One domain of a simulator. */
export interface SimulatedTenant {
  /** Without a slash at the end. */
  readonly url: string;
  readonly control: Control;
}

export interface Simulator extends SimulatedTenant {
  /** http(s)://127.0.0.1:PORT, without a slash at the end: the default tenant. */
  readonly url: string;
  readonly port: number;
  /** The control API of the default tenant without HTTP. */
  readonly control: Control;
  /** A tenant by its name; throws for a name that is none. */
  tenant(name: string): SimulatedTenant;
  /** Ends at once: open connections are cut, pending answers and delayed requests are given up. May be called twice. */
  close(): Promise<void>;
}

interface Domain extends SimulatedTenant {
  tenant: Tenant;
}

/** Longer than clients keep idle connections, so that it is they who close them. */
const keepAliveMs = 65_000;

/**
 * Oracle identity domains on this machine: token endpoint, users, password changer and policies as Oracle serves them, and
 * a control API under /_simulator/. The Host header chooses the domain, as it does at Oracle; a host that names none gets
 * the default one. All state is in memory. Rejects when the port can not be had (EADDRINUSE, EACCES), and with a plain
 * Error for settings that are wrong.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', tls, tenants = [], ...settings } = options;
  const closing = new AbortController();
  const base = domainOf(settings, closing.signal);
  const named = new Map(tenants.map((one) => [nameFrom(one), domainOf(inherited(settings, one), closing.signal)]));
  if (named.size < tenants.length) throw new Error('Each tenant needs a name of its own.');

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const { tenant, control } = named.get(firstLabel(request.headers.host)) ?? base;
    const served = request.url?.startsWith(controlPrefix)
      ? serveControl(control, request, response)
      : serveOracle(tenant, request, response, closing.signal);
    served.catch(() => request.socket.destroy());
  };
  const server = serverFor(tls, serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: boundPort } = server.address() as AddressInfo;
  for (const [name, { tenant }] of [['', base] as const, ...named]) {
    tenant.url = `${tls ? 'https' : 'http'}://${name === '' ? host : `${name}.localhost`}:${boundPort}`;
    tenant.asksForCertificate = tls !== undefined && asksForCertificate(tls);
  }

  let closed: Promise<void> | undefined;
  const close = () =>
    (closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      closing.abort();
      server.closeAllConnections();
    }));
  const tenantNamed = (name: string): SimulatedTenant => {
    const domain = named.get(name.toLowerCase());
    if (!domain) throw new Error(`There is no tenant ${name}.`);
    return domain;
  };
  return { url: base.url, port: boundPort, control: base.control, tenant: tenantNamed, close };
}

function domainOf(settings: Partial<TenantSettings>, closing: AbortSignal): Domain {
  const tenant = new Tenant({
    clientId: defaultClientId,
    clientSecret: defaultClientSecret,
    tokenLifetimeSeconds: 3600,
    policy: {},
    unauthorizedAnswer: 'html',
    clock: Date.now,
    ...settings,
  });
  const control = new Control(tenant, closing);
  return {
    tenant,
    control,
    get url() {
      return tenant.url;
    },
  };
}

/** With the seed of all, each tenant has ids and tokens of its own. */
function inherited(settings: Partial<TenantSettings>, { name, ...own }: TenantOptions): Partial<TenantSettings> {
  const seed = settings.seed === undefined ? {} : { seed: `${settings.seed}\0${name}` };
  return { ...settings, ...seed, ...own };
}

function nameFrom({ name }: TenantOptions): string {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(name) || /^(localhost|\d+)$/i.test(name))
    throw new Error(
      `The name of a tenant must be the first label of a host name, and ${JSON.stringify(name)} is none.`,
    );
  return name.toLowerCase();
}

function firstLabel(host = ''): string {
  return host.toLowerCase().split(/[.:]/)[0] ?? '';
}

function serverFor(
  tls: TlsOptions | undefined,
  serve: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const timeouts = { keepAliveTimeout: keepAliveMs, headersTimeout: keepAliveMs + 5000 };
  if (!tls) return createPlainServer(timeouts, serve);
  const { key, cert, ca } = tls;
  const demanded = asksForCertificate(tls);
  if (demanded && ca === undefined) throw new Error('To ask for client certificates takes their CA.');
  return createTlsServer(
    { ...timeouts, key, cert, ...(ca !== undefined && { ca }), requestCert: demanded, rejectUnauthorized: demanded },
    serve,
  );
}

function asksForCertificate({ ca, requestClientCert = ca !== undefined }: TlsOptions): boolean {
  return requestClientCert;
}

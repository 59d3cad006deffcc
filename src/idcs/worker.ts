/**
 * The thread that does the HTTP. Its code reaches it as text, so that it runs from the bundled command as from a test:
 * the functions of `shipped` may use one another, what they are given, and nothing else of this or any other module.
 */
import type http from 'node:http';
import type https from 'node:https';
import type net from 'node:net';
import type tls from 'node:tls';
import type { MessagePort } from 'node:worker_threads';
import type { HttpRequest, HttpResult } from '../../scripts-ts/oracle/transport';
import type { Proxy, Way } from './way';

/** What the thread is started with. */
export interface WorkerData {
  way: Way;
  port: MessagePort;
  /** One number that grows by one with each result; whoever waits for it is woken. */
  signal: Int32Array;
}

/** A request to the thread, and what became of it. */
export interface Asked {
  call: number;
  request: HttpRequest;
}
export interface Answered {
  call: number;
  result: HttpResult;
}

export interface Modules {
  http: typeof http;
  https: typeof https;
  tls: typeof tls;
}

export interface Agents {
  'http:': http.Agent;
  'https:': https.Agent;
}

/** An error with the code that says before what it happened. */
type Coded = Error & { code?: string };

/**
 * A connection to the target that a proxy is asked for by CONNECT. `done` gets the socket, or an error: with the code
 * `PROXY_REFUSES` when the proxy does not want to, `PROXY_FAILS` when it can't.
 */
export function openTunnel(
  modules: Pick<Modules, 'http'>,
  proxy: Proxy,
  target: { host: string; port: number },
  done: (error: Coded | null, socket?: net.Socket) => void,
): http.ClientRequest {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const login = Buffer.from(`${proxy.user}:${proxy.password}`, 'utf8').toString('base64');
  const request = modules.http.request({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: `${host}:${target.port}`,
    agent: false,
    headers: {
      Host: `${host}:${target.port}`,
      ...(proxy.user !== undefined && { 'Proxy-Authorization': `Basic ${login}` }),
    },
  });
  request.once('connect', (answer, socket) => {
    if (answer.statusCode === 200) return done(null, socket);
    socket.destroy();
    const error: Coded = new Error(`the proxy gave no tunnel: HTTP ${answer.statusCode}`);
    error.code = Number(answer.statusCode) < 500 ? 'PROXY_REFUSES' : 'PROXY_FAILS';
    done(error);
  });
  request.once('error', done);
  request.end();
  return request;
}

/** Why an exchange came to nothing: whether Oracle can have seen it, and whether the next would end alike. */
export function failureOf(error: Coded, sent: boolean): HttpResult {
  const code = error.code ?? error.name;
  // An error of several addresses has no message of its own, and that of a proxy says it all.
  const reason =
    error.message.includes(code) || /^PROXY/.test(code)
      ? error.message
      : [code, error.message].filter(Boolean).join(': ');
  if (sent) return { kind: 'unanswered', reason };
  // Certificates, host names, protocols and URLs stay as they are until somebody changes a file or a setting.
  const configuration =
    /^(ERR_TLS|ERR_SSL|ERR_OSSL|ERR_CRYPTO|ERR_INVALID|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_|INVALID_CA|PROXY_REFUSES)/;
  return { kind: 'unsent', reason, configuration: configuration.test(code) };
}

/** Keeps connections, with the trust, the certificate and the proxy of the way. */
export function agentsOf(modules: Modules, way: Way): Agents {
  const secure = {
    minVersion: 'TLSv1.2' as const,
    ...(way.ca !== undefined && { ca: way.ca }),
    ...(way.client && { pfx: Buffer.from(way.client.pfx), passphrase: way.client.passphrase }),
  };
  const agents: Agents = {
    'http:': new modules.http.Agent({ keepAlive: true }),
    'https:': new modules.https.Agent({ keepAlive: true, ...secure }),
  };
  const { proxy } = way;
  if (!proxy) return agents;
  for (const protocol of ['http:', 'https:'] as const) {
    // Agents take a socket that comes later by a callback; their type does not say so.
    const createConnection = (
      options: tls.ConnectionOptions,
      ready: (error: Error | null, it?: net.Socket) => void,
    ) => {
      const target = { host: String(options.host), port: Number(options.port) };
      openTunnel(modules, proxy, target, (error, socket) => {
        if (error || !socket) return ready(error);
        ready(null, protocol === 'http:' ? socket : modules.tls.connect({ ...options, socket }));
      });
    };
    Object.assign(agents[protocol], { createConnection });
  }
  return agents;
}

/** Calls back when a request has a connection: from then on Oracle may see it. */
export function whenConnected(request: http.ClientRequest, connected: () => void): void {
  request.once('socket', (socket) => {
    const isSecure = 'encrypted' in socket;
    // A kept connection stands already, and so does a tunnel.
    if (request.reusedSocket || (!isSecure && !socket.connecting)) connected();
    else socket.once(isSecure ? 'secureConnect' : 'connect', connected);
  });
}

/** Reads an answer to its end. */
export function readAnswer(
  response: http.IncomingMessage,
  done: (answer: HttpResult) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  const header = (name: string) => {
    const value = response.headers[name];
    return value === undefined ? null : String(value);
  };
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('error', fail);
  response.once('end', () =>
    done({
      kind: 'answer',
      status: response.statusCode ?? 0,
      body: Buffer.concat(chunks).toString('utf8'),
      contentType: header('content-type') ?? '',
      date: header('date'),
      requestId: header('opc-request-id') ?? header('x-oracle-dms-ecid'),
    }),
  );
}

/** One exchange within its deadlines. `done` is called once. */
export function exchange(
  modules: Modules,
  { way, agents }: { way: Way; agents: Agents },
  { method, url, headers, body, timeoutMs = Infinity }: HttpRequest,
  done: (result: HttpResult) => void,
): void {
  let sent = false;
  let outgoing: http.ClientRequest | undefined;
  const timers: NodeJS.Timeout[] = [];
  const end = (result: HttpResult) => {
    // What comes of the connection afterwards concerns nobody.
    done(result);
    done = () => {};
    timers.forEach(clearTimeout);
  };
  const fail = (error: Coded) => end(failureOf(error, sent));
  const within = (code: string, milliseconds: number) => {
    const expire = () => {
      fail(Object.assign(new Error(`nothing within ${milliseconds / 1000} s`), { code }));
      outgoing?.destroy();
    };
    const timer = setTimeout(expire, milliseconds);
    timers.push(timer);
    return timer;
  };
  try {
    const protocol = new URL(url).protocol === 'https:' ? 'https:' : 'http:';
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const { request } = protocol === 'https:' ? modules.https : modules.http;
    outgoing = request(url, { method, agent: agents[protocol], headers: { ...headers, ...length } });
    const connecting = within('CONNECT_TIMEOUT', way.connectTimeoutMs);
    within('TIMEOUT', Math.min(way.requestTimeoutMs, timeoutMs));
    whenConnected(outgoing, () => {
      sent = true;
      clearTimeout(connecting);
    });
    outgoing.on('error', fail);
    outgoing.once('response', (response) => readAnswer(response, end, fail));
    outgoing.end(body);
  } catch (caught) {
    const error = caught as Coded;
    // The message of what Node finds invalid may quote a header, and so the credentials.
    const reason = /^ERR_(INVALID|HTTP)/.test(String(error.code)) ? String(error.code) : error.message;
    end({ kind: 'unsent', reason, configuration: true });
  }
}

/** Answers requests for as long as the thread lives. */
export function serve(modules: Modules, { way, port, signal }: WorkerData): void {
  const agents = agentsOf(modules, way);
  port.on('message', ({ call, request }: Asked) =>
    exchange(modules, { way, agents }, request, (result) => {
      port.postMessage({ call, result } satisfies Answered);
      Atomics.add(signal, 0, 1);
      Atomics.notify(signal, 0);
    }),
  );
}

const shipped = [openTunnel, failureOf, agentsOf, whenConnected, readAnswer, exchange, serve];

/** What the thread runs. */
export const workerSource = `'use strict';
${shipped.map(String).join('\n')}
const modules = { http: require('node:http'), https: require('node:https'), tls: require('node:tls') };
${serve.name}(modules, require('node:worker_threads').workerData);
`;

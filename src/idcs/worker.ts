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
  net: typeof net;
  tls: typeof tls;
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

/** Requests over kept connections, one at a time. */
export function client(modules: Modules, way: Way): (request: HttpRequest, done: (result: HttpResult) => void) => void {
  const secure = {
    minVersion: 'TLSv1.2' as const,
    ...(way.ca !== undefined && { ca: way.ca }),
    ...(way.client && { pfx: Buffer.from(way.client.pfx), passphrase: way.client.passphrase }),
  };
  const agents = {
    'http:': new modules.http.Agent({ keepAlive: true }),
    'https:': new modules.https.Agent({ keepAlive: true, ...secure }),
  };
  const { proxy } = way;
  if (proxy) {
    for (const protocol of ['http:', 'https:'] as const) {
      // Agents take a socket that comes later by a callback; its type does not say so.
      const connect = (options: tls.ConnectionOptions, ready: (error: Error | null, socket?: net.Socket) => void) => {
        const target = { host: String(options.host), port: Number(options.port) };
        openTunnel(modules, proxy, target, (error, socket) => {
          if (error || !socket) return ready(error);
          ready(null, protocol === 'http:' ? socket : modules.tls.connect({ ...options, socket }));
        });
        return undefined;
      };
      Object.assign(agents[protocol], { createConnection: connect });
    }
  }
  return (request, done) => {
    let sent = false;
    let ended = false;
    const timers: NodeJS.Timeout[] = [];
    const end = (result: HttpResult) => {
      if (ended) return;
      ended = true;
      timers.forEach(clearTimeout);
      done(result);
    };
    const fail = (error: Coded) => end(failureOf(error, sent));
    const expire = (code: string, milliseconds: number) => {
      const error: Coded = new Error(`nothing within ${milliseconds / 1000} s`);
      error.code = code;
      fail(error);
      outgoing?.destroy();
    };
    const deadline = Math.min(way.requestTimeoutMs, request.timeoutMs ?? Infinity);
    let outgoing: http.ClientRequest | undefined;
    try {
      const url = new URL(request.url);
      const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
      outgoing = modules[protocol === 'https:' ? 'https' : 'http'].request(url, {
        method: request.method,
        agent: agents[protocol],
        headers: {
          ...request.headers,
          ...(request.body !== undefined && { 'Content-Length': Buffer.byteLength(request.body) }),
        },
      });
      const connecting = setTimeout(() => expire('CONNECT_TIMEOUT', way.connectTimeoutMs), way.connectTimeoutMs);
      timers.push(
        connecting,
        setTimeout(() => expire('TIMEOUT', deadline), deadline),
      );
      const isConnected = () => {
        sent = true;
        clearTimeout(connecting);
      };
      outgoing.once('socket', (socket) => {
        const waitsFor = 'encrypted' in socket ? 'secureConnect' : 'connect';
        // A kept connection, or a tunnel, stands already.
        const stands = outgoing?.reusedSocket || (waitsFor === 'connect' && !socket.connecting);
        if (stands) isConnected();
        else socket.once(waitsFor, isConnected);
      });
      outgoing.on('error', fail);
      outgoing.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.once('end', () => {
          const header = (name: string) => {
            const value = response.headers[name];
            return value === undefined ? null : String(value);
          };
          end({
            kind: 'answer',
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            contentType: header('content-type') ?? '',
            date: header('date'),
            requestId: header('opc-request-id') ?? header('x-oracle-dms-ecid'),
          });
        });
      });
      outgoing.end(request.body);
    } catch (caught) {
      const error = caught as Coded;
      // The message of what Node finds invalid may quote a header, and so the credentials.
      const reason = /^ERR_(INVALID|HTTP)/.test(String(error.code)) ? String(error.code) : error.message;
      end({ kind: 'unsent', reason, configuration: true });
    }
  };
}

/** Answers requests for as long as the thread lives. */
export function serve(modules: Modules, { way, port, signal }: WorkerData): void {
  const exchange = client(modules, way);
  port.on('message', ({ call, request }: Asked) =>
    exchange(request, (result) => {
      port.postMessage({ call, result } satisfies Answered);
      Atomics.add(signal, 0, 1);
      Atomics.notify(signal, 0);
    }),
  );
}

const shipped = [openTunnel, failureOf, client, serve];

/** What the thread runs. */
export const workerSource = `'use strict';
${shipped.map(String).join('\n')}
const modules = { http: require('node:http'), https: require('node:https'), net: require('node:net'), tls: require('node:tls') };
${serve.name}(modules, require('node:worker_threads').workerData);
`;

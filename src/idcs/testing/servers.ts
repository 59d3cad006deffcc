import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type tls from 'node:tls';

export interface TestServer {
  port: number;
  close(): void;
}

/** Listens on a free port of this machine; `close` cuts what is connected. */
export async function listening(server: net.Server): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A port of this machine at which nobody listens. */
export async function refusedPort(): Promise<number> {
  const { port, close } = await listening(net.createServer());
  close();
  return port;
}

/** A server with TLS that hands every request on to a plain one, as the front of a domain does. */
export function tlsFront(options: tls.TlsOptions, port: number): https.Server {
  return https.createServer(options, (request, response) => {
    const { method, url: path, headers } = request;
    const inner = http.request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    inner.on('error', () => response.destroy());
    request.pipe(inner);
  });
}

/**
 * A proxy that knows CONNECT. `asked` gets each target; with `login` (`user:password`) any other is refused with 407.
 */
export function connectProxy(asked: string[], login?: string): http.Server {
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  return http.createServer().on('connect', (request, socket: net.Socket) => {
    asked.push(String(request.url));
    if (wanted !== undefined && request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const inner = net.connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      inner.pipe(socket);
      socket.pipe(inner);
    });
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  });
}

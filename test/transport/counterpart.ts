/** A server in Oracle's place that answers what a test tells it to, and remembers what it was asked. */
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Seen {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  /** As the bytes came. */
  body: Buffer;
}

export type Reply = (response: http.ServerResponse) => void;

export class Counterpart {
  /** The requests since `answer` was called, each once its body has come. */
  readonly seen: Seen[] = [];
  private reply: Reply = (response) => response.end();

  private constructor(
    private readonly server: http.Server | https.Server,
    readonly port: number,
    private readonly scheme: string,
  ) {}

  static http(): Promise<Counterpart> {
    return Counterpart.listening(http.createServer(), 'http');
  }

  static https(options: https.ServerOptions): Promise<Counterpart> {
    return Counterpart.listening(https.createServer(options), 'https');
  }

  private static async listening(server: http.Server | https.Server, scheme: string): Promise<Counterpart> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const counterpart = new Counterpart(server, (server.address() as AddressInfo).port, scheme);
    server.on('request', (request, response) => counterpart.serve(request, response));
    // A client that turns away from our certificate is what some tests are about.
    server.on('tlsClientError', () => undefined);
    return counterpart;
  }

  url(path: string, host = '127.0.0.1'): string {
    return `${this.scheme}://${host}:${this.port}${path}`;
  }

  /** What is answered from now on. */
  answer(reply: Reply): void {
    this.seen.length = 0;
    this.reply = reply;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      this.seen.push({ method, path, headers, body: Buffer.concat(chunks) });
      this.reply(response);
    });
  }
}

/** Sends a body of this content type; text as UTF-8, whatever the type says of its charset. */
export function sends(status: number, contentType: string, text: string, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': contentType, ...headers });
    response.end(Buffer.from(text, 'utf8'));
  };
}

/** A port of this machine on which nobody listens. */
export async function deadPort(): Promise<number> {
  const counterpart = await Counterpart.http();
  await counterpart.close();
  return counterpart.port;
}

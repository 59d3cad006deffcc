/** An HTTP proxy: tunnels by CONNECT and passes plain requests on, and may ask for a user. */
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface ProxyAsked {
  method: string;
  /** `host:port` of a tunnel, the whole URL else. */
  target: string;
  authorization: string | undefined;
}

export interface ProxyOptions {
  /** `user:password`; without it everybody may pass. */
  credentials?: string;
  /** Answers every tunnel with this status instead. */
  refuseTunnels?: number;
}

export class Proxy {
  readonly asked: ProxyAsked[] = [];
  private readonly server = http.createServer((request, response) => this.forward(request, response));
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly options: ProxyOptions) {
    this.server.on('connect', (request, socket: Socket) => this.tunnel(request, socket));
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
  }

  static async start(options: ProxyOptions = {}): Promise<Proxy> {
    const proxy = new Proxy(options);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** As `idcs.proxy` names it. */
  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private tunnel(request: http.IncomingMessage, socket: Socket): void {
    const refused = this.admits(request) ? this.options.refuseTunnels : 407;
    if (refused !== undefined) {
      socket.end(`HTTP/1.1 ${refused} Refused\r\nProxy-Authenticate: Basic realm="proxy"\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [host = '', port] = String(request.url).split(':');
    const onward = net.connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    this.sockets.add(onward);
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  }

  private forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (!this.admits(request)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end();
      return;
    }
    const { 'proxy-authorization': _ours, ...headers } = request.headers;
    const onward = http.request(String(request.url), { method: request.method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  }

  private admits(request: http.IncomingMessage): boolean {
    const { credentials } = this.options;
    const authorization = request.headers['proxy-authorization'];
    this.asked.push({ method: String(request.method), target: String(request.url), authorization });
    return credentials === undefined || authorization === basic(credentials);
  }
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

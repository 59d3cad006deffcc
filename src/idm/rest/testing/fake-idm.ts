/** The part of IDM's REST interface that a deployment speaks to, in memory, for the failures that a real one shows too seldom. */
import http from 'node:http';
import { listening } from '../../../idcs/testing/servers';
import { IdmClient } from '../client';

export interface Exchange {
  readonly method: string;
  /** Below `/openidm/`, with its query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

/** An answer, or the end of the connection without one. */
export type Reply = { readonly status: number; readonly body: unknown; readonly type?: string } | 'cut' | 'silent';

export interface FakeIdm {
  readonly client: IdmClient;
  readonly base: string;
  /** The configurations by id, `custom/x`. */
  readonly configs: Map<string, object>;
  /** The objects of other paths: what GET answers there with 200. */
  readonly objects: Map<string, object>;
  readonly asked: Exchange[];
  /** Looks at each request first; what it returns is the answer. */
  intercept: (exchange: Exchange) => Reply | undefined;
  close(): void;
}

export async function fakeIdm(timeoutMs?: number): Promise<FakeIdm> {
  const configs = new Map<string, object>();
  const objects = new Map<string, object>([['info/ping', { state: 'ACTIVE_READY' }]]);
  const asked: Exchange[] = [];
  const server = http.createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const { method = '', url = '', headers } = request;
      const exchange = {
        method,
        path: url.replace(/^\/openidm\//, ''),
        headers,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
      asked.push(exchange);
      const reply = idm.intercept(exchange) ?? answer(exchange, configs, objects);
      if (reply === 'silent') return;
      if (reply === 'cut') {
        response.destroy();
        return;
      }
      response.writeHead(reply.status, { 'content-type': reply.type ?? 'application/json', ...redirect(reply.status) });
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    });
  });
  const { port, close } = await listening(server);
  const base = `http://127.0.0.1:${port}/openidm`;
  const client = new IdmClient(base, { kind: 'password', user: 'openidm-admin', password: 'secret' }, timeoutMs);
  const idm: FakeIdm = { client, base, configs, objects, asked, intercept: () => undefined, close };
  return idm;
}

/** As OpenIDM 7.0.1 does it, to a PUT without a precondition. */
function answer({ method, path, body }: Exchange, configs: Map<string, object>, objects: Map<string, object>): Reply {
  const id = decodeURIComponent(/^config\/([^?]+)/.exec(path)?.[1] ?? '');
  const present = configs.get(id);
  if (path === 'config') {
    return { status: 200, body: { configurations: [...configs.keys()].map((_id) => ({ _id })) } };
  }
  if (id !== '' && method === 'PUT') {
    configs.set(id, body as object);
    return { status: present ? 200 : 201, body: { _id: id, ...(body as object) } };
  }
  if (id !== '' && present) {
    if (method === 'DELETE') configs.delete(id);
    return { status: 200, body: { _id: id, ...present } };
  }
  const object = objects.get(path.replace(/\?.*/, ''));
  return object ? { status: 200, body: object } : { status: 404, body: { code: 404, message: `'${path}' not found` } };
}

function redirect(status: number): Record<string, string> {
  return status === 302 ? { location: 'https://login.example.com/?goto=secret' } : {};
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

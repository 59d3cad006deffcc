import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { buildSync } from 'esbuild';
import type { HttpRequest, HttpResult } from '../../scripts-ts/oracle/transport';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { makeCertificate, storePassword, type Certificate } from './testing/certificates';
import { connectProxy, listening, refusedPort, tlsFront, type TestServer } from './testing/servers';
import type { Way } from './way';

/** The transport blocks its thread, so that it runs in a process of its own, from a bundle as the command does. */
const program = `
  const { nodeTransport } = require('./transport');
  const way = JSON.parse(process.argv[2]), requests = JSON.parse(process.argv[3]);
  if (way.client) way.client.pfx = Buffer.from(way.client.pfx, 'base64');
  const waits = [];
  const transport = nodeTransport(way, (_, seconds) => waits.push(seconds));
  const results = requests.map((request) => {
    const start = Date.now();
    return { ...transport.exchange(request), milliseconds: Date.now() - start };
  });
  transport.close();
  process.stdout.write(JSON.stringify({ results, waits }));
`;

type Timed = HttpResult & { milliseconds: number };

const folder = temporaryFolder();
const bundle = path.join(folder, 'program.js');
const open: TestServer[] = [];
let localhost: Certificate;
let other: Certificate;

beforeAll(async () => {
  buildSync({
    stdin: { contents: program, resolveDir: __dirname },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
  });
  [localhost, other] = await Promise.all([
    makeCertificate(folder, { name: 'localhost', hosts: ['localhost', '127.0.0.1'] }),
    makeCertificate(folder, { name: 'other', hosts: ['other.example'] }),
  ]);
});
afterEach(() => open.splice(0).forEach((server) => server.close()));
afterAll(removeTemporaryFolders);

async function serve(server: net.Server): Promise<number> {
  const opened = await listening(server);
  open.push(opened);
  return opened.port;
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  ...more,
});
const patient = { connectTimeoutMs: 5000, requestTimeoutMs: 10_000 };

async function exchange(way: Way, ...requests: HttpRequest[]): Promise<{ results: Timed[]; waits: number[] }> {
  const plain = way.client
    ? { ...way, client: { ...way.client, pfx: Buffer.from(way.client.pfx).toString('base64') } }
    : way;
  const child = spawn(process.execPath, [bundle, JSON.stringify(plain), JSON.stringify(requests)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
  return JSON.parse(text) as { results: Timed[]; waits: number[] };
}

async function one(way: Way, request: HttpRequest): Promise<Timed> {
  return (await exchange(way, request)).results[0]!;
}

it('carries requests and answers whole, over one connection', async () => {
  const seen: object[] = [];
  let connections = 0;
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, type: headers['content-type'], length: headers['content-length'], body });
      const more = {
        'Content-Type': 'application/json',
        'opc-request-id': 'R1',
        Date: 'Mon, 02 Feb 2026 02:02:02 GMT',
      };
      response.writeHead(201, more).end('{"ä":"€"}');
    });
  });
  server.on('connection', () => connections++);
  const url = `http://127.0.0.1:${await serve(server)}`;
  const post: HttpRequest = {
    method: 'POST',
    url: `${url}/a?b=c`,
    headers: { 'Content-Type': 'x/y' },
    body: 'pässword',
  };

  const { results, waits } = await exchange(patient, post, get(url));
  expect(results[0]).toEqual({
    kind: 'answer',
    status: 201,
    body: '{"ä":"€"}',
    contentType: 'application/json',
    date: 'Mon, 02 Feb 2026 02:02:02 GMT',
    requestId: 'R1',
    milliseconds: expect.any(Number),
  });
  expect(seen).toEqual([
    { method: 'POST', url: '/a?b=c', type: 'x/y', length: '9', body: 'pässword' },
    { method: 'GET', url: '/', type: undefined, length: undefined, body: '' },
  ]);
  expect([connections, waits]).toEqual([1, []]);
});

it('does not follow redirects, and takes the ECID where there is no request id', async () => {
  const server = http.createServer((_, response) =>
    response.writeHead(302, { Location: '/elsewhere', 'X-ORACLE-DMS-ECID': 'E1' }).end(),
  );
  const result = await one(patient, get(`http://127.0.0.1:${await serve(server)}`));
  expect(result).toMatchObject({ kind: 'answer', status: 302, body: '', contentType: '', requestId: 'E1' });
});

it('goes on after a kept connection was closed', async () => {
  const server = http.createServer({ keepAliveTimeout: 0 }, (_, response) =>
    response.writeHead(200, { Connection: 'close' }).end('fine'),
  );
  const url = `http://127.0.0.1:${await serve(server)}`;
  const { results } = await exchange(patient, get(url), get(url));
  expect(results.map(({ kind }) => kind)).toEqual(['answer', 'answer']);
});

describe('what Oracle can not have seen', () => {
  it('an unknown name, and a port where nobody listens: another try may end otherwise', async () => {
    const refused = `http://127.0.0.1:${await refusedPort()}`;
    const { results } = await exchange(patient, get('https://no-such-domain.invalid'), get(refused));
    expect(results).toEqual([
      expect.objectContaining({
        kind: 'unsent',
        configuration: false,
        reason: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
      }),
      expect.objectContaining({ kind: 'unsent', configuration: false, reason: expect.stringMatching(/ECONNREFUSED/) }),
    ]);
  });

  it('a certificate that is not trusted, and one for another host: every try ends so', async () => {
    const [untrusted, mismatched] = await Promise.all(
      [localhost, other].map(({ pfx }) => serve(https.createServer({ pfx, passphrase: storePassword }))),
    );
    const way = { ...patient, ca: other.pem };
    const { results } = await exchange(
      way,
      get(`https://localhost:${untrusted}`),
      get(`https://localhost:${mismatched}`),
    );
    expect(results).toEqual([
      expect.objectContaining({
        kind: 'unsent',
        configuration: true,
        reason: expect.stringMatching(/SELF_SIGNED|self-signed/),
      }),
      expect.objectContaining({ kind: 'unsent', configuration: true, reason: expect.stringMatching(/ALTNAME/) }),
    ]);
  });

  it('a server that never shakes hands, after the time for connections', async () => {
    const port = await serve(net.createServer());
    const result = await one({ connectTimeoutMs: 300, requestTimeoutMs: 10_000 }, get(`https://localhost:${port}`));
    expect(result).toMatchObject({
      kind: 'unsent',
      configuration: false,
      reason: expect.stringMatching(/within 0.3 s/),
    });
    expect(result.milliseconds).toBeLessThan(9000);
  });

  it('an invalid header, which is not quoted, and a URL that is none', async () => {
    const headers = { Authorization: 'Bearer canary\n' };
    const { results } = await exchange(patient, get('http://127.0.0.1:1', { headers }), get('nowhere'));
    for (const result of results) expect(result).toMatchObject({ kind: 'unsent', configuration: true });
    expect(JSON.stringify(results)).not.toContain('canary');
  });
});

describe('what Oracle may have seen', () => {
  it('a connection that ends after the request, and an answer that ends too soon', async () => {
    const dropping = http.createServer((request) => request.socket.destroy());
    const cutting = http.createServer((request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('the beginning', () => request.socket.destroy());
    });
    const [dropped, cut] = await Promise.all([dropping, cutting].map(serve));
    const { results } = await exchange(patient, get(`http://127.0.0.1:${dropped}`), get(`http://127.0.0.1:${cut}`));
    expect(results.map(({ kind }) => kind)).toEqual(['unanswered', 'unanswered']);
  });

  it('an answer that does not come in time, or whose body trickles; the request may shorten the time', async () => {
    const silent = http.createServer(() => {});
    const trickling = http.createServer((_, response) => {
      response.writeHead(200);
      const drop = setInterval(() => response.write('.'), 50);
      response.once('close', () => clearInterval(drop));
    });
    const [quiet, slow] = await Promise.all([silent, trickling].map(serve));
    const way = { connectTimeoutMs: 5000, requestTimeoutMs: 1500 };
    const { results, waits } = await exchange(
      way,
      get(`http://127.0.0.1:${quiet}`),
      get(`http://127.0.0.1:${slow}`, { timeoutMs: 300 }),
    );
    expect(results.map(({ kind }) => kind)).toEqual(['unanswered', 'unanswered']);
    expect(results[0]!.milliseconds).toBeGreaterThanOrEqual(1400);
    expect(results[1]!.milliseconds).toBeLessThan(results[0]!.milliseconds);
    expect(waits[0]).toBe(1);
  });
});

describe('the way', () => {
  it('trusts what it is told to, and shows its certificate', async () => {
    const server = https.createServer(
      { pfx: localhost.pfx, passphrase: storePassword, requestCert: true, ca: other.pem },
      (request, response) => response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN),
    );
    const client = { pfx: other.pfx, passphrase: storePassword };
    const way = { ...patient, ca: localhost.pem, client };
    expect(await one(way, get(`https://localhost:${await serve(server)}`))).toMatchObject({
      status: 200,
      body: 'other',
    });
  });

  it('says that a keystore does not open', async () => {
    const way = { ...patient, client: { pfx: other.pfx, passphrase: 'canary' } };
    const result = await one(way, get('https://localhost:1'));
    expect(result).toMatchObject({ kind: 'unsent', configuration: true });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  it('goes through a proxy that wants a login, with TLS end to end, and plainly to a simulator', async () => {
    const plain = await serve(http.createServer((_, response) => response.end('behind')));
    const secure = await serve(tlsFront({ pfx: localhost.pfx, passphrase: storePassword }, plain));
    const asked: string[] = [];
    const proxy = { host: '127.0.0.1', port: await serve(connectProxy(asked, 'me:pässword')) };
    const way = { ...patient, ca: localhost.pem };
    const urls = [
      get(`https://localhost:${secure}`),
      get(`https://localhost:${secure}`),
      get(`http://127.0.0.1:${plain}`),
    ];

    const through = await exchange({ ...way, proxy: { ...proxy, user: 'me', password: 'pässword' } }, ...urls);
    expect(through.results.map((result) => 'body' in result && result.body)).toEqual(['behind', 'behind', 'behind']);
    expect(asked).toEqual([`localhost:${secure}`, `127.0.0.1:${plain}`]);

    const refused = await one({ ...way, proxy }, urls[0]!);
    expect(refused).toMatchObject({
      kind: 'unsent',
      configuration: true,
      reason: 'the proxy gave no tunnel: HTTP 407',
    });
  });

  it('tells a proxy that refuses from one that can not', async () => {
    const failing = http.createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 503 Out of order\r\n\r\n'));
    const proxy = { host: '127.0.0.1', port: await serve(failing) };
    const result = await one({ ...patient, proxy }, get('https://localhost:1'));
    expect(result).toMatchObject({ kind: 'unsent', configuration: false, reason: expect.stringMatching('HTTP 503') });
  });

  it('can be told that the proxy is away', async () => {
    const proxy = { host: '127.0.0.1', port: await refusedPort() };
    expect(await one({ ...patient, proxy }, get('https://localhost:1'))).toMatchObject({
      kind: 'unsent',
      configuration: false,
    });
  });
});

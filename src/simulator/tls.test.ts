import https, { type RequestOptions } from 'node:https';
import { startSimulator, type Simulator } from '.';
import { testCertificate } from './test-certificate';

const ca = testCertificate({ name: 'CA' });
const server = testCertificate({ name: 'server', issuer: ca });
const visitor = testCertificate({ name: 'visitor', issuer: ca });
const stranger = testCertificate({ name: 'stranger' });
let simulator: Simulator;

afterEach(() => simulator.close());

function get(path: string, options: RequestOptions = {}): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const request = https.get(simulator.url + path, { ca: ca.cert, agent: false, ...options }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    request.on('error', reject);
  });
}

test('serves HTTPS alone, with the certificate that it was given', async () => {
  simulator = await startSimulator({ tls: server });
  expect(simulator.url).toBe(`https://127.0.0.1:${simulator.port}`);
  expect(await get('/_simulator/health')).toMatchObject({ status: 200, text: expect.stringMatching(simulator.url) });
  expect(JSON.parse((await get('/.well-known/openid-configuration')).text)).not.toHaveProperty('secure_token_endpoint');
  await expect(get('/_simulator/health', { ca: stranger.cert })).rejects.toThrow(/certificate/);
  await expect(fetch(simulator.url.replace('https', 'http'))).rejects.toThrow('fetch failed');
});

test('with the CA of clients, who has no certificate of it is turned away', async () => {
  simulator = await startSimulator({ tls: { ...server, ca: ca.cert } });
  const { status, text } = await get('/.well-known/openid-configuration', visitor);
  expect([status, (JSON.parse(text) as Record<string, unknown>).secure_token_endpoint]).toEqual([
    200,
    `${simulator.url}/oauth2/v1/token`,
  ]);
  await expect(get('/_simulator/health')).rejects.toThrow();
  await expect(get('/_simulator/health', stranger)).rejects.toThrow();
});

test('asks for client certificates of a CA only', async () => {
  await expect(startSimulator({ tls: { ...server, requestClientCert: true } })).rejects.toThrow('takes their CA');
  simulator = await startSimulator({ tls: { ...server, ca: ca.cert, requestClientCert: false } });
  expect((await get('/_simulator/health')).status).toBe(200);
});

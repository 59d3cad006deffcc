/** Whom the transports trust over TLS, and who they say they are. */
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Tls } from '../../scripts-ts/idm/settings-file';
import type { HttpResult } from '../../scripts-ts/oracle/transport';
import { type Identity, served, storePassword } from './certificates';
import { Counterpart, sends } from './counterpart';
import type { Probe, TransportSettings } from './probe';

type Identities = Record<'trusted' | 'unknown' | 'elsewhere' | 'client', Identity>;

const accepted = { kind: 'answer', status: 200 };

/** Before anything was sent, and not to be tried again as it is. */
const refused = (reason: RegExp) => ({
  kind: 'unsent',
  configuration: true,
  reason: expect.stringMatching(reason) as unknown,
});

/** Declares the tests. IDM's truststore holds the certificates `trusted` and `elsewhere`; `elsewhere` is for another host. */
export function checksCertificates(probe: () => Probe, identities: () => Identities): void {
  const open: Counterpart[] = [];
  afterEach(async () => {
    for (const counterpart of open.splice(0)) await counterpart.close();
  });

  /** Asks a server that has this certificate. */
  async function asked(who: keyof Identities, settings: TransportSettings, options: object = {}): Promise<HttpResult> {
    const oracle = await Counterpart.https({ ...served(identities()[who]), ...options });
    open.push(oracle);
    oracle.answer(sends(200, 'application/json', '{}'));
    const result = await probe().exchange(settings, { method: 'GET', url: oracle.url('/', 'localhost'), headers: {} });
    if (result.kind !== 'answer') expect(oracle.seen).toEqual([]);
    return result;
  }
  const pem = (trustFile: string): { tls: Tls } => ({ tls: { trust: 'pem', trustFile } });
  const trusting = (who: keyof Identities): { tls: Tls } => pem(identities()[who].certificate);

  describe('a certificate', () => {
    test("in IDM's truststore, whose password is obfuscated, is trusted", async () => {
      expect(await asked('trusted', { tls: { trust: 'idm' } })).toMatchObject(accepted);
    });

    test("in IDM's truststore is trusted by the JVM, for IDM gives it that one", async () => {
      expect(await asked('trusted', { tls: { trust: 'jvm' } })).toMatchObject(accepted);
    });

    test('that nobody knows is refused', async () => {
      const reason = /^SSLHandshakeException: .*certification path/;
      for (const trust of ['idm', 'jvm'] as const) {
        expect(await asked('unknown', { tls: { trust } })).toMatchObject(refused(reason));
      }
      expect(await asked('unknown', trusting('trusted'))).toMatchObject(refused(reason));
    });

    test('of another host is refused, however trusted', async () => {
      const reason = /^SSLHandshakeException: .*localhost/;
      expect(await asked('elsewhere', { tls: { trust: 'idm' } })).toMatchObject(refused(reason));
      expect(await asked('elsewhere', trusting('elsewhere'))).toMatchObject(refused(reason));
    });

    test('in a PEM file among others is trusted', async () => {
      const file = path.join(path.dirname(identities().trusted.certificate), 'several.pem');
      const certificates = (['client', 'trusted'] as const).map((who) =>
        fs.readFileSync(identities()[who].certificate, 'utf8'),
      );
      fs.writeFileSync(file, `\ufeffOf Oracle:\n${certificates.join('and\n')}`);
      expect(await asked('trusted', pem(file))).toMatchObject(accepted);
    });

    test('that is renewed is taken up without a restart', async () => {
      const file = path.join(path.dirname(identities().trusted.certificate), 'renewed.pem');
      fs.copyFileSync(identities().trusted.certificate, file);
      expect(await asked('unknown', pem(file))).toMatchObject(refused(/certification path/));
      fs.copyFileSync(identities().unknown.certificate, file);
      fs.utimesSync(file, new Date(), new Date(Date.now() + 60_000));
      expect(await asked('unknown', pem(file))).toMatchObject(accepted);
    });
  });

  test('a server that hangs up before the handshake may be another next time', async () => {
    const server = net.createServer((socket) => socket.once('data', () => socket.end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://localhost:${(server.address() as net.AddressInfo).port}/`;
    const result = await probe().exchange(trusting('trusted'), { method: 'POST', url, headers: {}, body: '{}' });
    expect(result).toMatchObject({ kind: 'unsent', configuration: false });
    await new Promise((resolve) => server.close(resolve));
  });

  describe('a file of certificates', () => {
    test.each<[what: string, content: string | null, reason: RegExp]>([
      ['that is missing', null, /^500 idcs\.tls\.trustFile: .*wrong\.pem can't be read \(NoSuchFileException\)$/],
      ['without certificates', 'nothing', /wrong\.pem holds no certificate \(BEGIN CERTIFICATE\)$/],
      [
        'with a damaged one',
        '-----BEGIN CERTIFICATE-----\nQUFBQQ==\n-----END CERTIFICATE-----',
        /wrong\.pem has a damaged certificate, number 1 \(CertificateException\)$/,
      ],
    ])('%s is told', async (_what, content, reason) => {
      const file = path.join(path.dirname(identities().trusted.certificate), 'wrong.pem');
      if (content !== null) fs.writeFileSync(file, content);
      expect(await asked('trusted', pem(file))).toMatchObject(refused(reason));
      fs.rmSync(file, { force: true });
    });
  });

  describe('a server that demands a certificate', () => {
    const demanding = (): object => ({
      requestCert: true,
      rejectUnauthorized: true,
      ca: fs.readFileSync(identities().client.certificate),
    });
    const own = (password: string, file = identities().client.keystore): { tls: Tls } => ({
      tls: { ...trusting('trusted').tls, clientKeystore: { file, type: 'PKCS12', password } },
    });

    test('is given it', async () => {
      expect(await asked('trusted', own(storePassword), demanding())).toMatchObject(accepted);
    });

    // By TLS 1.3 a client has sent its request when it hears of that, and finds the word or only a broken connection.
    test('does not see what is sent without', async () => {
      const result = await asked('trusted', trusting('trusted'), demanding());
      if (result.kind === 'unsent') expect(result).toMatchObject(refused(/^SSLHandshakeException: /));
      else expect(result.kind).toBe('unanswered');
    });

    test('is not served from a keystore of another password, which is told without either', async () => {
      // Another file, so that no client that was made of it is there already.
      const { keystore } = identities().client;
      const file = path.join(path.dirname(keystore), 'another.p12');
      fs.copyFileSync(keystore, file);
      const result = await asked('trusted', own('Not-the-Password', file), demanding());
      expect(result).toMatchObject(
        refused(/another\.p12 can't be opened as PKCS12 with its password \(IOException\)$/),
      );
      expect(JSON.stringify(result)).not.toContain('Not-the-Password');
    });
  });

  test("external/rest trusts IDM's truststore, checks no name of a host, and has no certificate of its own", async () => {
    const settings = { transport: 'externalRest' } as const;
    expect(await asked('trusted', settings)).toMatchObject(accepted);
    expect(await asked('elsewhere', settings)).toMatchObject(accepted);
    expect(await asked('unknown', settings)).toMatchObject({ kind: 'unanswered' });
  });
}

import { generateKeyPairSync, verify } from 'node:crypto';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { least, load } from '../environment/testing';
import { nodeCredentials } from './credentials';
import { UnusableFile, wayOf } from './way';

afterAll(removeTemporaryFolders);

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: typeof rsa.privateKey) => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const certificate = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----';
const folder = temporaryFolder({
  'rsa.pem': pem(rsa.privateKey),
  'ec.pem': pem(elliptic.privateKey),
  'none.pem': 'no key',
  'certificate.pem': `words\n${certificate}\n-----BEGIN PRIVATE KEY-----\ncanary\n${certificate}`,
  'client.p12': 'bytes',
});

/** As an environment file gives them. */
const { clientSecret: _, ...idcs } = load(least).settings.idcs;

function unusable(work: () => unknown): UnusableFile {
  try {
    work();
  } catch (error) {
    if (error instanceof UnusableFile) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('credentials', () => {
  it('are the secret, read when it is wanted', () => {
    const credentials = nodeCredentials({ ...idcs, clientSecret: 'secret' }, folder);
    expect(credentials.kind === 'secret' && credentials.secret()).toBe('secret');
  });

  it('are a signature that the certificate of the key confirms', () => {
    const credentials = nodeCredentials({ ...idcs, assertion: { keyId: 'k1', pemFile: 'rsa.pem' } }, folder);
    if (credentials.kind !== 'assertion') throw new Error('no assertion');
    expect(credentials.keyId).toBe('k1');
    const signature = credentials.sign('head.claims');
    expect(signature).toMatch(/^[\w-]+$/);
    const signed = Buffer.from(signature, 'base64url');
    expect(verify('RSA-SHA256', Buffer.from('head.claims'), rsa.publicKey, signed)).toBe(true);
  });

  it.each([
    ['a file that is not there', { pemFile: 'nowhere.pem' }, /nowhere\.pem can't be read: ENOENT/, /--project/],
    ['a file that is no key', { pemFile: 'none.pem' }, /none\.pem is no private key/, /PKCS #8/],
    ['a key that is not RSA', { pemFile: 'ec.pem' }, /is a key for ec/, /RSA/],
    [
      'a keystore',
      { keystore: { file: 'keys.jks', type: 'JKS' as const, password: 'x', alias: 'a' } },
      /none out of keys\.jks/,
      /--assertion-key/,
    ],
  ])('say what is wrong with %s', (_, key, what, mend) => {
    const credentials = nodeCredentials({ ...idcs, assertion: { keyId: 'k1', ...key } }, folder);
    const error = unusable(() => credentials.kind === 'assertion' && credentials.sign('text'));
    expect(error.message).toMatch(what);
    expect(error.mend).toMatch(mend);
  });
});

describe('the way', () => {
  it('has the deadlines in milliseconds, files of the project folder, and the proxy', () => {
    const client = { file: 'client.p12', type: 'PKCS12' as const, password: 'open' };
    const tls = { trust: 'pem' as const, trustFile: 'certificate.pem', clientKeystore: client };
    const proxy = { host: 'proxy.example.com', port: 3128 };
    expect(wayOf({ ...idcs, tls, proxy }, folder)).toEqual({
      connectTimeoutMs: 5000,
      requestTimeoutMs: 10_000,
      ca: `${certificate}\n${certificate}\n`,
      client: { pfx: Buffer.from('bytes'), passphrase: 'open' },
      proxy,
    });
  });

  it.each([
    ['trust that is no certificate', { trust: 'pem' as const, trustFile: 'none.pem' }, /holds no certificate/],
    ['trust that is not there', { trust: 'pem' as const, trustFile: 'nowhere' }, /can't be read/],
    [
      'a keystore of Java',
      { trust: 'jvm' as const, clientKeystore: { file: 'client.jks', type: 'JKS' as const, password: 'x' } },
      /client\.jks is a JKS keystore/,
    ],
  ])('says what is wrong with %s', (_, tls, what) => {
    expect(unusable(() => wayOf({ ...idcs, tls }, folder)).message).toMatch(what);
  });
});

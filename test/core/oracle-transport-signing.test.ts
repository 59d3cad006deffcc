/** The signature of a client assertion, as built, in a running IDM. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../installation/bundle';
import { makeIdentity, storePassword } from '../transport/certificates';
import { type ProbedIdm, startIdm } from '../transport/idms';

const TEXT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjbGllbnQifQ';
const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const folder = temporaryFolder('signing');

let idm: ProbedIdm;

beforeAll(async () => {
  idm = await startIdm('core');
});
afterAll(async () => {
  await idm?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}

function pem(type: 'pkcs1' | 'pkcs8', key = privateKey): string {
  return String(key.export({ type, format: 'pem' }));
}

function verifies(signature: string | undefined, key: crypto.KeyLike): boolean {
  return crypto.verify('RSA-SHA256', Buffer.from(TEXT), key, Buffer.from(String(signature), 'base64url'));
}

/** Absolute, or relative to IDM's project folder. */
async function signed(pemFile: string): Promise<{ signature?: string; trouble?: string }> {
  return idm.probe.sign({ keyId: 'key-1', pemFile }, TEXT);
}

describe('is that of the key', () => {
  test.each([
    ['PKCS #8', pem('pkcs8')],
    ['PKCS #1', pem('pkcs1')],
    [
      'PKCS #8, with lines of Windows and words before it',
      `Key of the client\r\n${pem('pkcs8').replace(/\n/g, '\r\n')}`,
    ],
  ])('in %s', async (_what, content) => {
    const { signature } = await signed(write('key.pem', content));
    expect(signature).toMatch(/^[A-Za-z0-9_-]{342}$/);
    expect(verifies(signature, publicKey)).toBe(true);
  });

  test.each([1024, 3072, 4096])('in PKCS #1 of %d bits', async (modulusLength) => {
    const pair = crypto.generateKeyPairSync('rsa', { modulusLength });
    const { signature } = await signed(write('key.pem', pem('pkcs1', pair.privateKey)));
    expect(verifies(signature, pair.publicKey)).toBe(true);
  });

  test("in a file of IDM's project folder, and a renewed one at once", async () => {
    const file = path.join(String(idm.project), 'client.pem');
    fs.writeFileSync(file, pem('pkcs8'));
    expect(verifies((await signed('client.pem')).signature, publicKey)).toBe(true);
    const renewed = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
    fs.writeFileSync(file, pem('pkcs8', renewed.privateKey));
    expect(verifies((await signed('client.pem')).signature, renewed.publicKey)).toBe(true);
  });

  test('in a keystore', async () => {
    const { keystore: file, certificate } = makeIdentity(folder, 'signer');
    const keystore = { file, type: 'PKCS12', password: storePassword, alias: 'signer' } as const;
    const { signature } = await idm.probe.sign({ keyId: 'key-1', keystore }, TEXT);
    expect(verifies(signature, fs.readFileSync(certificate))).toBe(true);
    const trouble = async (change: object): Promise<string | undefined> =>
      (await idm.probe.sign({ keyId: 'key-1', keystore: { ...keystore, ...change } }, TEXT)).trouble;
    expect(await trouble({ alias: 'another' })).toBe(`500 idcs.assertion.keystore: ${file} has no key "another"`);
    expect(await trouble({ password: 'Not-this-one' })).toBe(
      `500 idcs.assertion.keystore: ${file} can't be opened as PKCS12 with its password (IOException)`,
    );
  });
});

describe('is refused, in words that name the file and hold nothing of it, for', () => {
  const SECRET = 'U2VjcmV0IG9mIHRoZSBmaWxl';
  const block = (label: string, content = SECRET): string =>
    `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
  const elliptic = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

  test.each<[what: string, content: string, trouble: string]>([
    ['a certificate alone', block('CERTIFICATE'), 'holds no private key (BEGIN PRIVATE KEY)'],
    ['a damaged key', block('PRIVATE KEY'), 'holds no RSA key, or a damaged one (InvalidKeySpecException)'],
    [
      'a damaged key of the old form',
      block('RSA PRIVATE KEY'),
      'holds no RSA key, or a damaged one (InvalidKeySpecException)',
    ],
    ['an elliptic key', pem('pkcs8', elliptic), 'holds no RSA key, or a damaged one (InvalidKeySpecException)'],
    [
      'an encrypted key',
      block('ENCRYPTED PRIVATE KEY'),
      'is encrypted: store the key without a password, or in a keystore',
    ],
    [
      'an encrypted key of the old form',
      block('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n${SECRET}`),
      'is encrypted: store the key without a password, or in a keystore',
    ],
  ])('%s', async (_what, content, trouble) => {
    const file = write('wrong.pem', content);
    expect(await signed(file)).toEqual({ trouble: `500 idcs.assertion.pemFile: ${file} ${trouble}` });
  });

  test('a file that is not there', async () => {
    const file = path.join(String(idm.project), 'nowhere.pem');
    const trouble = `500 idcs.assertion.pemFile: ${file} can't be read (NoSuchFileException)`;
    expect(await signed('nowhere.pem')).toEqual({ trouble });
  });
});

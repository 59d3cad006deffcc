import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate for tests, made here because Node makes none: X.509 v3 in DER, good from 2000 to 2099. */
export interface TestCertificate {
  /** The private key as PEM. */
  key: string;
  /** The certificate as PEM. */
  cert: string;
  name: string;
  privateKey: KeyObject;
}

interface Wanted {
  name: string;
  kind?: 'ec' | 'rsa';
  /** Default: itself. */
  issuer?: TestCertificate;
}

export function testCertificate({ name, kind = 'ec', issuer }: Wanted): TestCertificate {
  const { privateKey, publicKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = issuer?.privateKey ?? privateKey;
  const algorithm = signer.asymmetricKeyType === 'rsa' ? sequence(sha256WithRsa, der(0x05)) : sequence(ecdsaWithSha256);
  const extensions = sequence(
    ...(issuer ? [] : [sequence(basicConstraints, boolean(true), octets(sequence(boolean(true))))]),
    sequence(
      subjectAltName,
      octets(sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
    ),
  );
  const body = sequence(
    der(0xa0, integer(2)),
    integer(++serial),
    algorithm,
    named(issuer?.name ?? name),
    sequence(time('20000101000000Z'), time('20991231235959Z')),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = bits(sign('sha256', body, signer));
  const pem = sequence(body, algorithm, signature)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
    name,
    privateKey,
  };
}

let serial = 0;

const commonName = identifier(0x55, 0x04, 0x03);
const subjectAltName = identifier(0x55, 0x1d, 0x11);
const basicConstraints = identifier(0x55, 0x1d, 0x13);
const ecdsaWithSha256 = identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02);
const sha256WithRsa = identifier(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b);

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function identifier(...bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]));
}

function octets(content: Buffer): Buffer {
  return der(0x04, content);
}

function bits(content: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), content);
}

function time(text: string): Buffer {
  return der(0x18, Buffer.from(text));
}

function named(name: string): Buffer {
  return sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(name)))));
}

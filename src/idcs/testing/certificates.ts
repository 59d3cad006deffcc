import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The password of the keystores; it opens nothing else. */
export const storePassword = 'store-password';

export interface Certificate {
  /** The keystore with key and certificate, PKCS12. */
  store: string;
  pfx: Buffer;
  /** The file of the certificate in PEM, and its text. */
  pemFile: string;
  pem: string;
}

/** A key with a certificate that it signs itself, made by the JDK's keytool. */
export async function makeCertificate(
  folder: string,
  { name, hosts, days = 90 }: { name: string; hosts: string[]; days?: number },
): Promise<Certificate> {
  const store = path.join(folder, `${name}.p12`);
  const pemFile = path.join(folder, `${name}.pem`);
  const access = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', storePassword, '-alias', name];
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `ip:${host}` : `dns:${host}`)).join(',');
  const key = ['-keyalg', 'RSA', '-keysize', '2048', '-dname', `CN=${name}`, '-validity', String(days)];
  await run('keytool', ['-genkeypair', ...access, ...key, '-ext', `SAN=${names}`]);
  await run('keytool', ['-exportcert', '-rfc', ...access, '-file', pemFile]);
  return { store, pfx: fs.readFileSync(store), pemFile, pem: fs.readFileSync(pemFile, 'utf8') };
}

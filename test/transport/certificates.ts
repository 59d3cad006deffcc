/** Certificates of throw-away servers and clients, made by the JDK's keytool; nothing of them outlives the folder. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Of every keystore here; a server's truststore has to have the password of its keystore. */
export const storePassword = 'changeit';

/** The same as IDM's own obfuscation writes it into boot.properties. */
export const obfuscatedPassword = 'OBF:1vn21ugu1saj1v9i1v941sar1ugw1vo0';

export interface Identity {
  name: string;
  /** Key and certificate, as PKCS #12. */
  keystore: string;
  /** The certificate alone, in PEM. */
  certificate: string;
}

/** A key and a certificate that it has signed itself, for these hosts: `dns:localhost,ip:127.0.0.1`. */
export function makeIdentity(folder: string, name: string, hosts = 'dns:localhost,ip:127.0.0.1'): Identity {
  const identity = { name, keystore: path.join(folder, `${name}.p12`), certificate: path.join(folder, `${name}.pem`) };
  keytool(
    ...['-genkeypair', '-alias', name, '-keyalg', 'RSA', '-keysize', '2048', '-validity', '2'],
    ...['-dname', `CN=${name}`, '-ext', `san=${hosts}`, '-storetype', 'PKCS12', '-keystore', identity.keystore],
  );
  keytool('-exportcert', '-rfc', '-alias', name, '-keystore', identity.keystore, '-file', identity.certificate);
  return identity;
}

/** A truststore; that of IDM is a JKS. */
export function makeTruststore(folder: string, trusted: readonly Identity[], type = 'JKS'): string {
  const file = path.join(folder, `truststore.${type}`);
  for (const { name, certificate } of trusted) {
    keytool(
      ...['-importcert', '-noprompt', '-alias', name, '-file', certificate, '-storetype', type, '-keystore', file],
    );
  }
  return file;
}

/** What `node:https` needs to serve as this identity. */
export function served({ keystore }: Identity): { pfx: Buffer; passphrase: string } {
  return { pfx: fs.readFileSync(keystore), passphrase: storePassword };
}

function keytool(...args: string[]): void {
  // Its warnings about proprietary formats go to standard error.
  execFileSync('keytool', [...args, '-storepass', storePassword], { stdio: ['ignore', 'pipe', 'pipe'] });
}

import fs from 'node:fs';
import path from 'node:path';
import type { Idcs, Keystore } from '../../scripts-ts/idm/settings-file';

/** How Oracle is reached: deadlines, trust, our certificate and the proxy. Plain data, for it goes to another thread. */
export interface Way {
  /** For the connection as a whole: name, TCP, proxy and TLS. */
  readonly connectTimeoutMs: number;
  /** From the call to the end of the answer. */
  readonly requestTimeoutMs: number;
  /** Certificates in PEM that are trusted in place of Node's. */
  readonly ca?: string;
  readonly client?: { readonly pfx: Uint8Array; readonly passphrase: string };
  readonly proxy?: Proxy;
}

export interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
}

/** A file that Node can't use; the message is for the user and quotes nothing of the file. */
export class UnusableFile extends Error {
  constructor(
    message: string,
    readonly mend: string,
  ) {
    super(message);
    this.name = 'UnusableFile';
  }
}

/**
 * The way that these settings describe, all references resolved. Files are relative to `folder`, IDM's project folder.
 *
 * Throws UnusableFile for one that can't be read, and for a keystore in one of Java's own formats.
 */
export function wayOf(idcs: Idcs, folder: string): Way {
  const { connectTimeoutSeconds, requestTimeoutSeconds, tls, proxy } = idcs;
  return {
    connectTimeoutMs: connectTimeoutSeconds * 1000,
    requestTimeoutMs: requestTimeoutSeconds * 1000,
    ...(tls.trust === 'pem' && tls.trustFile !== undefined && { ca: trusted(path.resolve(folder, tls.trustFile)) }),
    ...(tls.clientKeystore && { client: clientOf(tls.clientKeystore, folder) }),
    ...(proxy && { proxy }),
  };
}

/** The content of a file of the settings. Throws UnusableFile. */
export function contentOf(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'it failed';
    const mend = 'Copy the file to this machine, and name the folder that its path counts from with --project.';
    throw new UnusableFile(`${file} can't be read: ${code}`, mend);
  }
}

/** Only the certificates of it: others stand beside private keys. */
function trusted(file: string): string {
  const certificates = contentOf(file)
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  if (certificates) return `${certificates.join('\n')}\n`;
  throw new UnusableFile(`${file} holds no certificate in PEM`, 'Export it so: keytool -exportcert -rfc.');
}

function clientOf({ file, type, password }: Keystore, folder: string): NonNullable<Way['client']> {
  if (type === 'PKCS12') return { pfx: contentOf(path.resolve(folder, file)), passphrase: password };
  const mend = 'Convert it: keytool -importkeystore -srckeystore OLD -destkeystore NEW.p12 -deststoretype PKCS12.';
  throw new UnusableFile(`${file} is a ${type} keystore, which Node can't read`, mend);
}

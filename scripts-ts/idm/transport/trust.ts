/** Whom IDM trusts at Oracle's end of a TLS connection, and who it says it is. Names of hosts are checked whatever is trusted. */
import { type JavaFile, type JavaKeyStore, jdk, jdkx } from '../java';
import { property } from '../openidm';
import type { Tls } from '../settings-file';
import { className } from '../trouble';
import { installedFile, keystoreOf, loaded, projectFile, textOf, wrong } from './files';

/**
 * null where the JVM's own context will do. (In a running OpenIDM that one trusts IDM's truststore as well: IDM makes it the JVM's
 * when it starts, and the JVM reads it once.)
 *
 * @throws `{code: 500}` when a file of the settings can't be used
 */
export function sslContextOf(tls: Tls): unknown {
  if (tls.trust === 'jvm' && tls.clientKeystore === undefined) return null;
  const context = jdkx().net.ssl.SSLContext.getInstance('TLS');
  // Without managers of ours the JVM's are taken.
  context.init(keyManagers(tls), tls.trust === 'jvm' ? null : trustManagers(trustStore(tls)), null);
  return context;
}

/** The files that the context is made of. */
export function filesOf({ trust, trustFile, clientKeystore }: Tls): JavaFile[] {
  const files: JavaFile[] = [];
  if (trust === 'idm') files.push(idmTruststore().file);
  if (trust === 'pem') files.push(projectFile(String(trustFile)));
  if (clientKeystore !== undefined) files.push(projectFile(clientKeystore.file));
  return files;
}

function trustManagers(store: JavaKeyStore): unknown {
  const { TrustManagerFactory } = jdkx().net.ssl;
  const factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  factory.init(store);
  return factory.getTrustManagers();
}

function keyManagers({ clientKeystore }: Tls): unknown {
  if (clientKeystore === undefined) return null;
  const { KeyManagerFactory } = jdkx().net.ssl;
  const factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
  const { store, file, password } = keystoreOf('idcs.tls.clientKeystore', clientKeystore);
  try {
    factory.init(store, password);
  } catch (caught) {
    throw wrong('idcs.tls.clientKeystore', file, `has a key of another password (${className(caught)})`);
  }
  return factory.getKeyManagers();
}

function trustStore({ trust, trustFile }: Tls): JavaKeyStore {
  return trust === 'idm' ? storeOfIdm() : storeOfPem(projectFile(String(trustFile)));
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/;

/** Of a PEM file only the certificates are read: others stand beside private keys, or among words for people. */
function storeOfPem(file: JavaFile): JavaKeyStore {
  const text = textOf('idcs.tls.trustFile', file);
  const { KeyStore, cert } = jdk().security;
  const store = KeyStore.getInstance('PKCS12');
  store.load(null, null);
  const factory = cert.CertificateFactory.getInstance('X.509');
  const pattern = new RegExp(CERTIFICATE.source, 'g');
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const index = Number(store.size());
    try {
      const bytes = jdk().util.Base64.getMimeDecoder().decode(String(found[1]));
      const certificate = factory.generateCertificate(new (jdk().io.ByteArrayInputStream)(bytes));
      store.setCertificateEntry(String(index), certificate);
    } catch (caught) {
      throw wrong('idcs.tls.trustFile', file, `has a damaged certificate, number ${index + 1} (${className(caught)})`);
    }
  }
  if (Number(store.size()) === 0) throw wrong('idcs.tls.trustFile', file, 'holds no certificate (BEGIN CERTIFICATE)');
  return store;
}

const IDM_SETTING = 'idcs.tls.trust "idm"';

interface IdmTruststore {
  file: JavaFile;
  type: string;
  password: string | null;
}

/** As IDM finds it: without a truststore of its own, its keystore is one. */
function idmTruststore(): IdmTruststore {
  const own = property('openidm.truststore.location');
  const prefix = own ? 'openidm.truststore' : 'openidm.keystore';
  const location = property(`${prefix}.location`);
  if (!location) throw { code: 500, message: `${IDM_SETTING}: IDM has no property openidm.truststore.location` };
  return {
    file: installedFile(location),
    type: property(`${prefix}.type`) || String(jdk().security.KeyStore.getDefaultType()),
    password: property(`${prefix}.password`),
  };
}

function storeOfIdm(): JavaKeyStore {
  const { file, type, password } = idmTruststore();
  const clear = unfolded(file, password);
  const store = loaded(IDM_SETTING, file, type, clear === null ? null : new (jdk().lang.String)(clear).toCharArray());
  if (Number(store.size()) === 0) throw wrong(IDM_SETTING, file, 'holds no certificate that can be read');
  return store;
}

/**
 * boot.properties may hold the password in a form that only IDM can read (OBF:, CRYPT:). IDM gives the JVM the clear one along with
 * the file; where it did not, the certificates are read without: a password only guards them from changes.
 */
function unfolded(file: JavaFile, password: string | null): string | null {
  if (password === null || !/^(OBF|CRYPT):/.test(password)) return password;
  const ofJvm = (name: string): string | null => {
    const value = jdk().lang.System.getProperty(`javax.net.ssl.trustStore${name}`);
    return value === null ? null : String(value);
  };
  return ofJvm('') === String(file.getPath()) ? ofJvm('Password') : null;
}

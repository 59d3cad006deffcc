/** The ways to Oracle, as built, in a running IDM: what they answer, and whom they trust. */
import fs from 'node:fs';
import { temporaryFolder } from '../installation/bundle';
import {
  type Identity,
  makeIdentity,
  makeTruststore,
  obfuscatedPassword,
  storePassword,
} from '../transport/certificates';
import { keepsContract } from '../transport/contract';
import { Counterpart } from '../transport/counterpart';
import { onEachIdm, type ProbedIdm, startIdm } from '../transport/idms';
import { checksCertificates } from '../transport/tls';

onEachIdm('a transport', (kind) => {
  let folder: string;
  let idm: ProbedIdm;
  let oracle: Counterpart;
  let identities: Record<'trusted' | 'unknown' | 'elsewhere' | 'client', Identity>;

  beforeAll(async () => {
    folder = temporaryFolder('certificates');
    identities = {
      trusted: makeIdentity(folder, 'trusted'),
      unknown: makeIdentity(folder, 'unknown'),
      elsewhere: makeIdentity(folder, 'elsewhere', 'dns:elsewhere.example'),
      client: makeIdentity(folder, 'client'),
    };
    const truststore = makeTruststore(folder, [identities.trusted, identities.elsewhere]);
    oracle = await Counterpart.http();
    idm = await startIdm(kind, {
      'openidm.truststore.location': truststore,
      'openidm.truststore.type': 'JKS',
      'openidm.truststore.password': obfuscatedPassword,
      // A server sets these itself when it starts.
      ...(kind === 'core' && {
        'javax.net.ssl.trustStore': truststore,
        'javax.net.ssl.trustStoreType': 'JKS',
        'javax.net.ssl.trustStorePassword': storePassword,
      }),
    });
  }, 240_000);
  afterAll(async () => {
    await idm?.stop();
    await oracle?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  describe('java', () => {
    keepsContract(
      'java',
      () => idm.probe,
      () => oracle,
    );
  });
  describe('externalRest', () => {
    keepsContract(
      'externalRest',
      () => idm.probe,
      () => oracle,
    );
  });
  describe('over TLS', () => {
    checksCertificates(
      () => idm.probe,
      () => identities,
    );
  });
});

/** What the transport keeps in the JVM from one exchange to the next, and where it finds IDM's truststore. */
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../installation/bundle';
import {
  type Identity,
  makeIdentity,
  makeTruststore,
  obfuscatedPassword,
  served,
  storePassword,
} from '../transport/certificates';
import { Counterpart, sends } from '../transport/counterpart';
import { type ProbedIdm, startIdm } from '../transport/idms';
import type { TransportSettings } from '../transport/probe';

const folder = temporaryFolder('clients');
let identity: Identity;
let oracle: Counterpart;
let idm: ProbedIdm | undefined;

beforeAll(async () => {
  identity = makeIdentity(folder, 'server');
  oracle = await Counterpart.https(served(identity));
  oracle.answer(sends(200, 'application/json', '{}'));
});
afterEach(async () => {
  await idm?.stop();
  idm = undefined;
});
afterAll(async () => {
  await oracle?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function ask(settings: TransportSettings): Promise<unknown> {
  if (idm === undefined) throw new Error('no IDM is started');
  return idm.probe.exchange(settings, { method: 'GET', url: oracle.url('/', 'localhost'), headers: {} });
}

const accepted = { kind: 'answer', status: 200 };

test('a client for each set of settings, some of them at the most; no secret, and nothing of a script', async () => {
  idm = await startIdm('core');
  const file = path.join(folder, 'client.p12');
  fs.copyFileSync(identity.keystore, file);
  const tls = {
    trust: 'pem',
    trustFile: identity.certificate,
    clientKeystore: { file, type: 'PKCS12', password: storePassword },
  } as const;
  for (let connectTimeoutSeconds = 1; connectTimeoutSeconds <= 10; connectTimeoutSeconds++) {
    for (let time = 0; time < 2; time++) expect(await ask({ tls, connectTimeoutSeconds })).toMatchObject(accepted);
  }
  const state = (await idm.idm.evaluated(`
    var map = java.lang.System.getProperties().get('idcs-password-sync').join(), found = [];
    map.forEach(new java.util.function.BiConsumer({ accept: function (name, value) {
      found.push([String(name), String(value.getClass().getName())]);
    } }));
    JSON.stringify(found)`)) as string;
  const entries = JSON.parse(state) as Array<[name: string, className: string]>;
  const clients = entries.filter(([name]) => name.startsWith('http client '));
  // Eight were there when the ninth was made.
  expect(clients.map(([name]) => /\[(\d+),/.exec(name)?.[1]).sort()).toEqual(['10', '9']);
  for (const [name, className] of clients) {
    expect(name).toContain(file);
    expect(name).not.toContain(storePassword);
    expect(className).toMatch(/^jdk\.internal\.net\.http\./);
  }
});

describe("IDM's truststore", () => {
  const trusting = { tls: { trust: 'idm' } } as const;

  test('is read without a password that nobody gives in clear text', async () => {
    const properties = {
      'openidm.truststore.location': makeTruststore(folder, [identity]),
      'openidm.truststore.type': 'JKS',
      'openidm.truststore.password': obfuscatedPassword,
    };
    idm = await startIdm('core', properties);
    expect(await ask(trusting)).toMatchObject(accepted);
  });

  test('is told when it needs one that nobody gives in clear text', async () => {
    const truststore = makeTruststore(folder, [identity], 'PKCS12');
    const properties = {
      'openidm.truststore.location': truststore,
      'openidm.truststore.type': 'PKCS12',
      'openidm.truststore.password': 'CRYPT:00000000000000000000000000000000',
    };
    idm = await startIdm('core', properties);
    expect(await ask(trusting)).toEqual({
      kind: 'unsent',
      configuration: true,
      reason: `500 idcs.tls.trust "idm": ${truststore} holds no certificate that can be read`,
    });
  });

  test('is the keystore where IDM has no other, relative to where IDM is installed', async () => {
    const properties = {
      'openidm.truststore.location': '',
      'openidm.keystore.location': 'own-keystore',
      'openidm.keystore.type': 'JKS',
      'openidm.keystore.password': storePassword,
    };
    idm = await startIdm('core', properties);
    fs.copyFileSync(makeTruststore(path.join(String(idm.project), 'conf'), [identity]), `${idm.project}/own-keystore`);
    expect(await ask(trusting)).toMatchObject(accepted);
  });
});

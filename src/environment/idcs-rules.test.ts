import { removeTemporaryFolders } from '../bundle/testing/folders';
import { idcsCautions } from './idcs-rules';
import { least, load, objections } from './testing';

afterAll(removeTemporaryFolders);

const withIdcs = (more: object) => ({ idcs: { ...least.idcs, ...more } });
const keystore = { file: 'security/oracle.p12', password: '&{oracle.keystore.password}' };
const assertion = { keyId: 'idm', pemFile: 'security/oracle.pem' };
const { clientSecret, ...noSecret } = least.idcs;

describe('credentials', () => {
  it.each([
    { assertion },
    { assertion: { keyId: 'idm', keystore: { ...keystore, alias: 'oracle' } } },
    { clientSecret },
  ])('may be %j', (credentials) => {
    expect(() => load({ idcs: { ...noSecret, ...credentials } })).not.toThrow();
  });

  it.each([
    [{}, 'missing-key /idcs/clientSecret'],
    [{ clientSecret, assertion }, 'contradiction /idcs/assertion'],
    [{ assertion: { keyId: 'idm' } }, 'contradiction /idcs/assertion'],
    [{ assertion: { ...assertion, keystore: { ...keystore, alias: 'a' } } }, 'contradiction /idcs/assertion'],
    [
      { assertion: { keyId: 'idm', keystore: { ...keystore, alias: 'a', password: 'clear' } } },
      'literal-secret /idcs/assertion/keystore/password',
    ],
  ])('may not be %j', (credentials, expected) => {
    expect(objections({ idcs: { ...noSecret, ...credentials } })).toEqual([expected]);
  });
});

describe('the way to Oracle', () => {
  it.each([
    { tls: { trust: 'pem', trustFile: 'security/ca.pem' } },
    { tls: { trust: 'idm', clientKeystore: { ...keystore, type: 'JKS' } } },
    { proxy: { host: 'proxy.example.com', port: 3128 } },
    { proxy: { host: '&{proxy.host}', port: 3128, user: 'idm', password: '&{proxy.password}' } },
    { transport: 'externalRest', requestTimeoutSeconds: 20, tls: { trust: 'idm' } },
    { rate: { nodes: 8 } },
    { rate: { tier: 'premium', nodes: 40, sharePercent: 90 } },
  ])('may be %j', (way) => {
    expect(() => load(withIdcs(way))).not.toThrow();
  });

  it.each([
    [{ tls: { trust: 'pem' } }, ['contradiction /idcs/tls/trustFile']],
    [{ tls: { trustFile: 'ca.pem' } }, ['contradiction /idcs/tls/trustFile']],
    [{ rate: { nodes: 9 } }, ['contradiction /idcs/rate']],
    [{ transport: 'externalRest' }, ['contradiction /idcs/requestTimeoutSeconds']],
    [{ proxy: { host: 'http://proxy', port: 3128 } }, ['wrong-value /idcs/proxy/host']],
    [{ proxy: { host: 'proxy', port: 3128, user: 'idm' } }, ['contradiction /idcs/proxy']],
    [{ proxy: { host: 'proxy', port: 3128, user: 'a', password: 'b' } }, ['literal-secret /idcs/proxy/password']],
    [
      {
        transport: 'externalRest',
        requestTimeoutSeconds: 30,
        proxy: { host: 'proxy', port: 3128 },
        tls: { trust: 'pem', trustFile: 'ca.pem', clientKeystore: keystore },
      },
      ['contradiction /idcs/proxy', 'contradiction /idcs/tls/trust', 'contradiction /idcs/tls/clientKeystore'],
    ],
  ])('may not be %j', (way, expected) => {
    expect(objections(withIdcs(way))).toEqual(expected);
  });

  it('has no default type of a keystore but PKCS12', () => {
    expect(load(withIdcs({ tls: { clientKeystore: keystore } })).settings.idcs.tls.clientKeystore).toEqual({
      ...keystore,
      type: 'PKCS12',
    });
  });
});

it.each([
  [{}, []],
  [{ passwordRequest: 'patch' }, ['must-change /idcs/passwordRequest']],
  [{ transport: 'externalRest', requestTimeoutSeconds: 20 }, ['external-rest /idcs/transport']],
])('%j is cautioned of %j', (more, expected) => {
  expect(idcsCautions(load(withIdcs(more))).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(expected);
});

it('users who wait for external/rest are worth a caution of their own', () => {
  const content = {
    ...withIdcs({ transport: 'externalRest', requestTimeoutSeconds: 20 }),
    delivery: { mode: 'inline' },
  };
  const told = idcsCautions(load(content)).map(({ code, pointer }) => `${code} ${pointer}`);
  expect(told).toEqual(['external-rest-waits /delivery/mode', 'external-rest /idcs/transport']);
});

import type { KnownFailure } from './problem';
import { load } from './testing';

const least = { baseUrl: 'https://idcs.example', clientId: 'id', clientSecret: '&{idcs.client.secret}' };
const keystore = { file: 'security/client.p12', password: '&{client.password}' };
const proxy = { host: 'proxy.example.com', port: 3128, user: 'idm', password: '&{proxy.password}' };

function objections(idcs: object, rest: object = {}): string[] {
  try {
    load({ connector: { enabled: true }, idcs: { ...least, ...idcs }, ...rest });
    return [];
  } catch (error) {
    return (error as KnownFailure).problems.map(({ code, pointer, what }) => `${code} ${pointer} ${what}`);
  }
}

describe('a connector that is switched on', () => {
  it.each([
    ['idcs.assertion', { clientSecret: undefined, assertion: { keyId: 'idm', pemFile: 'security/key.pem' } }],
    ['idcs.tls.clientKeystore', { tls: { clientKeystore: keystore } }],
    ['idcs.tls.trustFile', { tls: { trust: 'pem', trustFile: 'security/ca.pem' } }],
    ['idcs.tokenEndpoint', { tokenEndpoint: 'discovered' }],
  ])('is refused beside %s, and by its own name', (key, idcs) => {
    expect(objections(idcs)).toEqual([expect.stringMatching(`^contradiction /connector/enabled .*${key}`)]);
    expect(objections(idcs, { connector: { enabled: false } })).toEqual([]);
  });

  it.each([
    ['openidm-7', 0],
    ['ping-6.5', 1],
    ['ping-7', 1],
    ['ping-8', 1],
  ])('on %s is refused %d times beside a proxy that asks for a password', (platform, times) => {
    expect(objections({ proxy }, { platform })).toHaveLength(times);
    const { host, port } = proxy;
    expect(objections({ proxy: { host, port } }, { platform })).toEqual([]);
  });

  it('goes with the truststore of IDM and of the JVM', () => {
    expect(objections({ tls: { trust: 'idm' } })).toEqual([]);
    expect(objections({ tls: { trust: 'jvm' }, transport: 'externalRest', requestTimeoutSeconds: 20 })).toEqual([]);
  });
});

import { removeTemporaryFolders } from '../bundle/testing/folders';
import { failure, least, load, objections, problems } from './testing';

afterAll(removeTemporaryFolders);

describe('secrets', () => {
  const canary = 'Sommer-2031!';

  it.each([
    [{ idcs: { ...least.idcs, clientSecret: canary } }, ['literal-secret /idcs/clientSecret']],
    [
      { idcs: { ...least.idcs, clientSecret: `&{idcs.client.secret|${canary}}` } },
      ['literal-secret /idcs/clientSecret'],
    ],
    [
      { idcs: { ...least.idcs, clientSecret: `${canary}&{idcs.client.secret}` } },
      ['literal-secret /idcs/clientSecret'],
    ],
    [{ ...least, adminPassword: canary }, ['literal-secret /adminPassword', 'unknown-key /adminPassword']],
    [{ ...least, x: [{ apiKey: canary }] }, ['literal-secret /x/0/apiKey', 'unknown-key /x']],
    [
      { ...least, idcs: { ...least.idcs, accessToken: canary } },
      ['literal-secret /idcs/accessToken', 'unknown-key /idcs/accessToken'],
    ],
    [{ idcs: { ...least.idcs, baseUrl: `https://user:${canary}@x.example` } }, ['wrong-url /idcs/baseUrl']],
    [{ idcs: { ...least.idcs, clientSecret: { $crypto: canary } } }, ['wrong-type /idcs/clientSecret']],
  ])('%j is refused and not repeated', (content, expected) => {
    const { problems: found, message } = failure(() => load(content));
    expect(found.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(expected);
    expect(JSON.stringify(found) + message).not.toContain(canary);
  });

  it('says what to do instead', () => {
    const [problem] = problems(() => load({ idcs: { ...least.idcs, clientSecret: canary } }));
    expect(problem!.mend).toMatch(/cli\.sh encrypt.*boot\.properties.*&\{idcs\.client\.secret\}/);
  });

  it('says where, for the platform', () => {
    const mendOn = (platform: unknown) =>
      problems(() => load({ platform, idcs: { ...least.idcs, clientSecret: canary } }))[0]!.mend;
    expect(mendOn('openidm-7')).toContain('conf/boot/boot.properties');
    expect(mendOn('ping-7')).toContain('resolver/boot.properties');
    const { clientSecret: _, ...noSecret } = least.idcs;
    expect(problems(() => load({ platform: 'ping-8', idcs: noSecret }))[0]!.mend).toContain('resolver/boot.properties');
  });

  it('may be references, and the name of the password property is none', () => {
    expect(load({ ...least, user: { password: 'secretWord' } }).settings.user.password).toBe('secretWord');
  });
});

describe('the URL of Oracle', () => {
  const withUrl = (baseUrl: string) => ({ idcs: { ...least.idcs, baseUrl } });

  it.each([
    '&{idcs.base.url}',
    'https://idcs-0123.identity.oraclecloud.com',
    'https://idcs-0123.identity.oraclecloud.com:443',
    'http://localhost:8765',
    'http://127.0.0.1:1',
    'http://127.1.2.3',
    'http://[::1]:80',
  ])('%s will do', (baseUrl) => {
    expect(load(withUrl(baseUrl)).settings.idcs.baseUrl).toBe(baseUrl);
  });

  it.each([
    ['http://idcs.example', /plain http/],
    ['http://localhost.example', /plain http/],
    ['http://127.0.0.1.example', /plain http/],
    ['https://idcs.example/', /slash/],
    ['https://idcs.example/admin/v1', /after the host name/],
    ['https://idcs.example?x=1', /after the host name/],
    ['https://idcs.example#', /after the host name/],
    ['ftp://idcs.example', /neither/],
    ['idcs.example', /neither/],
    ['', /neither/],
    ['&{a}&{b}', /neither/],
    ['https://&{host}', /neither/],
    ['https://user@idcs.example', /user name/],
    ['https://idcs.example:99999', /neither/],
    [' https://idcs.example', /neither/],
    ['https://m\u00fcller.example', /neither/],
  ])('%s will not', (baseUrl, words) => {
    const found = problems(() => load(withUrl(baseUrl)));
    expect(found).toEqual([
      expect.objectContaining({ pointer: '/idcs/baseUrl', what: expect.stringMatching(words) as string }),
    ]);
  });
});

describe('what goes into the files of the customer', () => {
  it.each([
    [{ audit: { topic: 'recon' } }, 'wrong-value /audit/topic'],
    [{ audit: { topic: 'a/b' } }, 'wrong-value /audit/topic'],
    [{ endpointRoles: ['*'] }, 'wrong-value /endpointRoles/0'],
    [{ endpointRoles: ['a,b'] }, 'wrong-value /endpointRoles/0'],
    [{ policyFiles: ['/etc/x.js'] }, 'wrong-value /policyFiles/0'],
    [{ policyFiles: ['script/../x.js'] }, 'wrong-value /policyFiles/0'],
    [{ policyFiles: ['script/x.groovy'] }, 'wrong-value /policyFiles/0'],
    [{ passwordPolicies: [{ params: {} }] }, 'missing-key /passwordPolicies/0/policyId'],
    [{ passwordPolicies: [{ policyId: 'x', parms: {} }] }, 'unknown-key /passwordPolicies/0/parms'],
    [{ passwordPolicies: ['not-empty'] }, 'wrong-type /passwordPolicies/0'],
    [
      {
        passwordPolicies: [
          { policyId: 'x' },
          { policyId: 'y', params: { a: 1 } },
          { policyId: 'x', params: {} },
          { policyId: 'y' },
        ],
      },
      'contradiction /passwordPolicies/3',
    ],
    [{ platform: 'ping-9' }, 'wrong-value /platform'],
  ])('is checked: %j', (settings, expected) => {
    expect(objections({ ...least, ...settings })).toEqual([expected]);
  });

  it('may be much', () => {
    const settings = {
      audit: { topic: 'passwordSync' },
      endpointRoles: ['internal/role/monitoring', 'openidm-authorized'],
      policyFiles: ['script/policies.js', 'policies.js'],
      passwordPolicies: [{ policyId: 'minimum-length', params: { minLength: 12 } }],
    };
    expect(load({ ...least, ...settings }).settings).toMatchObject(settings);
  });
});

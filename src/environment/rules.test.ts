import { removeTemporaryFolders } from '../bundle/testing/folders';
import { failure, least, load, problems } from './testing';

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

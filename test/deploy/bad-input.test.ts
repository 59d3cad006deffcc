/** What is in the way of a deployment: a clear error, and nothing is changed. */
import fs from 'node:fs';
import path from 'node:path';
import {
  builtBundle,
  customersFiles,
  everythingIn,
  installation,
  pwsync,
  removeTemporaryFolders,
  temporaryFolder,
  whatIdmSees,
} from './installation';

let bundle: string;

beforeAll(async () => {
  bundle = await builtBundle();
});
afterAll(removeTemporaryFolders);

const managed = customersFiles['conf/managed.json']!;

/** Applies to an installation, expects that to be refused and nothing to be changed, and answers what was said. */
async function refused(idm: string): Promise<string> {
  const before = everythingIn(idm);
  const { code, stdout, stderr } = await pwsync(['apply', bundle, '--idm', idm, '--yes']);
  expect([code, stdout.includes('Applied')]).toEqual([1, false]);
  expect(everythingIn(idm)).toEqual(before);
  return stderr;
}

describe("the customer's files", () => {
  it.each([
    ['broken JSON', '{\n  "objects": [,]\n}', /managed\.json:2:15: is not JSON: Value expected\n.*\[broken-json\]/],
    ['a comment', '{\n  // mine\n  "objects": []\n}', /managed\.json:2:3: is not JSON: Invalid comment token/],
    [
      'a key twice',
      '{ "objects": [],\n "objects": [] }',
      /managed\.json:2:2#\/objects: .*twice.*\n.*\[duplicate-key\]/,
    ],
    ['another encoding', Buffer.from([0x7b, 0xe4, 0x7d]).toString('latin1'), /managed\.json/],
    ['nothing for us', '{ "objects": [] }', /managed\.json#\/objects: there is no managed object "user"/],
    ['another format', '{ "managed": {} }', /managed\.json#\/objects: holds no list/],
  ])('managed.json with %s', async (_, text, message) => {
    expect(await refused(installation({ 'conf/managed.json': text }))).toMatch(message);
  });

  it('no managed.json at all', async () => {
    const idm = installation();
    fs.rmSync(path.join(idm, 'conf/managed.json'));
    expect(await refused(idm)).toMatch(/managed\.json.*\n.*\[no-managed-json\]/);
  });

  it('a repository that declares the class without its unique index', async () => {
    const index = [{ propertyName: '_openidm_id', propertyType: 'string', indexType: 'notunique' }];
    const text = JSON.stringify({ dbStructure: { orientdbClass: { passwordsync_outbox: { index } } } });
    expect(await refused(installation({ 'conf/repo.orientdb.json': text }))).toMatch(
      /repo\.orientdb\.json#\/dbStructure\/orientdbClass\/passwordsync_outbox\/index/,
    );
  });

  it.each([
    ['a byte order mark', `\uFEFF${managed}`],
    ['CRLF', managed.replace(/\n/g, '\r\n')],
    ['one line', JSON.stringify(JSON.parse(managed))],
    ['no line break at the end', managed.trimEnd()],
  ])('%s is no mistake, stays, and is there again afterwards', async (_, text) => {
    const idm = installation({ 'conf/managed.json': text });
    const before = everythingIn(idm);
    expect((await pwsync(['apply', bundle, '--idm', idm, '--yes'])).code).toBe(0);
    const now = fs.readFileSync(path.join(idm, 'conf/managed.json'), 'utf8');
    expect(now.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
    expect(now.split('\r\n').length > 2).toBe(text.includes('\r\n'));
    expect(now.replace(/\r\n/g, '').includes('\n')).toBe(text.replace(/\r\n/g, '').includes('\n'));
    expect((await pwsync(['plan', bundle, '--idm', idm])).stdout).toBe('Nothing to do.\n');
    expect((await pwsync(['rollback', '--idm', idm, '--yes'])).code).toBe(0);
    expect(everythingIn(idm)).toEqual(before);
  });
});

describe('the file system', () => {
  it('a file that is read-only', async () => {
    const idm = installation();
    fs.chmodSync(path.join(idm, 'conf/managed.json'), 0o444);
    expect(await refused(idm)).toMatch(/managed\.json: is read-only\n.*chmod.*\[read-only\]/);
  });

  it('a folder that is read-only', async () => {
    const idm = installation();
    fs.chmodSync(path.join(idm, 'conf'), 0o555);
    expect(await refused(idm)).toMatch(/is read-only\n.*\[read-only\]/);
    fs.chmodSync(path.join(idm, 'conf'), 0o755);
  });

  it.each([
    ['a file', 'conf/managed.json'],
    ['a folder', 'conf'],
  ])('%s that is a symbolic link out of the folder', async (_, name) => {
    const idm = installation();
    const elsewhere = temporaryFolder();
    const place = path.join(idm, name);
    fs.cpSync(place, path.join(elsewhere, 'it'), { recursive: true });
    fs.rmSync(place, { recursive: true });
    fs.symlinkSync(path.join(elsewhere, 'it'), place);
    const outside = everythingIn(elsewhere);
    expect(await refused(idm)).toMatch(/symbolic link out of the project folder.*\n.*\[link-out\]/);
    expect(everythingIn(elsewhere)).toEqual(outside);
  });

  it('a symbolic link within the folder stays one', async () => {
    const idm = installation();
    fs.renameSync(path.join(idm, 'conf/managed.json'), path.join(idm, 'the-managed.json'));
    fs.symlinkSync('../the-managed.json', path.join(idm, 'conf/managed.json'));
    const before = everythingIn(idm);
    expect((await pwsync(['apply', bundle, '--idm', idm, '--yes'])).code).toBe(0);
    expect(fs.readFileSync(path.join(idm, 'the-managed.json'), 'utf8')).toContain('idcs-password-sync');
    expect((await pwsync(['rollback', '--idm', idm, '--yes'])).code).toBe(0);
    expect(everythingIn(idm)).toEqual(before);
  });

  it('permissions stay', async () => {
    const idm = installation();
    fs.chmodSync(path.join(idm, 'conf/managed.json'), 0o640);
    expect((await pwsync(['apply', bundle, '--idm', idm, '--yes'])).code).toBe(0);
    expect(fs.statSync(path.join(idm, 'conf/managed.json')).mode & 0o777).toBe(0o640);
  });
});

describe('the way it is called: exit code 2', () => {
  it.each<[string, (idm: string) => string[], RegExp]>([
    ['no IDM', () => ['plan', bundle], /no IDM is named\n.*--idm FOLDER.*--url URL/],
    [
      'a folder that is no IDM',
      () => ['plan', bundle, '--idm', temporaryFolder()],
      /no installation of IDM\n.*\[no-idm\]/,
    ],
    ['a folder that is not there', () => ['plan', bundle, '--idm', '/nowhere/idm'], /can't be read: ENOENT/],
    ['a project that is none', (idm) => ['plan', bundle, '--idm', idm, '-p', temporaryFolder()], /no project of IDM/],
    ['no bundle', (idm) => ['plan', temporaryFolder(), '--idm', idm], /holds no bundle\.json of this package/],
    ['no plan', (idm) => ['apply', path.join(idm, 'conf/managed.json')], /managed\.json: is no plan/],
    ['nobody to ask', (idm) => ['apply', bundle, '--idm', idm], /no terminal to ask on\n.*--yes/],
    ['nothing to roll back', (idm) => ['rollback', '--idm', idm, '--yes'], /nothing is remembered of a deployment/],
    [
      'a queue out of reach',
      (idm) => ['rollback', '--idm', idm, '--yes', '--drop-queue'],
      /--drop-queue is for a running IDM/,
    ],
    ['an address with a password', () => ['plan', bundle, '--url', 'http://a:canary@localhost/'], /holds credentials/],
    ['no password for IDM', () => ['plan', bundle, '--url', 'http://localhost:1'], /there is no password for IDM/],
  ])('%s', async (_, args, message) => {
    const idm = installation();
    const before = everythingIn(idm);
    const { code, stderr } = await pwsync(args(idm));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) as string });
    expect(stderr).not.toContain('canary');
    expect(everythingIn(idm)).toEqual(before);
  });

  it('tells machines', async () => {
    const { code, stdout, stderr } = await pwsync(['apply', bundle, '--json']);
    expect([code, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ code: 'usage' }] });
  });
});

test('a bundle that somebody has edited', async () => {
  const edited = temporaryFolder();
  fs.cpSync(bundle, edited, { recursive: true });
  fs.appendFileSync(path.join(edited, 'script/idcs-password-sync/drain.js'), ' ');
  const { code, stderr } = await pwsync(['plan', edited, '--idm', installation()]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/drain\.js: is not as it was built\n.*\[damaged-bundle\]/);
});

test('a plan that somebody has edited', async () => {
  const idm = installation();
  const file = path.join(temporaryFolder(), 'plan.json');
  expect((await pwsync(['plan', bundle, '--idm', idm, '--out', file])).code).toBe(0);
  const text = fs.readFileSync(file, 'utf8');
  const before = everythingIn(idm);
  const edited = (from: string, to: string) => {
    expect(text).toContain(from);
    fs.writeFileSync(file, text.replace(from, to));
    return pwsync(['apply', file]);
  };
  const content = await edited('0 * * * * ?', '1 * * * * ?');
  expect(content.code).toBe(1);
  expect(content.stderr).toMatch(/plan\.json#\/changes\/\d+: is not as it was planned.*\n.*\[damaged-plan\]/);
  for (const place of ['bin/evil.sh', 'script/idcs-password-sync/../../bin/evil.sh', '.pwsync/history.json']) {
    const { code, stderr } = await edited('script/idcs-password-sync/drain.js', place);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/plan\.json#\/changes\/\d+\S*: is no plan: /) as string]);
  }
  expect((await edited('"warnings"', '"warning"')).code).toBe(2);
  expect(everythingIn(idm)).toEqual(before);
});

test('an IDM that runs, unless that is wanted', async () => {
  const idm = installation({ '.openidm.pid': `${process.pid}\n` });
  expect(await refused(idm)).toMatch(/IDM is running from here, as process \d+\n.*--while-running.*\[idm-running\]/);
  const planned = await pwsync(['plan', bundle, '--idm', idm]);
  expect([planned.code, planned.stderr]).toEqual([0, expect.stringMatching(/warning .*\[idm-running\]/s)]);
  expect((await pwsync(['apply', bundle, '--idm', idm, '--yes', '--while-running'])).code).toBe(0);
  const deployed = whatIdmSees(idm);
  expect((await pwsync(['rollback', '--idm', idm, '--yes'])).code).toBe(1);
  expect(whatIdmSees(idm)).toEqual(deployed);
});

test('a process id that is left from an IDM that is gone is none that runs', async () => {
  const idm = installation({ '.openidm.pid': '999999999\n' });
  expect((await pwsync(['apply', bundle, '--idm', idm, '--yes'])).code).toBe(0);
});

test('what is remembered can not be read: nothing is guessed', async () => {
  const idm = installation({ '.pwsync/history.json': '{ "format": 2 }' });
  expect(await refused(idm)).toMatch(/history\.json: can't be read: of another format\n.*\[broken-history\]/);
});

test("secrets of the customer's stand in no difference that is shown", async () => {
  const idm = installation({
    'conf/repo.orientdb.json': customersFiles['conf/repo.orientdb.json']!.replace(
      '"dbStructure"',
      '"password" : "canary",\n\t"poolMinSize" : 5,\n\t"dbStructure"',
    ),
  });
  const { stdout, stderr } = await pwsync(['plan', bundle, '--idm', idm]);
  expect(stdout).toContain('passwordsync_outbox');
  expect(stdout + stderr).not.toContain('canary');
});

import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn, removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { packageRoot } from '../root';

const run = (program: string, ...args: string[]) =>
  spawnSync(process.execPath, [path.join(packageRoot, 'bin', program), ...args], {
    encoding: 'utf8',
    cwd: packageRoot,
  });

beforeAll(() => expect(run('compile.js').status).toBe(0));
afterAll(removeTemporaryFolders);

const right = {
  idcs: { baseUrl: '&{idcs.base.url}', clientId: '&{idcs.client.id}', clientSecret: '&{idcs.client.secret}' },
};

/** Builds environment files that stand in a folder of their own. */
function build(environments: Record<string, unknown>, ...args: string[]) {
  const files = Object.entries(environments).map(([name, content]) => [
    name,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  const folder = temporaryFolder(Object.fromEntries(files) as Record<string, string>);
  const out = path.join(folder, 'out');
  const done = run('pwsync.js', 'build', '--environments', folder, '--out', out, ...args);
  return { ...done, folder, out, wrote: fs.existsSync(out) };
}

describe('pwsync build', () => {
  it('builds the committed example as it is committed', () => {
    const out = temporaryFolder();
    const done = run('pwsync.js', 'build', '--env', 'example', '--out', out);
    expect(done.status).toBe(0);
    expect(done.stdout).toMatch(
      /^example in .*\n( {2}\S+ +\d+ files? +[\d.]+ KB\n)+Built in \d\.\d\d s, scripts \w+\.\n$/,
    );
    expect(filesIn(path.join(out, 'example'))).toEqual(filesIn(path.join(packageRoot, 'generated/example')));
  });

  it('is under a second from the second time on', () => {
    const out = temporaryFolder();
    const args = ['build', '--env', 'minimal', '--out', out, '--json'] as const;
    run('pwsync.js', ...args);
    const again = JSON.parse(run('pwsync.js', ...args).stdout) as { milliseconds: number; scriptsFromCache: boolean };
    expect(again.scriptsFromCache).toBe(true);
    expect(again.milliseconds).toBeLessThan(1000);
  });

  it('builds all environments', () => {
    const done = build({ 'b.json': right, 'a.json': right }, '--all');
    expect(done.status).toBe(0);
    expect(fs.readdirSync(done.out)).toEqual(['a', 'b']);
  });

  it('tells machines what it wrote', () => {
    const done = build({ 'a.json': right }, '--env', 'a', '--json');
    const result = JSON.parse(done.stdout) as { ok: boolean; bundles: Record<string, unknown>[] };
    expect(result).toMatchObject({ ok: true, bundles: [{ environment: 'a', changed: true }] });
    const { files } = result.bundles[0] as { files: { path: string; sha256: string; bytes: number }[] };
    for (const file of files) {
      const content = fs.readFileSync(path.join(done.out, 'a', file.path));
      const sha256 = crypto.createHash('sha256').update(content).digest('hex');
      expect(file).toEqual({ path: file.path, sha256, bytes: content.length });
    }
  });

  it('changes nothing when it builds on its own output', () => {
    const first = build(
      {
        'a.json': { ...right, customerConf: path.join(packageRoot, 'environments/example-customer/conf') },
      },
      '--env',
      'a',
    );
    const conf = path.join(first.out, 'a/conf');
    const second = build({ 'a.json': { ...right, customerConf: conf } }, '--env', 'a');
    expect(second.status).toBe(0);
    expect(filesIn(path.join(second.out, 'a'))).toEqual(filesIn(path.join(first.out, 'a')));
  });
});

describe('pwsync build, called wrongly: exit code 2, nothing written', () => {
  it.each([
    [
      'an unknown environment',
      ['--env', 'prod'],
      /no environment "prod"\n {2}There are: test\. \[unknown-environment\]/,
    ],
    ['no environment', [], /--env NAME.*--all/],
    ['both', ['--env', 'test', '--all'], /cannot be used with/],
    ['an unknown option', ['--envv', 'test'], /unknown option '--envv'/],
    ['too much', ['--env', 'test', 'more'], /too many arguments/],
    ['no value', ['--env'], /argument missing/],
  ])('%s', (_, args, message) => {
    const done = build({ 'test.json': right }, ...args);
    expect([done.status, done.wrote, done.stdout]).toEqual([2, false, '']);
    expect(done.stderr).toMatch(message);
    expect(done.stderr).not.toContain('\u001b');
  });

  it('tells machines', () => {
    const done = build({ 'test.json': right }, '--nonsense', '--json');
    expect([done.status, done.stderr]).toEqual([2, '']);
    expect(JSON.parse(done.stdout)).toMatchObject({ ok: false, problems: [{ code: 'usage' }] });
  });

  it('an unknown command, and none', () => {
    expect(run('pwsync.js', 'bild').status).toBe(2);
    expect(run('pwsync.js').status).toBe(2);
    expect(run('pwsync.js', '--help').status).toBe(0);
    expect(run('pwsync.js', '--version').status).toBe(0);
  });
});

describe('pwsync build, given what is wrong: exit code 1, nothing written', () => {
  const withConf = (files: Record<string, string>) => {
    const customer = Object.fromEntries(Object.entries(files).map(([name, text]) => [`customer/${name}`, text]));
    return { 'test.json': { ...right, customerConf: 'customer' }, ...customer };
  };
  const user = (password: object) =>
    JSON.stringify({ objects: [{ name: 'user', schema: { properties: { password } } }] });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'an unknown key',
      { 'test.json': { ...right, shedule: {} } },
      /test\.json#\/shedule: .*\n.*Did you mean "schedule"/,
    ],
    [
      'a missing key',
      { 'test.json': { idcs: { ...right.idcs, clientId: undefined } } },
      /test\.json#\/idcs\/clientId: .*missing/,
    ],
    [
      'a wrong type',
      { 'test.json': { ...right, managedObjects: 'user' } },
      /test\.json#\/managedObjects: has to be an array/,
    ],
    [
      'a literal secret',
      { 'test.json': { idcs: { ...right.idcs, clientSecret: 's3cret' } } },
      /#\/idcs\/clientSecret: .*\n.*cli\.sh/,
    ],
    ['broken JSON', { 'test.json': '{\n "idcs": }' }, /test\.json:2:10: is not JSON/],
    [
      'no customer conf directory',
      { 'test.json': { ...right, customerConf: 'nowhere' } },
      /#\/customerConf: .*nowhere.*ENOENT/,
    ],
    ['a file in its place', { 'test.json': { ...right, customerConf: 'test.json' } }, /#\/customerConf: .*ENOTDIR/],
    [
      'a conf directory without managed.json',
      withConf({ 'x.json': '{}' }),
      /#\/customerConf: there is no managed\.json/,
    ],
    ['a broken managed.json', withConf({ 'managed.json': '{' }), /customer.managed\.json:1:2: is not JSON/],
    ['a managed.json without objects', withConf({ 'managed.json': '{}' }), /managed\.json#\/objects: /],
    [
      'a managed.json without user',
      withConf({ 'managed.json': '{"objects":[]}' }),
      /managed\.json#\/objects: .*"user"/,
    ],
    [
      'hashed passwords in the strict mode',
      {
        ...withConf({ 'managed.json': user({ secureHash: {} }) }),
        'test.json': { ...right, delivery: { mode: 'strict' }, customerConf: 'customer' },
      },
      /password: IDM keeps a hash .*\n.*delivery\.mode.*\[strict-with-hash\]/,
    ],
    [
      'a hook in Groovy',
      withConf({
        'managed.json': user({ encryption: {} }).replace(
          '"schema"',
          '"onUpdate":{"type":"groovy","file":"x"},"schema"',
        ),
      }),
      /#\/objects\/0\/onUpdate: .*groovy/,
    ],
    [
      'a broken repo.orientdb.json',
      withConf({ 'managed.json': user({ encryption: {} }), 'repo.orientdb.json': '[' }),
      /repo\.orientdb\.json:1:2/,
    ],
  ])('%s', (_, environments, message) => {
    const done = build(environments, '--env', 'test');
    expect([done.status, done.wrote, done.stdout]).toEqual([1, false, '']);
    expect(done.stderr).toMatch(message);
    expect(done.stderr).not.toContain('s3cret');
  });

  it('one of several environments: the right ones are not written either', () => {
    const done = build({ 'a.json': right, 'b.json': {}, 'c.json': '{' }, '--all', '--json');
    expect([done.status, done.wrote]).toEqual([1, false]);
    const { problems } = JSON.parse(done.stdout) as { problems: { code: string; file: string; mend: string }[] };
    expect(problems.map(({ code, file }) => `${code} ${path.basename(file)}`)).toEqual([
      'missing-key b.json',
      'broken-json c.json:1:2',
    ]);
  });

  it('the old bundle stays when the environment is broken', () => {
    const done = build({ 'a.json': right }, '--env', 'a');
    const before = filesIn(done.out);
    fs.writeFileSync(path.join(done.folder, 'a.json'), '{}');
    expect(run('pwsync.js', 'build', '--env', 'a', '--environments', done.folder, '--out', done.out).status).toBe(1);
    expect(filesIn(done.out)).toEqual(before);
  });
});

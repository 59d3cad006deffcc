import fs from 'node:fs';
import path from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { KnownFailure } from '../environment/problem';
import { packageRoot } from '../root';
import { siteOf } from './site';
import { validateConf } from './validate';

afterAll(removeTemporaryFolders);

const hook = (file: string) => JSON.stringify({ type: 'text/javascript', file });
const codes = (folder: string, options = {}) =>
  validateConf(siteOf(folder, options)).map(({ level, code }) => `${level} ${code}`);

const installation = {
  'bin/defaults/script/info/ping.js': '',
  'bin/defaults/script/policy.js': "var policies = [{policyId: 'required'}];",
};

it('recognises a conf directory, a project, an installation and a bundle', () => {
  const folder = temporaryFolder({ ...installation, 'conf/info-ping.json': hook('info/ping.js') });
  expect(siteOf(folder).kind).toBe('installation');
  expect(siteOf(path.join(folder, 'conf')).kind).toBe('installation');
  expect(siteOf(temporaryFolder({ 'conf/info-ping.json': '{}' })).kind).toBe('project');
  expect(siteOf(temporaryFolder({ 'info-ping.json': '{}' })).kind).toBe('conf');
  expect(siteOf(path.join(packageRoot, 'generated/example')).kind).toBe('bundle');
});

it.each([
  ['absent', (folder: string) => path.join(folder, 'absent')],
  ['a file', (folder: string) => path.join(folder, 'file.txt')],
  ['without configuration', (folder: string) => folder],
])('refuses a folder that is %s', (_, named) => {
  const folder = temporaryFolder({ 'file.txt': '' });
  expect(() => siteOf(named(folder))).toThrow(KnownFailure);
  expect(() => siteOf(named(folder))).toThrow(expect.objectContaining({ exitCode: 2 }) as Error);
});

it('takes the platform of the bundle, unless another is named', () => {
  const manifest = JSON.stringify({
    name: 'forgerock-idcs-password-sync',
    additions: { platform: 'ping-8' },
    files: [],
  });
  const folder = temporaryFolder({ 'bundle.json': manifest, 'conf/custom-a.json': '{}' });
  expect(siteOf(folder).platform).toBe('ping-8');
  expect(siteOf(folder, { platform: 'ping-6.5' }).platform).toBe('ping-6.5');
});

describe('a script that is not in the project', () => {
  const missing = { 'conf/info-x.json': hook('info/absent.js') };

  it('is an error where the installation is at hand', () => {
    const project = temporaryFolder(missing);
    expect(codes(project)).toEqual(['warning script-not-seen']);
    expect(codes(project, { idm: temporaryFolder(installation) })).toEqual(['error no-such-script']);
    expect(codes(temporaryFolder({ ...installation, ...missing }))).toEqual(['error no-such-script']);
  });

  it('is found in an installation around the project, as in the samples of IDM', () => {
    const folder = temporaryFolder({ ...installation, 'samples/one/conf/info-x.json': hook('info/ping.js') });
    expect(codes(path.join(folder, 'samples/one'))).toEqual([]);
  });

  it('is one of IDM by its name alone', () => {
    expect(codes(temporaryFolder({ 'conf/info-x.json': hook('info/ping.js') }))).toEqual([]);
    expect(codes(temporaryFolder({ 'conf/info-x.json': hook('bin/defaults/script/info/ping.js') }))).toEqual([]);
  });

  it("may be the customer's in a bundle, but not when it is ours", () => {
    const manifest = JSON.stringify({ name: 'forgerock-idcs-password-sync', files: [] });
    expect(codes(temporaryFolder({ ...missing, 'bundle.json': manifest }))).toEqual([]);
    const own = { 'conf/info-x.json': hook('idcs-password-sync/absent.js'), 'bundle.json': manifest };
    expect(codes(temporaryFolder(own))).toEqual(['error no-such-script']);
  });

  it('may be in a folder that script.json names', () => {
    const sources = { ECMAScript: {}, sources: { more: { directory: '&{launcher.project.location}/more' } } };
    const files = {
      'conf/script.json': JSON.stringify(sources),
      'conf/info-x.json': hook('absent.js'),
      'more/absent.js': '',
    };
    expect(codes(temporaryFolder(files))).toEqual([]);
  });
});

it('knows the policies of the installation', () => {
  const policies = (policyId: string) =>
    JSON.stringify({
      objects: [{ name: 'user', schema: { properties: { a: { type: 'string', policies: [{ policyId }] } } } }],
    });
  const policyFile = JSON.stringify({ type: 'text/javascript', file: 'policy.js', resources: [] });
  const own = {
    ...installation,
    'bin/defaults/script/policy.js': "addPolicy({ policyId: 'ours' });",
    'conf/policy.json': policyFile,
  };
  expect(codes(temporaryFolder({ ...own, 'conf/managed.json': policies('ours') }))).toEqual([]);
  expect(codes(temporaryFolder({ ...own, 'conf/managed.json': policies('theirs') }))).toEqual(['error no-such-policy']);
  expect(codes(temporaryFolder({ 'conf/managed.json': policies('theirs') }))).toEqual(['warning no-such-policy']);
});

it('looks for properties where an installation has them', () => {
  const files = {
    ...installation,
    'conf/boot/boot.properties': 'mail.host = mail.example.com\n# mail.port=25\n',
    'conf/external.email.json': '{"host": "&{mail.host}", "port": "&{mail.port}", "from": "&{user.name}"}',
  };
  expect(codes(temporaryFolder(files))).toEqual(['warning unknown-property']);
});

it('tells of links that lead nowhere, and follows the others', () => {
  const folder = temporaryFolder({ 'conf/cluster.json': '{}', 'elsewhere.json': '{"enabled": 1}' });
  fs.symlinkSync(path.join(folder, 'absent'), path.join(folder, 'conf/audit.json'));
  fs.symlinkSync(path.join(folder, 'elsewhere.json'), path.join(folder, 'conf/scheduler.json'));
  fs.mkdirSync(path.join(folder, 'conf/sync.json'));
  expect(codes(folder)).toEqual(['error unreadable', 'warning unknown-key', 'error unreadable']);
});

it('does not take the fragments of a bundle for configuration', () => {
  const site = siteOf(path.join(packageRoot, 'generated/example'));
  expect(site.conf.every((name) => !name.includes('fragments'))).toBe(true);
  expect(validateConf(site)).toEqual([]);
});

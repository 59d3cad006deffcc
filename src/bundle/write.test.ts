import fs from 'node:fs';
import path from 'node:path';
import { filesIn, removeTemporaryFolders, temporaryFolder } from './testing/folders';
import { writeBundle } from './write';

afterEach(() => jest.restoreAllMocks());
afterAll(removeTemporaryFolders);

/** Files with the manifest that lists them. */
function bundle(...files: { path: string; content: string }[]) {
  const manifest = { name: 'forgerock-idcs-password-sync', files: files.map(({ path }) => ({ path })) };
  return [{ path: 'bundle.json', content: JSON.stringify(manifest) }, ...files];
}

const old = bundle({ path: 'conf/a.json', content: '1\n' }, { path: 'script/x/stale.js', content: '2\n' });
const fresh = bundle({ path: 'conf/a.json', content: '3\n' });

it('makes the folder, replaces all of it, and leaves nothing beside it', () => {
  const out = temporaryFolder();
  const folder = path.join(out, 'deep/env');
  expect(writeBundle(folder, old)).toBe(true);
  expect(writeBundle(folder, fresh)).toBe(true);
  expect(filesIn(folder)).toEqual({ 'bundle.json': fresh[0]!.content, 'conf/a.json': '3\n' });
  expect(fs.readdirSync(path.join(out, 'deep'))).toEqual(['env']);
});

it('writes nothing when the files are there already', () => {
  const folder = path.join(temporaryFolder(), 'env');
  writeBundle(folder, old);
  const before = fs.statSync(folder).ino;
  expect(writeBundle(folder, old)).toBe(false);
  expect(fs.statSync(folder).ino).toBe(before);
});

it('removes nothing that somebody has put into the bundle', () => {
  const folder = path.join(temporaryFolder(), 'env');
  writeBundle(folder, old);
  fs.writeFileSync(path.join(folder, 'conf/extra.json'), 'mine');
  expect(() => writeBundle(folder, fresh)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'not-of-the-bundle' })] }),
  );
  expect(filesIn(folder)).toMatchObject({ 'conf/extra.json': 'mine', 'conf/a.json': '1\n' });
});

it.each([
  ['a file can not be written', 'writeFileSync', 3],
  ['the old folder can not be moved', 'renameSync', 1],
  ['the new folder can not be moved', 'renameSync', 2],
] as const)('leaves what was there when %s', (_, operation, failing) => {
  const out = temporaryFolder();
  const folder = path.join(out, 'env');
  writeBundle(folder, old);
  const real = fs[operation] as (...args: unknown[]) => void;
  let calls = 0;
  jest.spyOn(fs, operation).mockImplementation((...args: unknown[]) => {
    if (++calls === failing) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    real(...args);
  });
  const files = [...fresh, { path: 'conf/b.json', content: '4\n' }];
  expect(() => writeBundle(folder, files)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'unwritable' })] }),
  );
  jest.restoreAllMocks();
  expect(Object.keys(filesIn(folder))).toEqual(old.map((file) => file.path));
  expect(fs.readdirSync(out)).toEqual(['env']);
});

it('tries again when another build of the same bundle comes between', () => {
  const folder = path.join(temporaryFolder(), 'env');
  writeBundle(folder, old);
  const real = fs.renameSync;
  jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
    real(from, to);
    fs.cpSync(String(to), String(from), { recursive: true });
  });
  expect(writeBundle(folder, fresh)).toBe(true);
  expect(filesIn(path.dirname(folder))).toEqual({ 'env/bundle.json': fresh[0]!.content, 'env/conf/a.json': '3\n' });
});

it.each([
  ['other files', { 'openidm/startup.sh': '#!/bin/sh\n' }],
  ['another manifest', { 'openidm/bundle.json': '{ "name": "mine" }' }],
  ['a broken manifest', { 'openidm/bundle.json': '{' }],
  ['a file', { openidm: '' }],
])('refuses a folder that is no bundle: %s', (_, files: Record<string, string>) => {
  const out = temporaryFolder(files);
  expect(() => writeBundle(path.join(out, 'openidm'), fresh)).toThrow(/not a bundle/);
  expect(filesIn(out)).toEqual(files);
});

it('takes an empty folder', () => {
  const out = temporaryFolder();
  fs.mkdirSync(path.join(out, 'env'));
  expect(writeBundle(path.join(out, 'env'), fresh)).toBe(true);
});

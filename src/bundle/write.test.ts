import fs from 'node:fs';
import path from 'node:path';
import { filesIn, removeTemporaryFolders, temporaryFolder } from './testing/folders';
import { writeBundle } from './write';

afterEach(() => jest.restoreAllMocks());
afterAll(removeTemporaryFolders);

const manifest = { path: 'bundle.json', content: '{ "name": "forgerock-idcs-password-sync" }\n' };
const old = [manifest, { path: 'conf/a.json', content: '1\n' }, { path: 'script/x/stale.js', content: '2\n' }];
const fresh = [manifest, { path: 'conf/a.json', content: '3\n' }];

it('makes the folder, replaces all of it, and leaves nothing beside it', () => {
  const out = temporaryFolder();
  const folder = path.join(out, 'deep/env');
  expect(writeBundle(folder, old)).toBe(true);
  expect(writeBundle(folder, fresh)).toBe(true);
  expect(filesIn(folder)).toEqual({ 'bundle.json': manifest.content, 'conf/a.json': '3\n' });
  expect(fs.readdirSync(path.join(out, 'deep'))).toEqual(['env']);
});

it('writes nothing when the files are there already', () => {
  const folder = path.join(temporaryFolder(), 'env');
  writeBundle(folder, old);
  const before = fs.statSync(folder).ino;
  expect(writeBundle(folder, old)).toBe(false);
  expect(fs.statSync(folder).ino).toBe(before);
  fs.writeFileSync(path.join(folder, 'conf/extra.json'), '');
  expect(writeBundle(folder, old)).toBe(true);
  expect(Object.keys(filesIn(folder))).toEqual(old.map((file) => file.path));
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
  expect(filesIn(path.dirname(folder))).toEqual({ 'env/bundle.json': manifest.content, 'env/conf/a.json': '3\n' });
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

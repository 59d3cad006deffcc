import path from 'node:path';
import { readBundle } from '../bundle/read';
import { packageRoot } from '../root';
import { ownFiles } from './own-files';

const bundle = readBundle(path.join(packageRoot, 'generated/example'));
const { additions } = bundle.manifest;
const settings = 'conf/custom-idcsPasswordSync.json';

const managedWith = (object: object, password: object = {}) =>
  JSON.stringify({ objects: [{ name: 'user', schema: { properties: { password } }, ...object }] });

const built = (file: string) => bundle.files.find((each) => each.path === file)!.content;

it('are the scripts and our own configuration, and nothing of the customer, of the fragments or of the docs', () => {
  const files = [...ownFiles(bundle, managedWith({}), additions).keys()];
  expect(files).toEqual(expect.arrayContaining([settings, 'script/idcs-password-sync/drain.js']));
  expect(files.filter((file) => !/^(conf|script)\//.test(file))).toEqual([]);
  expect(bundle.files.map((file) => file.path)).toContain('conf/managed.json');
  expect(files).not.toContain('conf/managed.json');
});

it('are as they were built where IDM stores what the hooks see', () => {
  for (const [file, content] of ownFiles(bundle, managedWith({}), additions))
    expect(content.toString()).toBe(built(file));
});

it.each([
  ['the managed object', managedWith({ onStore: { type: 'groovy', source: '' } })],
  ['its password', managedWith({}, { onStore: { type: 'text/javascript', source: 'value' } })],
])('have no fast path where %s has an onStore, and differ in nothing else', (_, managed) => {
  const files = ownFiles(bundle, managed, additions);
  const expected = JSON.parse(built(settings)) as { delivery: { fastPath: boolean } };
  expected.delivery.fastPath = false;
  expect(files.get(settings)!.toString()).toBe(`${JSON.stringify(expected, null, 2)}\n`);
  files.delete(settings);
  for (const [file, content] of files) expect(content.toString()).toBe(built(file));
});

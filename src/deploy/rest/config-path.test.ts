import { configOf, fileOf, resourceOf } from './config-path';

it.each([
  ['conf/managed.json', 'managed'],
  ['conf/schedule-passwordSyncRetry.json', 'schedule/passwordSyncRetry'],
  ['conf/repo.orientdb.json', 'repo.orientdb'],
  ['conf/provisioner.openicf-idcs.json', 'provisioner.openicf/idcs'],
  ['conf/custom-a-b.json', 'custom/a-b'],
])('%s is %s', (file, id) => {
  expect(configOf(file)).toBe(id);
  expect(fileOf(id)).toBe(file);
});

it.each(['script/access.js', 'conf/boot/boot.properties', 'conf/logging.properties', 'conf/a/b.json', 'managed.json'])(
  '%s is no configuration',
  (file) => expect(configOf(file)).toBeUndefined(),
);

it('encodes what has a meaning in a URL', () => {
  expect(resourceOf('custom/a b?')).toBe('config/custom/a%20b%3F');
});

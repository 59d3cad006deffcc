import { configIdOf } from './file-name';

it.each([
  ['managed.json', 'managed'],
  ['schedule-recon.json', 'schedule/recon'],
  ['provisioner.openicf-ldap.json', 'provisioner.openicf/ldap'],
  ['schedule-a-b.c.json', 'schedule/a-b.c'],
  ['-odd.json', '-odd'],
  ['schedule-.json', 'schedule/'],
])('%s is config/%s', (name, id) => {
  expect(configIdOf(name)?.id).toBe(id);
});

it.each(['managed.json.patch', 'config.properties', 'jetty.xml', 'managed.JSON', 'boot'])('%s is not read', (name) => {
  expect(configIdOf(name)).toBeUndefined();
});

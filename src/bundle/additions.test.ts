import { customerFiles } from '../conf/merge';
import { customer } from '../conf/merge/testing';
import { platformFacts, platforms, type Platform } from '../platform';
import { connectorsOf } from '../platform/connectors';
import { planBundle } from './plan';
import { removeTemporaryFolders } from './testing/folders';
import { ingredients } from './testing/ingredients';

afterAll(removeTemporaryFolders);

/** All that can be asked for. */
const most = {
  managedObjects: ['user', 'alpha_user'],
  passwordPolicies: [{ policyId: 'minimum-length', params: { minLength: 12 } }],
  policyFiles: ['script/policies.js'],
  audit: { topic: 'passwordSync' },
  endpointRoles: ['internal/role/monitoring'],
  connector: { enabled: true },
};

const stock: Record<string, string> = {
  'conf/managed.json': JSON.stringify({
    objects: most.managedObjects.map((name) => ({ name, schema: { properties: { password: { encryption: {} } } } })),
  }),
  'conf/repo.orientdb.json': '{ "dbUrl": "plocal:db" }',
  'conf/policy.json': '{ "additionalFiles": [] }',
  'conf/audit.json': '{ "eventHandlers": [ { "config": { "topics": [ "activity" ] } } ] }',
  'conf/access.json': '{ "configs": [] }',
  'script/access.js': 'var httpAccessConfig = { configs: [] };\n',
};

function build(platform: Platform, files?: Record<string, string>): Map<string, string> {
  const conf = files && { files: customer(files), otherRepository: false };
  return new Map(planBundle(ingredients({ ...most, platform }, conf)).map(({ path, content }) => [path, content]));
}

const accessFiles = ['conf/access.json', 'script/access.js'];

describe.each(platforms)('for %s', (platform) => {
  const facts = platformFacts[platform];
  const concerned = customerFiles.filter((path) => !accessFiles.includes(path) || path === facts.accessFile);

  it('every file of the customer that something goes into is complete, and no other', () => {
    const built = build(platform, stock);
    expect([...built.keys()].filter((path) => customerFiles.includes(path))).toEqual([...concerned].sort());
    expect([...built.keys()].some((path) => path.startsWith('fragments/'))).toBe(false);
    expect(built.get(facts.accessFile)).toContain('internal/role/monitoring');
    // What is built upon what was built is the same.
    const again = build(platform, { ...stock, ...Object.fromEntries(built) });
    for (const path of concerned) expect(again.get(path)).toBe(built.get(path));
  });

  it('what to add to files that the build was not shown stands in fragments, with directions', () => {
    const names = concerned.map((path) => path.replace(/^\w+\//, ''));
    const fragments = [...build(platform).keys()].filter((path) => path.startsWith('fragments/'));
    expect(fragments).toEqual([...names, 'README.md'].map((name) => `fragments/${name}`).sort());
    const readme = build(platform).get('fragments/README.md')!;
    for (const name of names) expect(readme).toContain(`## ${name}\n`);

    const { 'conf/managed.json': managed, 'conf/repo.orientdb.json': repository } = stock;
    const shown = build(platform, { 'conf/managed.json': managed!, 'conf/repo.orientdb.json': repository! });
    expect(shown.has('conf/managed.json')).toBe(true);
    expect([...shown.keys()].filter((path) => path.startsWith('fragments/'))).toHaveLength(4);
  });

  it('nothing is emitted that this platform can not load', () => {
    for (const built of [build(platform, stock), build(platform)]) {
      const texts = [...built]
        .filter(([path]) => /^(conf|script\/access|fragments)/.test(path))
        .map(([, text]) => text);
      const text = texts.join('\n');
      if (!facts.substitution.defaults) expect(text).not.toMatch(/&\{[^}]*\|/);
      if (!facts.substitution.coercion)
        expect(text).not.toMatch(/"\$(int|bool|number|list|object|string|array|base64)"/);
      if (!facts.auditSafelist) expect(text).not.toContain('includeIf');
    }
    const built = build(platform, stock);
    const schedule = JSON.parse(built.get('conf/schedule-passwordSyncRetry.json')!) as object;
    expect(Object.keys(schedule).filter((key) => !scheduleKeys.includes(key))).toEqual([]);
    const { connectorRef } = JSON.parse(built.get('conf/provisioner.openicf-idcs.json')!) as { connectorRef: object };
    expect(connectorRef).toMatchObject(connectorsOf[platform].idcs);
  });
});

/** Keys of a schedule that every one of the platforms knows. */
const scheduleKeys = [
  ...['enabled', 'persisted', 'type', 'schedule', 'startTime', 'endTime', 'misfirePolicy'],
  ...['concurrentExecution', 'invokeService', 'invokeContext', 'invokeLogLevel'],
];

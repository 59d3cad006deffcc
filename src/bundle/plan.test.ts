import crypto from 'node:crypto';
import fc from 'fast-check';
import { customer } from '../conf/merge/testing';
import { KnownFailure } from '../environment/problem';
import type { EnvironmentSettings } from '../environment/settings';
import type { CustomerConf } from './customer';
import type { Manifest } from './manifest';
import { planBundle, type Ingredients } from './plan';
import { removeTemporaryFolders } from './testing/folders';
import { ingredients } from './testing/ingredients';

afterAll(removeTemporaryFolders);

const managed = JSON.stringify({
  objects: [{ name: 'user', schema: { properties: { password: { encryption: {} } } } }],
});

/** A customer who has these files. */
function customerWith(files: Record<string, string>, otherRepository = false): CustomerConf {
  return { files: customer(files), otherRepository };
}

function plan(from: Ingredients): Record<string, string> {
  return Object.fromEntries(planBundle(from).map(({ path, content }) => [path, content]));
}

function json(from: Ingredients, path: string): unknown {
  return JSON.parse(plan(from)[path]!);
}

const scripts = [
  ...['deliver', 'drain', 'endpoint', 'onCreate', 'onUpdate', 'postCreate', 'postDelete', 'postUpdate', 'strictUpdate'],
].map((name) => `script/idcs-password-sync/${name}.js`);
const ownConf = ['custom-idcsPasswordSync', 'endpoint-idcsPasswordSync', 'schedule-passwordSyncRetry'].map(
  (name) => `conf/${name}.json`,
);

it.each<[string, CustomerConf | undefined, string[]]>([
  ['no customer', undefined, ['fragments/README.md', 'fragments/managed.json', 'fragments/repo.orientdb.json']],
  [
    'managed.json alone',
    customerWith({ 'conf/managed.json': managed }),
    ['conf/managed.json', 'fragments/README.md', 'fragments/repo.orientdb.json'],
  ],
  ['another repository', customerWith({ 'conf/managed.json': managed }, true), ['conf/managed.json']],
  [
    'OrientDB',
    customerWith({ 'conf/managed.json': managed, 'conf/repo.orientdb.json': '{}' }),
    ['conf/managed.json', 'conf/repo.orientdb.json'],
  ],
])('says which files there are with %s', (_, conf, others) => {
  const files = planBundle(ingredients({}, conf));
  expect(files.map((file) => file.path)).toEqual([...scripts, ...ownConf, ...others, 'bundle.json'].sort());
});

it('lists every file but the manifest in it, with size and SHA-256', () => {
  const files = plan(ingredients({ idcs: { baseUrl: 'https://x.example', clientId: '\u00e9', clientSecret: '&{a}' } }));
  const { files: listed, additions: _, ...head } = JSON.parse(files['bundle.json']!) as Manifest;
  expect(head).toEqual({ name: 'forgerock-idcs-password-sync', version: '1.2.3', environment: 'test' });
  expect(listed.map((file) => file.path)).toEqual(Object.keys(files).filter((path) => path !== 'bundle.json'));
  for (const { path, sha256, bytes } of listed) {
    const content = Buffer.from(files[path]!);
    expect([bytes, sha256]).toEqual([content.length, crypto.createHash('sha256').update(content).digest('hex')]);
  }
});

it('tells an installer what goes into files that the build has not seen', () => {
  const settings = {
    platform: 'ping-7',
    managedObjects: ['user', 'alpha_user'],
    user: { password: 'pin' },
    delivery: { mode: 'inline' },
    passwordPolicies: [{ policyId: 'not-empty' }],
    policyFiles: ['script/policies.js'],
    audit: { topic: 'passwordSync' },
    endpointRoles: ['internal/role/monitoring'],
  };
  const { passwordPolicies, policyFiles, endpointRoles } = settings;
  expect(json(ingredients(settings), 'bundle.json')).toMatchObject({
    additions: {
      platform: 'ping-7',
      managedObjects: ['user', 'alpha_user'],
      passwordProperty: 'pin',
      mode: 'inline',
      outbox: { path: 'repo/passwordsync/outbox', keysPath: 'repo/passwordsync/keys' },
      passwordPolicies,
      policyFiles,
      auditTopic: 'passwordSync',
      endpointRoles,
    },
  });
  expect(json(ingredients(), 'bundle.json')).toMatchObject({ additions: { auditTopic: null } });
});

it('is the same for the same ingredients', () => {
  expect(planBundle(ingredients())).toEqual(planBundle(ingredients()));
});

it('ends every file with one line feed and knows no other line ends', () => {
  for (const content of Object.values(plan(ingredients({ connector: { enabled: true } })))) {
    expect(content).toMatch(/[^\n]\n$/);
    expect(content).not.toMatch(/[\r\t\u2028]/);
  }
});

it('renders settings that say what the environment says', () => {
  const from = ingredients({ delivery: { quickRetrySeconds: [] }, managedObjects: ['user', 'alpha_user'] });
  const { idcs, user, provisioning, delivery, outbox, managedObjects, audit } = from.environment.settings;
  expect(json(from, 'conf/custom-idcsPasswordSync.json')).toEqual({
    version: '1.2.3',
    environment: 'test',
    target: 'idcs',
    managedObjects,
    idcs,
    user,
    provisioning,
    delivery,
    outbox,
    audit,
    scripts: 'files',
  });
});

describe('the fast path, which sends what a hook saw', () => {
  const onStore = { type: 'text/javascript', source: "value = 'x' + value;" };
  const password = { encryption: {} };

  /** What the settings of a bundle say, for an installation with these managed objects. */
  function fastPathWith(objects: object[], settings: object = {}): unknown {
    const from = ingredients(settings, customerWith({ 'conf/managed.json': JSON.stringify({ objects }) }, true));
    const { delivery } = json(from, 'conf/custom-idcsPasswordSync.json') as { delivery: { fastPath: unknown } };
    return delivery.fastPath;
  }

  const user = (more: object, ownPassword: object = password) => ({
    name: 'user',
    ...more,
    schema: { properties: { password: ownPassword, mail: { onStore } } },
  });

  it.each<[string, object[], boolean]>([
    ['no script changes what is stored', [user({})], true],
    ['the object has an onStore', [user({ onStore })], false],
    ['the password has an onStore', [user({}, { ...password, onStore })], false],
    ['an object that is not carried has one', [user({}), { name: 'role', onStore }], true],
    ['a hashed password has one', [user({}, { secureHash: { algorithm: 'SHA-256' }, onStore })], false],
  ])('%s', (_, objects, fastPath) => {
    expect(fastPathWith(objects)).toBe(fastPath);
  });

  it('is off for all objects when one of them could store something else', () => {
    const staff = { name: 'staff', onStore, schema: { properties: { password } } };
    expect(fastPathWith([user({}), staff], { managedObjects: ['user', 'staff'] })).toBe(false);
  });

  it('stays off where the environment says so, and on where no managed.json is known', () => {
    expect(fastPathWith([user({})], { delivery: { fastPath: false } })).toBe(false);
    expect(json(ingredients(), 'conf/custom-idcsPasswordSync.json')).toMatchObject({ delivery: { fastPath: true } });
  });

  it('changes nothing of the environment that it was given', () => {
    const conf = JSON.stringify({ objects: [user({ onStore })] });
    const from = ingredients({}, customerWith({ 'conf/managed.json': conf }, true));
    planBundle(from);
    expect(from.environment.settings.delivery.fastPath).toBe(true);
  });
});

it('refuses the strict mode for a hashed password', () => {
  const secureHash = { algorithm: 'SHA-256' };
  const objects = [{ name: 'user', schema: { properties: { password: { secureHash } } } }];
  const conf = customerWith({ 'conf/managed.json': JSON.stringify({ objects }) }, true);
  const from = (mode: string) => ingredients({ delivery: { mode } }, conf);
  expect(() => planBundle(from('strict'))).toThrow(KnownFailure);
  for (const mode of ['background', 'inline']) expect(plan(from(mode))['conf/managed.json']).toContain('onUpdate.js');
});

it('renders nasty values that stay values', () => {
  const text = fc.string({ unit: 'binary', minLength: 1 });
  const idcs = { baseUrl: '&{b}', clientSecret: '&{s}' };
  const base = ingredients({ platform: 'ping-7', idcs: { ...idcs, clientId: 'x' }, connector: { enabled: true } });
  fc.assert(
    fc.property(text, text, (clientId, scope) => {
      const settings = JSON.parse(JSON.stringify(base.environment.settings)) as EnvironmentSettings;
      Object.assign(settings.idcs, { clientId, scope });
      const from = { ...base, environment: { ...base.environment, settings } };
      expect(json(from, 'conf/custom-idcsPasswordSync.json')).toMatchObject({ idcs: { ...idcs, clientId, scope } });
      expect(json(from, 'conf/provisioner.openicf-idcs.json')).toMatchObject({
        configurationProperties: { clientId, scope },
      });
    }),
  );
});

it('renders schedule and endpoint', () => {
  const from = ingredients({ schedule: { cron: '0 * * * * ?', enabled: false } });
  expect(json(from, 'conf/schedule-passwordSyncRetry.json')).toEqual({
    enabled: false,
    type: 'cron',
    schedule: '0 * * * * ?',
    persisted: true,
    concurrentExecution: false,
    misfirePolicy: 'fireAndProceed',
    invokeService: 'script',
    invokeContext: { script: { type: 'text/javascript', file: 'idcs-password-sync/drain.js' } },
  });
  expect(json(from, 'conf/endpoint-idcsPasswordSync.json')).toEqual({
    type: 'text/javascript',
    file: 'idcs-password-sync/endpoint.js',
    context: 'endpoint/idcsPasswordSync',
  });
});

it('gives fragments for every managed object and the paths of the environment', () => {
  const from = ingredients({ managedObjects: ['user', 'staff'], outbox: { path: 'repo/sync/box' } });
  expect(json(from, 'fragments/managed.json')).toMatchObject({
    objects: [{ name: 'user', postDelete: { file: 'idcs-password-sync/postDelete.js' } }, { name: 'staff' }],
  });
  const classes = (json(from, 'fragments/repo.orientdb.json') as { dbStructure: { orientdbClass: object } })
    .dbStructure;
  expect(Object.keys(classes.orientdbClass)).toEqual(['sync_box', 'passwordsync_keys']);
  expect(plan(from)['fragments/README.md']).toContain('`user`, `staff`');
});

it('collects what is wrong with every part', () => {
  const files = { 'conf/managed.json': managed, 'conf/repo.orientdb.json': '{"dbStructure":[]}' };
  const from = { ...ingredients({ managedObjects: ['staff'] }, customerWith(files)), scripts: [] };
  let caught: unknown;
  try {
    planBundle(from);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(KnownFailure);
  const codes = new Set((caught as KnownFailure).problems.map((problem) => problem.code));
  expect(codes).toEqual(new Set(['missing-script', 'no-managed-object', 'orientdb-class']));
});

it('refuses a template that does not say what the environment says', () => {
  const from = ingredients();
  const name = 'conf/custom-idcsPasswordSync.json.hbs';
  const templates = { ...from.templates, [name]: from.templates[name]!.replace('{{json idcs}}', '{}') };
  expect(() => planBundle({ ...from, templates })).toThrow(/does not say what it has to/);
});

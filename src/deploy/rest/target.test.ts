import { fakeIdm, type FakeIdm } from '../../idm/rest/testing/fake-idm';
import { changeBetween } from '../changes';
import { configText } from './canonical';
import { restTarget } from './target';
import type { Change, Target } from '../model';

let idm: FakeIdm;
let target: Target;
beforeEach(async () => {
  idm = await fakeIdm(300);
  target = restTarget(idm.client);
});
afterEach(() => idm.close());

const text = (value: object) => Buffer.from(configText(value));
const change = (path: string, before?: object, after?: object) =>
  changeBetween(path, before && text(before), after && text(after))!;
const managed = 'conf/managed.json';

it('reads a configuration as a file', async () => {
  idm.configs.set('custom/x', { b: 1, a: [] });
  expect(String(await target.read('conf/custom-x.json'))).toBe('{\n  "b": 1,\n  "a": []\n}\n');
  expect(await target.read('conf/custom-y.json')).toBeUndefined();
  expect(await target.read('script/access.js')).toBeUndefined();
  expect(await target.list('script/idcs-password-sync')).toEqual([]);
});

it('keeps away from the repository', async () => {
  idm.configs.set('repo.orientdb', {});
  expect(await target.read('conf/repo.orientdb.json')).toBeUndefined();
  const objections = await target.objections([
    change('conf/repo.orientdb.json', {}, { a: 1 }),
    change('script/x.js', undefined, {}),
    change(managed, {}, { a: 1 }),
  ]);
  expect(objections).toMatchObject([{ file: 'conf/repo.orientdb.json' }, { file: 'script/x.js' }]);
});

it.each<[string, object | undefined, Change]>([
  ['creates', undefined, change(managed, undefined, { b: 1, a: 2 })],
  ['changes', { b: 0 }, change(managed, { b: 0 }, { b: 1, a: 2 })],
  ['leaves what is so already', { b: 1, a: 2 }, change(managed, { b: 0 }, { b: 1, a: 2 })],
])('%s a configuration', async (_, present, made) => {
  if (present) idm.configs.set('managed', present);
  await target.make(made);
  expect(JSON.stringify(idm.configs.get('managed'))).toBe('{"b":1,"a":2}');
});

it('deletes one, also when it is gone already', async () => {
  idm.configs.set('managed', { a: 1 });
  await target.make(change(managed, { a: 1 }));
  await target.make(change(managed, { a: 1 }));
  expect(idm.configs.size).toBe(0);
});

it('overwrites nothing that was changed since', async () => {
  idm.configs.set('managed', { a: 3 });
  await expect(target.make(change(managed, { a: 1 }, { a: 2 }))).rejects.toMatchObject({
    problems: [{ code: 'target-changed', file: managed }],
  });
  await expect(target.make(change(managed, { a: 1 }))).rejects.toMatchObject({
    problems: [{ code: 'target-changed' }],
  });
  expect(idm.configs.get('managed')).toEqual({ a: 3 });
});

it.each(['cut', 'silent', { status: 500, body: { message: 'no meta-data provider' } }] as const)(
  'names what was being written: %j',
  async (reply) => {
    idm.configs.set('managed', { a: 1 });
    idm.intercept = ({ method }) => (method === 'GET' ? undefined : reply);
    await expect(target.make(change(managed, { a: 1 }, { a: 2 }))).rejects.toMatchObject({
      problems: [{ what: expect.stringContaining(`${managed} was being written`) as string }],
    });
  },
);

it('writes nothing to an IDM that is not ready', async () => {
  idm.objects.set('info/ping', { state: 'ACTIVE_NOT_READY' });
  await expect(target.prepare([change(managed, {}, { a: 1 })])).rejects.toMatchObject({
    problems: [{ code: 'idm-not-ready' }],
  });
});

it('finds what has fallen back after it was written', async () => {
  idm.objects.set('endpoint/idcsPasswordSync', { version: '1', environment: 'x' });
  idm.configs.set('managed', { a: 1 });
  const bundle = { version: '1', environment: 'x', sha256: '0' };
  expect(await target.verify({ changes: [change(managed, { a: 1 }, { a: 2 })], bundle })).toMatchObject([
    { code: 'not-in-force', file: managed },
  ]);
});

describe('what to know before', () => {
  const settings = change('conf/custom-idcsPasswordSync.json', undefined, {
    outbox: { path: 'repo/passwordsync/outbox', keysPath: 'repo/passwordsync/keys' },
  });

  it('names the classes that OrientDB has to declare', async () => {
    const declared = { passwordsync_keys: {} };
    idm.configs.set('repo.orientdb', { dbStructure: { orientdbClass: declared } });
    const [caution, ...others] = await target.cautions([settings], 'forth');
    expect(caution).toMatchObject({ code: 'orientdb-class' });
    expect(caution!.what).toContain('declare passwordsync_outbox, and');
    expect(caution!.mend).toContain('"indexType":"unique"');
    expect(others).toEqual([]);
  });

  it.each([
    ['another repository', undefined],
    ['both declared', { dbStructure: { orientdbClass: { passwordsync_keys: {}, passwordsync_outbox: {} } } }],
  ])('has nothing to say of %s', async (_, repository) => {
    if (repository) idm.configs.set('repo.orientdb', repository);
    expect(await target.cautions([settings], 'forth')).toEqual([]);
  });

  it('says that the layout of a file is lost', async () => {
    const changes = [change(managed, {}, { a: 1 }), change('conf/policy.json', {}, { a: 1 })];
    expect((await target.cautions(changes, 'forth')).map(({ code }) => code)).toEqual(['layout', 'layout']);
  });

  it('leaves access rules that are a script to be made by hand', () => {
    const additions = { platform: 'openidm-7', endpointRoles: ['openidm-monitor'] } as unknown;
    const { additions: kept, warnings } = target.reachable(additions as Parameters<Target['reachable']>[0]);
    expect(kept.endpointRoles).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'access-by-hand', file: 'script/access.js' }]);
  });
});

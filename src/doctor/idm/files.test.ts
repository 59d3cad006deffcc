import fs from 'node:fs';
import { digestOf } from '../../deploy/content';
import { writeHistory } from '../../deploy/folder/history-file';
import type { Change, Deployment } from '../../deploy/model';
import { readBundle } from '../../bundle/read';
import { removeTemporaryFolders } from '../../bundle/testing/folders';
import { idmFolders } from '../../idm/folders';
import type { Result } from '../step';
import { examineIdm } from '.';
import { certificate, SmallIdm } from './testing/installation';

afterAll(removeTemporaryFolders);

const watch = { waiting: () => {}, ended: () => {} };

async function results(idm: SmallIdm, withBundle = true): Promise<Result[]> {
  const bundle = withBundle ? readBundle(idm.bundle) : undefined;
  return examineIdm({ folders: idmFolders(idm.folder), bundle }, watch);
}

/** Of those that were not passed: status, what and mend by id. */
async function findings(idm: SmallIdm, withBundle = true): Promise<Record<string, string>> {
  const worth = (await results(idm, withBundle)).filter(({ status }) => status === 'failed' || status === 'warning');
  return Object.fromEntries(
    worth.map((result) => [result.id, `${result.status}: ${result.what} | ${'mend' in result ? result.mend : ''}`]),
  );
}

it('finds nothing in an installation that is right', async () => {
  const all = await results(new SmallIdm());
  expect(all.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'installation passed',
    'bundle-settings passed',
    'bundle-files passed',
    'references passed',
    'hooks passed',
    'outbox-classes passed',
    'schedule-file passed',
    'endpoint-file passed',
    'named-files passed',
    'mail-file passed',
  ]);
  expect(all[0]!.what).toMatch(/, IDM 7\.0\.1, not running$/);
  expect(all[2]!.what).toMatch(/^\d+ files of version [\d.]+, compared with the bundle of example$/);
  expect(all[3]!.what).toBe(
    'idcs.base.url, idcs.client.id, idcs.client.secret found; only IDM can tell whether it can decrypt idcs.client.secret',
  );
});

const settings = 'conf/custom-idcsPasswordSync.json';
const managed = 'conf/managed.json';
const orientdb = 'conf/repo.orientdb.json';
const schedule = 'conf/schedule-passwordSyncRetry.json';
const boot = 'conf/boot/boot.properties';

type Managed = { objects: { name: string; onUpdate?: unknown; onCreate?: unknown }[] };
type Classes = {
  dbStructure: { orientdbClass: Record<string, { index: { propertyName: string; indexType: string }[] }> };
};
type Tls = { idcs: { tls: Record<string, unknown>; assertion?: object; clientSecret?: unknown } };

const faults: [string, string, RegExp, (idm: SmallIdm) => void][] = [
  [
    'no bundle',
    'bundle-settings',
    /is missing: the bundle is not deployed here \| Deploy it/,
    (idm) => idm.remove(settings),
  ],
  [
    'settings that are no JSON',
    'bundle-settings',
    /custom-idcsPasswordSync\.json:1:2: is not JSON/,
    (idm) => idm.write(settings, '{'),
  ],
  [
    'settings of another version',
    'bundle-settings',
    /says nothing of outbox \| .*conf and script together/,
    (idm) => idm.edit(settings, (value: { outbox?: object }) => delete value.outbox),
  ],
  [
    'an edited script',
    'bundle-files',
    /not as deployed: script\/idcs-password-sync\/drain\.js \| Deploy/,
    (idm) => idm.write('script/idcs-password-sync/drain.js', '// gone'),
  ],
  [
    'a missing script',
    'bundle-files',
    /missing: script\/idcs-password-sync\/deliver\.js \|/,
    (idm) => idm.remove('script/idcs-password-sync/deliver.js'),
  ],
  [
    'edited settings',
    'bundle-files',
    /not as deployed: conf\/custom-idcsPasswordSync\.json \| .*environment file/,
    (idm) => idm.edit(settings, (value: { delivery: { threads: number } }) => (value.delivery.threads = 64)),
  ],
  [
    'a property without a value',
    'references',
    /no value for idcs\.client\.id in conf\/boot\/boot\.properties \| .*"idcs\.client\.id="/,
    (idm) => idm.write(boot, idm.read(boot).replace('idcs.client.id=client', 'idcs.client.id=')),
  ],
  [
    'a property that is not there',
    'references',
    /no value for idcs\.base\.url /,
    (idm) => idm.write(boot, idm.read(boot).replace(/^idcs\.base.*\n/, '')),
  ],
  [
    'an encrypted value on several lines',
    'references',
    /idcs\.client\.secret begins like an encrypted value and is not whole \| .*join them to one/,
    (idm) => idm.write(boot, idm.read(boot).replace('"$crypto":{', '"$crypto":{\n')),
  ],
  [
    'a hook that is gone',
    'hooks',
    /hooks that do not run ours: user\.onUpdate \| .*require\('idcs-password-sync\/onUpdate'\);/,
    (idm) => idm.edit(managed, (value: Managed) => delete value.objects[0]!.onUpdate),
  ],
  [
    'a hook that only mentions ours',
    'hooks',
    /do not run ours: user\.onCreate/,
    (idm) =>
      idm.edit(
        managed,
        (value: Managed) =>
          (value.objects[0]!.onCreate = {
            type: 'text/javascript',
            source: "// require('idcs-password-sync/onCreate')",
          }),
      ),
  ],
  [
    'a hook in Groovy',
    'hooks',
    /is a script of type "groovy"/,
    (idm) => idm.edit(managed, (value: Managed) => (value.objects[0]!.onUpdate = { type: 'groovy', file: 'x.groovy' })),
  ],
  [
    'no managed object of that name',
    'hooks',
    /there is no managed object "user"/,
    (idm) => idm.edit(managed, (value: Managed) => (value.objects[0]!.name = 'person')),
  ],
  ['no managed.json', 'hooks', /conf\/managed\.json is missing/, (idm) => idm.remove(managed)],
  [
    'a class that is not declared',
    'outbox-classes',
    /does not declare the class passwordsync_keys \| .*start IDM anew/,
    (idm) => idm.edit(orientdb, (value: Classes) => delete value.dbStructure.orientdbClass.passwordsync_keys),
  ],
  [
    'a class without its unique index',
    'outbox-classes',
    /does not declare the unique index of passwordsync_outbox on _openidm_id/,
    (idm) =>
      idm.edit(
        orientdb,
        (value: Classes) => (value.dbStructure.orientdbClass.passwordsync_outbox!.index[0]!.indexType = 'notunique'),
      ),
  ],
  [
    'no schedule',
    'schedule-file',
    /is missing: what is not delivered at once is then never/,
    (idm) => idm.remove(schedule),
  ],
  [
    'a schedule that is off',
    'schedule-file',
    /is switched off.*\| Set schedule\.enabled/,
    (idm) => idm.edit(schedule, (value: { enabled: boolean }) => (value.enabled = false)),
  ],
  [
    'a schedule that Quartz drops',
    'schedule-file',
    /"\* \* \* \* \*" has 5 fields.* IDM drops it/,
    (idm) => idm.edit(schedule, (value: { schedule: string }) => (value.schedule = '* * * * *')),
  ],
  [
    'a schedule of something else',
    'schedule-file',
    /does not run idcs-password-sync\/drain\.js/,
    (idm) => idm.edit(schedule, (value: { invokeContext: object }) => (value.invokeContext = {})),
  ],
  [
    'no endpoint',
    'endpoint-file',
    /no metrics, and no drain on demand/,
    (idm) => idm.remove('conf/endpoint-idcsPasswordSync.json'),
  ],
  [
    'a trust file that is not there',
    'named-files',
    /idcs\.tls\.trustFile: .*security\/ca\.pem can't be read: ENOENT \|/,
    (idm) => idm.edit(settings, (value: Tls) => (value.idcs.tls = { trust: 'pem', trustFile: 'security/ca.pem' })),
  ],
  [
    'a trust file without a certificate',
    'named-files',
    /truststore holds no certificate \|/,
    (idm) => idm.edit(settings, (value: Tls) => (value.idcs.tls = { trust: 'pem', trustFile: 'security/truststore' })),
  ],
  [
    'a certificate that has expired',
    'named-files',
    /certificate 1 has expired \d+ days ago/,
    (idm) => {
      idm.write('security/ca.pem', certificate(30, '-400d'));
      idm.edit(settings, (value: Tls) => (value.idcs.tls = { trust: 'pem', trustFile: 'security/ca.pem' }));
    },
  ],
  [
    'no truststore where IDM says it is',
    'named-files',
    /idcs\.tls\.trust: .*security\/elsewhere can't be read/,
    (idm) => {
      idm.write(boot, `${idm.read(boot)}openidm.truststore.location=security/elsewhere\n`);
      idm.edit(settings, (value: Tls) => (value.idcs.tls = { trust: 'idm' }));
    },
  ],
  [
    'no key for the assertion',
    'named-files',
    /idcs\.assertion\.keystore: .*security\/keys\.p12 can't be read/,
    (idm) =>
      idm.edit(
        settings,
        (value: Tls) => (value.idcs.assertion = { keyId: 'k', keystore: { file: 'security/keys.p12' } }),
      ),
  ],
];

describe('fails, and says how it is mended', () => {
  it.each(faults)('%s', async (_, step, message, plant) => {
    const idm = new SmallIdm();
    plant(idm);
    const found = await findings(idm);
    expect(found[step]).toMatch(/^failed: .+ \| .+/);
    expect(found[step]).toMatch(message);
  });
});

describe('warns', () => {
  it('of scripts that are left over, and of no others', async () => {
    const idm = new SmallIdm();
    idm.write('script/idcs-password-sync/retry.js', '');
    idm.write('script/mine.js', '');
    expect(await findings(idm)).toEqual({
      'bundle-files': expect.stringMatching(
        /^warning: .*left over: script\/idcs-password-sync\/retry\.js \| Remove/,
      ) as string,
    });
  });

  it('of a secret that everybody can read', async () => {
    const idm = new SmallIdm();
    idm.write(boot, 'idcs.base.url=https://a.example\nidcs.client.id=a\nidcs.client.secret=canary-7f3a91\n');
    fs.chmodSync(idm.at(boot), 0o644);
    const { references } = await findings(idm);
    expect(references).toMatch(/^warning: .*idcs\.client\.secret stands in clear text in conf\/boot.* \| .*chmod 600/);
    expect(references).not.toMatch('canary');
    fs.chmodSync(idm.at(boot), 0o600);
    expect(await findings(idm)).toEqual({});
  });

  it('of an IDM that can send no mail', async () => {
    const idm = new SmallIdm();
    idm.remove('conf/external.email.json');
    expect((await findings(idm))['mail-file']).toMatch(/^warning: IDM can send no mail.*\| Passwords are delivered/);
    idm.write('conf/external.email.json', '{"port":"25"}');
    expect((await findings(idm))['mail-file']).toMatch(/names no host/);
  });

  it('of what was changed since IDM has started', async () => {
    const idm = new SmallIdm();
    idm.run(process.pid, new Date(Date.now() + 60_000));
    expect(await findings(idm)).toEqual({});
    idm.run(process.pid, new Date(Date.now() - 60_000));
    const { installation } = await findings(idm);
    expect(installation).toMatch(
      /^warning: .*running as process \d+; changed since its start: conf\/boot\/boot\.properties, conf\/repo\.orientdb\.json \| Start/,
    );
  });

  it('of a certificate that ends soon', async () => {
    const idm = new SmallIdm();
    idm.write('security/ca.pem', certificate(11));
    idm.edit(settings, (value: Tls) => (value.idcs.tls = { trust: 'pem', trustFile: 'security/ca.pem' }));
    expect((await findings(idm))['named-files']).toMatch(/^warning: .*certificate 1 ends in 9 days \|/);
  });

  it('of a node that runs no persisted schedules', async () => {
    const idm = new SmallIdm();
    idm.write(
      'conf/scheduler.json',
      '{"scheduler":{"executePersistentSchedules":"&{openidm.scheduler.execute.persistent.schedules}"}}',
    );
    expect(await findings(idm)).toEqual({});
    idm.write(boot, `${idm.read(boot)}openidm.scheduler.execute.persistent.schedules=false\n`);
    fs.chmodSync(idm.at(boot), 0o600);
    expect((await findings(idm))['schedule-file']).toMatch(/^warning: .*this node runs it never/);
  });
});

describe('what is no fault', () => {
  it('is a file of JSON that IDM has written anew', async () => {
    const idm = new SmallIdm();
    idm.edit(settings, () => {});
    idm.edit(schedule, () => {});
    expect(await findings(idm)).toEqual({});
  });

  it('is another repository, which needs no declaration', async () => {
    const idm = new SmallIdm();
    idm.remove(orientdb);
    idm.write('conf/repo.jdbc.json', '{}');
    expect(await findings(idm)).toEqual({});
  });

  it('is a property of conf/system.properties', async () => {
    const idm = new SmallIdm();
    idm.write('conf/system.properties', 'idcs.client.id=other\n');
    idm.write(boot, idm.read(boot).replace(/^idcs\.client\.id.*\n/m, ''));
    fs.chmodSync(idm.at(boot), 0o600);
    expect(await findings(idm)).toEqual({});
  });

  it('is a trust file that holds', async () => {
    const idm = new SmallIdm();
    idm.write('security/ca.pem', certificate(365));
    idm.edit(settings, (value: Tls) => (value.idcs.tls = { trust: 'pem', trustFile: 'security/ca.pem' }));
    expect((await results(idm)).find(({ id }) => id === 'named-files')).toMatchObject({ status: 'passed' });
  });
});

describe('without a bundle to compare with', () => {
  const change = (idm: SmallIdm, path: string): Change => {
    const text = idm.read(path);
    return { kind: 'create', path, owner: 'bundle', after: { sha256: digestOf(Buffer.from(text)), text } };
  };
  const deployed = (idm: SmallIdm, version: string, changes: Change[]): Deployment => ({
    plan: {
      format: 1,
      bundle: { version, environment: 'example', sha256: '' },
      target: { kind: 'folder', install: idm.folder, project: idm.folder },
      changes,
      warnings: [],
    } as Deployment['plan'],
    at: '2026-01-02T03:04:05.000Z',
    folders: [],
  });

  it('takes what was deployed, all deployments together', async () => {
    const idm = new SmallIdm();
    const [drain, endpoint] = ['drain', 'endpoint'].map((name) => `script/idcs-password-sync/${name}.js`) as [
      string,
      string,
    ];
    const first = deployed(idm, '1.0.0', [change(idm, drain), change(idm, endpoint)]);
    idm.write(drain, '// newer');
    const second = deployed(idm, '1.1.0', [change(idm, drain)]);
    writeHistory(idm.folder, { made: [first, second] });
    const { 'bundle-files': files } = await findings(idm, false);
    expect(files).toMatch(
      /^warning: 2 files of version 1\.1\.0, compared with the deployment of example at 2026-01-02T/,
    );
    idm.write(endpoint, '// edited');
    expect((await findings(idm, false))['bundle-files']).toMatch(/^failed: .*not as deployed: .*endpoint\.js;/);
  });

  it('tells of a deployment that was interrupted', async () => {
    const idm = new SmallIdm();
    writeHistory(idm.folder, { made: [], underway: { direction: 'forth', deployment: deployed(idm, '1.0.0', []) } });
    expect((await findings(idm, false))['bundle-files']).toMatch(
      /^failed: A deployment was interrupted.*\| pwsync apply/,
    );
  });

  it('compares versions where nothing is remembered', async () => {
    const idm = new SmallIdm();
    expect((await findings(idm, false))['bundle-files']).toMatch(/^warning: 9 scripts of version .*--bundle/);
    const drain = 'script/idcs-password-sync/drain.js';
    idm.write(drain, idm.read(drain).replace(/password-sync \S+,/, 'password-sync 0.0.9,'));
    expect((await findings(idm, false))['bundle-files']).toMatch(/^failed: .*other scripts are here: .*drain\.js \|/);
    idm.remove(drain);
    expect((await findings(idm, false))['bundle-files']).toMatch(/^failed: missing: .*drain\.js \|/);
  });
});

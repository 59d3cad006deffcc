/** One fault planted at a time in files that are right. */
import { removeTemporaryFolders } from '../../bundle/testing/folders';
import { boot, findings, managed, orientdb, schedule, settings, type Managed, type Tls } from './testing/findings';
import { certificate, SmallIdm } from './testing/installation';

afterAll(removeTemporaryFolders);

type Classes = {
  dbStructure: { orientdbClass: Record<string, { index: { propertyName: string; indexType: string }[] }> };
};

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
    /no value for idcs\.client\.id in conf\/boot\/boot\.properties \| Write NAME=VALUE into conf\/boot\/boot\.properties/,
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
    'a class that is not declared, after a deployment over REST',
    'outbox-classes',
    /does not declare the class passwordsync_keys \| Add by hand .*\{"passwordsync_keys":\{"index":.*start IDM anew/,
    (idm) => {
      idm.edit(orientdb, (value: Classes) => delete value.dbStructure.orientdbClass.passwordsync_keys);
      idm.write('conf/custom-idcsPasswordSyncDeployments.json', '{}');
    },
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

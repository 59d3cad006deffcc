import fs from 'node:fs';
import { readBundle } from '../../bundle/read';
import { removeTemporaryFolders } from '../../bundle/testing/folders';
import { folderTarget } from '../../deploy/folder/target';
import { planDeployment } from '../../deploy/plan';
import { idmFolders } from '../../idm/folders';
import {
  boot,
  findings,
  managed,
  orientdb,
  results,
  schedule,
  settings,
  type Managed,
  type Tls,
} from './testing/findings';
import { certificate, SmallIdm } from './testing/installation';

afterAll(removeTemporaryFolders);

it('finds nothing in an installation that is right', async () => {
  const all = await results(new SmallIdm());
  expect(all.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'installation passed',
    'interrupted passed',
    'bundle-settings passed',
    'bundle-files passed',
    'references passed',
    'hooks passed',
    'outbox-classes passed',
    'schedule-file passed',
    'endpoint-file passed',
    'named-files passed',
    'mail skipped',
  ]);
  expect(all[0]!.what).toMatch(/, IDM 7\.0\.1, not running$/);
  expect(all[3]!.what).toMatch(/^\d+ files of version [\d.]+, compared with the bundle of example$/);
  expect(all[4]!.what).toBe(
    'idcs.base.url, idcs.client.id, idcs.client.secret found; only IDM can tell whether it can decrypt idcs.client.secret',
  );
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

  it('of hooks of ours in managed objects that the settings do not name', async () => {
    const idm = new SmallIdm();
    idm.edit(managed, ({ objects: [user, department] }: Managed) => {
      department!.onCreate = user!.onCreate;
      department!.onUpdate = { type: 'text/javascript', source: "mine();\nrequire('idcs-password-sync/onUpdate');" };
      department!.postUpdate = { type: 'text/javascript', source: "// require('idcs-password-sync/postUpdate')" };
    });
    expect(await findings(idm)).toEqual({
      hooks: expect.stringMatching(
        /^warning: .* of user; left over: department\.onCreate, department\.onUpdate, of .*\| Take .*managedObjects/,
      ) as string,
    });
    // What does not work comes first.
    idm.edit(managed, ({ objects: [user] }: Managed) => delete user!.onUpdate);
    expect((await findings(idm)).hooks).toMatch(/^failed: hooks that do not run ours: user\.onUpdate \|/);
  });
});

describe('agrees with plan', () => {
  const toDo = async (idm: SmallIdm) => {
    const target = folderTarget(idmFolders({ install: idm.folder }));
    return (await planDeployment(readBundle(idm.bundle), target, [])).changes.map((change) => change.path);
  };

  it('of settings whose fast path is off, for a script could store something else', async () => {
    const idm = new SmallIdm();
    idm.edit(managed, ({ objects }: Managed) => (objects[0]!.onStore = { type: 'text/javascript', source: '' }));
    expect(await toDo(idm)).toEqual([settings]);
    expect((await findings(idm))['bundle-files']).toMatch(/; not as deployed: conf\/custom-idcsPasswordSync\.json \|/);
    idm.write(settings, idm.read(settings).replace('"fastPath": true', '"fastPath": false'));
    expect(await toDo(idm)).toEqual([]);
    expect(await findings(idm)).toEqual({});
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

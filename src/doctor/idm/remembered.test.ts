import { removeTemporaryFolders } from '../../bundle/testing/folders';
import { digestOf } from '../../deploy/content';
import { writeHistory } from '../../deploy/folder/history-file';
import type { Change, Deployment } from '../../deploy/model';
import { findings } from './testing/findings';
import { SmallIdm } from './testing/installation';

afterAll(removeTemporaryFolders);

describe('without a bundle to compare with', () => {
  const change = (idm: SmallIdm, path: string): Change => {
    const text = idm.read(path);
    return { kind: 'create', path, owner: 'bundle', after: { sha256: digestOf(Buffer.from(text)), text } };
  };
  const deployed = (idm: SmallIdm, version: string, changes: Change[]): Deployment => ({
    plan: {
      format: 1,
      bundle: { version, environment: 'example', sha256: 'a'.repeat(64) },
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

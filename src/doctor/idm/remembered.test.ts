import { removeTemporaryFolders } from '../../bundle/testing/folders';
import { digestOf } from '../../deploy/content';
import { writeHistory } from '../../deploy/folder/history-file';
import { packed } from '../../deploy/rest/history';
import type { Change, Deployment } from '../../deploy/model';
import { findings, results, settings } from './testing/findings';
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
    const told =
      /^failed: A deployment of example \(1\.0\.0\) was interrupted.*\| "pwsync apply" leads it on, "pwsync rollback"/;
    expect(await findings(idm, false)).toEqual({ interrupted: expect.stringMatching(told) as string });
  });

  it.each([
    ['forth', /^failed: A deployment /],
    ['back', /^failed: A rollback of /],
  ] as const)(
    'tells of one on its way %s first, whatever it has not written yet or removed already',
    async (direction, told) => {
      const idm = new SmallIdm();
      idm.remove(settings);
      const underway = { direction, deployment: deployed(idm, '1.0.0', []), changes: [] };
      writeHistory(idm.folder, { made: [], underway });
      const all = await results(idm);
      expect(all.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(['interrupted']);
      expect((await findings(idm)).interrupted).toMatch(told);
      expect(all.find(({ id }) => id === 'bundle-settings')!.what).toMatch(/^needs "Deployments", which failed/);
    },
  );

  it('tells of one over REST that was interrupted, by what IDM has kept of it in its folder', async () => {
    const idm = new SmallIdm();
    idm.remove(settings);
    const underway = { direction: 'forth', deployment: deployed(idm, '1.0.0', []) } as const;
    idm.write('conf/custom-idcsPasswordSyncDeployments.json', JSON.stringify(packed({ made: [], underway })));
    expect(await findings(idm)).toEqual({
      interrupted: expect.stringMatching(/^failed: A deployment .* \| .*pwsync apply --url URL/) as string,
    });
  });

  it('looks at the rest where what is remembered can not be read', async () => {
    const idm = new SmallIdm();
    idm.write('.pwsync/history.json', '{');
    expect(await findings(idm)).toEqual({
      interrupted: expect.stringMatching(
        /^warning: .*history\.json: can't be read.*not known whether .* \| Another/,
      ) as string,
    });
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

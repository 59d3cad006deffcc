/** What one password change costs: counted, since calls tell more than the milliseconds of one machine, and timed. */
import fs from 'node:fs';
import { temporaryFolder } from '../installation/bundle';
import { CoreHost } from '../installation/core-process';
import { customerProject, Site } from '../installation/core-site';
import { expectNoClearText } from '../behaviour/canary';
import { figure, median } from '../behaviour/figures';
import { lastRequest, recordState, requests, syncedUser } from '../behaviour/steps';
import { until } from '../installation/until';

const CHANGES = 40;

/** So that the JVMs have compiled what they will. */
const WARM_UP = 20;

describe.each([
  { how: 'encrypted', hashed: false },
  { how: 'hashed', hashed: true },
])('a password that IDM keeps $how', ({ how, hashed }) => {
  const folder = temporaryFolder('bare');
  let site: Site;
  /** The same IDM without the bundle. */
  let bare: CoreHost;

  beforeAll(async () => {
    site = await Site.start({ hashed, manualSchedules: true });
    bare = await CoreHost.start({ project: customerProject(folder, hashed) });
  });
  afterAll(async () => {
    await Promise.all([site?.stop(), bare?.stop()]);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** The dump tells it without a call of the repository that would be counted. */
  const delivered = (id: string): Promise<true> =>
    until('the record is delivered', async () => {
      const records = (await site.host.dump())['passwordsync/outbox'] ?? [];
      return records.some(({ _id, state }) => _id === `idcs.user.${id}` && state === 'delivered') || null;
    });

  test('costs two writes, one read of the user, one request to Oracle, and no encryption', async () => {
    const { id, password } = await syncedUser(site);
    const bareId = await bare.idm.createUser('counted', password('Start'));
    // The first change of a JVM loads the scripts and unseals the key.
    await site.idm.setPassword(id, password('Warm'));
    await delivered(id);

    await bare.resetCounters();
    await bare.idm.setPassword(bareId, password('Next'));
    const without = await bare.counted();
    const since = lastRequest(site);
    await site.host.resetCounters();
    await site.idm.setPassword(id, password('Next'));
    await delivered(id);
    const { repositoryByType, script, keyUnseals } = await site.host.counted();

    const ours = repositoryByType['passwordsync/outbox'] ?? {};
    const writes = (ours.create ?? 0) + (ours.update ?? 0) + (ours.delete ?? 0);
    const readsOf = ({ repositoryByType: types }: typeof without): number => types['managed/user']?.read ?? 0;
    const userReads = readsOf({ repositoryByType, script, keyUnseals }) - readsOf(without);
    const operations = (await requests(site, since)).map(({ operation }) => operation);
    figure(
      `one change, ${how}: ${writes} repository writes, ${ours.read} reads of the record, ${userReads} of the user, ` +
        `${operations.length} request to Oracle, encrypt ${script.encrypt}, decrypt ${script.decrypt}, ` +
        `matches ${script.matches}, keys unsealed ${keyUnseals - without.keyUnseals} times more than without`,
    );
    expect(writes).toBeLessThanOrEqual(2);
    expect(userReads).toBe(1);
    expect(operations).toEqual(['password']);
    expect(script).toMatchObject({ encrypt: 0, decrypt: 0 });
    expect(keyUnseals).toBe(without.keyUnseals);
    // Nothing but the outbox is ours: no key is read again, no other type is written.
    expect(Object.keys(repositoryByType).filter((type) => !(type in without.repositoryByType))).toEqual([
      'passwordsync/outbox',
    ]);
  });

  // No limit is held: the counts above hold the path, and a busy machine has milliseconds of its own.
  test('and a little time', async () => {
    const { id, password } = await syncedUser(site);
    const bareId = await bare.idm.createUser('timed', password('Start'));
    const withIt: number[] = [];
    const without: number[] = [];
    for (let change = 0; change < WARM_UP + CHANGES; change++) {
      // By turns, and each when the other is at rest.
      const next = password(`Timed${change}`);
      const since = lastRequest(site);
      const ours = (await site.idm.setPassword(id, next)).milliseconds;
      await site.oracle.control.requests({ after: since, operation: 'password', waitSeconds: 10 });
      const theirs = (await bare.idm.setPassword(bareId, next)).milliseconds;
      if (change < WARM_UP) continue;
      withIt.push(ours);
      without.push(theirs);
    }
    const added = median(withIt) - median(without);
    figure(
      `a password PATCH, ${how}, cheap keystore: median ${median(without).toFixed(1)} ms without the bundle, ` +
        `${median(withIt).toFixed(1)} ms with it, so that our hooks add ${added.toFixed(1)} ms`,
    );
    await recordState(site, id, 'delivered');
  });

  test('leaves no trace in clear text', async () => {
    const { userName } = await syncedUser(site);
    await expectNoClearText(site, userName);
  });
});

test('evaluating a hook costs little by itself', async () => {
  const site = await Site.start({ manualSchedules: true });
  try {
    const cost = async (script: string): Promise<number> => {
      const source = `var start = java.lang.System.nanoTime();
        require('idcs-password-sync/${script}');
        (java.lang.System.nanoTime() - start) / 1e6`;
      // Without a password and without a note there is nothing to do but to load the script and its settings.
      const nothing = { _id: 'nobody', _rev: '0' };
      const globals = { resourceName: 'managed/user/nobody', newObject: nothing, oldObject: nothing, object: nothing };
      const times: number[] = [];
      for (let call = 0; call < WARM_UP + CHANGES; call++) {
        times.push(
          Number(await site.idm.evaluated(source, { globals: { ...globals, request: { additionalParameters: {} } } })),
        );
      }
      return median(times.slice(WARM_UP));
    };
    for (const script of ['onUpdate', 'postUpdate']) {
      figure(
        `evaluating ${script}.js without a password to deliver: median ${(await cost(script)).toFixed(2)} ms a call`,
      );
    }
    expect(site.host.log()).not.toContain('could not do its work');
  } finally {
    await site.stop();
  }
});

/**
 * Interleavings on the real code: commits that land in another order than their hooks ran, writes that no hook sees, and
 * many at once. What IDM stores in the end is what Oracle holds in the end.
 */
import { expectNoClearText } from '../behaviour/canary';
import { figure } from '../behaviour/figures';
import { arrived, recordState, syncedUser } from '../behaviour/steps';
import { Site } from '../installation/core-site';
import { person } from '../installation/idm';
import { until } from '../installation/until';
import { sideBySide } from './side-by-side';
import { drainedUntil, holds, storeUnseen, watch } from './steps';

const environment = {
  idcs: { requestTimeoutSeconds: 2 },
  delivery: { graceSeconds: 3, quietSeconds: 1, backoffSeconds: 1, maxBackoffSeconds: 1 },
  schedule: { cron: '* * * * * ?' },
};

/** A lease lasts 34 s with that timeout, and the drain comes every second. */
const AFTER_LEASE_MS = 60_000;

const commit = (id: string, when: 'before' | 'after') =>
  ({ operation: 'update', type: 'managed/user', id, when }) as const;

function put(site: Site, id: string, userName: string, password: string): ReturnType<Site['idm']['ok']> {
  return site.idm.ok('PUT', `managed/user/${id}`, { ...person(userName), password });
}

async function isInStep(site: Site, id: string, userName: string): Promise<boolean> {
  return holds(site, userName, await site.idm.storedPassword(id));
}

describe('without the drain', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start({ environment, manualSchedules: true });
    // Whoever puts an old password back must not meet Oracle's history.
    site.oracle.control.setPolicy({ numPasswordsInHistory: 0 });
  });
  afterAll(() => site?.stop());

  /** Every look that may still be due is done then, and changes nothing. */
  async function comesToRest(id: string, userName: string): Promise<void> {
    await drainedUntil(site, id, ({ state, looked }) => state === 'delivered' && looked === true, 30_000);
    expect(await isInStep(site, id, userName)).toBe(true);
  }

  test('two PUTs whose commits land in the other order than their hooks ran: the one stored last is at Oracle', async () => {
    const { id, userName, password } = await syncedUser(site);
    const hold = await site.host.hold(commit(id, 'before'));
    const first = put(site, id, userName, password('HookFirst'));
    await hold.reached();
    await put(site, id, userName, password('HookSecond'));
    await hold.release();
    await first;
    expect(await site.idm.storedPassword(id)).toBe(password('HookFirst'));
    await arrived(site, userName, password('HookFirst'), 30_000);
    await comesToRest(id, userName);
  });

  test('three PUTs at once, released in the other order than their hooks ran', async () => {
    const { id, userName, password } = await syncedUser(site);
    const held = await Promise.all([1, 2, 3].map(() => site.host.hold(commit(id, 'before'))));
    const puts = ['A', 'B', 'C'].map((step) => put(site, id, userName, password(step)));
    await Promise.all(held.map((hold) => hold.reached()));
    for (const hold of [...held].reverse()) await hold.release();
    await Promise.all(puts);
    await until('Oracle holds what IDM stores', () => isInStep(site, id, userName), 30_000);
    await comesToRest(id, userName);
  });

  test('a write past all hooks that brings an older password back is found by the last look', async () => {
    const { id, userName, password } = await syncedUser(site);
    await site.idm.setPassword(id, password('Next'));
    await arrived(site, userName, password('Next'));
    await recordState(site, id, 'delivered');
    // As a role change does it that writes the user as it was read a while ago.
    await storeUnseen(site, id, password('Start'));
    const oracle = watch(site, userName);
    await comesToRest(id, userName);
    expect(holds(site, userName, password('Start'))).toBe(true);
    expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
  });

  test('a PUT of another attribute that brings an older password back is told by its gap of revisions, at once', async () => {
    const { id, userName, password } = await syncedUser(site);
    const hold = await site.host.hold(commit(id, 'before'));
    const attribute = { ...person(userName), password: password('Start'), telephoneNumber: '0123' };
    const blind = site.idm.ok('PUT', `managed/user/${id}`, attribute);
    await hold.reached();
    await site.idm.setPassword(id, password('Between'));
    await arrived(site, userName, password('Between'));
    await recordState(site, id, 'delivered');
    await hold.release();
    await blind;
    expect(await site.idm.storedPassword(id)).toBe(password('Start'));
    await arrived(site, userName, password('Start'));
    await comesToRest(id, userName);
  });

  test('20 users change their passwords at once, four times each, and Oracle ends with the stored one of each', async () => {
    const users: Array<Awaited<ReturnType<typeof syncedUser>>> = [];
    for (let count = 0; count < 20; count++) users.push(await syncedUser(site));
    const rounds = ['A', 'B', 'C', 'D'];
    const start = Date.now();
    await Promise.all(
      users.map(async ({ id, userName, password }, index) => {
        // Half of them one after the other; the others with all of them at once, by PATCH and by PUT.
        if (index % 2 === 0) for (const round of rounds) await site.idm.setPassword(id, password(round));
        else {
          const changes = rounds.map((round, turn) =>
            turn % 2 === 0 ? site.idm.setPassword(id, password(round)) : put(site, id, userName, password(round)),
          );
          await Promise.all(changes);
        }
      }),
    );
    const answered = Date.now();
    await until(
      'Oracle holds what IDM stores, of all of them',
      async () => (await Promise.all(users.map((user) => isInStep(site, user.id, user.userName)))).every(Boolean),
      60_000,
      100,
    );
    figure(
      `20 users, ${rounds.length} changes each at once: answered in ${answered - start} ms, ` +
        `all at Oracle ${Date.now() - answered} ms later`,
    );
    for (const { id, userName } of users) await comesToRest(id, userName);
  }, 180_000);

  test('no trace is left in clear text', async () => {
    const { userName } = await syncedUser(site);
    await expectNoClearText(site, userName);
  });
});

describe('with a worker that comes too late or never', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start({ environment });
    site.oracle.control.setPolicy({ numPasswordsInHistory: 0 });
  });
  afterAll(() => site?.stop());

  function closed(id: string): Promise<object> {
    return until(
      `the record of ${id} has had its last look`,
      async () => {
        const record = await site.idm.record(id);
        return record?.state === 'delivered' && record.looked === true && record;
      },
      AFTER_LEASE_MS,
      250,
    );
  }

  sideBySide(
    [
      [
        'a PUT commits when the one whose hook ran later is at Oracle already: the stored one replaces it',
        async () => {
          const { id, userName, password } = await syncedUser(site);
          const hold = await site.host.hold(commit(id, 'before'));
          const first = put(site, id, userName, password('HookFirst'));
          await hold.reached();
          await put(site, id, userName, password('HookSecond'));
          // The intent of the one that is held has the lease: only when that is over may another send.
          await arrived(site, userName, password('HookSecond'), AFTER_LEASE_MS);
          await hold.release();
          await first;
          await arrived(site, userName, password('HookFirst'), AFTER_LEASE_MS);
          await closed(id);
          expect(await isInStep(site, id, userName)).toBe(true);
        },
      ],
      [
        'a PUT that is stored and hears of it when a newer one is at Oracle does not bring its password back',
        async () => {
          const { id, userName, password } = await syncedUser(site);
          const hold = await site.host.hold(commit(id, 'after'));
          const frozen = put(site, id, userName, password('Frozen'));
          await hold.reached();
          await put(site, id, userName, password('Newer'));
          await arrived(site, userName, password('Newer'), AFTER_LEASE_MS);
          await hold.release();
          await frozen;
          await closed(id);
          expect(holds(site, userName, password('Newer'))).toBe(true);
          expect(await site.idm.storedPassword(id)).toBe(password('Newer'));
        },
      ],
      ...([500, 503] as const).map((fail): [string, () => Promise<void>] => [
        `a commit that is reported as a ${fail} is delivered after the grace`,
        async () => {
          const { id, userName, password } = await syncedUser(site);
          await site.host.hold({ ...commit(id, 'after'), fail });
          const operations = [{ operation: 'replace', field: '/password', value: password('Next') }];
          expect((await site.idm.call('PATCH', `managed/user/${id}`, operations)).status).toBe(fail);
          expect(await site.idm.storedPassword(id)).toBe(password('Next'));
          await arrived(site, userName, password('Next'), AFTER_LEASE_MS);
          await closed(id);
        },
      ]),
      [
        'a commit that is reported as a conflict is delivered once, though IDM finds nothing left to change and runs no hook',
        async () => {
          const { id, userName, password } = await syncedUser(site);
          const oracle = watch(site, userName);
          await site.host.hold({ ...commit(id, 'after'), fail: 412 });
          await site.idm.setPassword(id, password('Next'));
          await arrived(site, userName, password('Next'), AFTER_LEASE_MS);
          await closed(id);
          expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
        },
      ],
    ],
    150_000,
  );

  test('no trace is left in clear text', async () => {
    const { userName } = await syncedUser(site);
    await expectNoClearText(site, userName);
  });
});

/** What the outbox may hold that this version has not written, or can no longer understand. */
import { expectNoClearText } from '../behaviour/canary';
import { figure } from '../behaviour/figures';
import { arrived, recordState, syncedUser } from '../behaviour/steps';
import { Site } from '../installation/core-site';
import type { OutboxRecord } from '../installation/idm';
import { until } from '../installation/until';
import { type KeyLoss, loseKey } from './keys';
import { drainedUntil, holds, watch } from './steps';

const OUTBOX = 'repo/passwordsync/outbox';
const LONG_AGO = '2020-02-03T04:05:06.789Z';

type Content = Record<string, unknown>;

/** A record of this version that is due. */
function sound(id: string): Content {
  return {
    schema: 2,
    target: 'idcs',
    state: 'pending',
    user: { object: 'user', id },
    key: '0123456789abcdef',
    salt: 'a-nonce',
    intents: [],
    marks: [],
    due: LONG_AGO,
    since: LONG_AGO,
    attempts: 0,
  };
}

const without = (content: Content, key: string): Content =>
  Object.fromEntries(Object.entries(content).filter(([name]) => name !== key));

/** As version 0.1 wrote a failed delivery. */
function ofSchema1(id: string): Content {
  const failure = { class: 'transient', reason: 'password: HTTP 503', status: 503 };
  return {
    schema: 1,
    target: 'idcs',
    state: 'pending',
    user: { object: 'user', id },
    salt: 'a-nonce',
    intents: [{ nonce: 'a-nonce', at: LONG_AGO, password: 'f'.repeat(64) }],
    delivered: 'e'.repeat(64),
    due: LONG_AGO,
    since: LONG_AGO,
    attempts: 1,
    failure,
  };
}

/** What is found in the outbox, and a part of the reason that is told. */
const found: Array<[what: string, content: (id: string) => Content, reason: RegExp]> = [
  ['of schema 1', ofSchema1, /schema 1/],
  ['of a newer schema', (id) => ({ ...sound(id), schema: 3, state: 'resting', more: {} }), /schema 3/],
  ['without a schema', (id) => without(sound(id), 'schema'), /schema/],
  ['with a field that nobody knows', (id) => ({ ...sound(id), colour: 'red' }), /"colour" is not known/],
  ['in a state that nobody knows', (id) => ({ ...sound(id), state: 'resting' }), /resting/],
  ['in a state that every object inherits', (id) => ({ ...sound(id), state: 'constructor' }), /constructor/],
  ['without a state', (id) => without(sound(id), 'state'), /state/],
  ['that has lost its intents', (id) => without(sound(id), 'intents'), /"intents" is missing/],
  ['that has lost its user', (id) => without(sound(id), 'user'), /"user" is missing/],
  ['that is delivering without a lease', (id) => ({ ...sound(id), state: 'delivering' }), /"lease" is missing/],
  ['with half an intent', (id) => ({ ...sound(id), intents: [{ nonce: 'a-nonce' }] }), /"intents"/],
  ['with attempts that are no number', (id) => ({ ...sound(id), attempts: 'many' }), /"attempts"/],
  ['with a time that is none', (id) => ({ ...sound(id), since: 'yesterday' }), /"since"/],
  ['with a time that no calendar has', (id) => ({ ...sound(id), since: '2026-13-45T25:61:61.000Z' }), /"since"/],
  ['of which only the due time is left', () => ({ due: LONG_AGO }), /schema/],
];

describe('a record', () => {
  let site: Site;
  beforeAll(async () => {
    // A page smaller than what can't be understood, which must not hide the rest.
    const delivery = { drainPageSize: 4, graceSeconds: 2, quietSeconds: 1, backoffSeconds: 1 };
    site = await Site.start({ environment: { delivery }, manualSchedules: true });
  });
  afterEach(() => site?.oracle.control.clearFaults());
  afterAll(() => site?.stop());

  /** In the place of whatever was there. */
  async function put(id: string, content: Content): Promise<void> {
    const there = await site.idm.record(id);
    const headers: Record<string, string> =
      there === null ? { 'if-none-match': '*' } : { 'if-match': String(there._rev) };
    await site.idm.ok('PUT', `${OUTBOX}/idcs.user.${id}`, content, headers);
  }

  async function trigger(): Promise<Content> {
    return (await site.idm.ok('POST', 'scheduler/job/passwordSyncRetry?_action=trigger')).body;
  }

  test.each(found)('%s is parked with a reason, and the next password takes it out', async (_what, content, reason) => {
    const { id, userName, password } = await syncedUser(site);
    await put(id, content(id));
    expect(await trigger()).toEqual({ success: true });
    const record = (await site.idm.record(id)) as OutboxRecord;
    expect(record).toMatchObject({
      schema: 2,
      state: 'parked',
      user: { object: 'user', id },
      failure: { class: 'unreadable', reason: expect.stringMatching(reason) },
    });
    // Nothing of it is lost: an operator can see what stood there.
    expect(JSON.parse(String(record.original))).toEqual(content(id));
    await site.idm.setPassword(id, password('Next'));
    await arrived(site, userName, password('Next'));
    await recordState(site, id, 'delivered');
  });

  test.each(found)(
    '%s does not keep a password change from arriving before the drain comes',
    async (_what, content) => {
      const { id, userName, password } = await syncedUser(site);
      await put(id, content(id));
      await site.idm.setPassword(id, password('Next'));
      await arrived(site, userName, password('Next'));
      expect(await recordState(site, id, 'delivered')).toMatchObject({ intents: [] });
    },
  );

  test('more of them than a page are counted, told, and leave the others their turn', async () => {
    const strange = await Promise.all(found.map(() => syncedUser(site)));
    const { id, userName, password } = await syncedUser(site);
    site.oracle.control.setFaults([{ kind: 'throttled', operation: 'password', times: 1 }]);
    await site.idm.setPassword(id, password('Next'));
    const pending = (await recordState(site, id, 'pending')) as OutboxRecord;
    for (const [index, [, content]] of found.entries()) {
      const odd = String(strange[index]?.id);
      await put(odd, content(odd));
    }
    const { _id, ...waiting } = pending;
    // The last of all that is due.
    await put(id, { ...waiting, due: new Date(Date.now() - 1000).toISOString() });
    const parkedBefore = await parkedCount();
    await drainedUntil(site, id, ({ state }) => state === 'delivered');
    expect(holds(site, userName, password('Next'))).toBe(true);
    expect((await parkedCount()) - parkedBefore).toBe(found.length);
    for (const [index, { id: odd }] of strange.entries()) {
      expect({ what: found[index]?.[0], ...(await site.idm.record(odd)) }).toMatchObject({ state: 'parked' });
      expect(site.host.log()).toContain(`idcs-password-sync: managed/user/${odd}: parked: unreadable:`);
    }
    figure(`${found.length} kinds of records that can't be understood: parked in one run, the next in line delivered`);
    expect(site.host.log()).not.toContain("can't be handled");
  });

  test('that lost its due time is found by the drain on demand, and by the next password', async () => {
    const { id, userName, password } = await syncedUser(site);
    await put(id, without({ ...sound(id) }, 'due'));
    await site.idm.drain();
    expect(await site.idm.record(id)).toMatchObject({ state: 'parked', failure: { class: 'unreadable' } });
    await site.idm.setPassword(id, password('Next'));
    await arrived(site, userName, password('Next'));
  });

  test.each([
    ['under a name that is no user', 'nonsense'],
    ['of another target', 'other.user.somebody'],
    ['of a create, which lost its name', 'idcs.new.a-nonce'],
  ])('%s does not stop the drain', async (_what, name) => {
    await site.idm.ok('PUT', `${OUTBOX}/${name}`, { ...ofSchema1('somebody') }, { 'if-none-match': '*' });
    expect(await trigger()).toEqual({ success: true });
    expect((await site.idm.ok('GET', `${OUTBOX}/${name}`)).body).toMatchObject({ state: 'parked' });
    expect(await trigger()).toEqual({ success: true });
    const { id, userName, password } = await syncedUser(site);
    await site.idm.setPassword(id, password('Next'));
    await arrived(site, userName, password('Next'));
  });

  test('leaves no trace in clear text', async () => {
    const { userName } = await syncedUser(site);
    await expectNoClearText(site, userName);
  });

  async function parkedCount(): Promise<number> {
    const sample = /^idm_password_sync_parked\{.*\} (\d+)$/m.exec(await site.idm.metrics());
    return Number(sample?.[1]);
  }
});

describe('the fingerprint key', () => {
  const started: Site[] = [];
  afterAll(() => Promise.all(started.map((site) => site.stop())));

  test.each<KeyLoss>(['deleted', 'damaged'])(
    'that was %s is made anew: what is open is looked at again and delivered, and nothing is lost',
    async (how) => {
      const delivery = {
        graceSeconds: 2,
        quietSeconds: 0,
        quickRetrySeconds: [],
        backoffSeconds: 1,
        maxBackoffSeconds: 1,
      };
      const site = await Site.start({ environment: { delivery }, manualSchedules: true });
      started.push(site);
      const { oracle, idm } = site;
      const [closed, refused, pending] = [await syncedUser(site), await syncedUser(site), await syncedUser(site)];
      await idm.setPassword(refused.id, refused.password('Second'));
      await arrived(site, refused.userName, refused.password('Second'));
      await idm.setPassword(refused.id, refused.password('Start'));
      await recordState(site, refused.id, 'parked');
      oracle.control.setFaults([{ kind: 'unavailable' }]);
      await idm.setPassword(pending.id, pending.password('Next'));
      const { key } = (await recordState(site, pending.id, 'pending')) as OutboxRecord;

      await loseKey(site, how);
      oracle.control.clearFaults();
      const watched = watch(site, pending.userName);
      const delivered = await drainedUntil(site, pending.id, ({ state }) => state === 'delivered');
      expect(delivered.key).not.toBe(key);
      expect(holds(site, pending.userName, pending.password('Next'))).toBe(true);
      expect((await watched.passwords()).filter(({ status }) => status === 200)).toHaveLength(1);

      // What was closed needs no look; the next change of each is told from the one before it.
      for (const { id, userName, password } of [closed, refused, pending]) {
        await site.idm.setPassword(id, password('Later'));
        await arrived(site, userName, password('Later'));
        expect(await recordState(site, id, 'delivered')).toMatchObject({ key: delivered.key });
      }
      await until('every record is closed', async () => {
        await site.runSchedule();
        return (await site.idm.queueSize()) === 0;
      });
      if (how === 'damaged') expect(site.host.log()).toContain('the fingerprint key is lost, a new one is made');
      await expectNoClearText(site, pending.userName);
    },
  );
});

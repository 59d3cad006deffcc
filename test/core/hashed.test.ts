/** Where IDM keeps a hash nobody can decrypt what is stored: what is sent is the sealed copy that matches the hash. */
import { expectNoClearText } from '../behaviour/canary';
import { arrived, fresh, recordState, syncedUser } from '../behaviour/steps';
import { Site } from '../installation/core-site';
import { person, type OutboxRecord } from '../installation/idm';
import { loseKey, type KeyLoss } from './keys';
import { drainedUntil, holds, storesHashOf, watch } from './steps';

const shortTimes = { graceSeconds: 2, quietSeconds: 0, quickRetrySeconds: [], backoffSeconds: 1, maxBackoffSeconds: 1 };

const copiesIn = (record: OutboxRecord): unknown[] =>
  (record.intents as Array<{ copy?: unknown }>).flatMap(({ copy }) => (copy === undefined ? [] : [copy]));

/** A change while Oracle is out of reach, which leaves an open record. */
async function changedInVain(site: Site, id: string, password: string): Promise<OutboxRecord> {
  site.oracle.control.setFaults([{ kind: 'unavailable' }]);
  await site.idm.setPassword(id, password);
  await recordState(site, id, 'pending');
  return (await site.idm.record(id)) as OutboxRecord;
}

describe('IDM keeps a hash', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start({ hashed: true, environment: { delivery: shortTimes }, manualSchedules: true });
  });
  afterEach(() => site?.oracle.control.clearFaults());
  afterAll(() => site?.stop());

  const put = (id: string, userName: string, password: string, headers = {}): ReturnType<Site['idm']['ok']> =>
    site.idm.ok('PUT', `managed/user/${id}`, { ...person(userName), password }, headers);

  test('a password arrives of a user who is created, and no copy of it stays', async () => {
    const { userName, password } = fresh();
    const id = await site.idm.createUser(userName, password('Start'));
    await arrived(site, userName, password('Start'));
    await recordState(site, id, 'delivered');
    expect(await site.idm.record(id)).toMatchObject({ intents: [], marks: [] });
    expect(await storesHashOf(site, id, password('Start'))).toBe(true);
  });

  test('under an id of the caller', async () => {
    const { userName, password } = fresh();
    const id = `given-${userName}`;
    await put(id, userName, password('Start'), { 'if-none-match': '*' });
    await arrived(site, userName, password('Start'));
    expect(await recordState(site, id, 'delivered')).toMatchObject({ intents: [] });
  });

  test('changed by PATCH, by PUT with and without a revision, and each is sent once', async () => {
    const { id, userName, password } = await syncedUser(site);
    const changes: Array<(value: string) => Promise<unknown>> = [
      (value) => site.idm.setPassword(id, value),
      (value) => put(id, userName, value),
      async (value) => {
        const { _rev } = (await site.idm.ok('GET', `managed/user/${id}`)).body;
        return put(id, userName, value, { 'if-match': String(_rev) });
      },
    ];
    for (const [step, change] of changes.entries()) {
      const oracle = watch(site, userName);
      await change(password(`Next${step}`));
      await arrived(site, userName, password(`Next${step}`));
      expect(await recordState(site, id, 'delivered')).toMatchObject({ intents: [] });
      expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
    }
  });

  test('the same password again sends nothing, whether by PATCH or by PUT', async () => {
    const { id, userName, password } = await syncedUser(site);
    const before = await site.idm.record(id);
    const oracle = watch(site, userName);
    // With a hash IDM can't tell that nothing changes, and runs its hooks.
    await site.idm.setPassword(id, password('Start'));
    await put(id, userName, password('Start'));
    await site.idm.ok('PATCH', `managed/user/${id}`, [{ operation: 'replace', field: '/sn', value: 'Other' }]);
    // Whatever the background did with it is done when the next change is delivered.
    await site.idm.setPassword(id, password('Next'));
    await arrived(site, userName, password('Next'));
    expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
    expect(before).toMatchObject({ state: 'delivered' });
  });

  test('an outage outlasts the process: the sealed copy is sent by the next one, the newest of several', async () => {
    const { id, userName, password } = await syncedUser(site);
    await changedInVain(site, id, password('Second'));
    const record = await changedInVain(site, id, password('Third'));
    expect(copiesIn(record)).toEqual([expect.any(String), expect.any(String)]);
    const oracle = watch(site, userName);
    await site.kill();
    await site.restart();
    site.oracle.control.clearFaults();
    await drainedUntil(site, id, ({ state }) => state === 'delivered');
    expect(holds(site, userName, password('Third'))).toBe(true);
    expect((await oracle.passwords()).filter(({ status }) => status === 200)).toHaveLength(1);
    // The superseded one goes when it can no longer be about to be committed.
    await drainedUntil(site, id, (record) => copiesIn(record).length === 0);
  });

  test('a copy that could not be delivered for its time to live is erased', async () => {
    const { id, password } = await syncedUser(site);
    const { _id, _rev, ...record } = await changedInVain(site, id, password('Old'));
    const old = new Date(Date.now() - 8 * 86_400_000).toISOString();
    const intents = (record.intents as object[]).map((intent) => ({ ...intent, at: old }));
    await site.idm.ok(
      'PUT',
      `repo/passwordsync/outbox/${_id}`,
      { ...record, intents, since: old, due: old },
      { 'if-match': String(_rev) },
    );
    const expired = await drainedUntil(site, id, ({ state }) => state === 'expired');
    expect(expired).toMatchObject({ intents: [], reason: expect.stringContaining('time to live') });
    expect(JSON.stringify(await site.host.dump())).not.toContain('"copy"');
  });

  test.each<KeyLoss>(['deleted', 'damaged'])(
    'a copy sealed under a key that was %s is parked with the reason, and the next password takes it out',
    async (how) => {
      const { id, userName, password } = await syncedUser(site);
      await changedInVain(site, id, password('Lost'));
      await loseKey(site, how);
      site.oracle.control.clearFaults();
      expect(await drainedUntil(site, id, ({ state }) => state === 'parked')).toMatchObject({
        failure: { class: 'unavailable', reason: expect.stringContaining('sealed under a key that is lost') },
      });
      expect(holds(site, userName, password('Start'))).toBe(true);
      expect(await site.idm.metrics()).toMatch(/^idm_password_sync_parked\{.*\} [1-9]/m);
      await site.idm.setPassword(id, password('Next'));
      await arrived(site, userName, password('Next'));
      await recordState(site, id, 'delivered');
    },
  );

  test('leaves no trace in clear text', async () => {
    const { userName } = await syncedUser(site);
    await expectNoClearText(site, userName);
  });
});

describe('IDM is switched', () => {
  const environment = { delivery: shortTimes };
  const started: Site[] = [];
  afterAll(() => Promise.all(started.map((site) => site.stop())));

  async function startedWith(hashed: boolean): Promise<Site> {
    const site = await Site.start({ hashed, environment, manualSchedules: true });
    started.push(site);
    return site;
  }

  async function switched(site: Site, hashed: boolean): Promise<void> {
    await site.kill();
    site.deploy({ hashed, environment });
    await site.restart();
    site.oracle.control.clearFaults();
  }

  test('to hashes while a record is open: it is delivered, and so is the next change', async () => {
    const site = await startedWith(false);
    const [open, idle] = [await syncedUser(site), await syncedUser(site)];
    expect(copiesIn(await changedInVain(site, open.id, open.password('Open')))).toEqual([]);
    await switched(site, true);
    await drainedUntil(site, open.id, ({ state }) => state === 'delivered');
    expect(holds(site, open.userName, open.password('Open'))).toBe(true);

    // Of one whose record was closed before: the same password is none to send, another one is.
    const oracle = watch(site, idle.userName);
    await site.idm.setPassword(idle.id, idle.password('Start'));
    await site.idm.setPassword(idle.id, idle.password('Next'));
    await arrived(site, idle.userName, idle.password('Next'));
    expect(await recordState(site, idle.id, 'delivered')).toMatchObject({ intents: [] });
    expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
    expect(await storesHashOf(site, idle.id, idle.password('Next'))).toBe(true);
    await expectNoClearText(site, open.userName);
  });

  test('to encryption while a record is open: its sealed copy is delivered', async () => {
    const site = await startedWith(true);
    const { id, userName, password } = await syncedUser(site);
    expect(copiesIn(await changedInVain(site, id, password('Open')))).toHaveLength(1);
    await switched(site, false);
    expect(await drainedUntil(site, id, ({ state }) => state === 'delivered')).toMatchObject({ intents: [] });
    expect(holds(site, userName, password('Open'))).toBe(true);
    // No further change of this user: IDM 7.0.1 itself fails every update of one whose hash it takes for encrypted.
    const later = await syncedUser(site);
    await site.idm.setPassword(later.id, later.password('Next'));
    await arrived(site, later.userName, later.password('Next'));
    expect(await site.idm.storedPassword(later.id)).toBe(later.password('Next'));
    await expectNoClearText(site, userName);
  });
});

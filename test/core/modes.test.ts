/** The modes in which the user waits for Oracle: inline, where Oracle never fails a change, and strict, where it may. */
import { expectNoClearText } from '../behaviour/canary';
import { arrived, fresh, lastRequest, recordState, requests, syncedUser } from '../behaviour/steps';
import { Site } from '../installation/core-site';
import { person, type OutboxRecord } from '../installation/idm';
import { until } from '../installation/until';
import { drainedUntil, establishedUser, holds, warmUp, watch } from './steps';

/** Enough for a busy machine, whose Oracle answers at once. */
const inlineSeconds = 2;

/** Longer than a user waits, by far, and shorter than Oracle is left alone after a request without an answer. */
const SLOW_MS = 6000;
const quietSeconds = 7;

/** When a user who waits for Oracle has an answer at the latest, on a busy machine. */
const LONGEST_WAIT_MS = 5500;

const shortTimes = { inlineSeconds, quietSeconds, graceSeconds: 2, backoffSeconds: 1, maxBackoffSeconds: 1 };

const managedUserUpdate = { operation: 'update', type: 'managed/user', when: 'before' } as const;

describe('inline', () => {
  let site: Site;
  beforeAll(async () => {
    const delivery = { ...shortTimes, mode: 'inline', quickRetrySeconds: [1] };
    site = await Site.start({ environment: { delivery }, manualSchedules: true });
    await warmUp(site);
  });
  afterEach(() => site?.oracle.control.clearFaults());
  afterAll(() => site?.stop());

  test('a password is at Oracle when IDM answers, of a new user and of one who is known', async () => {
    const { userName, password } = fresh();
    const id = await site.idm.createUser(userName, password('Start'));
    expect(holds(site, userName, password('Start'))).toBe(true);
    await site.idm.setPassword(id, password('Next'));
    expect(holds(site, userName, password('Next'))).toBe(true);
    expect(await site.idm.record(id)).toMatchObject({ state: 'delivered', intents: [] });
  });

  test('a slow Oracle holds the answer for inlineSeconds at the most and does not fail it; the password arrives', async () => {
    const { id, userName, password } = await syncedUser(site);
    site.oracle.control.setFaults([{ kind: 'slow', delayMs: SLOW_MS, operation: 'password', times: 1 }]);
    const { status, milliseconds } = await site.idm.setPassword(id, password('Next'));
    expect(status).toBe(200);
    expect(milliseconds).toBeLessThan(LONGEST_WAIT_MS);
    await arrived(site, userName, password('Next'), 30_000);
    await drainedUntil(site, id, ({ state }) => state === 'delivered');
  });

  test.each(['down', 'unavailable', 'throttled', 'html-error'] as const)(
    'an Oracle that is %s does not fail a change, and gets the password when it is back',
    async (kind) => {
      const { id, userName, password } = await syncedUser(site);
      site.oracle.control.setFaults([{ kind }]);
      const { status, milliseconds } = await site.idm.setPassword(id, password('Next'));
      expect(status).toBe(200);
      expect(milliseconds).toBeLessThan(LONGEST_WAIT_MS);
      site.oracle.control.clearFaults();
      await drainedUntil(site, id, ({ state }) => state === 'delivered', 30_000);
      expect(holds(site, userName, password('Next'))).toBe(true);
    },
  );

  test('a password that Oracle refuses is stored all the same, and parked', async () => {
    const { id, userName, password } = await syncedUser(site);
    await site.idm.setPassword(id, password('Second'));
    expect(holds(site, userName, password('Second'))).toBe(true);
    expect((await site.idm.setPassword(id, password('Start'))).status).toBe(200);
    expect(await site.idm.record(id)).toMatchObject({ state: 'parked', failure: { class: 'rejected' } });
  });

  test('leaves no trace in clear text', async () => {
    const { userName } = await syncedUser(site);
    await expectNoClearText(site, userName);
  });
});

describe('strict', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start({ environment: { delivery: { ...shortTimes, mode: 'strict' } }, manualSchedules: true });
    await warmUp(site);
  });
  afterEach(() => {
    site?.oracle.control.clearFaults();
    site?.oracle.control.setPolicy({});
  });
  afterAll(() => site?.stop());

  const change = (id: string, password: string, headers?: Record<string, string>): ReturnType<Site['idm']['call']> =>
    site.idm.call(
      'PATCH',
      `managed/user/${id}`,
      [{ operation: 'replace', field: '/password', value: password }],
      headers,
    );

  test('a password that Oracle accepts is at both when IDM answers, and sent once', async () => {
    const { id, userName, password } = await syncedUser(site);
    const oracle = watch(site, userName);
    expect((await change(id, password('Next'))).status).toBe(200);
    expect(holds(site, userName, password('Next'))).toBe(true);
    expect(await site.idm.storedPassword(id)).toBe(password('Next'));
    await recordState(site, id, 'delivered');
    expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
  });

  test('a PUT that brings a new password asks Oracle as well, and one that brings the same does not', async () => {
    const { id, userName, password } = await syncedUser(site);
    const oracle = watch(site, userName);
    const put = (value: string): ReturnType<Site['idm']['call']> =>
      site.idm.call('PUT', `managed/user/${id}`, { ...person(userName), password: value });
    expect((await put(password('Start'))).status).toBe(200);
    expect(await oracle.passwords()).toEqual([]);
    expect((await put(password('Next'))).status).toBe(200);
    expect(holds(site, userName, password('Next'))).toBe(true);
    expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
  });

  test("Oracle's refusal is the user's answer, in the form of IDM's policies and in Oracle's words", async () => {
    const { id, userName, password } = await syncedUser(site);
    await change(id, password('Second'));
    const oracle = watch(site, userName);
    // Oracle's history knows it.
    const answer = await change(id, password('Start'));
    expect(answer).toMatchObject({
      status: 403,
      body: {
        code: 403,
        detail: {
          result: false,
          failedPolicyRequirements: [
            {
              property: 'password',
              policyRequirements: [
                {
                  policyRequirement: 'IDCS_PASSWORD_POLICY',
                  params: { reason: expect.stringContaining('does not comply with the password policy') },
                },
              ],
            },
          ],
        },
      },
    });
    expect(answer.text).not.toContain('Canary');
    expect(await site.idm.storedPassword(id)).toBe(password('Second'));
    expect(holds(site, userName, password('Second'))).toBe(true);
    expect(await oracle.passwords()).toMatchObject([{ status: 400 }]);
    // Nothing was committed: a look finds that, and sends nothing.
    await drainedUntil(site, id, ({ state }) => state === 'delivered');
    expect(await site.idm.queueSize()).toBe(0);
    expect(await oracle.passwords()).toHaveLength(1);
    expect((await change(id, password('Third'))).status).toBe(200);
    expect(holds(site, userName, password('Third'))).toBe(true);
  });

  test.each(['down', 'unavailable', 'throttled', 'html-error', 'forbidden'] as const)(
    'an Oracle that is %s is a 503, the password stays as it is at both, and the next one goes through when it is back',
    async (kind) => {
      const { id, userName, password } = await establishedUser(site);
      site.oracle.control.setFaults([{ kind }]);
      const answer = await change(id, password('Next'));
      expect(answer.status).toBe(503);
      expect(answer.milliseconds).toBeLessThan(LONGEST_WAIT_MS);
      expect(await site.idm.storedPassword(id)).toBe(password('Start'));
      site.oracle.control.clearFaults();
      await drainedUntil(site, id, ({ state }) => state === 'delivered' || state === 'expired', 30_000);
      expect(holds(site, userName, password('Start'))).toBe(true);
      expect(await site.idm.queueSize()).toBe(0);
      // The gate may be closed for another moment.
      await until('a change goes through', async () => (await change(id, password('Later'))).status === 200);
      expect(holds(site, userName, password('Later'))).toBe(true);
    },
  );

  test('a slow Oracle is a 503 in time; what it sets too late gives way to what IDM stores', async () => {
    site.oracle.control.setPolicy({ numPasswordsInHistory: 0 });
    const { id, userName, password } = await establishedUser(site);
    site.oracle.control.setFaults([{ kind: 'slow', delayMs: SLOW_MS, operation: 'password', times: 1 }]);
    const answer = await change(id, password('Late'));
    expect(answer.status).toBe(503);
    expect(answer.milliseconds).toBeLessThan(LONGEST_WAIT_MS);
    expect(await site.idm.storedPassword(id)).toBe(password('Start'));
    await arrived(site, userName, password('Late'));
    await drainedUntil(site, id, ({ state }) => state === 'delivered', 40_000);
    expect(holds(site, userName, password('Start'))).toBe(true);
  });

  test.each([1, 3])('IDM runs the hook again after %i conflicts, and Oracle gets the password once', async (times) => {
    const { id, userName, password } = await syncedUser(site);
    const oracle = watch(site, userName);
    for (let conflict = 0; conflict < times; conflict++) await site.host.hold({ ...managedUserUpdate, id, fail: 412 });
    expect((await change(id, password('Next'))).status).toBe(200);
    expect(holds(site, userName, password('Next'))).toBe(true);
    expect(await site.idm.storedPassword(id)).toBe(password('Next'));
    await recordState(site, id, 'delivered');
    expect(await oracle.passwords()).toMatchObject([{ status: 200 }]);
  });

  test('a change that Oracle accepted and IDM did not store: Oracle gets the stored password again', async () => {
    site.oracle.control.setPolicy({ numPasswordsInHistory: 0 });
    const { id, userName, password } = await syncedUser(site);
    await site.host.hold({ ...managedUserUpdate, id, fail: 500 });
    expect((await change(id, password('Lost'))).status).toBe(500);
    expect(holds(site, userName, password('Lost'))).toBe(true);
    await drainedUntil(site, id, ({ state, intents }) => state === 'delivered' && (intents as unknown[]).length === 0);
    expect(holds(site, userName, password('Start'))).toBe(true);
    expect(await site.idm.storedPassword(id)).toBe(password('Start'));
  });

  test('where its history refuses that, the record is parked with the reason, and a new password takes it out', async () => {
    const { id, userName, password } = await syncedUser(site);
    await site.host.hold({ ...managedUserUpdate, id, fail: 500 });
    expect((await change(id, password('Lost'))).status).toBe(500);
    expect(await drainedUntil(site, id, ({ state }) => state === 'parked')).toMatchObject({
      failure: { class: 'rejected', status: 400, reason: expect.stringContaining('pwdpolicyViolation') },
    });
    expect((await change(id, password('Good'))).status).toBe(200);
    expect(holds(site, userName, password('Good'))).toBe(true);
    await recordState(site, id, 'delivered');
  });

  test('two changes of one user at once: each that is answered with a success was stored, and the stored one is at Oracle', async () => {
    site.oracle.control.setPolicy({ numPasswordsInHistory: 0 });
    const { id, userName, password } = await syncedUser(site);
    const answers = await Promise.all(['A', 'B', 'C'].map((step) => change(id, password(step))));
    for (const { status } of answers) expect([200, 503]).toContain(status);
    expect(answers.map(({ status }) => status)).toContain(200);
    // One that Oracle accepted and IDM then refused keeps its intent, and with it the record open, to the end of its grace.
    const isSettled = ({ state, intents }: OutboxRecord) =>
      state === 'delivered' && (intents as unknown[]).length === 0;
    await drainedUntil(site, id, isSettled, 60_000);
    expect(holds(site, userName, await site.idm.storedPassword(id))).toBe(true);
  }, 90_000);

  test('another attribute is changed while Oracle is down', async () => {
    const { id } = await syncedUser(site);
    site.oracle.control.setFaults([{ kind: 'down' }]);
    const since = lastRequest(site);
    const operations = [{ operation: 'replace', field: '/telephoneNumber', value: '0123' }];
    expect((await site.idm.call('PATCH', `managed/user/${id}`, operations)).status).toBe(200);
    expect(await requests(site, since)).toEqual([]);
  });

  test('leaves no trace in clear text', async () => {
    const { userName } = await syncedUser(site);
    await expectNoClearText(site, userName);
  });
});

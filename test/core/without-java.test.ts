/** An IDM that keeps Java from scripts: over external/rest, without threads, and with nothing kept between two calls. */
import { arrived, fresh, lastRequest, recordState, requests } from '../behaviour/steps';
import { expectNoClearText } from '../behaviour/canary';
import { Site } from '../installation/core-site';
import { drainedUntil, holds } from './steps';

const delivery = { graceSeconds: 2, quietSeconds: 1, backoffSeconds: 1, maxBackoffSeconds: 1 };
const idcs = { transport: 'externalRest', requestTimeoutSeconds: 20 };

describe.each([
  ['encrypted', false],
  ['hashed', true],
])('passwords that IDM keeps %s', (_how, hashed) => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start({ environment: { idcs, delivery }, hashed, withoutJava: true, manualSchedules: true });
  });
  afterAll(() => site.stop());
  afterEach(() => site.oracle.control.setFaults([]));

  test('are noted without a request to Oracle, and brought there by the schedule', async () => {
    const { userName, password } = fresh();
    const since = lastRequest(site);
    const id = await site.idm.createUser(userName, password('Start'));
    expect(await requests(site, since)).toEqual([]);
    await drainedUntil(site, id, ({ state }) => state === 'delivered');
    expect(holds(site, userName, password('Start'))).toBe(true);

    await site.idm.setPassword(id, password('Zwölf-é-\u{1f511}'));
    await drainedUntil(site, id, ({ state }) => state === 'delivered');
    expect(holds(site, userName, password('Zwölf-é-\u{1f511}'))).toBe(true);
    await expectNoClearText(site, userName);
  });

  test('wait out an outage, and are counted meanwhile', async () => {
    const { userName, password } = fresh();
    const id = await site.idm.createUser(userName, password('Start'));
    site.oracle.control.setFaults([{ kind: 'unavailable' }]);
    await drainedUntil(site, id, ({ state, attempts }) => state === 'pending' && Number(attempts) > 0);
    expect(await site.idm.metrics()).toMatch(/idm_password_sync_retry_queue_size\{target_system="idcs"\} 1/);
    site.oracle.control.setFaults([]);
    await drainedUntil(site, id, ({ state }) => state === 'delivered');
    expect(holds(site, userName, password('Start'))).toBe(true);
  });

  test('that Oracle refuses are parked, with as much of the reason as there is', async () => {
    const { userName } = fresh();
    const id = await site.idm.createUser(userName, 'short');
    const { failure } = await drainedUntil(site, id, ({ state }) => state === 'parked');
    expect(failure).toMatchObject({ class: 'rejected', status: 400 });
  });
});

test('with the transport that needs Java nothing is sent, and the reason is told', async () => {
  const site = await Site.start({ environment: { delivery }, withoutJava: true, manualSchedules: true });
  try {
    const { userName, password } = fresh();
    const id = await site.idm.createUser(userName, password('Start'));
    const { failure } = await drainedUntil(site, id, (record) => record.failure !== undefined);
    expect(failure).toMatchObject({
      class: 'configuration',
      reason: expect.stringContaining('externalRest') as string,
    });
    expect(await requests(site, 0)).toEqual([]);
  } finally {
    await site.stop();
  }
});

test('inline, the user waits for Oracle and nobody else', async () => {
  const site = await Site.start({
    environment: { idcs, delivery: { ...delivery, mode: 'inline' } },
    withoutJava: true,
  });
  try {
    const { userName, password } = fresh();
    const id = await site.idm.createUser(userName, password('Start'));
    expect(holds(site, userName, password('Start'))).toBe(true);
    await recordState(site, id, 'delivered');
    await site.idm.setPassword(id, password('Next'));
    await arrived(site, userName, password('Next'));
  } finally {
    await site.stop();
  }
});

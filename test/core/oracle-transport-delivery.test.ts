/** The whole bundle over `external/rest`: what a user of an IDM without Java for scripts gets of it. */
import { expectNoClearText } from '../behaviour/canary';
import { arrived, fresh, lastRequest, longSyncedUser, recordState, requests, syncedUser } from '../behaviour/steps';
import { Site } from '../installation/core-site';

let site: Site;

beforeAll(async () => {
  site = await Site.start({
    environment: { idcs: { transport: 'externalRest', requestTimeoutSeconds: 20 } },
    manualSchedules: true,
  });
});
afterEach(() => {
  site.oracle.control.clearFaults();
});
afterAll(() => site?.stop());

test('a user is created at Oracle, and given a password in letters of every kind', async () => {
  const { userName, password } = fresh();
  const id = await site.idm.createUser(userName, password('Жанна-山田-Zoë-😀'));
  await arrived(site, userName, password('Жанна-山田-Zoë-😀'));
  await recordState(site, id, 'delivered');
  expect(site.oracle.control.users().filter((user) => user.userName === userName)).toHaveLength(1);
});

test('a change is delivered with one request', async () => {
  const { id, userName, password } = await syncedUser(site);
  const since = lastRequest(site);
  await site.idm.setPassword(id, password('Next'));
  await arrived(site, userName, password('Next'));
  await recordState(site, id, 'delivered');
  expect((await requests(site, since)).map(({ operation }) => operation)).toEqual(['password']);
});

test("a password that Oracle refuses is parked, without Oracle's words", async () => {
  const { id, password } = await syncedUser(site);
  await site.idm.setPassword(id, password('History'));
  await recordState(site, id, 'delivered');
  await site.idm.setPassword(id, password('Start'));
  expect(await recordState(site, id, 'parked')).toMatchObject({
    failure: { class: 'rejected', status: 400, reason: 'password: HTTP 400: empty (no content type)' },
  });
});

test.each(['drop', 'commit-then-drop', 'unavailable'] as const)('nothing is lost by a fault: %s', async (kind) => {
  // Whoever asks Oracle when it last set a password can't tell two within a moment apart.
  const { id, userName, password } = await (kind === 'commit-then-drop' ? longSyncedUser : syncedUser)(site);
  site.oracle.control.setFaults([{ kind, operation: 'password', times: 1 }]);
  await site.idm.setPassword(id, password('Next'));
  await arrived(site, userName, password('Next'), 60_000);
  await recordState(site, id, 'delivered', 60_000);
});

test('no password is left in clear text', async () => {
  const { userName } = await syncedUser(site);
  await expectNoClearText(site, userName);
});

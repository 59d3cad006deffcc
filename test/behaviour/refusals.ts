import type { Installation } from '../installation';
import { arrived, fresh, lastRequest, recordState, requests, syncedUser } from './steps';

export function refusals(installed: () => Installation): void {
  test("a password that Oracle's policy refuses is parked at once with Oracle's words; IDM keeps it", async () => {
    const { idm } = installed();
    const { id, password } = await syncedUser(installed());
    const since = lastRequest(installed());
    await idm.setPassword(id, password('History'));
    await recordState(installed(), id, 'delivered');
    await arrivedAgain(id, password('Start'));
    const record = await recordState(installed(), id, 'parked');
    expect(record).toMatchObject({
      failure: { class: 'rejected', status: 400, reason: expect.stringContaining('pwdpolicyViolation') },
    });
    // One refusal, and no retry of what can't succeed.
    expect((await requests(installed(), since, 'password')).map((one) => one.status)).toEqual([200, 400]);
    expect(await idm.queueSize()).toBe(0);
  });

  test('a new password takes a parked record out', async () => {
    const { idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    await idm.setPassword(id, password('Other'));
    await arrived(installed(), userName, password('Other'));
    await arrivedAgain(id, password('Start'));
    await recordState(installed(), id, 'parked');
    await idm.setPassword(id, password('Good'));
    await arrived(installed(), userName, password('Good'));
    await recordState(installed(), id, 'delivered');
  });

  test('a federated user is reported, and the record is closed', async () => {
    const { idm, oracle } = installed();
    const { userName, password } = fresh();
    oracle.control.addUser({ userName, federated: true });
    const id = await idm.createUser(userName, password('Start'));
    const record = await recordState(installed(), id, 'expired');
    expect(record).toMatchObject({ reason: expect.stringContaining('federated') });
  });

  test('settings that are broken do not fail a password change, and the next change mends all', async () => {
    const { idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    const settings = (await idm.ok('GET', 'config/custom/idcsPasswordSync')).body;
    await idm.ok('PUT', 'config/custom/idcsPasswordSync', { version: 'broken' });
    try {
      expect((await idm.setPassword(id, password('Broken'))).status).toBe(200);
    } finally {
      await idm.ok('PUT', 'config/custom/idcsPasswordSync', settings);
    }
    await idm.setPassword(id, password('Mended'));
    await arrived(installed(), userName, password('Mended'));
  });

  /** Oracle's history refuses a password that was used before. */
  async function arrivedAgain(id: string, password: string): Promise<void> {
    expect((await installed().idm.setPassword(id, password)).status).toBe(200);
  }
}

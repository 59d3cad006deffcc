import type { Installation } from '../installation';
import { arrived, fresh, lastRequest, recordState, requests, syncedUser } from './steps';

type Settings = Record<'outbox' | 'idcs', Record<string, unknown>>;

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

  test.each<[string, (settings: Settings) => unknown]>([
    ['are not what they should be', () => ({ version: 'broken' })],
    [
      'name an outbox that is nowhere',
      (settings) => ({ ...settings, outbox: { ...settings.outbox, path: 'nowhere/x' } }),
    ],
    [
      'name keys that are nowhere',
      (settings) => ({ ...settings, outbox: { ...settings.outbox, keysPath: 'nowhere/y' } }),
    ],
  ])('settings that %s do not fail a password change, and the next change mends all', async (_how, damage) => {
    const { idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    await withSettings(damage, async () => {
      expect((await idm.setPassword(id, password('Broken'))).status).toBe(200);
    });
    await idm.setPassword(id, password('Mended'));
    await arrived(installed(), userName, password('Mended'));
  });

  test.each([
    ['a reference that IDM can not resolve', '&{no.such.property}', 'IDM knows no property for &{no.such.property}'],
    ['a URL in clear text', 'http://oracle.example.com', 'not the https URL'],
  ])('%s is a configuration failure: told, and the password waits', async (_what, baseUrl, told) => {
    const { idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    await withSettings(
      (settings) => ({ ...settings, idcs: { ...settings.idcs, baseUrl } }),
      async () => {
        await idm.setPassword(id, password('Waiting'));
        const record = await recordState(installed(), id, 'pending');
        expect(record).toMatchObject({
          attempts: 0,
          failure: { class: 'configuration', reason: expect.stringContaining(told) },
        });
      },
    );
    await idm.drain();
    await arrived(installed(), userName, password('Waiting'));
  });

  test('a client secret that can not be decrypted is a configuration failure: told, and the password waits', async () => {
    const { idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    const value = { cipher: 'AES/CBC/PKCS5Padding', data: 'AAAA', iv: 'AAAA', key: 'openidm-sym-default' };
    const clientSecret = JSON.stringify({ $crypto: { type: 'x-simple-encryption', value } });
    await withSettings(
      // Another client, whose token is not cached yet.
      (settings) => ({ ...settings, idcs: { ...settings.idcs, clientId: 'another', clientSecret } }),
      async () => {
        await idm.setPassword(id, password('Waiting'));
        const record = await recordState(installed(), id, 'pending');
        const reason = expect.stringContaining("client secret can't be decrypted") as string;
        expect(record).toMatchObject({ attempts: 0, failure: { class: 'configuration', reason } });
        const { body } = await idm.ok('GET', 'endpoint/idcsPasswordSync');
        expect(body.oracle).toMatchObject({ gate: { kind: 'broken', failure: { class: 'configuration', reason } } });
        expect(await idm.metrics()).toContain('idm_password_sync_breaker_open{target_system="idcs"} 1\n');
      },
    );
    await idm.drain();
    await arrived(installed(), userName, password('Waiting'));
    expect(await idm.metrics()).toContain('idm_password_sync_breaker_open{target_system="idcs"} 0\n');
  });

  test('a user whose password we may not set keeps nobody else waiting', async () => {
    const { idm, oracle } = installed();
    const [admin, other] = [await syncedUser(installed()), await syncedUser(installed())];
    oracle.control.setFaults([{ kind: 'forbidden', operation: 'password', userName: admin.userName }]);
    try {
      await idm.setPassword(admin.id, admin.password('Refused'));
      const refused = await recordState(installed(), admin.id, 'pending');
      expect(refused).toMatchObject({ attempts: 1, failure: { class: 'configuration', personal: true, status: 403 } });
      await idm.setPassword(other.id, other.password('Next'));
      await arrived(installed(), other.userName, other.password('Next'));
      expect(await idm.metrics()).toContain('idm_password_sync_breaker_open{target_system="idcs"} 0\n');
    } finally {
      oracle.control.setFaults([]);
    }
    await idm.drain();
    await arrived(installed(), admin.userName, admin.password('Refused'));
  });

  async function withSettings(change: (settings: Settings) => unknown, run: () => Promise<void>): Promise<void> {
    const { idm } = installed();
    const path = 'config/custom/idcsPasswordSync';
    const settings = (await idm.ok('GET', path)).body as Settings;
    await idm.ok('PUT', path, change(settings));
    try {
      await run();
    } finally {
      await idm.ok('PUT', path, settings);
    }
  }

  /** Oracle's history refuses a password that was used before. */
  async function arrivedAgain(id: string, password: string): Promise<void> {
    expect((await installed().idm.setPassword(id, password)).status).toBe(200);
  }
}

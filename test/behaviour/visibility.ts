import type { Installation } from '../installation';
import { until } from '../installation/until';
import { syncedUser } from './steps';

export function visibility(installed: () => Installation): void {
  test('the endpoint answers queue and counters as JSON', async () => {
    await syncedUser(installed());
    const { body } = await installed().idm.ok('GET', 'endpoint/idcsPasswordSync');
    expect(body).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      target: 'idcs',
      queue: { size: expect.any(Number), parked: expect.any(Number) },
      counters: { success: expect.any(Number), failure: expect.any(Number), hookFailures: expect.any(Number) },
    });
    expect((body.counters as { success: number }).success).toBeGreaterThan(0);
  });

  test('the endpoint answers the same as Prometheus text', async () => {
    await syncedUser(installed());
    const answer = await installed().idm.ok('GET', 'endpoint/idcsPasswordSync?_fields=text&_mimeType=text/plain');
    const samples = answer.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    for (const sample of samples)
      expect(sample).toMatch(/^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [0-9.eE+-]+$/);
    const value = (name: string): number => Number(samples.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
    const count = value('idm_password_sync_total{status="success",target_system="idcs"}');
    expect(count).toBeGreaterThan(0);
    expect(value('idm_password_sync_duration_seconds_count{target_system="idcs"}')).toBe(count);
    expect(value('idm_password_sync_duration_seconds_bucket{target_system="idcs",le="+Inf"}')).toBe(count);
    expect(value('idm_password_sync_retry_queue_size{target_system="idcs"}')).toBe(0);
    expect(value('idm_password_sync_paused{target_system="idcs"}')).toBe(0);
    const used = value('idm_password_sync_rate_used{target_system="idcs",group="authn"}');
    expect(used).toBeGreaterThan(0);
    expect(value('idm_password_sync_rate_limit{target_system="idcs",group="authn"}')).toBeGreaterThan(used);
  });

  test('an unknown action of the endpoint is refused with what there is', async () => {
    const answer = await installed().idm.call('POST', 'endpoint/idcsPasswordSync?_action=nonsense');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('use drain');
  });

  test('every outcome is in the audit trail', async () => {
    const { idm } = installed();
    const { id } = await syncedUser(installed());
    const events = async (): Promise<string> => (await idm.ok('GET', 'audit/activity?_queryFilter=true')).text;
    const isTold = async (): Promise<boolean> => {
      const all = (JSON.parse(await events()) as { result: Array<Record<string, unknown>> }).result;
      const own = all.filter(
        (event) => event.eventName === 'idcs-password-sync' && event.objectId === `managed/user/${id}`,
      );
      return own.some(
        (event) => event.status === 'SUCCESS' && String(event.message).startsWith('idcs: delivered after'),
      );
    };
    // Each look is an audit event itself, and a server that is asked all the time writes none of them out.
    await until('an audit event tells the delivery', isTold, 30_000, 1000);
  });
}

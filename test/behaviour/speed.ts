import type { Installation } from '../installation';
import { figure, percentile } from './figures';
import { lastRequest, recordState, syncedUser } from './steps';

const CHANGES = 50;

export function speed(installed: () => Installation): void {
  test(`the new password is at Oracle within a second of IDM's answer (p95 of ${CHANGES} changes)`, async () => {
    const { idm, oracle } = installed();
    const { id, password } = await syncedUser(installed());
    const delays: number[] = [];
    for (let change = 0; change < CHANGES; change++) {
      const since = lastRequest(installed());
      await idm.setPassword(id, password(`Fast${change}`));
      const answered = Date.now();
      const [request] = await oracle.control.requests({ after: since, operation: 'password', waitSeconds: 10 });
      expect(request).toMatchObject({ status: 200 });
      delays.push(Math.max(0, Number(request?.endedAt) - answered));
    }
    const p95 = percentile(delays, 0.95);
    figure(
      `password at Oracle after IDM's answer: median ${percentile(delays, 0.5)} ms, p95 ${p95} ms of ${CHANGES} changes`,
    );
    expect(p95).toBeLessThan(1000);
    await recordState(installed(), id, 'delivered');
  }, 120_000);

  test('a slow Oracle does not slow a password change down', async () => {
    const { idm, oracle } = installed();
    const users = [];
    for (let count = 0; count < 12; count++) users.push(await syncedUser(installed()));
    const times: Record<'up' | 'slow', number[]> = { up: [], slow: [] };
    for (const round of [1, 2, 3]) {
      // By turns, so that whatever else the machine does meets both alike.
      for (const oracleIs of ['up', 'slow'] as const) {
        if (oracleIs === 'slow') oracle.control.setFaults([{ kind: 'slow', delayMs: 10_000 }]);
        for (const { id, password } of users) {
          times[oracleIs].push((await idm.setPassword(id, password(`${oracleIs}${round}`))).milliseconds);
        }
        oracle.control.clearFaults();
      }
    }
    const ratio = percentile(times.slow, 0.5) / percentile(times.up, 0.5);
    figure(
      `median password PATCH: ${percentile(times.up, 0.5).toFixed(1)} ms with Oracle up, ` +
        `${percentile(times.slow, 0.5).toFixed(1)} ms with Oracle slow by 10 s, ratio ${ratio.toFixed(2)}`,
    );
    expect(ratio).toBeLessThan(1.2);
    for (const { id } of users) await recordState(installed(), id, 'delivered', 90_000);
  }, 240_000);
}

import type { Installation } from '../installation';
import { expectNoClearText } from './canary';
import { syncedUser } from './steps';

export function leaks(installed: () => Installation): void {
  test('no clear-text password in log, repository, audit trail, metrics, or any URL', async () => {
    const { userName } = await syncedUser(installed());
    await expectNoClearText(installed(), userName);
  });
}

import type { Installation } from '../installation';
import { arrived, recordState, syncedUser } from './steps';

const LONG_AGO = '2020-02-03T04:05:06.789Z';

/** What test/core/records.test.ts shows of many kinds of records, on whatever repository there is. */
export function records(installed: () => Installation): void {
  test.each<[string, object, string]>([
    ['of an older version', { schema: 1, state: 'pending', due: LONG_AGO, mark: {}, intents: [] }, 'schema 1'],
    ['of a newer version', { schema: 99, state: 'pending', due: LONG_AGO, more: { of: ['it'] } }, 'schema 99'],
    ['that is damaged', { schema: 2, state: 'parked', due: LONG_AGO, intents: 'none' }, 'is missing or wrong'],
  ])('a record %s is parked with a reason, and the next password takes it out', async (_what, content, reason) => {
    const { idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    const there = await idm.record(id);
    const path = `repo/passwordsync/outbox/${String(there?._id)}`;
    await idm.ok('PUT', path, content, { 'if-match': String(there?._rev) });
    const { body } = await idm.drain();
    expect(body).toMatchObject({ broken: 0 });
    expect(await idm.record(id)).toMatchObject({
      state: 'parked',
      failure: { class: 'unreadable', reason: expect.stringContaining(reason) },
    });
    await idm.setPassword(id, password('Next'));
    await arrived(installed(), userName, password('Next'));
    await recordState(installed(), id, 'delivered');
  });
}

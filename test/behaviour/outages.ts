import type { Installation } from '../installation';
import type { Fault } from '../../src/simulator';
import { until } from '../installation/until';
import { arrived, lastRequest, longSyncedUser, queuedRecord, recordState, requests, syncedUser } from './steps';

/** The quick retries last 14 s; then the record waits in the queue. */
const AFTER_QUICK_RETRIES_MS = 45_000;

/** After a request without an answer Oracle is left alone for 10 s. */
const AFTER_QUIET_MS = 30_000;

export function outages(installed: () => Installation): void {
  test('Oracle down: two changes wait in one record, and only the newest is delivered when it is back', async () => {
    const { idm, oracle } = installed();
    const { id, userName, password } = await syncedUser(installed());
    oracle.control.setFaults([{ kind: 'down' }]);
    await idm.setPassword(id, password('Second'));
    await idm.setPassword(id, password('Third'));
    const record = await queuedRecord(installed(), id, AFTER_QUICK_RETRIES_MS);
    expect(record).toMatchObject({ failure: { class: expect.stringMatching(/transient|ambiguous/) } });
    expect(await idm.queueSize()).toBe(1);

    oracle.control.clearFaults();
    const since = lastRequest(installed());
    await idm.drain();
    await arrived(installed(), userName, password('Third'));
    expect(await requests(installed(), since, 'password')).toMatchObject([{ status: 200 }]);
    await recordState(installed(), id, 'delivered');
    expect(await idm.queueSize()).toBe(0);
  }, 60_000);

  test('a short trouble is overcome by a quick retry', async () => {
    const { oracle, idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    oracle.control.setFaults([{ kind: 'unavailable', operation: 'password', times: 1 }]);
    await idm.setPassword(id, password('Next'));
    await arrived(installed(), userName, password('Next'));
  });

  test('Oracle sets the password and its answer is lost: it is asked, and the password is not sent again', async () => {
    const { oracle, idm } = installed();
    const { id, userName, password } = await longSyncedUser(installed());
    const since = lastRequest(installed());
    oracle.control.setFaults([{ kind: 'commit-then-drop', operation: 'password', times: 1 }]);
    await idm.setPassword(id, password('Next'));
    await arrived(installed(), userName, password('Next'), AFTER_QUIET_MS);
    await recordState(installed(), id, 'delivered', AFTER_QUIET_MS);
    const passwords = await requests(installed(), since, 'password');
    expect(passwords).toMatchObject([{ fault: 'commit-then-drop', processedStatus: 200 }]);
  });

  test.each<[string, Fault]>([
    ['a token that Oracle has revoked, told in HTML', { kind: 'unauthorized-html', times: 1 }],
    ['a token that Oracle has revoked, told in JSON', { kind: 'unauthorized-json', times: 1 }],
    ['an HTML error page', { kind: 'html-error', times: 1 }],
    ['an answer cut short', { kind: 'truncated', times: 1 }],
    ['an empty answer', { kind: 'empty', times: 1 }],
    ['a connection cut before Oracle acted', { kind: 'drop', times: 1 }],
  ])('%s does not keep a password from arriving, whichever request it hits', async (_what, fault) => {
    const { oracle, idm } = installed();
    // Whoever asks Oracle when it last set a password can't tell two within a moment apart.
    const acts = ['truncated', 'empty'].includes(fault.kind);
    const { id, userName, password } = await (acts ? longSyncedUser : syncedUser)(installed());
    oracle.control.setFaults([{ ...fault, operation: 'password' }]);
    await idm.setPassword(id, password('Next'));
    await arrived(installed(), userName, password('Next'), AFTER_QUIET_MS);
    await recordState(installed(), id, 'delivered', AFTER_QUIET_MS);
  });

  test.each<Fault['kind']>(['html-error', 'truncated', 'empty'])(
    'a %s answer to the search of a new user',
    async (kind) => {
      const { oracle, idm } = installed();
      const user = `searched-${kind}`;
      oracle.control.setFaults([{ kind, operation: 'search', times: 1 }]);
      await idm.createUser(user, 'Canary-7f3a-Search1');
      await arrived(installed(), user, 'Canary-7f3a-Search1');
    },
  );

  test('a token endpoint that refuses costs no attempt, and all goes on when it works again', async () => {
    const { oracle, idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    oracle.control.setApp({ active: false });
    oracle.control.revokeTokens();
    await idm.setPassword(id, password('Next'));
    const record = await recordState(installed(), id, 'pending');
    expect(record).toMatchObject({ attempts: 0, failure: { class: 'configuration', status: 401 } });
    oracle.control.setApp({ active: true });
    await idm.drain();
    await arrived(installed(), userName, password('Next'));
  });

  test('429 costs no attempt', async () => {
    const { oracle, idm } = installed();
    const { id, userName, password } = await syncedUser(installed());
    oracle.control.setFaults([{ kind: 'throttled', operation: 'password', times: 1 }]);
    await idm.setPassword(id, password('Next'));
    expect(await recordState(installed(), id, 'pending')).toMatchObject({
      attempts: 0,
      failure: { class: 'throttled' },
    });
    await idm.drain();
    await arrived(installed(), userName, password('Next'));
  });

  test('many changes at once fetch one token', async () => {
    const { oracle, idm } = installed();
    const users = [];
    for (let count = 0; count < 6; count++) users.push(await syncedUser(installed()));
    const since = lastRequest(installed());
    oracle.control.revokeTokens();
    oracle.control.setFaults([{ kind: 'slow', operation: 'token', delayMs: 300 }]);
    await Promise.all(users.map(({ id, password }) => idm.setPassword(id, password('Next'))));
    await Promise.all(users.map(({ userName, password }) => arrived(installed(), userName, password('Next'))));
    expect(await requests(installed(), since, 'token')).toHaveLength(1);
  });

  test('the schedule is there and delivers by itself', async () => {
    const { idm, oracle, runSchedule } = installed();
    const { body } = await idm.ok('GET', 'scheduler/job?_queryFilter=true');
    expect(JSON.stringify(body)).toContain('passwordSyncRetry');
    const { id, userName, password } = await syncedUser(installed());
    // A failure of this user alone: one that closes the gate would keep the schedule from trying for up to a minute.
    oracle.control.setFaults([{ kind: 'unavailable', operation: 'password' }]);
    await idm.setPassword(id, password('Next'));
    const pending = await queuedRecord(installed(), id, AFTER_QUICK_RETRIES_MS);
    oracle.control.clearFaults();
    // An hour ago: the record is due at the schedule's next run.
    const due = new Date(Date.now() - 3_600_000).toISOString();
    await idm.ok(
      'PUT',
      `repo/passwordsync/outbox/idcs.user.${id}`,
      { ...pending, due },
      { 'if-match': String(pending._rev) },
    );
    if (runSchedule) await runSchedule();
    await until(
      'the schedule has delivered the record',
      async () => oracle.control.checkPassword({ userName, password: password('Next') }).matches,
      90_000,
    );
  }, 120_000);
}

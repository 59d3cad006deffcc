import type { Installation } from '../installation';
import { person } from '../installation/idm';
import { arrived, fresh, lastRequest, recordState, requests, syncedUser } from './steps';

export function changes(installed: () => Installation): void {
  describe('a password arrives at Oracle', () => {
    test('of a user created under an id that IDM gives, whom Oracle does not know yet', async () => {
      const { idm, oracle } = installed();
      const { userName, password } = fresh();
      await idm.createUser(userName, password('Start'));
      await arrived(installed(), userName, password('Start'));
      const user = oracle.control.users().find((one) => one.userName === userName);
      expect(user).toMatchObject({ active: true, mustChange: false, passwordSetCount: 1 });
    });

    test('of a user created under an id of the caller', async () => {
      const { idm } = installed();
      const { userName, password } = fresh();
      const body = { ...person(userName), password: password('Start') };
      await idm.ok('PUT', `managed/user/given-${userName}`, body, { 'if-none-match': '*' });
      await arrived(installed(), userName, password('Start'));
    });

    test('of a user whom Oracle knows already, in other letter case', async () => {
      const { idm, oracle } = installed();
      const { userName, password } = fresh();
      const { id } = oracle.control.addUser({ userName: userName.toUpperCase() });
      await idm.createUser(userName, password('Start'));
      await arrived(installed(), userName, password('Start'));
      expect(oracle.control.users().filter((one) => one.userName.toLowerCase() === userName)).toMatchObject([{ id }]);
    });

    test.each([
      ['PATCH', {}],
      ['PATCH', { 'if-match': '*' }],
    ])('changed by %s with headers %j', async (_method, headers) => {
      const { id, userName, password } = await syncedUser(installed());
      const rev = String((await installed().idm.ok('GET', `managed/user/${id}`)).body._rev);
      const named = 'if-match' in headers ? { 'if-match': rev } : {};
      await installed().idm.setPassword(id, password('Next'), named);
      await arrived(installed(), userName, password('Next'));
    });

    test.each(['with If-Match', 'without If-Match'])('changed by PUT %s', async (how) => {
      const { idm } = installed();
      const { id, userName, password } = await syncedUser(installed());
      const rev = String((await idm.ok('GET', `managed/user/${id}`)).body._rev);
      const body = { ...person(userName), password: password('Next') };
      const { milliseconds } = await idm.ok(
        'PUT',
        `managed/user/${id}`,
        body,
        how === 'with If-Match' ? { 'if-match': rev } : {},
      );
      expect(milliseconds).toBeLessThan(5000);
      // IDM tries a PUT without a revision as a create first: that hook must not make the delivery wait.
      await arrived(installed(), userName, password('Next'), 5000);
    });

    test('changed by the patch action', async () => {
      const { id, userName, password } = await syncedUser(installed());
      const operations = [{ operation: 'replace', field: '/password', value: password('Next') }];
      await installed().idm.ok('POST', `managed/user/${id}?_action=patch`, operations);
      await arrived(installed(), userName, password('Next'));
    });

    test('changed many times at once, of many users: the newest is there soon after', async () => {
      const { idm } = installed();
      const race = async (): Promise<void> => {
        const { id, userName, password } = await syncedUser(installed());
        await Promise.all([1, 2, 3, 4, 5].map((step) => idm.setPassword(id, password(`Race${step}`))));
        await idm.setPassword(id, password('Last'));
        // A worker that left its lease behind would delay it by the best part of a minute.
        await arrived(installed(), userName, password('Last'), 10_000);
        await recordState(installed(), id, 'delivered');
      };
      for (let round = 0; round < 8; round++) await Promise.all([race(), race(), race()]);
    }, 120_000);

    test('changed by several PUTs at once, which commit in any order: the one that IDM stores is there soon after', async () => {
      const { idm, oracle } = installed();
      // Oracle's history would keep an older password from coming back.
      oracle.control.setPolicy({ numPasswordsInHistory: 0 });
      const { id, userName, password } = await syncedUser(installed());
      const bodies = ['A', 'B', 'C', 'D'].map((step) => ({ ...person(userName), password: password(step) }));
      await Promise.all(bodies.map((body) => idm.ok('PUT', `managed/user/${id}`, body)));
      await arrived(installed(), userName, await idm.storedPassword(id), 20_000);
      await recordState(installed(), id, 'delivered');
    }, 60_000);

    test('with quotes, backslashes, spaces at both ends, non-Latin letters and emoji, unchanged', async () => {
      const { id, userName, password } = await syncedUser(installed());
      const nasty = ` ${password('Nasty')}"\\/{}&{x}%41+é Ж 日本 \u{1f511} `;
      await installed().idm.setPassword(id, nasty);
      await arrived(installed(), userName, nasty);
    });
  });

  test('once token and user are known, a change costs one request to Oracle', async () => {
    const { id, userName, password } = await syncedUser(installed());
    const since = lastRequest(installed());
    await installed().idm.setPassword(id, password('Next'));
    await arrived(installed(), userName, password('Next'));
    await recordState(installed(), id, 'delivered');
    expect((await requests(installed(), since)).map((one) => one.operation)).toEqual(['password']);
  });

  describe('Oracle is left alone', () => {
    test('when something else than the password changes', async () => {
      const { idm } = installed();
      const { id } = await syncedUser(installed());
      const before = { record: await idm.record(id), log: lastRequest(installed()) };
      await idm.ok('PATCH', `managed/user/${id}`, [{ operation: 'replace', field: '/telephoneNumber', value: '0123' }]);
      expect(await idm.record(id)).toEqual(before.record);
      expect(await requests(installed(), before.log)).toEqual([]);
    });

    test('when a PUT without If-Match brings the same password, which IDM tries as a create first', async () => {
      const { idm } = installed();
      const { id, userName, password } = await syncedUser(installed());
      const before = { record: await idm.record(id), log: lastRequest(installed()) };
      const body = { ...person(userName), password: password('Start'), telephoneNumber: '0123' };
      await idm.ok('PUT', `managed/user/${id}`, body);
      expect(await idm.record(id)).toEqual(before.record);
      expect(await requests(installed(), before.log)).toEqual([]);
    });

    test('when a user is created without a password', async () => {
      const { userName } = fresh();
      const id = await installed().idm.createUser(userName);
      expect(await installed().idm.record(id)).toBeNull();
      expect(
        installed()
          .oracle.control.users()
          .map((one) => one.userName),
      ).not.toContain(userName);
    });

    test('after a user was deleted, and the record is closed', async () => {
      const { idm, oracle } = installed();
      const { id, password } = await syncedUser(installed());
      oracle.control.setFaults([{ kind: 'unavailable' }]);
      await idm.setPassword(id, password('Next'));
      await idm.ok('DELETE', `managed/user/${id}`);
      const record = await recordState(installed(), id, 'expired');
      expect(record).toMatchObject({ reason: 'the user was deleted', intents: [] });
      expect(await idm.queueSize()).toBe(0);
    });
  });

  test("the customer's own hooks still do their work", async () => {
    const { idm, customerHooks } = installed();
    const { id, password } = await syncedUser(installed());
    await idm.setPassword(id, password('Next'));
    expect((await idm.ok('GET', `managed/user/${id}`)).body).toMatchObject(customerHooks);
  });
}

/** Whom Oracle knows under another name than IDM: mappings, from the environment file to Oracle. */
import { arrived, fresh, recordState } from '../behaviour/steps';
import { Site } from '../installation/core-site';
import { holds } from './steps';

describe('user names made of a template', () => {
  let site: Site;
  beforeAll(async () => {
    const provisioning = { attributes: { displayName: '{givenName} {sn}', nickName: 'telephoneNumber' } };
    site = await Site.start({ environment: { user: { userName: '{userName}@example.org' }, provisioning } });
  });
  afterAll(() => site.stop());

  test('are what a new user gets, with whatever else is mapped', async () => {
    const { userName, password } = fresh();
    const id = await site.idm.createUser(userName, password('Start'));
    await arrived(site, `${userName}@example.org`, password('Start'));
    await site.idm.setPassword(id, password('Next'));
    await arrived(site, `${userName}@example.org`, password('Next'));
    const names = site.oracle.control.users().map((user) => user.userName);
    expect(names).toContain(`${userName}@example.org`);
    expect(names).not.toContain(userName);
  });
});

describe('users who are looked up by externalId', () => {
  const user = { lookUp: 'externalId', externalId: 'employeeNumber' };
  const number = (of: string) => `E-${of}`;
  const give = (site: Site, id: string, value: string) =>
    site.idm.ok('PATCH', `managed/user/${id}`, [{ operation: 'add', field: '/employeeNumber', value }]);

  test('keep their password whatever they are called, and wait while nobody can tell who they are', async () => {
    const delivery = { quickRetrySeconds: [0, 0, 0] };
    const site = await Site.start({ environment: { user, delivery } });
    try {
      const { userName, password } = fresh();
      const id = await site.idm.createUser(userName, password('Start'));
      const record = await recordState(site, id, 'pending');
      expect(record).toMatchObject({ failure: { reason: expect.stringContaining('employeeNumber') as string } });
      await give(site, id, number(userName));
      await site.idm.drain();
      await recordState(site, id, 'delivered');
      expect(holds(site, userName, password('Start'))).toBe(true);
      await site.idm.ok('PATCH', `managed/user/${id}`, [
        { operation: 'replace', field: '/userName', value: `${userName}-renamed` },
      ]);
      await site.idm.setPassword(id, password('Next'));
      await arrived(site, userName, password('Next'));
      expect(site.oracle.control.users()).toHaveLength(1);
    } finally {
      await site.stop();
    }
  });

  test('in strict mode, can be changed without one as long as it is not the password', async () => {
    const site = await Site.start({ environment: { user, delivery: { mode: 'strict' } } });
    try {
      const { userName, password } = fresh();
      const id = await site.idm.createUser(userName);
      const change = (field: string, value: string) =>
        site.idm.call('PATCH', `managed/user/${id}`, [{ operation: 'replace', field, value }]);
      expect(await change('/password', password('Early'))).toMatchObject({ status: 503 });
      await give(site, id, number(userName));
      expect(await change('/password', password('Start'))).toMatchObject({ status: 200 });
      expect(holds(site, userName, password('Start'))).toBe(true);
      await site.idm.ok('PATCH', `managed/user/${id}`, [{ operation: 'remove', field: '/employeeNumber' }]);
      expect(await change('/sn', 'Changed')).toMatchObject({ status: 200 });
      expect(await change('/password', password('Late'))).toMatchObject({
        status: 503,
        text: expect.stringContaining('employeeNumber') as string,
      });
      expect(holds(site, userName, password('Start'))).toBe(true);
    } finally {
      await site.stop();
    }
  });
});

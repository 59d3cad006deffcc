/** The bundle comes into a running server over REST, works, and goes again. */
import { arrived, fresh, recordState } from '../behaviour/steps';
import { install, type Installation } from '../installation';

const server = process.env.OPENIDM_HOME;
const onServer = server ? describe : describe.skip;

onServer(server ? `over REST, on ${server}` : 'NOT RUN, FOR OPENIDM_HOME NAMES NO SERVER:', () => {
  let installed: Installation;
  beforeAll(async () => {
    installed = await install('openidm', {}, 'rest');
  }, 300_000);
  afterAll(() => installed?.stop());

  test('a password arrives with the schedule, and the hooks that were there do what they did', async () => {
    const { userName, password } = fresh();
    const id = await installed.idm.createUser(userName, password('Start'));
    await arrived(installed, userName, password('Start'), 90_000);
    await recordState(installed, id, 'delivered');
    expect((await installed.idm.ok('GET', `managed/user/${id}`)).body).toMatchObject(installed.customerHooks);
    await installed.idm.setPassword(id, password('Next'));
    await installed.idm.ok('POST', 'endpoint/idcsPasswordSync?_action=drain');
    await arrived(installed, userName, password('Next'));
  });

  test('rolled back, every configuration says what it said before', async () => {
    expect(await installed.takeOut?.()).toEqual([]);
    expect((await installed.idm.call('GET', 'endpoint/idcsPasswordSync')).status).toBe(404);
    const { userName, password } = fresh();
    await installed.idm.createUser(userName, password('After'));
  });
});

/**
 * What the bundle promises, on whatever IDM it is deployed: the same tests run on the IDM core and on a full server.
 * Each test has a user of its own; the simulator's faults and policy are as they were after each.
 */
import { install, type Installation } from '../installation';
import { changes } from './changes';
import { leaks } from './leaks';
import { outages } from './outages';
import { records } from './records';
import { refusals } from './refusals';
import { speed } from './speed';
import { visibility } from './visibility';

export function behaves(kind: 'core' | 'openidm'): void {
  let started: Installation | undefined;
  const installed = (): Installation => {
    if (started === undefined) throw new Error('the installation is not started yet');
    return started;
  };

  beforeAll(async () => {
    started = await install(kind);
  }, 180_000);
  afterEach(() => {
    started?.oracle.control.clearFaults();
    started?.oracle.control.setPolicy({});
  });
  afterAll(() => started?.stop());

  changes(installed);
  outages(installed);
  refusals(installed);
  records(installed);
  visibility(installed);
  speed(installed);
  leaks(installed);
  if (kind === 'openidm') {
    test('stopped and rolled back, the server is byte for byte what it was', async () => {
      expect(await installed().takeOut?.()).toEqual([]);
    });
  }
}

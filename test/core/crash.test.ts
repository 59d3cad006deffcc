/**
 * Promises 1 and 2 where the process ends at any point (`kill -9`) and is started again on the same data: the stored password
 * reaches Oracle, nothing that was not committed is sent, and nothing is sent twice where Oracle can be asked.
 *
 * The users of a host die together, each at a point of its own, and the hosts run side by side.
 */
import { expectNoClearText } from '../behaviour/canary';
import { syncedUser } from '../behaviour/steps';
import { Killing } from './crash';
import {
  changePoints,
  createPoints,
  deletePoints,
  requestAtOracle,
  strictPoints,
  takeOverPoints,
} from './crash-points';

/** Two leases that run out, on a machine that has other things to do. */
const DEADLINE_MS = 240_000;

const killings = {
  'IDM encrypts the password': new Killing([...changePoints, ...createPoints, ...deletePoints, requestAtOracle]),
  'IDM keeps a hash': new Killing([...changePoints, ...createPoints.slice(0, 2), requestAtOracle], { hashed: true }),
  'the next process is killed as well': new Killing(takeOverPoints),
  'Oracle is asked first': new Killing(strictPoints, { environment: { delivery: { mode: 'strict' } } }),
};

beforeAll(() => Object.values(killings).forEach((killing) => killing.begin()));
afterAll(() => Promise.all(Object.values(killings).map((killing) => killing.stop())));

describe.each(Object.entries(killings))('%s', (_what, killing) => {
  test.each(killing.points.map(({ name }) => name))('kill -9 %s', (name) => killing.outcome(name), DEADLINE_MS);

  test(
    'no trace is left in clear text, by any of the processes',
    async () => {
      const site = await killing.survivor();
      const { userName } = await syncedUser(site);
      await expectNoClearText(site, userName);
    },
    DEADLINE_MS,
  );
});

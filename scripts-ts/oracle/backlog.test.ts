/** A backlog that waits for the schedule, under a tier's limits: the real drain, gate and limiter, minute after minute. */
import { Control } from '../../src/simulator/control';
import { drain } from '../sync/drain';
import { waiting } from '../sync/testing/drain';
import { time, World } from '../sync/testing/world';
import { oracleTarget } from './client';
import { simulatedDomain } from './testing/domain';
import { Oracle, settings } from './testing/oracle';
import { limitsOf } from './tiers';

/** Between two requests, for IDM's own work. */
const WORK_MS = 5;

test.each([
  ['free', 700, 5],
  ['oracleApps', 1800, 2],
] as const)('%s: %d users go out at the rate that is theirs', (tier, users, minutes) => {
  const world = new World();
  const oracle = new Oracle();
  const now = () => time(world.seconds);
  const { tenant, transport } = simulatedDomain('client', 'secret', () => now().getTime(), {
    rateLimit: tier,
    policy: { minLength: 1, minLowerCase: 0, minUpperCase: 0, minNumerals: 0 },
  });
  const control = new Control(tenant, new AbortController().signal);
  waiting(world, users);
  for (let number = 0; number < users; number++) control.addUser({ userName: `user${number}` });

  const limits = limitsOf({ tier, sharePercent: 80, nodes: 1 });
  const limiter = {
    ...oracle.limiter,
    elapsed: () => world.seconds * 1000,
    pause: (milliseconds: number) => void (world.seconds += milliseconds / 1000),
  };
  const slow = {
    exchange: (request: Parameters<typeof transport.exchange>[0]) => {
      world.seconds += WORK_MS / 1000;
      return transport.exchange(request);
    },
  };
  const target = oracleTarget({ ...oracle, now, transport: slow, limiter }, { ...settings, limits });
  const ports = { ...world.ports, target };

  const sentIn: number[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    world.seconds = Math.max(world.seconds, minute * 60);
    const before = control.users().filter(({ passwordSetCount }) => passwordSetCount > 0).length;
    drain(ports, world.settings, (tasks) => tasks.map((task) => task()), {
      which: 'due',
      budgetSeconds: 50,
      onBroken: (_id, caught) => {
        throw caught;
      },
    });
    sentIn.push(control.users().filter(({ passwordSetCount }) => passwordSetCount > 0).length - before);
  }
  const share = limits.authn.perMinute;
  process.stdout.write(
    `    ${tier}: ${sentIn.join(', ')} passwords in the runs of ${minutes} minutes; its share is ${share}\n`,
  );
  const sent = sentIn.reduce((sum, count) => sum + count, 0);
  expect(sent).toBeGreaterThanOrEqual(0.95 * share * minutes);
  expect(world.outcomes.filter((outcome) => outcome.kind === 'failed' && outcome.failure.status === 429)).toEqual([]);
});

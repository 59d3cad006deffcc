/** Runs one scenario to its end, and judges it. */
import type { SyncSettings } from '../../../scripts-ts/sync/settings';
import { Random } from '../kernel/random';
import { Violation } from '../kernel/violation';
import { CALM, type Director, RandomDirector } from '../world/director';
import { clearText } from '../world/passwords';
import { Request } from '../world/requests';
import type { Event, Scenario } from '../world/scenario';
import type { Stats } from '../world/stats';
import { START, World } from '../world/world';
import { judge, judgeAfterRetention } from './judge';

/** The defaults of the environment schema. */
export const DEFAULTS: SyncSettings = Object.freeze({
  target: 'idcs',
  mode: 'background',
  fastPath: true,
  quickRetrySeconds: [2, 4, 8],
  maxAttempts: 5,
  backoffSeconds: 60,
  maxBackoffSeconds: 3600,
  graceSeconds: 600,
  deadlineSeconds: 10,
  inlineSeconds: 5,
  quietSeconds: 10,
  drainPageSize: 50,
  timeToLiveDays: 7,
  keepDeliveredHours: 24,
});

/** @throws {Violation} */
export function runScenario(scenario: Scenario, stats: Stats, { tracing = false, thorough = false } = {}): World {
  const director = new RandomDirector(new Random(scenario.seed), scenario.rates, scenario.residue);
  const world = worldOf(scenario, director, stats, { tracing, thorough });
  stats.runs++;
  try {
    begin(world, scenario);
    world.runUntil(START + scenario.calmAt);
    director.rates = CALM;
    rest(world);
  } catch (caught) {
    if (!(caught instanceof Violation) || world.ledger.residues === 0) throw caught;
    stats.excused++;
  } finally {
    if (world.ledger.residues > 0) stats.residueRuns++;
  }
  return world;
}

export function worldOf(
  scenario: Scenario,
  director: Director,
  stats: Stats,
  { tracing = false, thorough = false },
): World {
  const { mode, fastPath, pageSize, threads, hashed, skewsMs, oracleAheadMs } = scenario;
  const { historyLength, provisioning, readsBack, residue } = scenario;
  const settings = { ...DEFAULTS, mode, fastPath, drainPageSize: pageSize };
  const oracle = { oracleAheadMs, historyLength, provisioning };
  const world = new World(
    { settings, threads, hashed, skewsMs, ...oracle, readsBack, residue, tracing, thorough },
    director,
    stats,
  );
  for (const number of scenario.refused) world.oracle.refused.add(clearText(number));
  return world;
}

/** Users who are in step with Oracle, and what will happen to them. */
export function begin(world: World, scenario: Scenario): void {
  for (let user = 1; user <= scenario.users; user++) {
    const password = clearText(1000 + user);
    world.users.create(`u${user}`, `name${user}`, password);
    world.oracle.addAccount(`name${user}`, password, world.time - 86_400_000);
  }
  for (const event of scenario.events) world.plan(START + event.at, () => happen(world, event));
}

/** All faults are over: goes on until nothing is left to do, judges, and goes on until nothing is left at all. */
export function rest(world: World): void {
  // As long as the longest back-off and a grace period, again and again.
  for (let hours = 0; hours < 24 && !isAtRest(world); hours++) world.runUntil(world.time + 4_300_000);
  judge(world);
  for (let days = 0; days < 18 && world.outbox.rows.size > 0; days++) world.runUntil(world.time + 86_400_000);
  judgeAfterRetention(world);
}

/** What waits is only the removal of what is done. */
function isAtRest(world: World): boolean {
  if (!world.isIdle() || world.nodes.some(({ waiting }) => waiting.length > 0)) return false;
  for (const { value } of world.outbox.rows.values()) {
    if (value.state === 'unreadable' || value.state === 'unbound') return false;
    if (value.state === 'pending' || value.state === 'delivering') return false;
    if (value.state === 'delivered' && !value.looked) return false;
    if (Date.parse(value.due) < world.time + 5_000_000) return false;
  }
  return true;
}

export function happen(world: World, event: Event): void {
  const node = world.nodes[event.node % world.nodes.length] as World['nodes'][number];
  const user = `u${event.user}`;
  const name = `name${event.user}`;
  const request = (what: string, run: (request: Request) => void): void => {
    if (!node.isUp) return;
    const startedAt = world.time;
    world.spawn(
      node,
      'request',
      `${what} of ${user}`,
      (ports, task) => run(new Request(world, task, ports, startedAt)),
      (thrown) => {
        if (thrown !== null) world.tolerate('a request', thrown);
      },
    );
  };
  const { oracle, outbox, ledger } = world;
  switch (event.kind) {
    case 'patch':
    case 'patchRev':
      return request(`${event.kind} to #${event.password}`, (made) =>
        made.patch(user, clearText(event.password), event.kind === 'patchRev'),
      );
    case 'put':
    case 'putRev':
      return request(`${event.kind} to #${event.password}`, (made) =>
        made.put(user, name, clearText(event.password), event.kind === 'putRev'),
      );
    case 'putSame':
      return request(event.kind, (made) => made.put(user, name, null, false));
    case 'create':
      return request(`create with #${event.password}`, (made) =>
        made.createUnnamed(user, name, clearText(event.password)),
      );
    case 'delete':
      return request(event.kind, (made) => made.delete(user, event));
    case 'role':
      return request(event.kind, (made) => made.changeRole(user, event.postHook));
    case 'rename':
      return request(event.kind, (made) => made.rename(user, `${name}-renamed`));
    case 'crash':
      if (node.isUp) world.crash(node, event.forMs);
      return;
    case 'freeze':
      world.say(null, () => `${node.name} FREEZES for ${event.forMs} ms`);
      node.frozenUntil = world.time + event.forMs;
      return;
    case 'oracleDown':
      world.say(null, () => `Oracle is DOWN for ${event.forMs} ms`);
      oracle.downUntil = world.time + event.forMs;
      return;
    case 'switchHashing':
      world.users.hashed = !world.users.hashed;
      ledger.hashingSwitched++;
      world.say(null, () => `IDM now keeps passwords ${world.users.hashed ? 'hashed' : 'sealed'}`);
      return;
    case 'loseKey':
      world.keys.generation++;
      ledger.keysLost++;
      world.say(null, () => 'the key is LOST');
      return;
    case 'damage':
      for (const [id, { value }] of outbox.rows) {
        ledger.damaged++;
        world.say(null, () => `${id} is DAMAGED`);
        outbox.update(id, null, { state: 'unreadable', reason: 'damaged', original: JSON.stringify(value) });
        break;
      }
      return;
    case 'drainAll':
      if (node.isUp && !node.draining) world.startDrain(node, 'undelivered');
      return;
  }
}

/** A random scenario; the same for the same seed. */
import { Random } from '../kernel/random';
import type { Rates } from '../world/director';
import type { Event, Scenario } from '../world/scenario';

export function generate(seed: number, residue = false): Scenario {
  const random = new Random(seed);
  const nodes = random.whole(1, 3);
  const users = random.of([1, 1, 1, 2, 3]);
  const mode = random.of(['background', 'background', 'background', 'inline', 'strict'] as const);
  const hashed = mode !== 'strict' && random.chance(0.3);
  const provisioning = random.chance(0.5);
  const events = generateEvents(random, nodes, users, mode === 'strict', provisioning);
  const last = events.reduce((latest, { at }) => Math.max(latest, at), 0);
  return {
    seed,
    mode,
    fastPath: random.chance(0.6),
    // Not drawn, so that each seed tells the same story as before.
    threads: seed % 8 !== 0,
    hashed,
    skewsMs: Array.from({ length: nodes }, () => random.of([0, random.whole(-15_000, 15_000), -15_000, 15_000])),
    oracleAheadMs: random.of([0, random.whole(-2000, 2000), random.whole(-180_000, 180_000)]),
    historyLength: random.of([0, 1, 3, 10]),
    provisioning,
    readsBack: random.chance(0.5),
    pageSize: random.of([1, 2, 50]),
    users,
    refused: random.chance(0.2) ? [random.whole(1, 6)] : [],
    rates: generateRates(random),
    residue,
    events,
    calmAt: last + random.of([1_000, 60_000, 300_000, 900_000, 5_000_000, 20_000_000]),
  };
}

function generateRates(random: Random): Rates {
  return {
    switch: random.of([0, 0.05, 0.2, 0.5]),
    crash: random.of([0, 0, 0.002, 0.01]),
    freeze: random.of([0, 0, 0.002, 0.01]),
    jump: random.of([0, 0, 0.002, 0.02]),
    idmFault: random.of([0, 0, 0.01, 0.05]),
    oracleFault: random.of([0, 0, 0.1, 0.4]),
  };
}

/** In bursts, as races need them, and far apart. */
function generateEvents(random: Random, nodes: number, users: number, strict: boolean, provisioning: boolean): Event[] {
  const events: Event[] = [];
  const count = random.whole(1, 7);
  let at = 0;
  for (let number = 1; number <= count; number++) {
    at += random.of([0, random.whole(0, 50), random.whole(0, 500), random.whole(0, 30_000), random.whole(0, 900_000)]);
    const common = { at, node: random.whole(0, nodes - 1), user: random.whole(1, users) };
    // Sometimes back to a password that was there before.
    const password = random.chance(0.15) ? random.of([1000 + common.user, random.whole(1, number)]) : number;
    const kind = random.of(KINDS);
    switch (kind) {
      case 'patch':
      case 'patchRev':
      case 'put':
      case 'putRev':
        events.push({ ...common, kind, password });
        break;
      case 'create':
        events.push({ ...common, kind, password, user: users + number });
        break;
      case 'recreate':
        events.push({ ...common, kind: 'delete', skipsHook: random.chance(0.2), removesAccount: false });
        at += random.of([0, random.whole(0, 500), random.whole(0, 30_000)]);
        events.push({ ...common, at, kind: 'put', password });
        break;
      case 'delete':
        events.push({ ...common, kind, skipsHook: random.chance(0.2), removesAccount: false });
        break;
      case 'role':
        events.push({ ...common, kind, postHook: random.chance(0.4) });
        break;
      case 'putSame':
        events.push({ ...common, kind });
        break;
      case 'rename':
        // A worker that has read the old name would create a second account, or has sent to it by the time of a re-creation.
        if (!provisioning && !strict) events.push({ ...common, kind });
        break;
      case 'fault':
        events.push(generateFault(random, common, strict));
        break;
    }
  }
  return events;
}

const KINDS = [
  ...(['patch', 'patch', 'patch', 'patch', 'patch', 'patchRev', 'put', 'put', 'putRev'] as const),
  ...(['create', 'recreate', 'delete', 'role', 'role', 'putSame', 'rename', 'fault', 'fault'] as const),
];

function generateFault(random: Random, common: Pick<Event, 'at' | 'node' | 'user'>, strict: boolean): Event {
  const kind = random.of([
    ...(['crash', 'crash', 'crash', 'freeze', 'freeze', 'oracleDown', 'drainAll', 'loseKey', 'damage'] as const),
    'switchHashing' as const,
  ]);
  switch (kind) {
    case 'crash':
    case 'freeze':
      return { ...common, kind, forMs: random.of([2_000, 30_000, 65_000, 200_000, 2_000_000]) };
    case 'oracleDown':
      return { ...common, kind, forMs: random.of([10_000, 400_000, 8_000_000, 30_000_000]) };
    case 'switchHashing':
      return strict ? { ...common, kind: 'drainAll' } : { ...common, kind };
    case 'loseKey':
    case 'damage':
    case 'drainAll':
      return { ...common, kind };
  }
}

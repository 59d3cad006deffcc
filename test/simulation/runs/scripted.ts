/** Runs of which every detail is written down. */
import type { Event, Scenario } from '../world/scenario';
import { type Failing, ScriptedDirector, type Strike } from '../world/scripted';
import type { Stats } from '../world/stats';
import { START, type World } from '../world/world';
import { CALM } from '../world/director';
import { begin, rest, worldOf } from './run';

export type Details = Partial<Omit<Scenario, 'events' | 'rates'>>;

/** An event of user 1 on the first node at once, unless it says something else. */
export type Happens = Event extends infer One ? (One extends Event ? OptionalPlace<One> : never) : never;
type OptionalPlace<One extends Event> = Omit<One, 'at' | 'node' | 'user'> & Partial<Pick<One, 'at' | 'node' | 'user'>>;

export interface Script {
  details?: Details;
  events: Happens[];
  strikes?: Strike[];
  failings?: Failing[];
  slowest?: boolean;
}

/** @throws {Violation} */
export function runScript(
  script: Script,
  stats: Stats,
  { tracing = false, thorough = false } = {},
): { world: World; points: number } {
  const { details = {}, events, strikes = [], failings = [], slowest = false } = script;
  const placed = events.map((event) => ({ at: 0, node: 0, user: 1, ...event }) as Event);
  const scenario: Scenario = {
    seed: 0,
    mode: 'background',
    fastPath: true,
    threads: true,
    hashed: false,
    // As far apart as the protocol allows.
    skewsMs: [-15_000, 15_000],
    oracleAheadMs: 90_000,
    historyLength: 3,
    provisioning: true,
    readsBack: true,
    pageSize: 50,
    users: 1,
    refused: [],
    residue: false,
    rates: CALM,
    calmAt: 0,
    ...details,
    events: placed,
  };
  const director = new ScriptedDirector(strikes, failings, slowest);
  const world = worldOf(scenario, director, stats, { tracing, thorough });
  stats.runs++;
  begin(world, scenario);
  world.runUntil(START + Math.max(...placed.map(({ at }) => at)) + 1);
  rest(world);
  return { world, points: director.points };
}

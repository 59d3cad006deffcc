/** How this JVM stands with Oracle: whether the gate is open, and how much of the rate is used. */
import { taken } from '../oracle/limiter';
import { type Group, GROUPS, limitsOf } from '../oracle/tiers';
import { current, type Gate } from '../sync/gate';
import { gateTo } from './gate';
import { elapsed, meterOf } from './limiter';
import type { Idcs } from './settings-file';

export interface OracleState {
  gate: Gate;
  /** Requests of the last minute, and how many there may be. */
  rate: { [group in Group]: { taken: number; perMinute: number } };
}

export function oracleState({ baseUrl, rate }: Idcs): OracleState {
  const limits = limitsOf(rate);
  const used = {} as OracleState['rate'];
  for (const group of GROUPS) {
    const limit = limits[group];
    const now = elapsed();
    used[group] = {
      taken: meterOf(baseUrl, group, limits).exclusively((cells) => taken(cells, limit, now)),
      perMinute: limit.perMinute,
    };
  }
  return { gate: current(gateTo(baseUrl).read(), new Date()), rate: used };
}

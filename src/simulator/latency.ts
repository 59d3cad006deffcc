import { isObject } from './json';
import { isOperation, operations, type Operation } from './operations';
import type { Random } from './random';

/** How long requests take, in milliseconds. */
export type Distribution =
  | { kind: 'fixed'; ms: number }
  | { kind: 'uniform'; min: number; max: number }
  /** What networks look like: half of the requests take less than the median, five in a hundred more than p95. */
  | { kind: 'lognormal'; median: number; p95: number };

/** By operation; `any` is for the operations that are not named. */
export type LatencySetting = Partial<Record<Operation | 'any', Distribution>>;

/** The 95th percentile of the standard normal distribution. */
const z95 = 1.6448536269514722;

const parameters: Record<Distribution['kind'], string[]> = {
  fixed: ['ms'],
  uniform: ['min', 'max'],
  lognormal: ['median', 'p95'],
};

/** Draws the milliseconds that a request takes, beyond what the work itself needs. */
export function drawLatency(setting: LatencySetting, operation: Operation, random: Random): number {
  const distribution = setting[operation] ?? setting.any;
  switch (distribution?.kind) {
    case undefined:
      return 0;
    case 'fixed':
      return distribution.ms;
    case 'uniform':
      return distribution.min + random.fraction() * (distribution.max - distribution.min);
    case 'lognormal': {
      const { median, p95 } = distribution;
      return median * Math.exp((Math.log(p95 / median) / z95) * standardNormal(random));
    }
  }
}

/** By the Box-Muller transform; 1 - fraction is never 0. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
}

/** A setting from outside; throws a plain Error that says what is wrong with it. */
export function latencyFrom(value: unknown): LatencySetting {
  if (!isObject(value)) throw new Error('Latency is an object of distributions: {"any": {"kind": "fixed", "ms": 20}}.');
  for (const [operation, distribution] of Object.entries(value)) {
    if (operation !== 'any' && !isOperation(operation))
      throw new Error(`There is no operation "${operation}"; there are any, ${operations.join(', ')}.`);
    assertDistribution(operation, distribution);
  }
  return structuredClone(value);
}

function assertDistribution(operation: string, value: unknown): void {
  const { kind, ...given } = isObject(value) ? value : {};
  const known = Object.entries(parameters).find(([name]) => name === kind)?.[1];
  if (!known) throw new Error(`The kind of "${operation}" must be one of ${Object.keys(parameters).join(', ')}.`);
  const names = Object.keys(given);
  const numbers = known.map((name) => given[name]);
  if (names.length !== known.length || !numbers.every((number) => typeof number === 'number' && number >= 0))
    throw new Error(`"${operation}" needs ${known.join(' and ')} as numbers from 0, and nothing else.`);
  const [low = 0, high = low] = numbers as number[];
  if (low > high || (kind === 'lognormal' && low === 0))
    throw new Error(`In "${operation}" ${known[0]} must not be above ${known[1]}, and a median not 0.`);
}

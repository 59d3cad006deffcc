/**
 * Takes the place of the package `tslib` in what runs inside IDM: the helpers that TypeScript's ES5 output calls.
 *
 * The stock ones use Object.assign, which throws or loses data on the maps that IDM hands to scripts, and Symbol, which
 * not every Rhino has. These walk maps with for-in. Lists of IDM are copied before anything is done with them, so that for-of,
 * patterns and spread meet arrays only (and need no helper: TypeScript's `downlevelIteration` stays off).
 * Syntax whose helper is missing here (async, generators, decorators, private names) fails in the type check.
 */

interface Bag {
  [key: string]: unknown;
}

function owns(bag: object, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(bag, key);
}

/** Object spread. */
export function __assign(target: Bag, ...sources: (Bag | null | undefined)[]): Bag {
  for (let at = 0; at < sources.length; at++) {
    const source = sources[at];
    if (source === null || source === undefined) continue;
    for (const key in source) {
      if (owns(source, key)) target[key] = source[key];
    }
  }
  return target;
}

/** What an object pattern with `...rest` leaves over. */
export function __rest(source: Bag, taken: string[]): Bag {
  const rest: Bag = {};
  for (const key in source) {
    if (owns(source, key) && taken.indexOf(key) < 0) rest[key] = source[key];
  }
  return rest;
}

/** Array spread, of arrays. TypeScript insists on a third parameter, which tells holes from undefined: here both are undefined. */
export function __spreadArray(to: unknown[], from: unknown[] | undefined, _pack?: boolean): unknown[] {
  return to.concat(from || []);
}

/** Class inheritance. */
export function __extends(child: Bag & { prototype: object }, parent: Bag & { prototype: object }): void {
  for (const key in parent) {
    if (owns(parent, key)) child[key] = parent[key];
  }
  child.prototype = Object.create(parent.prototype, { constructor: { value: child } });
}

/**
 * Takes the place of the package `tslib` in what runs inside IDM: the helpers that TypeScript's ES5 output calls.
 *
 * The stock ones use Object.assign, which throws or loses data on the maps that IDM hands to scripts, and Symbol, which
 * not every Rhino has; `concat` and `slice` do not know IDM's lists. These walk maps with for-in and lists by index.
 * Syntax whose helper is missing here (async, generators, decorators, private names) fails in the type check.
 */

interface Listing {
  length: number;
  [index: number]: unknown;
}

interface Bag {
  [key: string]: unknown;
}

function owns(bag: object, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(bag, key);
}

function listing(value: unknown): Listing {
  const list = typeof value === 'string' ? characters(value) : (value as Listing | null | undefined);
  if (list === null || list === undefined || typeof list.length !== 'number') {
    throw { code: 500, message: 'Not a list: ' + typeof value };
  }
  return list;
}

/** A string iterates by character, not by half of a surrogate pair. */
function characters(text: string): string[] {
  return text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]/g) || [];
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

/** for-of: reads the list while it goes, so that elements pushed on the way are seen. */
export function __values(value: unknown): { next(): { value?: unknown; done: boolean } } {
  const list = listing(value);
  let at = 0;
  return {
    next: function () {
      return at < list.length ? { value: list[at++], done: false } : { value: undefined, done: true };
    },
  };
}

/** An array pattern: the first `count` elements, or all. */
export function __read(value: unknown, count?: number): unknown[] {
  const list = listing(value);
  const read: unknown[] = [];
  const end = count === undefined ? list.length : Math.min(count, list.length);
  for (let at = 0; at < end; at++) read.push(list[at]);
  return read;
}

/** Array spread. TypeScript insists on a third parameter, which tells holes from undefined: here both are undefined. */
export function __spreadArray(to: unknown[], from: unknown, _pack?: boolean): unknown[] {
  return to.concat(__read(from));
}

/** Class inheritance. */
export function __extends(child: Bag & { prototype: object }, parent: Bag & { prototype: object }): void {
  for (const key in parent) {
    if (owns(parent, key)) child[key] = parent[key];
  }
  child.prototype = Object.create(parent.prototype, { constructor: { value: child } });
}

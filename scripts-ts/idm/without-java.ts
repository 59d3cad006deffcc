/**
 * What stands in for the objects that scripts of a JVM share, where scripts may use no Java. It lives only as long as the script that
 * made it, so that each call of IDM begins anew: with no token, no id, no counter and an open gate.
 */
import type { Adder, AtomicLongs, AtomicReference, ConcurrentMap, JavaLock } from './java';

export function localMap<Value>(): ConcurrentMap<Value> {
  const values: { [key: string]: Value } = {};
  // The names of users are keys: none of them may be taken for something that every object has.
  const own = (key: string): string => `=${key}`;
  const get = (key: string): Value | null => {
    const value = values[own(key)];
    return value === undefined ? null : value;
  };
  return {
    get,
    put(key, value) {
      values[own(key)] = value;
    },
    putIfAbsent(key, value) {
      const known = get(key);
      if (known === null) values[own(key)] = value;
      return known;
    },
    remove(key) {
      const known = get(key);
      delete values[own(key)];
      return known;
    },
    size: () => Object.keys(values).length,
    clear: () => Object.keys(values).forEach((key) => delete values[key]),
    keySet: () => ({ toArray: () => Object.keys(values).map((key) => key.slice(1)) }),
  };
}

export function localAdder(): Adder {
  let total = 0;
  return {
    add(amount) {
      total += amount;
    },
    sum: () => total,
  };
}

export function localReference<Value>(value: Value): AtomicReference<Value> {
  let current = value;
  return {
    get: () => current,
    compareAndSet(expected, next) {
      if (current !== expected) return false;
      current = next;
      return true;
    },
  };
}

export function localNumbers(): AtomicLongs {
  const numbers: { [index: number]: number } = {};
  return {
    get: (index) => numbers[index] || 0,
    set(index, value) {
      numbers[index] = value;
    },
  };
}

/** Nobody else is there. */
export const noLock: JavaLock = {
  lock: () => undefined,
  tryLock: () => true,
  unlock: () => undefined,
};

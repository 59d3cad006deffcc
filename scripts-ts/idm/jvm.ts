/**
 * What outlives an invocation: IDM evaluates a script anew on every call, so that state lives in a map of the JVM, and
 * scripts run in it concurrently. The map holds Java objects only, for a JavaScript object would keep its whole script. Where scripts
 * may use no Java nothing outlives an invocation.
 */
import { type Adder, type CompletableFuture, type ConcurrentMap, hasJava, type JavaLock, jdk } from './java';
import { property } from './openidm';
import { localAdder, localMap, noLock } from './without-java';

const STATE = 'idcs-password-sync';

/** The value of that name, made by whoever asks first. */
export function once<Value>(name: string, make: () => Value): Value {
  const map = state() as ConcurrentMap<Value>;
  const known = map.get(name);
  if (known !== null) return known;
  const made = make();
  const raced = map.putIfAbsent(name, made);
  return raced === null ? made : raced;
}

export function counter(name: string): Adder {
  return once(`counter ${name}`, () => (hasJava() ? new (jdk().util.concurrent.atomic.LongAdder)() : localAdder()));
}

export function total(name: string): Adder {
  return once(`total ${name}`, () => (hasJava() ? new (jdk().util.concurrent.atomic.DoubleAdder)() : localAdder()));
}

export function lockOf(name: string): JavaLock {
  return once(`lock ${name}`, () => (hasJava() ? new (jdk().util.concurrent.locks.ReentrantLock)() : noLock));
}

export interface SharedStrings {
  get(key: string): string | null;
  put(key: string, value: string): void;
  /** Gets and removes. */
  take(key: string): string | null;
  removeWhere(isOver: (key: string, value: string) => boolean): void;
}

/** A map of strings that all scripts share; it is emptied when it grows beyond `limit`. */
export function sharedStrings(name: string, limit: number): SharedStrings {
  const map = once(`strings ${name}`, () => newMap<string>());
  const text = (value: string | null): string | null => (value === null ? null : String(value));
  return {
    get: (key) => text(map.get(key)),
    put(key, value) {
      if (map.size() >= limit) map.clear();
      map.put(key, value);
    },
    take: (key) => text(map.remove(key)),
    removeWhere(isOver) {
      for (const key of keysOf(map)) {
        const value = text(map.get(key));
        if (value !== null && isOver(key, value)) map.remove(key);
      }
    },
  };
}

/**
 * What this JVM is called in a lease: the node, and which start of it. Two starts of one node share a clock, so that no two nodes may
 * share a name.
 */
export function workerName(): string {
  const node = (property('openidm.node.id') || '').replace(/[^A-Za-z0-9._-]/g, '_');
  if (!hasJava()) return node || 'node';
  const start = String(once('start', () => String(jdk().util.UUID.randomUUID()).slice(0, 8)));
  return `${node || start}/${start}`;
}

export function keysOf(map: ConcurrentMap<unknown>): string[] {
  const keys = map.keySet().toArray();
  const names: string[] = [];
  for (let index = 0; index < keys.length; index++) names.push(String(keys[index]));
  return names;
}

/** Everything in the map whose name begins so. */
export function named<Value>(prefix: string): Array<{ name: string; value: Value }> {
  const map = state() as ConcurrentMap<Value>;
  const found: Array<{ name: string; value: Value }> = [];
  for (const name of keysOf(map)) {
    const value = name.indexOf(prefix) === 0 ? map.get(name) : null;
    if (value !== null) found.push({ name, value });
  }
  return found;
}

export function forget(name: string): void {
  state().remove(name);
}

const local = localMap<unknown>();

function newMap<Value>(): ConcurrentMap<Value> {
  return hasJava() ? new (jdk().util.concurrent.ConcurrentHashMap)() : localMap<Value>();
}

/**
 * A completed future holds the map, since its text does not tell what it holds: whoever prints the system properties would
 * print access tokens.
 */
function state(): ConcurrentMap<unknown> {
  if (!hasJava()) return local;
  const properties = jdk().lang.System.getProperties() as ConcurrentMap<CompletableFuture<ConcurrentMap<unknown>>>;
  const known = properties.get(STATE);
  if (known !== null) return known.join();
  const { CompletableFuture, ConcurrentHashMap } = jdk().util.concurrent;
  const made = new CompletableFuture<ConcurrentMap<unknown>>();
  made.complete(new ConcurrentHashMap());
  properties.putIfAbsent(STATE, made);
  return (properties.get(STATE) as CompletableFuture<ConcurrentMap<unknown>>).join();
}

/**
 * What outlives an invocation: IDM evaluates a script anew on every call, so that state lives in a map of the JVM, and
 * scripts run in it concurrently. The map holds Java objects only, for a JavaScript object would keep its whole script.
 */
import { type Adder, type CompletableFuture, type ConcurrentMap, jdk } from './java';

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
  return once(`counter ${name}`, () => new (jdk().util.concurrent.atomic.LongAdder)());
}

export function total(name: string): Adder {
  return once(`total ${name}`, () => new (jdk().util.concurrent.atomic.DoubleAdder)());
}

/** A map of strings that all scripts share; it is emptied when it grows beyond `limit`. */
export function sharedStrings(
  name: string,
  limit: number,
): {
  get(key: string): string | null;
  put(key: string, value: string): void;
  removeStartingWith(prefix: string): void;
} {
  const map = once(`strings ${name}`, () => new (jdk().util.concurrent.ConcurrentHashMap)() as ConcurrentMap<string>);
  return {
    get(key) {
      const value = map.get(key);
      return value === null ? null : String(value);
    },
    put(key, value) {
      if (map.size() >= limit) map.clear();
      map.put(key, value);
    },
    removeStartingWith(prefix) {
      const keys = map.keySet().toArray();
      for (let index = 0; index < keys.length; index++) {
        const key = String(keys[index]);
        if (key.indexOf(prefix) === 0) map.remove(key);
      }
    },
  };
}

/**
 * A completed future holds the map, since its text does not tell what it holds: whoever prints the system properties would
 * print access tokens.
 */
function state(): ConcurrentMap<unknown> {
  const properties = jdk().lang.System.getProperties() as ConcurrentMap<CompletableFuture<ConcurrentMap<unknown>>>;
  const known = properties.get(STATE);
  if (known !== null) return known.join();
  const { CompletableFuture, ConcurrentHashMap } = jdk().util.concurrent;
  const made = new CompletableFuture<ConcurrentMap<unknown>>();
  made.complete(new ConcurrentHashMap());
  properties.putIfAbsent(STATE, made);
  return (properties.get(STATE) as CompletableFuture<ConcurrentMap<unknown>>).join();
}

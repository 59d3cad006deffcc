import type { Properties } from './properties';

const reference = /&\{([^}|]+)(?:\|([^}]*))?\}/g;

export interface Resolved<Value> {
  readonly value: Value;
  /** The names that have no value; their references stay as they are. */
  readonly missing: readonly string[];
}

/** Puts properties in the place of references, anywhere in a value: `&{name}` and `&{name|default}`, as IDM does. */
export function resolveReferences<Value>(value: Value, properties: Properties): Resolved<Value> {
  const missing = new Set<string>();
  const resolve = (inner: unknown): unknown => {
    if (typeof inner === 'string') {
      return inner.replace(reference, (whole: string, name: string, fallback: string | undefined) => {
        const known = properties(name) ?? fallback;
        if (known === undefined) missing.add(name);
        return known ?? whole;
      });
    }
    if (Array.isArray(inner)) return inner.map(resolve);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, resolve(one)]));
  };
  return { value: resolve(value) as Value, missing: [...missing] };
}

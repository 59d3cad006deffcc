/** Reading values of which nothing is known yet. */

export type JsonMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, empty when it is none: that it should be one is for the schema to say. */
export function mapOf(value: unknown): JsonMap {
  return isMap(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whether IDM finds something there: JsonValue takes null for absent. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether the text holds a reference that IDM puts a property in for: then what it will be is not known here. */
export function hasReference(value: unknown): boolean {
  return typeof value === 'string' && value.includes('&{');
}

/** Keys that people use for comments and for settings that are switched off. IDM reads none of them. */
export function isComment(key: string): boolean {
  return /^(_|#|\/\/|\$comment)/.test(key);
}

/** `a, b and c`. */
export function inProse(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

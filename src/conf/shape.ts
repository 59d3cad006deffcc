import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { inOurWords } from '../environment/schema-words';
import type { PlatformFacts } from '../platform';
import { error, warning, type Path, type Remark } from './finding';
import { slipOf } from './unknown';
import { hasReference, isComment, isMap } from './values';

/** Annotations of our schemas: how bad it is when this part of the schema is not kept. */
interface Annotated {
  level?: 'error' | 'warning';
  properties?: Record<string, unknown>;
}

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  strictTypes: false,
  strictRequired: false,
});
ajv.addVocabulary(['patternErrorMessage', 'mend', 'level']);
const compiled = new WeakMap<object, ValidateFunction>();

/** What the schema objects to in a file, before IDM puts in properties. */
export function shapeRemarks(schema: object, value: unknown, facts: PlatformFacts): Remark[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  validate(value);
  return (validate.errors ?? []).flatMap((each) => remarkOf(each, facts) ?? []);
}

function remarkOf(found: ErrorObject, facts: PlatformFacts): Remark | undefined {
  const { keyword, data, params } = found;
  const at = pathOf(found.instancePath);
  if (keyword === 'if') return undefined;
  if (keyword === 'additionalProperties') return unknownKey(found, [...at, params.additionalProperty as string]);
  if (hasReference(data)) return keyword === 'type' ? referenceAsText(at, params.type as string[], facts) : undefined;
  if (isMap(data) && ('$crypto' in data || (facts.substitution.coercion && isCoercion(data)))) return undefined;
  const { code, pointer = '', what, mend } = inOurWords(found);
  const { level = 'error' } = found.parentSchema as Annotated;
  return { level, code, at: pathOf(pointer), what, mend };
}

/** IDM reads the keys it knows and passes over the others, so that a slip of the pen switches a setting off without a word. */
function unknownKey(found: ErrorObject, at: Path): Remark | undefined {
  const key = String(at[at.length - 1]);
  if (isComment(key)) return undefined;
  const parent = found.parentSchema as Annotated;
  const known = Object.keys(parent.properties ?? {});
  const meant = slipOf(key, known);
  if (meant !== undefined) {
    const what = `there is no key "${key}" here, and IDM passes over it`;
    return { level: parent.level ?? 'error', code: 'unknown-key', at, what, mend: `Did you mean "${meant}"?` };
  }
  return warning('unknown-key', at, `IDM does not read "${key}" here`, `The keys here are ${known.join(', ')}.`);
}

/**
 * OpenIDM replaces a whole `&{name}` by the property's text (PropertyUtil.substVars), which JsonValue.asBoolean and asInteger
 * then refuse: only `{"$int": ...}` of the others makes a number of it.
 */
function referenceAsText(at: Path, types: string | string[], facts: PlatformFacts): Remark | undefined {
  if (facts.substitution.coercion) return undefined;
  const needed = [types].flat().join(' or ');
  const what = `has to be ${needed}, and ${facts.name} puts in a text for a reference`;
  return error('reference-is-text', at, what, 'Write the value itself.');
}

/** `{"$int": "&{name}"}` and its like: Ping's way to say what type a property's value has. */
export function isCoercion(value: object): boolean {
  return (
    Object.keys(value).length === 1 &&
    /^\$(int|integer|long|number|bool|boolean|list|array|object|string|base64:.*)$/.test(Object.keys(value)[0]!)
  );
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
}

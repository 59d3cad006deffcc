import fs from 'node:fs';
import path from 'node:path';
import Ajv, { type ErrorObject } from 'ajv';
import { packageRoot } from '../root';
import { nearest } from './nearest';
import { pointerOf, type Problem } from './problem';

/** What the schema says about a key. `patternErrorMessage` is known to editors too, `mend` to us alone. */
interface Annotated {
  patternErrorMessage?: string;
  mend?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Annotated>;
}

/** The schema that is published with the package. */
export const schemaFile = path.join(packageRoot, 'environments/environment.schema.json');

/**
 * Checks a value against the environment schema and fills in the defaults, in place. The answer is every objection.
 */
export function checkAgainstSchema(value: unknown, file: string): Problem[] {
  const ajv = new Ajv({ allErrors: true, verbose: true, useDefaults: true });
  ajv.addVocabulary(['patternErrorMessage', 'mend']);
  const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8')) as Annotated;
  ajv.validate(schema, value);
  return (ajv.errors ?? []).map((error) => ({ file, ...inOurWords(error, annotationsAt(schema, error.instancePath)) }));
}

function inOurWords(error: ErrorObject, about: Annotated): Omit<Problem, 'file'> {
  const { keyword, params, instancePath: pointer } = error;
  const parent = error.parentSchema as Annotated;
  const mend = parent.mend ?? about.mend;
  const wrongValue = (what: string, hint = about.description ?? 'The schema describes this key.') => {
    return { code: 'wrong-value', pointer, what, mend: mend ?? hint };
  };
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(pointer, params.additionalProperty as string, Object.keys(parent.properties ?? {}));
    case 'required': {
      const key = params.missingProperty as string;
      const missing = parent.properties?.[key];
      const hint = missing?.mend ?? missing?.description ?? 'Add it.';
      return {
        code: 'missing-key',
        pointer: pointer + pointerOf([key]),
        what: `the key "${key}" is missing`,
        mend: hint,
      };
    }
    case 'type': {
      const type = withArticle(params.type as string);
      const what = `has to be ${type} and is ${kindOf(error.data)}`;
      return { code: 'wrong-type', pointer, what, mend: mend ?? `Write ${type}.` };
    }
    case 'minimum':
    case 'maximum': {
      const range = `${parent.minimum} to ${parent.maximum}`;
      return wrongValue(`${error.data as number} is not from ${range}`, `Write a number from ${range}.`);
    }
    case 'minLength':
    case 'minItems':
      return wrongValue('is empty');
    case 'uniqueItems':
      return wrongValue('holds the same twice', 'Keep one of the two.');
    case 'pattern':
      return wrongValue(parent.patternErrorMessage ?? 'does not have the form that this key needs');
    default:
      return wrongValue(error.message ?? keyword);
  }
}

function unknownKey(pointer: string, key: string, keys: string[]): Omit<Problem, 'file'> {
  const known = keys.filter((name) => name !== '$schema');
  const meant = nearest(key, known);
  return {
    code: 'unknown-key',
    pointer: pointer + pointerOf([key]),
    what: `there is no key "${key}" here`,
    mend: meant ? `Did you mean "${meant}"?` : `The keys here are ${known.join(', ')}.`,
  };
}

function annotationsAt(schema: Annotated, pointer: string): Annotated {
  let at: Annotated | undefined = schema;
  for (const key of pointer.split('/').slice(1)) at = at?.properties?.[key];
  return at ?? {};
}

function withArticle(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'number' && !Number.isInteger(value) ? 'a fraction' : withArticle(typeof value);
}

import fs from 'node:fs';
import path from 'node:path';
import Ajv, { type ErrorObject } from 'ajv';
import { packageRoot } from '../root';
import { nearest } from './nearest';
import type { Problem } from './problem';

/** What the schema says about a key beyond JSON Schema: patternErrorMessage is what editors show as well. */
interface Annotated {
  patternErrorMessage?: string;
  mend?: string;
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
  const mend = { ...about, ...(error.parentSchema as Annotated) }.mend;
  switch (keyword) {
    case 'additionalProperties': {
      const key = params.additionalProperty as string;
      const known = Object.keys((error.parentSchema as Annotated).properties ?? {}).filter(
        (name) => name !== '$schema',
      );
      const meant = nearest(key, known);
      return {
        code: 'unknown-key',
        pointer: `${pointer}/${escaped(key)}`,
        what: `there is no key "${key}" here`,
        mend: meant ? `Did you mean "${meant}"?` : `The keys here are ${known.join(', ')}.`,
      };
    }
    case 'required': {
      const key = params.missingProperty as string;
      const missing = (error.parentSchema as Annotated).properties?.[key];
      return {
        code: 'missing-key',
        pointer: `${pointer}/${escaped(key)}`,
        what: `the key "${key}" is missing`,
        mend: missing?.mend ?? 'Add it; the schema beside the environment files describes it.',
      };
    }
    case 'type':
      return {
        code: 'wrong-type',
        pointer,
        what: `has to be ${withArticle(params.type as string)} and is ${kindOf(error.data)}`,
        mend: mend ?? `Write ${withArticle(params.type as string)}.`,
      };
    case 'pattern':
      return {
        code: 'wrong-value',
        pointer,
        what: (error.parentSchema as Annotated).patternErrorMessage ?? 'does not have the form that this key needs',
        mend: mend ?? 'See the description in the schema beside the environment files.',
      };
    default:
      return {
        code: 'wrong-value',
        pointer,
        what: error.message ?? keyword,
        mend: mend ?? 'See the description in the schema beside the environment files.',
      };
  }
}

function annotationsAt(schema: Annotated, pointer: string): Annotated {
  let at: Annotated | undefined = schema;
  for (const key of pointer.split('/').slice(1)) at = at?.properties?.[key];
  return at ?? {};
}

function escaped(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}

function withArticle(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'number' && !Number.isInteger(value) ? 'a fraction' : withArticle(typeof value);
}

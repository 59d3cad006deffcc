import type { ErrorObject } from 'ajv';
import { nearest } from './nearest';
import { pointerOf, type Problem } from './problem';

/** What the schema says about a key. `patternErrorMessage` is known to editors too, `mend` to us alone. */
export interface Annotated {
  patternErrorMessage?: string;
  mend?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  enum?: readonly unknown[];
  properties?: Record<string, Annotated>;
}

/** What ajv (with `verbose`) objects to, in words for whoever wrote the file. `about` is what the schema says of the place. */
export function inOurWords(error: ErrorObject, about: Annotated = {}): Omit<Problem, 'file'> {
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
      const type = [params.type as string | string[]].flat().map(withArticle).join(' or ');
      const what = `has to be ${type} and is ${kindOf(error.data)}`;
      return { code: 'wrong-type', pointer, what, mend: mend ?? `Write ${type}.` };
    }
    case 'minimum':
    case 'maximum': {
      const { minimum, maximum } = parent;
      const range = maximum === undefined ? `${minimum} upwards` : `${minimum ?? 'below'} to ${maximum}`;
      return wrongValue(`${error.data as number} is not from ${range}`, `Write a number from ${range}.`);
    }
    case 'minLength':
    case 'minItems':
      return wrongValue('is empty');
    case 'enum':
      return wrongValue(
        `has to be ${oneOf(parent.enum ?? [])} and is ${JSON.stringify(error.data)}`,
        guess(error.data, parent.enum ?? []),
      );
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

function oneOf(values: readonly unknown[]): string {
  const names = values.map((value) => JSON.stringify(value));
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}

function guess(value: unknown, values: readonly unknown[]): string {
  const known = values.filter((each) => typeof each === 'string');
  const meant = typeof value === 'string' ? nearest(value, known) : undefined;
  return meant ? `Did you mean "${meant}"?` : 'Write one of these.';
}

function withArticle(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'number' && !Number.isInteger(value) ? 'a fraction' : withArticle(typeof value);
}

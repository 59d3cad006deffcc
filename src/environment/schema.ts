import fs from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { packageRoot } from '../root';
import type { Problem } from './problem';
import { inOurWords, type Annotated } from './schema-words';

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

function annotationsAt(schema: Annotated, pointer: string): Annotated {
  let at: Annotated | undefined = schema;
  for (const key of pointer.split('/').slice(1)) at = at?.properties?.[key];
  return at ?? {};
}

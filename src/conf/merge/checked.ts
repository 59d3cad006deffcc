import { isDeepStrictEqual } from 'node:util';
import type { JsonText } from '../../environment/json-text';
import type { JsonEdit } from './json-edit';

/**
 * The edited file, whose value has to be the expected one: it is computed apart from the text, and where the two differ
 * the edit has touched something else.
 *
 * Throws a plain Error then: the merge is wrong, not the file.
 */
export function checked(json: JsonText, edit: JsonEdit, expected: unknown): string {
  if (!isDeepStrictEqual(JSON.parse(edit.text), expected)) throw new Error(`${json.file}: the merge changed too much`);
  return json.bom + edit.text;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

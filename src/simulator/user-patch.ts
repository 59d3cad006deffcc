import { pathNames, setAt } from './attribute-path';
import { isObject, type JsonObject } from './json';
import { schemas } from './schemas';
import { ScimError, missingAttributes } from './scim-error';
import { isReadOnly, userFrom, type UserInput } from './user-input';
import type { UserAttributes } from './user-store';

/**
 * Applies the operations of a PatchOp (RFC 7644, 3.5.2), all or none: add, replace and remove, with a path or with an object
 * of attributes as the value. `add` to a list appends. Of a user's state only `locked` and `locked.on` can be written [D]. 400
 * for an operation or a path that is not understood, for a read-only attribute [D], and for what would leave the user without
 * a required one.
 */
export function patched(before: UserAttributes, body: JsonObject): UserInput {
  const operations = body.Operations;
  if (operations === undefined) throw missingAttributes('Operations');
  if (!Array.isArray(operations) || operations.length === 0)
    throw new ScimError(400, 'Operations must be a list with at least one operation.');
  const resource: JsonObject = structuredClone(before);
  for (const operation of operations) apply(resource, operation);
  return userFrom(resource);
}

function apply(resource: JsonObject, operation: unknown): void {
  const { op, path, value } = isObject(operation) ? operation : {};
  const kind = typeof op === 'string' ? op.toLowerCase() : '';
  if (!['add', 'replace', 'remove'].includes(kind)) throw new ScimError(400, 'An op must be add, replace or remove.');
  if (kind !== 'remove' && (value === undefined || value === null))
    throw new ScimError(400, `An op ${kind} needs a value.`);
  if (typeof path === 'string') return change(resource, kind, path, value);
  if (kind === 'remove' || path !== undefined) throw new ScimError(400, `An op ${kind} needs a path.`);
  if (!isObject(value)) throw new ScimError(400, 'Without a path the value must be an object of attributes.');
  for (const [name, member] of Object.entries(value)) change(resource, kind, name, member);
}

function change(resource: JsonObject, kind: string, path: string, value: unknown): void {
  const names = pathNames(path);
  const [first = ''] = names ?? [];
  if (!names) throw new ScimError(400, 'The simulator does not read this path of an operation.');
  if (first === schemas.userState && names.length === 1 && isObject(value)) {
    for (const [name, member] of Object.entries(value)) change(resource, kind, `${path}:${name}`, member);
    return;
  }
  if (isReadOnly(names)) throw new ScimError(400, `${names.join('.')} is read-only.`);
  if (first === schemas.userState && kind === 'remove')
    throw new ScimError(400, 'The simulator does not remove locked: replace it with {"on": false}.');
  const current = resource[first];
  if (kind === 'remove') setAt(resource, names, undefined);
  else if (kind === 'add' && names.length === 1 && Array.isArray(current))
    resource[first] = [...current, ...asList(value)];
  else if (isObject(value) && isObject(current) && names.length === 1) resource[first] = { ...current, ...value };
  else setAt(resource, names, value);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

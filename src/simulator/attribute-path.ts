import { isObject, memberIgnoringCase, type JsonObject } from './json';
import { schemas } from './schemas';
import { ScimError } from './scim-error';

const extensions = [schemas.enterprise, schemas.userExtension, schemas.userState, schemas.passwordState];
const coreNames = [
  'id',
  'ocid',
  'meta',
  'schemas',
  'userName',
  'name',
  'emails',
  'active',
  'externalId',
  'displayName',
  'phoneNumbers',
  'addresses',
  'groups',
  'title',
  'nickName',
  'userType',
  'preferredLanguage',
  'locale',
  'timezone',
  'password',
];
const attributeName = /^[a-z$][\w$-]*$/i;

/**
 * The names that an attribute path leads through: `name.familyName` gives two, `urn:...:passwordState:User:mustChange` the
 * schema and one, the name of an extension alone just that, the prefix of the core schema nothing. Undefined when it is no
 * path that the simulator reads; value filters (`emails[type eq "work"]`) are none. The first name comes in its usual case.
 */
export function pathNames(path: string, coreSchema: string = schemas.user): string[] | undefined {
  const lower = path.toLowerCase();
  const extension = extensions.find((urn) => lower === urn.toLowerCase() || lower.startsWith(`${urn}:`.toLowerCase()));
  if (extension) {
    const rest = path.slice(extension.length + 1);
    const names = rest === '' ? [] : plainNames(rest);
    return names && [extension, ...names];
  }
  const core = `${coreSchema}:`;
  return plainNames(lower.startsWith(core.toLowerCase()) ? path.slice(core.length) : path);
}

/** Copies what a path leads to, if anything, from one object into another; through lists it goes element by element. */
export function copyAt(from: JsonObject, to: JsonObject, [name, ...rest]: string[]): void {
  const key = name === undefined ? undefined : memberIgnoringCase(from, name);
  if (key === undefined) return;
  const value = from[key];
  if (rest.length === 0) to[key] = value;
  else if (Array.isArray(value))
    to[key] = value.filter(isObject).map((one, at) => into(one, elementAt(to[key], at), rest));
  else if (isObject(value)) {
    const copy = into(value, to[key], rest);
    if (Object.keys(copy).length > 0) to[key] = copy;
  }
}

/** The value at a path, through objects only; undefined where there is none. */
export function valueAt(object: JsonObject, [name = '', ...rest]: string[]): unknown {
  const value = object[memberIgnoringCase(object, name) ?? ''];
  if (rest.length === 0) return value;
  return isObject(value) ? valueAt(value, rest) : undefined;
}

/** Changes the value at a path in place: null or undefined removes it. */
export function setAt(object: JsonObject, names: string[], value: unknown): void {
  const [name = '', ...rest] = names;
  const key = memberIgnoringCase(object, name) ?? name;
  if (rest.length === 0) {
    if (value === undefined || value === null) delete object[key];
    else object[key] = value;
    return;
  }
  const inner = object[key] ?? {};
  if (!isObject(inner)) throw new ScimError(400, `The simulator can not change ${names.join('.')}.`);
  object[key] = inner;
  setAt(inner, rest, value);
}

function into(from: JsonObject, to: unknown, names: string[]): JsonObject {
  const copy: JsonObject = isObject(to) ? to : {};
  copyAt(from, copy, names);
  return copy;
}

function elementAt(list: unknown, at: number): unknown {
  return Array.isArray(list) ? (list[at] as unknown) : undefined;
}

function plainNames(path: string): string[] | undefined {
  const [first = '', ...rest] = path.split('.');
  const usual = coreNames.find((name) => name.toLowerCase() === first.toLowerCase()) ?? first;
  return [usual, ...rest].every((name) => attributeName.test(name)) ? [usual, ...rest] : undefined;
}

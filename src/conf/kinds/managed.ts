import { error, warning, type Path, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import { compiles, policyRemarks } from '../policies';
import schema from '../schemas/managed.json';
import { slipOf, unknownName } from '../unknown';
import { hasReference, isComment, isMap, isSet, listOf, mapOf, textOf, type JsonMap } from '../values';

/** ManagedObjectSet.ScriptHook of OpenIDM's openidm-core: what IDM calls of an object. */
export const objectHooks = [
  ...['onCreate', 'onRead', 'onUpdate', 'onDelete', 'postCreate', 'postUpdate', 'postDelete'],
  ...['onValidate', 'onRetrieve', 'onStore', 'onSync'],
];

/** SchemaField: what it calls of a property. */
const propertyHooks = ['onRetrieve', 'onStore', 'onValidate'];

const otherKeys = [
  ...[
    'name',
    'schema',
    'actions',
    'properties',
    'iconClass',
    'icon',
    'iconSrc',
    'type',
    'title',
    'description',
    'viewable',
  ],
  ...['meta', 'lastSync', 'notifications', 'attributeEncryption', 'mat-icon'],
];

const propertyTypes = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'relationship', 'null', 'any'];

/** CryptoServiceImpl.getFieldStorageScheme; Ping's documentation adds the rest. */
const hashes = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];
const hashesOfPing = [...hashes, 'BCRYPT', 'PBKDF2', 'SCRYPT'];

const looksLikeHook = /^(on|post|pre|before|after)[A-Z_]/;

/** managed.json, as ManagedObjectService, ManagedObjectSet and SchemaField of OpenIDM's openidm-core read it. */
export const managed: Kind = {
  service: 'managed',
  files: 'one',
  schema,
  scripts,
  check,
};

function* scripts({ objects }: JsonMap): Generator<Path> {
  for (const [index, object] of listOf(objects).entries()) {
    for (const hook of objectHooks) if (isSet(mapOf(object)[hook])) yield ['objects', index, hook];
    for (const action of Object.keys(mapOf(mapOf(object).actions))) yield ['objects', index, 'actions', action];
    for (const [name, property] of propertiesOf(object)) {
      for (const hook of propertyHooks) {
        if (property[hook] !== undefined) yield ['objects', index, 'schema', 'properties', name, hook];
      }
    }
  }
}

function propertiesOf(object: unknown): [string, JsonMap][] {
  const { properties } = mapOf(mapOf(object).schema);
  return Object.entries(mapOf(properties)).flatMap(([name, property]) => (isMap(property) ? [[name, property]] : []));
}

function* check({ value }: ConfFile, context: Context): Generator<Remark> {
  const objects = listOf(value.objects);
  const names = objects.map((object) => textOf(mapOf(object).name));
  for (const [index, object] of objects.entries()) {
    if (!isMap(object)) continue;
    const at: Path = ['objects', index];
    if (names[index] !== undefined && names.indexOf(names[index]) !== index) {
      yield error(
        'name-twice',
        [...at, 'name'],
        `"${names[index]}" is the name of another object above`,
        'Keep one of the two.',
      );
    }
    yield* keyRemarks(object, at);
    yield* schemaRemarks(object, at, objects, context);
  }
}

function* keyRemarks(object: JsonMap, at: Path): Generator<Remark> {
  for (const key of Object.keys(object)) {
    if (objectHooks.includes(key) || otherKeys.includes(key) || isComment(key)) continue;
    if (looksLikeHook.test(key) || slipOf(key, objectHooks) !== undefined) yield unknownHook(key, objectHooks, at);
    else {
      const meant = slipOf(key, otherKeys);
      const what = `IDM does not read "${key}" of a managed object`;
      if (meant) yield error('unknown-key', [...at, key], what, `Did you mean "${meant}"?`);
      else yield warning('unknown-key', [...at, key], what, 'What describes the properties stands below "schema".');
    }
  }
  if (Array.isArray(object.properties)) {
    // As OpenIDM 2 and 3 had it; ManagedObjectSet reads schema.properties only.
    const what = 'is not read any more: what it says of encryption and hooks does not happen';
    yield warning('old-form', [...at, 'properties'], what, 'Move it to "schema": {"properties": {...}}.');
  }
}

function unknownHook(key: string, hooks: readonly string[], at: Path): Remark {
  const what = `IDM calls no hook "${key}" here`;
  return unknownName(key, hooks, [...at, key], { code: 'unknown-hook', what, closed: true });
}

function* schemaRemarks(object: JsonMap, at: Path, objects: readonly unknown[], context: Context): Generator<Remark> {
  const { properties, required, order } = mapOf(object.schema);
  if (!isMap(properties)) return;
  for (const [key, list] of [
    ['required', required],
    ['order', order],
  ] as const) {
    for (const [index, name] of listOf(list).entries()) {
      if (typeof name !== 'string' || name in properties) continue;
      const place = [...at, 'schema', key, index];
      const known = Object.keys(properties);
      const what = `"${name}" is no property of this object`;
      if (key === 'required') yield unknownName(name, known, place, { code: 'no-such-property', what, closed: true });
      else yield unknownName(name, known, place, { code: 'no-such-property', what, closed: false });
    }
  }
  for (const [name, property] of Object.entries(properties)) {
    if (isMap(property))
      yield* propertyRemarks(name, property, [...at, 'schema', 'properties', name], objects, context);
  }
}

function* propertyRemarks(
  name: string,
  property: JsonMap,
  at: Path,
  objects: readonly unknown[],
  context: Context,
): Generator<Remark> {
  yield* typeRemarks(property, at, objects, context);
  yield* policyRemarks(property.policies, [...at, 'policies'], context);
  for (const key of Object.keys(property)) {
    if (looksLikeHook.test(key) && !propertyHooks.includes(key)) yield unknownHook(key, propertyHooks, at);
  }
  const { encryption, secureHash, pattern } = property;
  const { algorithm } = mapOf(secureHash);
  const known = context.closed ? hashes : hashesOfPing;
  if (typeof algorithm === 'string' && !known.includes(algorithm) && !hasReference(algorithm)) {
    const what = `IDM knows no hash "${algorithm}"`;
    yield unknownName(algorithm, known, [...at, 'secureHash', 'algorithm'], {
      code: 'wrong-value',
      what,
      closed: context.closed,
    });
  }
  if (isMap(encryption) && isMap(secureHash)) {
    const what = 'is to be encrypted and hashed: nobody can decrypt a hash';
    yield error('encrypted-and-hashed', [...at, 'encryption'], what, 'Keep "encryption" or "secureHash".');
  }
  if (name === 'password' && property.type === 'string' && !isMap(encryption) && !isMap(secureHash)) {
    const mend = 'Add "encryption": {"key": "openidm-sym-default"}, or "secureHash".';
    yield warning('clear-password', at, 'is stored in clear text', mend);
  }
  if (typeof pattern === 'string' && !compiles(pattern)) {
    yield error('wrong-value', [...at, 'pattern'], 'is no regular expression', 'Mend it; \\ is written \\\\ in JSON.');
  }
}

/** The type of a property, or of what its array holds; each of an array within an array in its turn. */
function* typeRemarks(property: JsonMap, at: Path, objects: readonly unknown[], context: Context): Generator<Remark> {
  const { type } = property;
  const all = (Array.isArray(type) ? type : [type]).filter((each) => typeof each === 'string');
  for (const each of all) {
    if (propertyTypes.includes(each) || hasReference(each)) continue;
    yield unknownName(each, propertyTypes, [...at, 'type'], {
      code: 'wrong-value',
      what: `there is no type "${each}"`,
      closed: context.closed,
    });
  }
  if (type === 'array') {
    const { items } = property;
    if (items === undefined) {
      const mend = 'Add "items": {"type": "string"}, with the type of what stands in the list.';
      yield error('missing-key', [...at, 'items'], 'the key "items" is missing, and IDM refuses the whole file', mend);
    } else if (isMap(items)) {
      if (items.type === undefined)
        yield error(
          'missing-key',
          [...at, 'items', 'type'],
          'the key "type" is missing',
          'Add "type": "string" or another.',
        );
      yield* typeRemarks(items, [...at, 'items'], objects, context);
    }
  }
  if (all.includes('relationship')) yield* relationshipRemarks(property, at, objects, context);
}

function* relationshipRemarks(
  property: JsonMap,
  at: Path,
  objects: readonly unknown[],
  context: Context,
): Generator<Remark> {
  const { reverseRelationship, reversePropertyName, resourceCollection } = property;
  if (reverseRelationship === true && reversePropertyName === undefined) {
    const mend = 'Name the property of the other object.';
    yield error(
      'missing-key',
      [...at, 'reversePropertyName'],
      'a reverse relationship needs "reversePropertyName"',
      mend,
    );
  }
  for (const [index, collection] of listOf(resourceCollection).entries()) {
    const path = textOf(mapOf(collection).path);
    const name = path?.startsWith('managed/') ? path.slice('managed/'.length) : undefined;
    if (name === undefined || hasReference(path)) continue;
    const other = objects.find((object) => mapOf(object).name === name);
    const place = [...at, 'resourceCollection', index, 'path'];
    if (other === undefined) {
      const known = objects.flatMap((object) => textOf(mapOf(object).name) ?? []).map((each) => `managed/${each}`);
      const what = `there is no managed object "${name}"`;
      yield unknownName(path!, known, place, { code: 'no-such-object', what, closed: true });
    } else if (reverseRelationship === true && typeof reversePropertyName === 'string') {
      const properties = Object.fromEntries(propertiesOf(other));
      const known = Object.keys(properties);
      if (known.length === 0 || known.includes(reversePropertyName) || !context.closed) continue;
      const what = `managed/${name} has no property "${reversePropertyName}"`;
      yield unknownName(reversePropertyName, known, [...at, 'reversePropertyName'], {
        code: 'no-such-property',
        what,
        closed: false,
      });
    }
  }
}

import { parseJson } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import { mergeOrientdb, orientdbClasses } from './orientdb';

const classes = orientdbClasses({ path: 'repo/passwordsync/outbox', keysPath: 'repo/passwordsync/keys' });
const id = { propertyName: '_openidm_id', propertyType: 'string', indexType: 'unique' };
const due = { propertyName: 'due', propertyType: 'string', indexType: 'notunique' };

const merge = (text: string) => mergeOrientdb(parseJson(text, 'repo.orientdb.json'), classes);

it('declares a class for each path', () => {
  expect(classes).toEqual({ passwordsync_outbox: { index: [id, due] }, passwordsync_keys: { index: [id] } });
  expect(Object.keys(orientdbClasses({ path: 'repo/x', keysPath: 'repo/a/b/c' }))).toEqual(['x', 'a_b_c']);
});

it('adds the classes and changes no other byte', () => {
  const text = `{
    "dbUrl" : "plocal:db",
    "dbStructure" : {
        "orientdbClass" : {
            "internal_user" : { "index" : [ ] }
        }
    }
}`;
  const merged = merge(text);
  expect(merged).toContain(
    '"dbUrl" : "plocal:db",\n    "dbStructure" : {\n        "orientdbClass" : {\n            "internal_user" : { "index" : [ ] },\n            "passwordsync_outbox": {\n                "index": [\n',
  );
  expect(JSON.parse(merged)).toEqual({
    dbUrl: 'plocal:db',
    dbStructure: { orientdbClass: { internal_user: { index: [] }, ...classes } },
  });
  expect(merge(merged)).toBe(merged);
});

it.each([['{}'], ['{"dbStructure":{}}'], ['{"dbStructure":{"orientdbClass":{}}}']])(
  'makes what is missing in %s',
  (text) => {
    expect(JSON.parse(merge(text))).toEqual({ dbStructure: { orientdbClass: classes } });
  },
);

it('completes a class that lacks an index', () => {
  const present = { passwordsync_outbox: { index: [due] }, passwordsync_keys: {} };
  expect(JSON.parse(merge(JSON.stringify({ dbStructure: { orientdbClass: present } })))).toEqual({
    dbStructure: { orientdbClass: { passwordsync_outbox: { index: [due, id] }, passwordsync_keys: { index: [id] } } },
  });
});

it.each([
  [
    { passwordsync_outbox: { index: [{ ...id, indexType: 'notunique' }, due] } },
    '/dbStructure/orientdbClass/passwordsync_outbox/index',
  ],
  [{ passwordsync_keys: { index: {} } }, '/dbStructure/orientdbClass/passwordsync_keys/index'],
  [{ passwordsync_keys: null }, '/dbStructure/orientdbClass/passwordsync_keys/index'],
  [[], '/dbStructure/orientdbClass'],
])('refuses %j', (orientdbClass, pointer) => {
  let caught: unknown;
  try {
    merge(JSON.stringify({ dbStructure: { orientdbClass } }));
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(KnownFailure);
  expect((caught as KnownFailure).problems).toEqual([expect.objectContaining({ code: 'orientdb-class', pointer })]);
});

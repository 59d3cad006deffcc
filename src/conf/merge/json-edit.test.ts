import { JsonEdit } from './json-edit';

/** Says what an edit makes of a text. */
function edited(text: string, change: (edit: JsonEdit) => void): string {
  const edit = new JsonEdit(text);
  change(edit);
  return edit.text;
}

it.each([
  ['two spaces', '{\n  "a" : 1\n}\n', '{\n  "a" : 1,\n  "b": {\n    "c": 2\n  }\n}\n'],
  ['four spaces', '{\n    "a": 1\n}', '{\n    "a": 1,\n    "b": {\n        "c": 2\n    }\n}'],
  ['tabs', '{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"b": {\n\t\t"c": 2\n\t}\n}'],
  ['CRLF', '{\r\n  "a": 1\r\n}\r\n', '{\r\n  "a": 1,\r\n  "b": {\r\n    "c": 2\r\n  }\r\n}\r\n'],
])('inserts as the file is written: %s', (_, before, after) => {
  expect(edited(before, (edit) => edit.insert(['b'], { c: 2 }))).toBe(after);
});

it('inserts behind the keys that are picked, else first', () => {
  const text = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}';
  const keysAfter = (picked: string[]) =>
    Object.keys(JSON.parse(edited(text, (edit) => edit.insert(['new'], 0, (key) => picked.includes(key)))) as object);
  expect(keysAfter(['a', 'b'])).toEqual(['a', 'b', 'new', 'c']);
  expect(keysAfter([])).toEqual(['new', 'a', 'b', 'c']);
});

it.each([
  ['{}', ['a', 'b'], '{\n  "a": {\n    "b": 1\n  }\n}'],
  ['{"x":2}', ['a'], '{"x":2,"a": 1}'],
  ['{ "x": 2 }', ['a'], '{ "x": 2, "a": 1 }'],
  ['{\n\n  "x": 2\n\n}', ['a'], '{\n\n  "x": 2,\n  "a": 1\n\n}'],
  ['{\n  "x": { }\n}', ['x', 'a'], '{\n  "x": {\n    "a": 1\n  }\n}'],
  ['{ "x": [5] }', ['x', 1], '{ "x": [5,1] }'],
  ['{"x":[],"y":{}}\n', ['x', 0], '{"x":[1],"y":{}}\n'],
  ['{"x":[],"y":{}}\n', ['y', 'a', 'b'], '{"x":[],"y":{"a": {"b":1}}}\n'],
  ['{\n "x": [\n  5\n ]\n}', ['x', 1], '{\n "x": [\n  5,\n  1\n ]\n}'],
  ['{\n "x": []\n}', ['x', 0], '{\n "x": [\n  1\n ]\n}'],
])('inserts into %j at %j', (before, path, after) => {
  expect(edited(before, (edit) => edit.insert(path, 1))).toBe(after);
});

it('extends a string and keeps its own escapes', () => {
  const text = '{ "s" : "\\u00e9\\/\\n" , "t":1}';
  expect(edited(text, (edit) => edit.extendString(['s'], '"\n', '\\'))).toBe(
    '{ "s" : "\\"\\n\\u00e9\\/\\n\\\\" , "t":1}',
  );
});

it('replaces a key and its value where they stand', () => {
  const text = '{"x": {"file" :  "a.js", "globals":{ } } }';
  expect(edited(text, (edit) => edit.replaceProperty(['x', 'file'], 'source', "a('1');\nb"))).toBe(
    '{"x": {"source" :  "a(\'1\');\\nb", "globals":{ } } }',
  );
});

it('replaces a value where it stands', () => {
  expect(edited('{"x": [ {\n"a" :  "b" } ]}', (edit) => edit.replaceValue(['x', 0, 'a'], 'c,d'))).toBe(
    '{"x": [ {\n"a" :  "c,d" } ]}',
  );
});

import { parseJson } from '../../environment/json-text';
import { mergePolicyFiles } from './policy-files';

const merge = (text: string, files: string[]) => mergePolicyFiles(parseJson(text, 'conf/policy.json'), files);

it.each([
  [
    '{\n    "additionalFiles" : [ ],\n    "a": 1.0\n}',
    '{\n    "additionalFiles" : [\n        "script/x.js"\n    ],\n    "a": 1.0\n}',
  ],
  ['{"additionalFiles":["script/a.js"]}', '{"additionalFiles":["script/a.js","script/x.js"]}'],
  [
    '{\r\n\t"file": "policy.js"\r\n}',
    '{\r\n\t"file": "policy.js",\r\n\t"additionalFiles": [\r\n\t\t"script/x.js"\r\n\t]\r\n}',
  ],
  ['\uFEFF{ "additionalFiles": ["./script/x.js"] }', '\uFEFF{ "additionalFiles": ["./script/x.js"] }'],
])('adds what is missing to %j', (before, after) => {
  expect(merge(before, ['script/x.js'])).toBe(after);
  expect(merge(after, ['script/x.js'])).toBe(after);
});

it('adds several in their order', () => {
  expect(merge('{"additionalFiles":["b"]}', ['a', 'b', 'c'])).toBe('{"additionalFiles":["b","a","c"]}');
  expect(JSON.parse(merge('{}', ['a', 'b']))).toEqual({ additionalFiles: ['a', 'b'] });
});

it.each([['[]'], ['{"additionalFiles":{}}'], ['null']])('refuses %s', (text) => {
  expect(() => merge(text, ['x'])).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'no-policy-json' })] }),
  );
});

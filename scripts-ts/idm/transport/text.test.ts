import { asciiJson, utf8Text } from './text';

const texts = [
  '',
  'a',
  'ab',
  'abc',
  'Zoë €5 Жанна 山田 😀',
  '100% %C3%A9 \\u0041',
  '\u0000\u007f\u0080\u07ff\u0800\uffff',
];

test('bytes that are not UTF-8 stay as they are', () => {
  for (const bytes of ['Zo\u00eb', '100%', '\u00c3', '\u00ff\u00fe']) expect(utf8Text(bytes)).toBe(bytes);
});

test.each(texts)('%j as JSON in ASCII is the same JSON', (text) => {
  const json = asciiJson(JSON.stringify({ [text]: text }));
  expect(json).toMatch(/^[\x20-\x7f]*$/);
  expect(JSON.parse(json)).toEqual({ [text]: text });
});

test('half a pair of surrogates is kept', () => {
  expect(asciiJson('"\ud83d"')).toBe('"\\ud83d"');
});

import { canonical, configText } from './canonical';

it('lays out as the build does, and keeps the order of the keys', () => {
  expect(canonical('\uFEFF{"b":[ ],"a":{"c":null,\r\n"x":"\u2028"}}', 'f')).toBe(
    '{\n  "b": [],\n  "a": {\n    "c": null,\n    "x": "\\u2028"\n  }\n}\n',
  );
});

it('stays the same', () => {
  const text = configText({ a: [1, { b: 'é' }] });
  expect(canonical(text, 'f')).toBe(text);
});

it.each(['{"a":9007199254740993}', '{"a":[-12345678901234567890]}'])('refuses what would lose digits: %s', (text) => {
  expect(() => canonical(text, 'f')).toThrow(/lose digits/);
});

it.each([
  '{"a":9007199254740991}',
  '{"a":1.2345678901234567890123}',
  '{"a":"9007199254740993"}',
  '{"a":1e21}',
  '{"\\"9007199254740993":1}',
])('takes %s', (text) => expect(() => canonical(text, 'f')).not.toThrow());

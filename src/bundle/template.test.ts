import fc from 'fast-check';
import { renderJson } from './template';

const render = (template: string, values: Record<string, unknown>) => renderJson('t.hbs', template, values);

/** Strings made to break out: of JSON, of JavaScript, of Handlebars. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      '\\',
      '{',
      '}',
      '{{',
      '}}',
      '{{{',
      '\n',
      '\r',
      '\u2028',
      '\u2029',
      '\0',
      '&',
      '<',
      "'",
      '`',
      '$',
      '\ud800',
      ',',
      ':',
      'u',
      '\u007f',
    ),
  }),
);

it('gives every string back as it was', () => {
  fc.assert(
    fc.property(nasty, nasty, (a, b) => {
      const value = render('{ "a": "{{a}}", "both": "{{inner.b}}-{{a}}", "j": {{json a}} }', { a, inner: { b } });
      expect(value).toEqual({ a, both: `${b}-${a}`, j: a });
    }),
    { numRuns: 1000 },
  );
});

it('gives every value of {{json}} back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (a) => {
      expect(render('{ "a": {{json a}} }', { a })).toEqual({ a: JSON.parse(JSON.stringify(a)) as unknown });
    }),
  );
});

it('renders no value twice', () => {
  expect(render('{ "a": "{{a}}" }', { a: '{{b}}', b: 'x' })).toEqual({ a: '{{b}}' });
});

it.each([
  ['a missing value', '{ "a": "{{b}}" }', { a: 1 }, /^t\.hbs: there is no value "b"$/],
  ['a missing inner value', '{ "a": "{{b.c}}" }', { b: {} }, /t\.hbs/],
  ['a missing value of json', '{ "a": {{json b}} }', {}, /no value "b"/],
  ['a number in a string', '{ "a": "{{b}}" }', { b: 1 }, /"b" is no string/],
  ['an object in a string', '{ "a": "{{b}}" }', { b: {} }, /is no string/],
  ['no escape', '{ "a": "{{{b}}}" }', { b: 'x' }, /not for JSON/],
  ['no escape, the other way', '{ "a": "{{&b}}" }', { b: 'x' }, /not for JSON/],
  ['a helper that there is not', '{ "a": "{{lookup b c}}" }', { b: { x: 1 }, c: 'x' }, /lookup/],
  ['what is not JSON', '{ "a": "{{b}}", }', { b: 'x' }, /JSON/],
  ['an inherited value', '{ "a": "{{constructor}}" }', {}, /t\.hbs/],
])('refuses %s', (_, template, values, message) => {
  expect(() => render(template, values)).toThrow(message);
});

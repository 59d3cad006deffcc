import { parseScript, requiredBy } from './javascript';

// Each was given to Context.compileString of Rhino 1.7.14 at language level 200.
it.each([
  'var a = 1; a',
  'const a = 1',
  'let b = 1; b',
  '(x) => x',
  '`a${1}`',
  'var [a, b] = [1, 2]; var { c } = { c: 3 }',
  'function f({ a }) {}',
  'for (var x of [1]) {}',
  '2 ** 3',
  'function* g() { yield 1 }',
  '({ a() { return 1 }, get b() { return 2 } })',
  'f(1,)',
  'with (a) {}',
  '010',
  'for each (var i in [1]) {}',
  'var x = <a/>',
  'let (x = 1) x',
  '[x for each (x in [1])]',
])('Rhino runs %s', (text) => {
  expect(parseScript(text).faults).toEqual([]);
});

it.each([
  'return 1',
  'class A {}',
  'function f(a = 1) {}',
  'f(...[1])',
  'function f(...r) {}',
  '[...[1]]',
  '({ ...{ a: 1 } })',
  'a?.b',
  'a ?? b',
  'async function f() {}',
  '({ [1]: 2 })',
  'import x from "y"',
  'function f() { new.target }',
  'try {} catch {}',
  'a ||= 1',
  'for (const i of [1]) {}',
  "var s = 'a\nb'",
  'var a = ;',
])('Rhino does not run %s', (text) => {
  expect(parseScript(text).faults).not.toEqual([]);
});

it('tells where a fault is', () => {
  expect(parseScript('var a;\n  class B {}').faults).toEqual([
    { what: 'Rhino does not know classes', line: 2, column: 3 },
  ]);
  expect(parseScript('var a;\nvar b = ;').faults).toEqual([{ what: 'Unexpected token', line: 2, column: 9 }]);
});

it('finds the modules that a script requires', () => {
  const { program } = parseScript("var a = require('a/b');\nif (a) { require(\"c\"); require(name); a.require('d'); }");
  expect(requiredBy(program!).map(({ name, line }) => `${name} ${line}`)).toEqual(['a/b 1', 'c 2']);
});

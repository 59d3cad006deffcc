import fc from 'fast-check';
import { parseFilter } from '../../src/simulator/filter';
import { equals } from './scim';

test.each([
  ['anna', 'userName eq "anna"'],
  ['o"neil', 'userName eq "o\\"neil"'],
  ['DOM\\anna', 'userName eq "DOM\\\\anna"'],
  ['x" or userName pr or userName eq "y', 'userName eq "x\\" or userName pr or userName eq \\"y"'],
  ['a\nb', 'userName eq "a\\nb"'],
  ['Żółć \u{1f511}', 'userName eq "Żółć \u{1f511}"'],
])('%j is one value of a filter', (name, filter) => {
  expect(equals('userName', name)).toBe(filter);
});

test('no name breaks out of its quotes', () => {
  const unit = fc.constantFrom('"', '\\', ' ', '(', ')', 'or', 'pr', 'a', 'é', '\n', '\u2028', '\u{1f511}');
  fc.assert(
    fc.property(fc.string({ unit }), (name) => {
      expect(parseFilter(equals('userName', name))).toEqual({
        kind: 'compare',
        attribute: 'userName',
        operator: 'eq',
        value: name,
      });
    }),
  );
});

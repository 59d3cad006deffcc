import fc from 'fast-check';
import { base64Of } from './base64';

test.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foobar', 'Zm9vYmFy'],
])('of %j is %j, as RFC 4648, 10 says', (text, encoded) => {
  expect(base64Of(text)).toBe(encoded);
});

test('is what Node makes of the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(base64Of(text)).toBe(Buffer.from(text, 'utf8').toString('base64'));
    }),
  );
});

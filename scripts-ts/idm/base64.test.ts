import fc from 'fast-check';
import { base64Bytes, base64Of } from './base64';
import { utf8Text } from './transport/text';

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

test('comes back from its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(utf8Text(base64Bytes(base64Of(text)))).toBe(text);
    }),
  );
});

test('may come in lines, and without padding', () => {
  const text = 'x'.repeat(100);
  expect(base64Bytes(base64Of(text).replace(/(.{76})/g, '$1\r\n'))).toBe(text);
  expect(base64Bytes(base64Of(text).replace(/=+$/, ''))).toBe(text);
});

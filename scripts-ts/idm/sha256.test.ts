import crypto from 'node:crypto';
import fc from 'fast-check';
import { fromHex, hex, hmacSha256, sha256, utf8Bytes } from './sha256';

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const bytes = (length: number, value: number): number[] => new Array<number>(length).fill(value);
const native = (message: number[]): string => crypto.createHash('sha256').update(Buffer.from(message)).digest('hex');
const nativeHmac = (key: number[], message: number[]): string =>
  crypto.createHmac('sha256', Buffer.from(key)).update(Buffer.from(message)).digest('hex');

describe('SHA-256', () => {
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    [
      'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
  ])('of %j, as FIPS 180-4 has it', (text, digest) => {
    expect(hex(sha256(ascii(text)))).toBe(digest);
  });

  test.each([0, 1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 1000])(
    'of %d bytes, wherever the padding falls',
    (length) => {
      expect(hex(sha256(bytes(length, 0xa5)))).toBe(native(bytes(length, 0xa5)));
    },
  );

  test('is that of node:crypto, and leaves its argument alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 }), (message) => {
        const before = message.slice();
        expect(hex(sha256(message))).toBe(native(message));
        expect(message).toEqual(before);
      }),
    );
  });
});

describe('HMAC-SHA-256', () => {
  test.each<[string, number[], number[], string]>([
    ['1', bytes(20, 0x0b), ascii('Hi There'), 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      '2: a short key',
      ascii('Jefe'),
      ascii('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['3', bytes(20, 0xaa), bytes(50, 0xdd), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
    [
      '4',
      Array.from({ length: 25 }, (_, index) => index + 1),
      bytes(50, 0xcd),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [
      '6: a key longer than a block',
      bytes(131, 0xaa),
      ascii('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      '7: key and message longer than a block',
      bytes(131, 0xaa),
      ascii(
        'This is a test using a larger than block-size key and a larger than block-size data. ' +
          'The key needs to be hashed before being used by the HMAC algorithm.',
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('of RFC 4231, test case %s', (_case, key, message, digest) => {
    expect(hex(hmacSha256(key, message))).toBe(digest);
    expect(nativeHmac(key, message)).toBe(digest);
  });

  test('is that of node:crypto, for keys of any length, and leaves its arguments alone', () => {
    const some = (maxLength: number) => fc.array(fc.integer({ min: 0, max: 255 }), { maxLength });
    fc.assert(
      fc.property(some(140), some(140), (key, message) => {
        const before = [key.slice(), message.slice()];
        expect(hex(hmacSha256(key, message))).toBe(nativeHmac(key, message));
        expect([key, message]).toEqual(before);
      }),
    );
  });
});

describe('UTF-8', () => {
  test.each([
    ['', []],
    ['a%20', [0x61, 0x25, 0x32, 0x30]],
    ['\u0000\u007f', [0, 0x7f]],
    ['é', [0xc3, 0xa9]],
    ['€', [0xe2, 0x82, 0xac]],
    ['\u{1f511}', [0xf0, 0x9f, 0x94, 0x91]],
  ])('of %j', (text, expected) => {
    expect(utf8Bytes(text)).toEqual(expected);
  });

  test.each([
    ['a lone first half', 'a\ud83d'],
    ['a lone second half', '\udd11a'],
    ['the halves in the wrong order', '\udd11\ud83d'],
    ['a first half before a pair', '\ud83d\ud83d\udd11'],
    ['a pair before a second half', '\ud83d\udd11\udd11'],
  ])('has U+FFFD for %s, as Node and the web have it', (_what, text) => {
    expect(utf8Bytes(text)).toEqual([...Buffer.from(text, 'utf8')]);
    expect(utf8Bytes(text)).toEqual([...new TextEncoder().encode(text)]);
  });

  test('is that of Node, for any text', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(fc.property(anything, (text) => expect(utf8Bytes(text)).toEqual([...Buffer.from(text, 'utf8')])));
  });
});

test('hex is read back as it was written', () => {
  expect([hex([0, 1, 15, 16, 255]), fromHex('00010f10ff'), fromHex('')]).toEqual([
    '00010f10ff',
    [0, 1, 15, 16, 255],
    [],
  ]);
  fc.assert(fc.property(fc.uint8Array(), (array) => expect(fromHex(hex([...array]))).toEqual([...array])));
});

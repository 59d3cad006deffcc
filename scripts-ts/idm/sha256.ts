/** SHA-256 and HMAC (FIPS 180-4, RFC 2104) in plain script, for platforms that keep Java from scripts. */

const BLOCK = 64;

/** The first 32 bits of the fractional parts of the roots of the first primes: square roots to begin with, cube roots for the rounds. */
const primes = firstPrimes(64);
const START = primes.slice(0, 8).map((prime) => fraction(Math.pow(prime, 1 / 2)));
const ROUND = primes.map((prime) => fraction(Math.pow(prime, 1 / 3)));

/** @param bytes  each 0 to 255 */
export function sha256(bytes: number[]): number[] {
  const state = START.slice();
  const message = padded(bytes);
  for (let at = 0; at < message.length; at += BLOCK) compress(state, message, at);
  return state.reduce<number[]>((out, word) => out.concat(bytesOf(word)), []);
}

export function hmacSha256(key: number[], message: number[]): number[] {
  const block = key.length > BLOCK ? sha256(key) : key.slice();
  while (block.length < BLOCK) block.push(0);
  const masked = (mask: number): number[] => block.map((byte) => byte ^ mask);
  return sha256(masked(0x5c).concat(sha256(masked(0x36).concat(message))));
}

/** UTF-8; half of a surrogate pair becomes U+FFFD. */
export function utf8Bytes(text: string): number[] {
  const whole = text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : '\ufffd',
  );
  const bytes: number[] = [];
  encodeURIComponent(whole).replace(/%([0-9A-F]{2})|[^%]/g, (found, hex?: string) => {
    bytes.push(hex === undefined ? found.charCodeAt(0) : parseInt(hex, 16));
    return '';
  });
  return bytes;
}

export function hex(bytes: number[]): string {
  return bytes.map((byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');
}

export function fromHex(text: string): number[] {
  return (text.match(/../g) || []).map((pair) => parseInt(pair, 16));
}

function padded(bytes: number[]): number[] {
  const message = bytes.concat([0x80]);
  while (message.length % BLOCK !== BLOCK - 8) message.push(0);
  const bits = bytes.length * 8;
  return message.concat(bytesOf(Math.floor(bits / 0x100000000)), bytesOf(bits));
}

function compress(state: number[], message: number[], at: number): void {
  const words: number[] = [];
  for (let t = 0; t < BLOCK; t++) words.push(t < 16 ? wordAt(message, at + 4 * t) : expanded(words, t));
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < BLOCK; t++) {
    const first =
      h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + at32(ROUND, t) + at32(words, t);
    const second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = (at32(state, index) + word) | 0));
}

function expanded(words: number[], t: number): number {
  const before = at32(words, t - 15);
  const behind = at32(words, t - 2);
  const low = rotated(before, 7) ^ rotated(before, 18) ^ (before >>> 3);
  const high = rotated(behind, 17) ^ rotated(behind, 19) ^ (behind >>> 10);
  return (at32(words, t - 16) + low + at32(words, t - 7) + high) | 0;
}

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function at32(words: number[], index: number): number {
  return words[index] as number;
}

function wordAt(bytes: number[], at: number): number {
  return (at32(bytes, at) << 24) | (at32(bytes, at + 1) << 16) | (at32(bytes, at + 2) << 8) | at32(bytes, at + 3);
}

function bytesOf(word: number): number[] {
  return [(word >>> 24) & 0xff, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
}

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 0x100000000) | 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

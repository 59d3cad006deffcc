/** Base64 (RFC 4648, 4) in plain script, for platforms that keep Java from scripts. */
import { utf8Bytes } from './sha256';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** That of the text's UTF-8 bytes. */
export function base64Of(text: string): string {
  const bytes = utf8Bytes(text);
  let encoded = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.slice(at, at + 3);
    const bits = (first << 16) | (second << 8) | third;
    const whole = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((bits >> shift) & 63)).join('');
    const missing = Math.max(0, at + 3 - bytes.length);
    encoded += whole.slice(0, 4 - missing) + '=='.slice(0, missing);
  }
  return encoded;
}

/** The string of bytes that it stands for, with one character for each; what is no base64 is passed over. */
export function base64Bytes(base64: string): string {
  let bytes = '';
  let bits = 0;
  let held = 0;
  for (let index = 0; index < base64.length; index++) {
    const value = ALPHABET.indexOf(base64.charAt(index));
    if (value < 0) continue;
    bits = ((bits & 0xff) << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += String.fromCharCode((bits >> held) & 0xff);
  }
  return bytes;
}

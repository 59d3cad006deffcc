/** Text and its bytes in plain JavaScript, where scripts have no Java. A string of bytes has one character for each, up to U+00FF. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The same JSON in ASCII, which every charset agrees upon. */
export function asciiJson(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${`000${unit.charCodeAt(0).toString(16)}`.slice(-4)}`);
}

/** The string of bytes that base64 stands for; what is no base64 is passed over. */
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

/** The text of UTF-8 bytes; what is not UTF-8 comes back as it is. */
export function utf8Text(bytes: string): string {
  try {
    return decodeURIComponent(bytes.replace(/[%\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));
  } catch (_notUtf8) {
    return bytes;
  }
}

/** Text and its bytes in plain JavaScript, where scripts have no Java. A string of bytes has one character for each, up to U+00FF. */

/** The same JSON in ASCII, which every charset agrees upon. */
export function asciiJson(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${`000${unit.charCodeAt(0).toString(16)}`.slice(-4)}`);
}

/** The text of UTF-8 bytes; what is not UTF-8 comes back as it is. */
export function utf8Text(bytes: string): string {
  try {
    return decodeURIComponent(bytes.replace(/[%\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));
  } catch (_notUtf8) {
    return bytes;
  }
}

/** Two spaces, LF at the end, and no line separator that JavaScript would take for one. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')}\n`;
}

import { parseJson } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';

/**
 * A configuration as a file: two spaces, LF, the keys as they stand. IDM keeps their order, so that what it answers has the
 * same text as what it was given, whatever layout its own file has; the digests of plans rest on that.
 */
export function configText(value: unknown): string {
  const text = JSON.stringify(value, null, 2)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return `${text}\n`;
}

/** The same for a text of any layout. Throws what parseJson throws, and as `requireExact`. */
export function canonical(text: string, file: string): string {
  const { value } = parseJson(text, file);
  requireExact(text, file);
  return configText(value);
}

/**
 * A number that JavaScript can't hold would come back changed: nothing that holds one is read, to be written again later.
 *
 * Throws a KnownFailure `inexact-number`.
 */
export function requireExact(text: string, file: string): void {
  const withoutStrings = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const inexact = withoutStrings
    .match(/(?<![\d.])-?\d+(?![\d.eE])/g)
    ?.find((digits) => !Number.isSafeInteger(Number(digits)));
  if (inexact === undefined) return;
  const what = `holds ${inexact}, a number that would lose digits on its way`;
  throw new KnownFailure([{ code: 'inexact-number', file, what, mend: 'Write it as a string, if IDM takes it so.' }]);
}

import type { JsonText } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import { checked, isRecord } from './checked';
import { JsonEdit } from './json-edit';

/**
 * The customer's policy.json with these script files in `additionalFiles`, and every other byte as it was. IDM evaluates them
 * when the policy service starts, and takes their paths from the project folder.
 *
 * Throws a KnownFailure: `no-policy-json` when this is no such file.
 */
export function mergePolicyFiles(json: JsonText, files: readonly string[]): string {
  const expected: unknown = JSON.parse(json.text);
  const present = isRecord(expected) ? (expected.additionalFiles ?? []) : undefined;
  if (!isRecord(expected) || !Array.isArray(present)) {
    const what = isRecord(expected) ? 'is not a list' : 'is not an object';
    const mend = 'Write the list of the script files that hold policies of your own; it may be empty.';
    throw new KnownFailure([{ code: 'no-policy-json', file: json.file, pointer: '/additionalFiles', what, mend }]);
  }
  const edit = new JsonEdit(json.text);
  const list = [...(present as unknown[])];
  const missing = files.filter((file) => !list.some((each) => typeof each === 'string' && plain(each) === plain(file)));
  for (const file of missing) {
    if (expected.additionalFiles === undefined) edit.insert(['additionalFiles'], [file]);
    else edit.insert(['additionalFiles', list.length], file);
    list.push(file);
    expected.additionalFiles = list;
  }
  return checked(json, edit, expected);
}

/** `./x.js` is the file `x.js`. */
function plain(file: string): string {
  return file.replace(/^(\.\/)+/, '');
}

/**
 * Two libraries that say which users a SCIM filter selects: scimmy and scim2-parse-filter. What keeps both from judging by
 * themselves is made equal on both sides, in the filter and in the users alike:
 *
 * - Both compare with case. Oracle marks the attributes caseExact: false, so that all text is folded.
 * - scimmy does not unescape a quoted string, finds brackets, blanks and `and` within it, and no end where it has a line break;
 *   scim2-parse-filter escapes a backslash once more. So each character that means something to a filter is replaced by one that means nothing.
 * - Neither knows the prefix of the core schema before an attribute, so that it is left out. scimmy wants a dot after the name
 *   of an extension where SCIM has a colon.
 */
import SCIMMY from 'scimmy';
import { filter as matching, parse } from 'scim2-parse-filter';
import type { Resource } from './scim-client';

export type RefereeName = 'scimmy' | 'scim2-parse-filter';

const quoted = /"(?:[^"\\]|\\.)*"/g;
const corePrefix = /urn:ietf:params:scim:schemas:core:2\.0:User:/gi;
const extensionPrefix = /(urn:ietf:params:scim:schemas:oracle:idcs:extension:\w+:User):(?=\w)/gi;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const special = '"\\()[] .,:%&+=\'\n\r\u2028\u2029';
/** The private use area of Unicode: no user's name has these. */
const standIns = 0xe000;

/** The ids of the users that a filter selects, in the order of the users. Throws what the library throws. */
export function selectedBy(referee: RefereeName, filter: string, users: Resource[]): string[] {
  const text = readable(filter);
  const folded = users.map((user) => plain(user) as Resource);
  const found =
    referee === 'scimmy'
      ? new SCIMMY.Types.Filter(text.replace(extensionPrefix, '$1.')).match(folded)
      : folded.filter(matching(parse(text)));
  return (found as Resource[]).map(({ id }) => id);
}

/** Whether scim2-parse-filter reads a filter at all, as it stands. */
export function isReadByParseFilter(filter: string): boolean {
  try {
    parse(filter);
    return true;
  } catch {
    return false;
  }
}

function readable(filter: string): string {
  const text = filter.replace(quoted, (string) => `"${plain(JSON.parse(string))}"`);
  return text.replace(corePrefix, '');
}

/** Text folded and without special characters, in whatever it stands. Dates stay, for they are compared as dates. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  if (typeof value !== 'string' || dateTime.test(value)) return value;
  return Array.from(value.toLowerCase(), (character) => {
    const at = special.indexOf(character);
    return at < 0 ? character : String.fromCharCode(standIns + at);
  }).join('');
}

import { isDeepStrictEqual } from 'node:util';
import { applyEdits, modify, type JSONPath } from 'jsonc-parser';
import { scriptFolder } from '../conf/merge/hooks';
import { pointerOf } from '../environment/problem';

type Json = unknown;
type JsonMap = Record<string, Json>;

/** A value to put at a path, or `undefined` to take away what is there. */
interface Edit {
  readonly path: JSONPath;
  readonly value: Json;
}

/**
 * Takes out of a JSON text what once made `after` of `before`, by what it says and not by where its lines stand, and keeps
 * what else has happened to it since, its layout too; or says by its JSON pointer what of ours was changed meanwhile.
 *
 * @param current, before, after  JSON without a byte order mark
 */
export function undoneJson(
  current: string,
  before: string,
  after: string,
): { readonly text: string } | { readonly changed: string } {
  const edits: Edit[] = [];
  const removals: JSONPath[] = [];
  try {
    undo(JSON.parse(current), JSON.parse(before), JSON.parse(after), [], edits, removals);
  } catch (error) {
    if (error instanceof Changed) return { changed: pointerOf(error.path) };
    throw error;
  }
  // Without options it lays out nothing: the lines around would be laid out with what changes.
  const put = (text: string, path: JSONPath, value: Json) => applyEdits(text, modify(text, path, value, {}));
  const edited = edits.reduce((text, { path, value }) => put(text, path, value), current);
  // Last, and from the end: an element that is gone moves those behind it.
  return { text: removals.reverse().reduce((text, path) => put(text, path, undefined), edited) };
}

/** What we had put somewhere is something else by now. */
class Changed extends Error {
  constructor(readonly path: JSONPath) {
    super();
  }
}

function undo(current: Json, before: Json, after: Json, path: JSONPath, edits: Edit[], removals: JSONPath[]): void {
  if (isDeepStrictEqual(before, after) || isDeepStrictEqual(current, before)) return;
  if (isMap(current) && isMap(before) && isMap(after)) undoMap(current, before, after, path, edits, removals);
  else if (Array.isArray(current) && Array.isArray(before) && Array.isArray(after)) {
    undoList(current, before, after, path, edits, removals);
  } else if (isDeepStrictEqual(current, after)) edits.push({ path, value: before });
  else edits.push({ path, value: undoString(current, before, after, path) });
}

function undoMap(
  current: JsonMap,
  before: JsonMap,
  after: JsonMap,
  path: JSONPath,
  edits: Edit[],
  removals: JSONPath[],
): void {
  if (wasChained(current, before, after)) {
    // By now it is a source of their own: that stays, and only our line goes.
    edits.push({ path: [...path, 'source'], value: withoutOurLine(current.source as string) });
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const inner = [...path, key];
    if (key in before && key in after) {
      if (key in current) undo(current[key], before[key], after[key], inner, edits, removals);
    } else if (key in after) {
      if (!(key in current)) continue;
      if (isDeepStrictEqual(current[key], after[key])) edits.push({ path: inner, value: undefined });
      else undo(current[key], emptied(after[key], inner), after[key], inner, edits, removals);
    } else if (!(key in current)) edits.push({ path: inner, value: before[key] });
    else if (!isDeepStrictEqual(current[key], before[key])) throw new Changed(inner);
  }
}

/** Whether we have made a source of a script's file, and somebody has changed that source since. */
function wasChained(current: JsonMap, before: JsonMap, after: JsonMap): boolean {
  const isOurs = 'file' in before && !('file' in after) && typeof after.source === 'string';
  return isOurs && typeof current.source === 'string' && current.source !== after.source && !('file' in current);
}

/** Elements are known by what names them, since a list may have got others meanwhile. */
function undoList(
  current: Json[],
  before: Json[],
  after: Json[],
  path: JSONPath,
  edits: Edit[],
  removals: JSONPath[],
): void {
  for (const element of after) {
    const was = before.filter((each) => nameOf(each) === nameOf(element));
    const is = current.flatMap((each, index) => (nameOf(each) === nameOf(element) ? [index] : []));
    if (was.length > 1 || is.length > 1) throw new Changed(path);
    const [index] = is;
    if (index === undefined) continue;
    if (was.length === 1) undo(current[index], was[0], element, [...path, index], edits, removals);
    else if (isDeepStrictEqual(current[index], element)) removals.push([...path, index]);
    else throw new Changed([...path, index]);
  }
}

/** Our text stands before or behind theirs, which may have changed, and may have got more of theirs around it. */
function undoString(current: Json, before: Json, after: Json, path: JSONPath): string {
  if (typeof current !== 'string' || typeof before !== 'string' || typeof after !== 'string') throw new Changed(path);
  const at = after.indexOf(before);
  if (at < 0) throw new Changed(path);
  const [ours, behind] = [after.slice(0, at), after.slice(at + before.length)];
  const isAround = current.startsWith(ours) && current.endsWith(behind);
  if (isAround && current.length >= ours.length + behind.length) {
    return current.slice(ours.length, current.length - behind.length);
  }
  if (!ourLine.test(after)) throw new Changed(path);
  return withoutOurLine(current);
}

const ourLine = new RegExp(`\\n?require\\('${scriptFolder}/\\w+'\\);?\\n?`);

/** Whoever has taken our line out already has left nothing to do. */
function withoutOurLine(source: string): string {
  return source.replace(ourLine, (line) => (line.startsWith('\n') && line.endsWith('\n') ? '\n' : ''));
}

/** What we had made to hold things of ours may hold others by now; a script that we had put there may not. */
function emptied(ours: Json, path: JSONPath): Json {
  if (Array.isArray(ours)) return [];
  if (isMap(ours) && !('type' in ours)) return {};
  throw new Changed(path);
}

/** By which key the elements of IDM's lists are told apart: managed objects, policies, indexes, rules of access, handlers. */
const names = ['name', 'policyId', 'propertyName', 'pattern'];

function nameOf(element: Json): string {
  if (!isMap(element)) return JSON.stringify(element);
  const key = names.find((each) => typeof element[each] === 'string');
  return key === undefined ? JSON.stringify(element) : `${key} ${String(element[key])}`;
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

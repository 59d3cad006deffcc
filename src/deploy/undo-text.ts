import { isDeepStrictEqual } from 'node:util';
import { applyPatch, createTwoFilesPatch, parsePatch, reversePatch } from 'diff';
import { undoneJson } from './undo-json';

/** A text without what was added, or the JSON pointer of the place where that was changed (empty where that can't be said). */
export type Undone = { readonly text: string } | { readonly changed: string };

/**
 * Takes out of a file's text what once made `after` of `before`, and keeps what else has happened to it since.
 *
 * A patch keeps the layout best, and may find its lines in another place than ours: of a JSON file what it gives counts only
 * when it says what an undoing by value says.
 */
export function undoneText(path: string, current: string, before: string, after: string): Undone {
  if (current === after || current === before) return { text: before };
  const patched = patchedBack(current, before, after);
  if (!path.endsWith('.json')) return patched === undefined ? { changed: '' } : { text: patched };
  const bom = /^\uFEFF?/.exec(current)![0];
  const byValue = undoneJson(...([current, before, after].map(withoutBom) as [string, string, string]));
  if ('changed' in byValue) return byValue;
  return { text: patched !== undefined && saysSame(patched, byValue.text) ? patched : bom + byValue.text };
}

function patchedBack(current: string, before: string, after: string): string | undefined {
  const [patch] = parsePatch(createTwoFilesPatch('', '', before, after, '', '', { context: 1 }));
  const undone = applyPatch(current, reversePatch(patch!), { autoConvertLineEndings: false });
  return undone === false ? undefined : undone;
}

function saysSame(text: string, other: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(withoutBom(text)), JSON.parse(other));
  } catch {
    return false;
  }
}

function withoutBom(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

import { applyPatch, createTwoFilesPatch, parsePatch, reversePatch } from 'diff';

/**
 * Takes out of a text what once made `after` of `before`, and keeps what else has happened to it since. Undefined where
 * the same lines were changed meanwhile.
 */
export function undoneText(current: string, before: string, after: string): string | undefined {
  if (current === after) return before;
  if (current === before) return before;
  const [patch] = parsePatch(createTwoFilesPatch('', '', before, after, '', '', { context: 1 }));
  const undone = applyPatch(current, reversePatch(patch!), { autoConvertLineEndings: false });
  return undone === false ? undefined : undone;
}

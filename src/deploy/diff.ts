import { structuredPatch } from 'diff';
import { secretKey } from '../environment/rules';
import { afterOf, beforeOf } from './changes';
import type { Change, Content, Target } from './model';

/** A line of a difference: of both texts, of the old one, of the new one, or the place where lines begin that follow. */
export interface DiffLine {
  readonly kind: 'both' | 'old' | 'new' | 'place';
  readonly text: string;
}

/**
 * The lines in which a file changes, with three around them. A script that stands in a configuration is shown as the file that
 * it was (`outlined`, as the target says it): compiled code tells nobody anything. Values of keys that look secret are left out: they are the
 * customer's, and a plan is shown to more people than a file. Empty for what is no text.
 */
export function diffOf(change: Change, outlined: Target['outlined']): DiffLine[] {
  const [before, after] = [beforeOf(change), afterOf(change)].map((content) => {
    const text = textOf(content);
    return text && outlined(change.path, text);
  });
  if (before === undefined || after === undefined) return [];
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    { kind: 'place', text: `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@` },
    ...lines.filter((line) => !line.startsWith('\\')).map(lineOf),
  ]);
}

/** As `diff -u` writes it: of no lines, the one before them is named. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function textOf(content: Content | undefined): string | undefined {
  if (content === undefined) return '';
  return 'text' in content ? content.text : undefined;
}

const kinds: Readonly<Record<string, DiffLine['kind']>> = { ' ': 'both', '-': 'old', '+': 'new' };

function lineOf(line: string): DiffLine {
  return { kind: kinds[line[0]!]!, text: withoutSecrets(line.slice(1)).replace(/\r$/, '') };
}

/** A literal string under a key that looks secret; a reference to a property is none. */
function withoutSecrets(line: string): string {
  return line.replace(/"([^"\\]*)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g, (all, key: string, colon: string, value: string) =>
    secretKey.test(key) && !/^(&\{[^}]*\})?$/.test(value) ? `"${key}"${colon}"(not shown)"` : all,
  );
}

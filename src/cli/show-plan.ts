import { afterOf, beforeOf } from '../deploy/changes';
import { bytesOf } from '../deploy/content';
import { diffOf, type DiffLine } from '../deploy/diff';
import type { Change, Content, Target } from '../deploy/model';
import type { Problem } from '../environment/problem';
import { coloursFor, describe } from './report';

const signs = { create: '+', update: '~', delete: '-' } as const;

/** The changes for people: a line for each, and what differs in those that a person wants to read. */
export function showChanges(changes: readonly Change[], warnings: readonly Problem[], target: Target): void {
  const colours = coloursFor(process.stdout);
  const paint = { create: colours.green, update: colours.yellow, delete: colours.red };
  for (const change of changes) {
    const { kind, path } = change;
    const line = `${signs[kind]} ${path}`;
    process.stdout.write(`${paint[kind](line)}${colours.dim(sizeOf(change))}\n`);
    if (isWorthReading(change))
      for (const each of diffOf(change, target.outlined)) process.stdout.write(`    ${painted(each)}\n`);
  }
  for (const warning of warnings) process.stderr.write(describe(warning, 'warning', process.stderr));
}

/** How many files become what, in words. */
export function countOf(changes: readonly Change[]): string {
  const count = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length;
  return `${count('create')} to create, ${count('update')} to change, ${count('delete')} to delete`;
}

/** Scripts are compiled: their differences tell nobody anything. */
export function isWorthReading({ kind, path }: Change): boolean {
  return kind === 'update' && path.endsWith('.json');
}

function sizeOf(change: Change): string {
  const [before, after] = [beforeOf(change), afterOf(change)].map((content) => content && kilobytes(content));
  if (before !== undefined && after !== undefined) return `  ${before} -> ${after} KB`;
  return `  ${before ?? after} KB`;
}

function kilobytes(content: Content): string {
  return (bytesOf(content).length / 1024).toFixed(1);
}

function painted({ kind, text }: DiffLine): string {
  const colours = coloursFor(process.stdout);
  switch (kind) {
    case 'both':
      return `  ${text}`;
    case 'old':
      return colours.red(`- ${text}`);
    case 'new':
      return colours.green(`+ ${text}`);
    case 'place':
      return colours.cyan(text);
  }
}

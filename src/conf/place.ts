import type { Node } from 'jsonc-parser';
import type { JsonText } from '../environment/json-text';
import type { Path } from './finding';

/**
 * Where in the text a path leads: to the key, or to the item of a list. Of a path that goes on beyond what the file has,
 * the last part that is there.
 */
export function placeOf({ text, tree }: JsonText, at: Path): { line: number; column: number } {
  let node: Node = tree;
  let offset = tree.offset;
  for (const key of at) {
    const next = childOf(node, key);
    if (next === undefined) break;
    node = next;
    offset = node.parent?.type === 'property' ? node.parent.offset : node.offset;
  }
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: before[before.length - 1]!.length + 1 };
}

function childOf(node: Node, key: string | number): Node | undefined {
  if (node.type === 'array') return node.children?.[Number(key)];
  if (node.type !== 'object') return undefined;
  return node.children?.find(({ children }) => children?.[0]?.value === String(key))?.children?.[1];
}

/** Every value below a path of keys in which `*` stands for every key and every index, with the path that leads to it. */
export function* valuesAt(value: unknown, pattern: readonly string[], at: Path = []): Generator<[Path, unknown]> {
  const [key, ...rest] = pattern;
  if (key === undefined) {
    if (value !== undefined) yield [at, value];
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (key === '*' || key === String(index)) yield* valuesAt(item, rest, [...at, index]);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      if (key === '*' || key === name) yield* valuesAt(item, rest, [...at, name]);
    }
  }
}

/** Every value of a document with its path, the document first. */
export function* everyValue(value: unknown, at: Path = []): Generator<[Path, unknown]> {
  yield [at, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    yield* everyValue(item, [...at, Array.isArray(value) ? Number(key) : key]);
  }
}

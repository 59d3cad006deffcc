import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { KnownFailure, pointerOf, type Problem } from './problem';

/** A JSON file with its text, what the text says, and where. */
export interface JsonText {
  readonly file: string;
  /** Without the byte order mark that some editors write, which stands in `bom`. */
  readonly text: string;
  readonly bom: string;
  readonly value: unknown;
  readonly tree: Node;
}

/**
 * Reads a JSON file. `file` is the name for messages.
 *
 * Throws a KnownFailure: `unreadable`, `not-utf8`, `broken-json` with line and column, `duplicate-key`.
 */
export function readJson(path: string, file: string): JsonText {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(path);
  } catch (error) {
    const what = `can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw new KnownFailure([{ code: 'unreadable', file, what, mend: 'Check the path and its permissions.' }]);
  }
  return parseBytes(bytes, file);
}

/** As readJson, for bytes that are at hand. */
export function parseBytes(bytes: Buffer, file: string): JsonText {
  if (!isUtf8(bytes)) {
    const what = 'is not UTF-8, as JSON has to be';
    throw new KnownFailure([{ code: 'not-utf8', file, what, mend: 'Save the file as UTF-8.' }]);
  }
  return parseJson(bytes.toString('utf8'), file);
}

/** As readJson, for a text that is at hand. */
export function parseJson(whole: string, file: string): JsonText {
  const bom = whole.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = whole.slice(bom.length);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (!tree || errors[0]) {
    const { offset, error } = errors[0] ?? { offset: 0, error: 4 };
    throw broken(`${file}:${placeOf(text, offset)}`, printParseErrorCode(error));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken(file, (error as Error).message);
  }
  const duplicates = duplicateKeys(tree, []).map(({ node, keys }): Problem => {
    return {
      code: 'duplicate-key',
      file: `${file}:${placeOf(text, node.offset)}`,
      pointer: pointerOf(keys),
      what: `"${keys[keys.length - 1]}" stands here twice`,
      mend: 'Keep one of the two.',
    };
  });
  if (duplicates.length > 0) throw new KnownFailure(duplicates);
  return { file, text, bom, value, tree };
}

/** `line:column` of an offset, both from 1. */
export function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `${before.length}:${before[before.length - 1]!.length + 1}`;
}

function broken(file: string, name: string): KnownFailure {
  const said = name.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return new KnownFailure([
    { code: 'broken-json', file, what: `is not JSON: ${said}`, mend: 'Mend the JSON; it knows no comments.' },
  ]);
}

type Path = (string | number)[];

function duplicateKeys(node: Node, keys: Path): { node: Node; keys: Path }[] {
  const children = node.children ?? [];
  if (node.type === 'array') return children.flatMap((child, index) => duplicateKeys(child, [...keys, index]));
  if (node.type !== 'object') return [];
  const seen = new Set<string>();
  return children.flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (!key || !value) return [];
    const path = [...keys, key.value as string];
    const again = seen.has(key.value as string) ? [{ node: key, keys: path }] : [];
    seen.add(key.value as string);
    return [...again, ...duplicateKeys(value, path)];
  });
}

import { findNodeAtLocation, parseTree, type JSONPath, type Node } from 'jsonc-parser';

/**
 * A JSON text that is changed in single places and keeps every other byte, the order of its keys included. What is
 * added is laid out like its neighbours.
 */
export class JsonEdit {
  private readonly endOfLine: string;
  private readonly indentation: string;

  constructor(public text: string) {
    this.endOfLine = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
    this.indentation = /[\r\n]([ \t]+)["{[]/.exec(text)?.[1] ?? '  ';
  }

  /**
   * Adds a key with its value, and the objects above it that are missing; in a list it adds an element at the end.
   * It stands behind the last key that `behind` picks, which is by default the last one, or else first.
   */
  insert(path: JSONPath, value: unknown, behind: (key: string) => boolean = () => true): void {
    const tree = parseTree(this.text);
    const depth = path.findIndex((_, at) => !findNodeAtLocation(tree!, path.slice(0, at + 1)));
    const container = findNodeAtLocation(tree!, path.slice(0, depth))!;
    const inner = path.slice(depth + 1).reduceRight<unknown>((wrapped, key) => ({ [key]: wrapped }), value);
    if (container.type === 'array') this.add(container, '', inner, container.children!.length);
    else this.add(container, `${JSON.stringify(path[depth])}: `, inner, keysOf(container).findLastIndex(behind) + 1);
  }

  /** Puts text before and after the string that stands at the path, whose own escapes stay as they are. */
  extendString(path: JSONPath, before: string, after: string): void {
    const { offset, length } = this.nodeAt(path);
    const inner = this.text.slice(offset + 1, offset + length - 1);
    this.replace(offset, length, `"${escaped(before)}${inner}${escaped(after)}"`);
  }

  /** Puts another key and string in the place of a property. */
  replaceProperty(path: JSONPath, key: string, value: string): void {
    const node = this.nodeAt(path);
    const name = node.parent!.children![0]!;
    this.replace(node.offset, node.length, JSON.stringify(value));
    this.replace(name.offset, name.length, JSON.stringify(key));
  }

  /** Puts another value in the place of the one that stands at the path, in one line. */
  replaceValue(path: JSONPath, value: unknown): void {
    const { offset, length } = this.nodeAt(path);
    this.replace(offset, length, JSON.stringify(value));
  }

  private add(container: Node, label: string, value: unknown, index: number): void {
    const children = container.children!;
    const gap = this.gapIn(container);
    const indent = /[\r\n]([ \t]*)$/.exec(gap)?.[1];
    const content = label + this.layOut(value, indent);
    const before = children[index - 1];
    if (before) this.replace(before.offset + before.length, 0, `,${gap}${content}`);
    else if (children[0]) this.replace(children[0].offset, 0, `${content},${gap}`);
    else {
      const closing = indent === undefined ? gap : this.endOfLine + this.indentOf(container);
      this.replace(container.offset + 1, container.length - 2, gap + content + closing);
    }
  }

  /** What stands before each child: a line break and an indentation, or what separates them within a line. */
  private gapIn(container: Node): string {
    const first = container.children![0];
    const gap = first ? this.text.slice(container.offset + 1, first.offset) : this.gapInEmpty(container);
    if (!/[\r\n]/.test(gap)) return gap;
    return this.endOfLine + (first ? /[ \t]*$/.exec(gap)![0] : this.indentOf(container) + this.indentation);
  }

  /** A file of one line stays one, unless there is nothing in it to go by. */
  private gapInEmpty(container: Node): string {
    return container.parent && !/[\r\n]/.test(this.text.trim()) ? '' : this.endOfLine;
  }

  private layOut(value: unknown, indent: string | undefined): string {
    if (indent === undefined) return JSON.stringify(value);
    return JSON.stringify(value, null, this.indentation).replace(/\n/g, this.endOfLine + indent);
  }

  /** The indentation of the line that a node begins in. */
  private indentOf(node: Node): string {
    return /(?:^|[\r\n])([ \t]*)[^\r\n]*$/.exec(this.text.slice(0, node.offset))![1]!;
  }

  private nodeAt(path: JSONPath): Node {
    const node = findNodeAtLocation(parseTree(this.text)!, path);
    if (!node) throw new Error(`nothing stands at /${path.join('/')}`);
    return node;
  }

  private replace(offset: number, length: number, content: string): void {
    this.text = this.text.slice(0, offset) + content + this.text.slice(offset + length);
  }
}

function keysOf(object: Node): string[] {
  return object.children!.map((property) => property.children![0]!.value as string);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

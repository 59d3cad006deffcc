import { parse, type Node, type Program } from 'acorn';

/** Where and why Rhino could not run a script; lines from 1, columns from 1. */
export interface Fault {
  readonly what: string;
  readonly line: number;
  readonly column: number;
}

export interface ParsedScript {
  readonly program: Program | undefined;
  readonly faults: readonly Fault[];
}

/**
 * Syntax that Rhino 1.7.14 does not know, the engine of OpenIDM 7.0.1 and of Ping's, by the type of the node. Each was tried with
 * `Context.compileString` of that version at language level 200, which IDM sets.
 */
const beyondRhino: Readonly<Record<string, string>> = {
  ClassDeclaration: 'classes',
  ClassExpression: 'classes',
  SpreadElement: 'the spread "..."',
  RestElement: 'rest parameters',
  ChainExpression: '"?."',
  MetaProperty: 'new.target',
  ImportDeclaration: 'import',
  ExportNamedDeclaration: 'export',
  AwaitExpression: 'await',
};

/** What only Mozilla's JavaScript has, which Rhino speaks and acorn does not: such a script can't be judged here. */
const mozillaOnly = /\bfor\s+each\b|<[A-Za-z>]|\blet\s*\(|\.\.@?\w|\byield\b|#\d/;

/** Parses a script as Rhino would. A script in Mozilla's own dialect has neither a program nor faults. */
export function parseScript(text: string): ParsedScript {
  let program: Program;
  try {
    program = parse(text, { ecmaVersion: 2022, locations: true });
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    if (mozillaOnly.test(text)) return { program: undefined, faults: [] };
    const what = message.replace(/ \(\d+:\d+\)$/, '');
    return { program: undefined, faults: [{ what, line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 }] };
  }
  const faults: Fault[] = [];
  walk(program, (node) => {
    const what = unknownToRhino(node);
    if (what !== undefined) {
      const { line, column } = node.loc!.start;
      faults.push({ what: `Rhino does not know ${what}`, line, column: column + 1 });
    }
  });
  return { program, faults };
}

function unknownToRhino(node: AnyNode): string | undefined {
  const known = beyondRhino[node.type];
  if (known) return known;
  const params = (node.params ?? []) as AnyNode[];
  if (params.some(({ type }) => type === 'AssignmentPattern')) return 'defaults of parameters';
  if (node.async === true) return 'async functions';
  if (node.type === 'Property' && node.computed === true) return 'computed keys';
  if (node.type === 'LogicalExpression' && node.operator === '??') return '"??"';
  if (node.type === 'AssignmentExpression' && /^(\?\?|\|\||&&)=$/.test(String(node.operator)))
    return String(node.operator);
  if (node.type === 'CatchClause' && node.param === null) return 'catch without a name';
  if (node.type === 'ForOfStatement' && (node.left as AnyNode).kind === 'const') return 'const in for-of';
  return undefined;
}

export type AnyNode = Node & Record<string, unknown>;

/** Visits every node, outer ones first. */
export function walk(node: Node, visit: (node: AnyNode) => void): void {
  visit(node as AnyNode);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string')
        walk(child as Node, visit);
    }
  }
}

/** The text of a node that is a literal text, or undefined. */
export function literalText(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as { type?: string; value?: unknown };
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

/** The name of the module where a node is a call of `require` with a literal text, or undefined. */
export function requiredName(node: AnyNode): string | undefined {
  const callee = node.callee as AnyNode | undefined;
  if (node.type !== 'CallExpression' || callee?.type !== 'Identifier' || callee.name !== 'require') return undefined;
  const name = (node.arguments as AnyNode[])[0];
  if (name?.type !== 'TemplateLiteral') return literalText(name);
  const quasis = name.quasis as { value: { cooked?: string | null } }[];
  return quasis.length === 1 ? (quasis[0]!.value.cooked ?? undefined) : undefined;
}

/** The names of the modules that a script requires by literal texts. */
export function requiredBy(program: Program): { name: string; line: number; column: number }[] {
  const found: { name: string; line: number; column: number }[] = [];
  walk(program, (node) => {
    const name = requiredName(node);
    if (name === undefined) return;
    found.push({ name, line: node.loc!.start.line, column: node.loc!.start.column + 1 });
  });
  return found;
}

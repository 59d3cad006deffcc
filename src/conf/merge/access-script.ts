import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import { parse, parseExpressionAt, type ArrayExpression, type Comment, type Node, type ObjectExpression } from 'acorn';
import { placeOf } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import { kinship, type AccessRule } from './access-rule';

/** A script that is parsed, its byte order mark apart. */
interface Script {
  readonly file: string;
  readonly bom: string;
  readonly text: string;
  readonly program: Node;
  readonly comments: readonly Comment[];
  readonly configs: ArrayExpression;
}

/**
 * The customer's access.js with this rule in the list `configs` of `httpAccessConfig`, and every other character as it was. A
 * rule of ours for other roles gets these roles. The script is read, never run.
 *
 * Throws a KnownFailure: `not-utf8`; `access-not-parsed`; `access-no-list` when no list stands there to be read.
 */
export function mergeAccessScript(bytes: Buffer, file: string, rule: AccessRule): string {
  const script = scriptOf(bytes, file);
  const present = script.configs.elements.map((element) => (element ? literalsOf(element) : undefined));
  const kin = present.map((each) => (each ? kinship(each.values, rule) : 'none'));
  const standing = kin.includes('same') || kin.includes('other roles');
  let text = script.text;
  // From the end, so that the places before it stay where they are.
  if (!standing) text = withRule(script, rule);
  for (let index = kin.length - 1; index >= 0; index--) {
    if (kin[index] !== 'other roles') continue;
    const { start, end } = present[index]!.nodes.roles!;
    text = text.slice(0, start) + JSON.stringify(rule.roles) + text.slice(end);
  }
  verify(script, text, kin, standing, rule);
  return script.bom + text;
}

function scriptOf(bytes: Buffer, file: string): Script {
  if (!isUtf8(bytes)) {
    throw refusal('not-utf8', file, 'is not UTF-8', 'Save the file as UTF-8; characters beyond ASCII may be \\uXXXX.');
  }
  const whole = bytes.toString('utf8');
  const bom = whole.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = whole.slice(bom.length);
  const { program, comments } = parsed(text, file);
  const configs = configsOf(program);
  if (configs) return { file, bom, text, program, comments, configs };
  const what = 'assigns no object with a list "configs" to httpAccessConfig, where the rules are looked for';
  const mend = 'Add the rule yourself, and leave endpointRoles out of the environment.';
  throw refusal('access-no-list', file, what, mend);
}

function parsed(text: string, file: string): { program: Node; comments: Comment[] } {
  const comments: Comment[] = [];
  try {
    // Whatever Rhino accepts beyond ES5, a newer ECMAScript mostly accepts too.
    return { program: parse(text, { ecmaVersion: 'latest', onComment: comments }), comments };
  } catch (error) {
    const { pos, message } = error as { pos?: number; message: string };
    const place = pos === undefined ? file : `${file}:${placeOf(text, pos)}`;
    const what = `can't be read as JavaScript: ${message}`;
    const mend = 'Correct it, or add the rule yourself and leave endpointRoles out of the environment.';
    throw refusal('access-not-parsed', place, what, mend);
  }
}

/** The list in `var httpAccessConfig = { configs: [...] }`, or in an assignment to it, on the top level of the script. */
function configsOf(program: Node): ArrayExpression | undefined {
  const body = (program as unknown as { body: Node[] }).body;
  const values = body.flatMap((statement): (Node | null | undefined)[] => {
    const { declarations, expression } = statement as unknown as Statement;
    if (declarations) return declarations.filter(({ id }) => isNamed(id)).map(({ init }) => init);
    return expression?.type === 'AssignmentExpression' && isNamed(expression.left) ? [expression.right] : [];
  });
  // The last one counts at run time.
  const config = values.at(-1);
  if (config?.type !== 'ObjectExpression') return undefined;
  const list = propertiesOf(config as ObjectExpression).configs;
  return list?.type === 'ArrayExpression' ? (list as ArrayExpression) : undefined;
}

interface Statement {
  readonly declarations?: { readonly id: Node; readonly init?: Node | null }[];
  readonly expression?: Node & { readonly left: Node; readonly right: Node };
}

function isNamed(node: Node): boolean {
  return node.type === 'Identifier' && (node as unknown as { name: string }).name === 'httpAccessConfig';
}

/** The values of an object literal by their keys; what is computed or spread has none. */
function propertiesOf(object: ObjectExpression): Record<string, Node> {
  return Object.fromEntries(
    object.properties.flatMap((property) => {
      if (property.type !== 'Property' || property.computed) return [];
      const key = property.key as unknown as { name?: string; value?: unknown };
      return [[key.name ?? String(key.value), property.value] as const];
    }),
  );
}

/** An element of the list: its values where they are literals. */
function literalsOf(element: Node): { values: Record<string, unknown>; nodes: Record<string, Node> } | undefined {
  if (element.type !== 'ObjectExpression') return undefined;
  const nodes = propertiesOf(element as ObjectExpression);
  const values = Object.entries(nodes).map(([key, node]) => [key, (node as unknown as { value?: unknown }).value]);
  return { values: Object.fromEntries(values) as Record<string, unknown>, nodes };
}

/** The text with the rule behind the last one, laid out as that one is. */
function withRule(script: Script, rule: AccessRule): string {
  const { text, configs } = script;
  const last = configs.elements.at(-1);
  const endOfLine = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  if (!last) {
    const indent = indentOf(text, configs.start);
    const gap = endOfLine + indent + unitOf(text);
    return (
      text.slice(0, configs.start + 1) + gap + inOneLine(rule) + endOfLine + indent + text.slice(configs.start + 1)
    );
  }
  const lines = text.slice(last.start, last.end).includes('\n');
  const alone = startsItsLine(text, last.start);
  const gap = alone ? endOfLine + indentOf(text, last.start) : ' ';
  const entry = gap + (lines && alone ? inLines(script, last, rule, endOfLine) : inOneLine(rule));
  // A comma of its own after the last rule, and a comment in the same line, stay where they are.
  const comma = commaAfter(script, last.end);
  const end = endOfRemarks(script, comma ?? last.end);
  const between = comma === undefined ? `,${text.slice(last.end, end)}` : text.slice(last.end, end);
  return text.slice(0, last.end) + between + entry + (comma === undefined ? '' : ',') + text.slice(end);
}

function inOneLine(rule: AccessRule): string {
  return `{ ${pairsOf(rule).join(', ')} }`;
}

function inLines({ text }: Script, last: Node, rule: AccessRule, endOfLine: string): string {
  const indent = indentOf(text, last.start);
  const first = (last as ObjectExpression).properties?.[0];
  const inner = first && startsItsLine(text, first.start) ? indentOf(text, first.start) : indent + unitOf(text);
  return [
    '{',
    ...pairsOf(rule).map((pair, at, all) => `${inner}${pair}${at < all.length - 1 ? ',' : ''}`),
    `${indent}}`,
  ].join(endOfLine);
}

function pairsOf(rule: AccessRule): string[] {
  return Object.entries(rule).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
}

/** Where the comma ends that follows a place, comments apart; undefined when there is none. */
function commaAfter({ text, comments }: Script, from: number): number | undefined {
  let at = from;
  for (;;) {
    const comment = comments.find(({ start }) => start === at);
    if (comment) at = comment.end;
    else if (/\s/.test(text[at] ?? '')) at++;
    else return text[at] === ',' ? at + 1 : undefined;
  }
}

/** Where the comments end that go on in the line of a place. */
function endOfRemarks({ text, comments }: Script, from: number): number {
  let end = from;
  for (const comment of comments.filter(({ start }) => start >= from)) {
    if (!/^[ \t]*$/.test(text.slice(end, comment.start))) break;
    end = comment.end;
  }
  return end;
}

function startsItsLine(text: string, offset: number): boolean {
  return /(^|[\r\n])[ \t]*$/.test(text.slice(0, offset));
}

/** The white space that the line of a place begins with. */
function indentOf(text: string, offset: number): string {
  return /(?:^|[\r\n])([ \t]*)[^\r\n]*$/.exec(text.slice(0, offset))![1]!;
}

function unitOf(text: string): string {
  return /[\r\n]([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

/** The edited script has to say what the old one says and the rule, with every comment: else something else was touched. */
function verify(script: Script, text: string, kin: readonly string[], standing: boolean, rule: AccessRule): void {
  const after = parsed(text, script.file);
  const expected = shapeOf(script.program);
  const list = (shape: unknown) => configsOf(shape as Node)!.elements as unknown[];
  if (!standing)
    list(expected).push(shapeOf(parseExpressionAt(`(${JSON.stringify(rule)})`, 0, { ecmaVersion: 'latest' })));
  kin.forEach((each, index) => {
    if (each !== 'other roles') return;
    const roles = propertiesOf(list(expected)[index] as ObjectExpression).roles as unknown as { value: unknown };
    roles.value = rule.roles;
  });
  const remarks = (comments: readonly Comment[]) => comments.map(({ value }) => value);
  if (
    !isDeepStrictEqual(shapeOf(after.program), expected) ||
    !isDeepStrictEqual(remarks(after.comments), remarks(script.comments))
  ) {
    throw new Error(`${script.file}: the merge changed too much`);
  }
}

/** A syntax tree without places and spellings, as plain data. */
function shapeOf(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      ['start', 'end', 'raw'].includes(key) ? undefined : typeof value === 'bigint' ? String(value) : value,
    ),
  );
}

function refusal(code: string, file: string, what: string, mend: string): KnownFailure {
  return new KnownFailure([{ code, file, what, mend }]);
}

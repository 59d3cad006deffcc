/**
 * Where a script runs one of ours: the calls of `require` with its name. A source is read as JavaScript. What acorn can't read and
 * Rhino may (E4X, `for each`) is searched as text, with comments, texts and regular expressions told apart as well as that goes.
 */
import { parse, type Comment, type Program } from 'acorn';
import { literalText, requiredName, walk } from '../javascript';
import { scriptFolder } from './hooks';

export interface RequireCall {
  /** The script of ours: `onUpdate`. */
  readonly script: string;
  readonly start: number;
  readonly end: number;
  /** Whether there is more to it: something of the object is used that it gives, as in `require(...).run()`. */
  readonly used: boolean;
}

/** In the order of the text. One that holds another, in a second argument, counts as used. */
export function requireCalls(source: string): RequireCall[] {
  if (!source.includes(scriptFolder)) return [];
  const program = read(source)?.program;
  if (!program) return searched(source).calls;
  const calls: RequireCall[] = [];
  const used = new Set<unknown>();
  walk(program, (node) => {
    if (node.type === 'MemberExpression') used.add(node.object);
    // A call and `new` have a callee, a template a tag.
    for (const each of [node.callee, node.tag]) used.add(each);
    const script = ownScript(requiredName(node));
    if (script === undefined) return;
    const alone = (node.arguments as unknown[]).length === 1 && !used.has(node);
    calls.push({ script, start: node.start, end: node.end, used: !alone });
  });
  return calls.sort((a, b) => a.start - b.start);
}

export function withoutComments(source: string): string {
  const comments = read(source)?.comments ?? searched(source).comments;
  let rest = '';
  let from = 0;
  for (const { start, end } of comments) {
    const lines = /[\r\n]/.test(source.slice(start, end));
    rest += source.slice(from, start) + (lines ? '\n' : ' ');
    from = end;
  }
  return rest + source.slice(from);
}

/** Whether 'use strict' is among the directives, which stand before all else but comments. */
export function isStrict(source: string): boolean {
  const program = read(source)?.program;
  if (!program) {
    return /^(?:\s*(["'])[^"'\\\r\n]*\1\s*;)*\s*(["'])use strict\2\s*(?:;|[\r\n]|$)/.test(withoutComments(source));
  }
  return program.body.some(
    // By its value and not as it is spelled: so Rhino takes it.
    (each) => each.type === 'ExpressionStatement' && each.directive && literalText(each.expression) === 'use strict',
  );
}

function read(source: string): { program: Program; comments: Comment[] } | undefined {
  const comments: Comment[] = [];
  try {
    const program = parse(source, {
      ecmaVersion: 'latest',
      allowReturnOutsideFunction: true,
      onComment: comments,
    });
    return { program, comments };
  } catch {
    return undefined;
  }
}

/** IDM finds a module below the project and below its folder `script`, and with `.js` and without it. */
function ownScript(name: string | undefined): string | undefined {
  return new RegExp(`^(?:script/)?${scriptFolder}/(\\w+?)(?:\\.js)?$`).exec(name ?? '')?.[1];
}

interface Searched {
  readonly calls: RequireCall[];
  readonly comments: { readonly start: number; readonly end: number }[];
}

const piece = new RegExp(
  [
    /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\r\n]*)/,
    /(?<![\w$]|\.\s*)require\s*\(\s*(?<quote>["'`])(?<name>[^"'`\\\r\n]*)\k<quote>\s*\)/,
    /"(?:\\[\s\S]|[^"\\\r\n])*"|'(?:\\[\s\S]|[^'\\\r\n])*'|`(?:\\[\s\S]|[^`\\])*`/,
    // A regular expression, and not a division: by what stands before it.
    /(?<=(?:^|[(,=:[!&|?{;]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\r\n])*\]|[^/\\[\r\n])+\//,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

function searched(source: string): Searched {
  const found: Searched = { calls: [], comments: [] };
  for (const match of source.matchAll(piece)) {
    const { comment, name } = match.groups!;
    const place = { start: match.index, end: match.index + match[0].length };
    const script = ownScript(name);
    if (comment !== undefined) found.comments.push(place);
    if (script !== undefined) {
      found.calls.push({ script, ...place, used: /^\s*[.([`]/.test(source.slice(place.end)) });
    }
  }
  return found;
}

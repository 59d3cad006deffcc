import { parse } from 'acorn';
import type { Problem } from '../../environment/problem';
import type { CompiledScript } from './model';
import { kilobytes, sizeToFailAt } from './size';

/** What speaks against handing this script to IDM; the list is empty when nothing does. */
export function objectionsTo(script: CompiledScript): Problem[] {
  const objections: Problem[] = [];
  const object = (code: string, what: string, mend: string) =>
    objections.push({ code, file: `${script.name}.js`, what, mend });

  const syntax = syntaxErrorOf(script.text);
  if (syntax) object('script-not-es5', `is not ES5: ${syntax}`, 'Write the source so that it compiles to ES5.');
  const beyondAscii = /[^\n -~]/.exec(script.text);
  if (beyondAscii) {
    object(
      'script-not-ascii',
      `holds a tab, a control character or one beyond ASCII at ${placeIn(script.text, beyondAscii.index)}`,
      escapeIt,
    );
  }
  const placeholder = script.text.indexOf('${');
  if (placeholder >= 0) {
    const what = `holds "\${" at ${placeIn(script.text, placeholder)}, which tools that import IDM configuration replace`;
    object('script-placeholder', what, 'Write the dollar sign and the brace apart, as two strings.');
  }
  if (script.text.length > sizeToFailAt) {
    object(
      'script-too-large',
      `is ${kilobytes(script)}, and 200 KB is the limit`,
      'Import less into this entry script.',
    );
  }
  return objections;
}

const escapeIt = 'Write the character as \\uXXXX in the source.';

function syntaxErrorOf(text: string): string | undefined {
  try {
    parse(text, { ecmaVersion: 5, sourceType: 'script' });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function placeIn(text: string, index: number): string {
  const before = text.slice(0, index).split('\n');
  return `${before.length}:${before[before.length - 1]!.length + 1}`;
}

import Handlebars from 'handlebars';

/** What a template may name. */
export type TemplateValues = Readonly<Record<string, unknown>>;

/**
 * Renders a template of a JSON file. `{{value}}` stands inside a JSON string and takes strings only; `{{json value}}`
 * stands outside of strings and takes everything. Neither lets a value end the string or the place it stands in.
 *
 * Throws a plain Error when a value is missing or the output is not JSON: the template is wrong, not the input.
 */
export function renderJson(name: string, template: string, values: TemplateValues): unknown {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(outsideStrings, (value: unknown, path: string) => present(JSON.stringify(value), path));
  handlebars.registerHelper(insideString, (value: unknown, path: string) => escaped(value, path));
  try {
    const program = handlebars.parse(template);
    new Mustaches().accept(program);
    const options = { strict: true, noEscape: true, knownHelpersOnly: true, knownHelpers };
    return JSON.parse(handlebars.compile(program, options)(values));
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

const outsideStrings = 'json';
const insideString = 'insideString';
const knownHelpers = { [outsideStrings]: true, [insideString]: true };

/** Leads every bare `{{value}}` through the helper that makes it fit into a JSON string, and tells helpers its name. */
class Mustaches extends Handlebars.Visitor {
  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped) throw new Error('{{{value}}} and {{&value}} are not for JSON');
    const path = mustache.path as hbs.AST.PathExpression;
    const [value, ...others] = mustache.params.length === 0 ? [path] : mustache.params;
    if ((value !== path && path.original !== outsideStrings) || others.length > 0) {
      throw new Error(`{{${path.original} ...}} is unknown: there are {{value}} and {{json value}}`);
    }
    const name = (value as hbs.AST.PathExpression).original;
    const literal: hbs.AST.StringLiteral = { type: 'StringLiteral', value: name, original: name, loc: path.loc };
    if (value === path) mustache.path = { ...path, parts: [insideString], original: insideString };
    mustache.params = [value as hbs.AST.Expression, literal];
  }
}

function present(value: string | undefined, path: string): string {
  if (value === undefined) throw new Error(`there is no value "${path}"`);
  return value;
}

/** The characters that matter to JSON, to JavaScript and to Handlebars become escapes. */
function escaped(value: unknown, path: string): string {
  if (value === undefined) return present(value, path);
  if (typeof value !== 'string') throw new Error(`"${path}" is no string: write {{json ${path}}}`);
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[{}\u2028\u2029]/g, (special) => `\\u${special.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

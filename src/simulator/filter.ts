import { ScimError } from './scim-error';
import { schemas } from './schemas';

/** A parsed SCIM filter, of the part of RFC 7644, 3.4.2.2 that the simulator speaks. */
export type Filter =
  | { kind: 'compare'; attribute: FilterAttribute; operator: 'eq' | 'co' | 'sw'; value: string | boolean }
  | { kind: 'present'; attribute: FilterAttribute }
  | { kind: 'not'; operand: Filter }
  | { kind: 'and' | 'or'; left: Filter; right: Filter };

const attributes = ['userName', 'id', 'emails.value', 'externalId', 'active'] as const;
export type FilterAttribute = (typeof attributes)[number];

/** What a filter is held against: the values of each attribute, none when the attribute is absent. */
export type FilterValues = Record<FilterAttribute, readonly (string | boolean)[]>;

/** White space, a bracket, a quoted string, or a word. Strings know the escapes of JSON; Oracle documents none [I]. */
const token = /\s+|[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+/gy;
const deepest = 50;

/**
 * Reads a filter: eq, co, sw and pr on userName, id, emails.value, externalId and active; and, or, not (...), brackets.
 * Names and operators in any case, an attribute also with the prefix of the core schema. `and` binds before `or`.
 * Anything else is a ScimError 400 that says what was met; Oracle's own words and messageId are not known [I].
 */
export function parseFilter(text: string): Filter {
  const tokens = tokenize(text);
  let at = 0;
  let depth = 0;
  const peek = () => tokens[at]?.toLowerCase();
  const next = () => tokens[at++];
  const expect = (wanted: string) => {
    const met = next();
    if (met !== wanted) throw invalid(`"${wanted}" expected, ${met ?? 'the end'} met`);
  };

  function either(): Filter {
    let left = both();
    while (peek() === 'or') {
      next();
      left = { kind: 'or', left, right: both() };
    }
    return left;
  }

  function both(): Filter {
    let left = single();
    while (peek() === 'and') {
      next();
      left = { kind: 'and', left, right: single() };
    }
    return left;
  }

  function single(): Filter {
    if (peek() === 'not') {
      next();
      return { kind: 'not', operand: bracketed() };
    }
    return peek() === '(' ? bracketed() : comparison();
  }

  function bracketed(): Filter {
    if (++depth > deepest) throw invalid('too many brackets');
    expect('(');
    const inner = either();
    expect(')');
    depth--;
    return inner;
  }

  function comparison(): Filter {
    const attribute = attributeNamed(next());
    const operator = next()?.toLowerCase();
    if (operator === 'pr') return { kind: 'present', attribute };
    if (operator !== 'eq' && operator !== 'co' && operator !== 'sw')
      throw invalid(`operator eq, co, sw or pr expected, ${operator ?? 'the end'} met`);
    const value = valueOf(next());
    if (
      typeof value !== (attribute === 'active' ? 'boolean' : 'string') ||
      (attribute === 'active' && operator !== 'eq')
    )
      throw invalid(`${attribute} can not be compared like this`);
    return { kind: 'compare', attribute, operator, value };
  }

  const filter = either();
  if (at < tokens.length) throw invalid(`the end expected, ${tokens[at]} met`);
  return filter;
}

/** Whether the values satisfy the filter. All comparisons ignore case: Oracle marks these attributes caseExact: false [D]. */
export function satisfies(filter: Filter, values: FilterValues): boolean {
  switch (filter.kind) {
    case 'compare':
      return values[filter.attribute].some((value) => holds(filter.operator, value, filter.value));
    case 'present':
      return values[filter.attribute].some((value) => value !== '');
    case 'not':
      return !satisfies(filter.operand, values);
    case 'and':
      return satisfies(filter.left, values) && satisfies(filter.right, values);
    case 'or':
      return satisfies(filter.left, values) || satisfies(filter.right, values);
  }
}

/** The one userName that a filter of the form `userName eq "..."` asks for. */
export function userNameAskedFor(filter: Filter): string | undefined {
  const asks = filter.kind === 'compare' && filter.attribute === 'userName' && filter.operator === 'eq';
  return asks ? String(filter.value) : undefined;
}

function holds(operator: 'eq' | 'co' | 'sw', value: string | boolean, wanted: string | boolean): boolean {
  if (typeof value === 'boolean' || typeof wanted === 'boolean') return value === wanted;
  const [is, should] = [value.toLowerCase(), wanted.toLowerCase()];
  switch (operator) {
    case 'eq':
      return is === should;
    case 'co':
      return is.includes(should);
    case 'sw':
      return is.startsWith(should);
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match[0].trim() !== '') tokens.push(match[0]);
    end = match.index + match[0].length;
  }
  if (end !== text.length) throw invalid('a quoted string does not end');
  if (tokens.length === 0) throw invalid('it is empty');
  return tokens;
}

function attributeNamed(word: string | undefined): FilterAttribute {
  const prefix = `${schemas.user}:`.toLowerCase();
  const name = word?.toLowerCase();
  const plain = name?.startsWith(prefix) ? name.slice(prefix.length) : name;
  const attribute = attributes.find((known) => known.toLowerCase() === plain);
  if (!attribute) throw invalid(`one of ${attributes.join(', ')} expected, ${word ?? 'the end'} met`);
  return attribute;
}

function valueOf(word: string | undefined): string | boolean {
  if (word === 'true' || word === 'false') return word === 'true';
  if (!word?.startsWith('"')) throw invalid(`a quoted string, true or false expected, ${word ?? 'the end'} met`);
  try {
    return JSON.parse(word) as string;
  } catch {
    throw invalid(`${word} has an escape that JSON does not know`);
  }
}

function invalid(why: string): ScimError {
  return new ScimError(400, `The filter is invalid: ${why}.`);
}

import { randomInt } from 'node:crypto';
import { isObject } from '../../../scripts-ts/oracle/transport';

/** The rules of a password policy, under Oracle's names; what is missing or 0 is no rule. */
export type Rules = { readonly [rule: string]: unknown };

/** The id of the policy that holds where no other does. */
const DEFAULT_POLICY = 'PasswordPolicy';

/** What a password is made of where no policy could be read: enough for most. */
export const cautiousRules: Rules = {
  minLength: 20,
  minLowerCase: 2,
  minUpperCase: 2,
  minNumerals: 2,
  minSpecialChars: 2,
};

/** The policies of a ListResponse, or null when it is none. */
export function policiesIn(list: { [key: string]: unknown }): Rules[] | null {
  if (!(list.Resources instanceof Array)) return list.totalResults === 0 ? [] : null;
  return (list.Resources as unknown[]).filter(isObject);
}

/**
 * Rules that hold under all of the policies at once: which one is a user's, Oracle alone knows. Where they contradict one
 * another, those of the default policy.
 */
export function strictest(policies: readonly Rules[]): Rules {
  const all = policies.reduce<{ [rule: string]: unknown }>((merged, policy) => {
    for (const [rule, value] of Object.entries(policy)) merged[rule] = stricter(rule, merged[rule], value);
    return merged;
  }, {});
  const canBeKept = passwordFor(all, []) !== undefined;
  return canBeKept ? all : (policies.find(({ id }) => id === DEFAULT_POLICY) ?? all);
}

/** The rules for what a password consists of, in words. */
export function inWords(rules: Rules): string {
  const least = (rule: string, one: string, many: string) => {
    const count = number(rules, rule);
    return count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];
  };
  const wanted = [
    ...least('minLength', 'character', 'characters'),
    ...least('minLowerCase', 'small letter', 'small letters'),
    ...least('minUpperCase', 'capital', 'capitals'),
    ...least('minNumerals', 'digit', 'digits'),
    ...least('minSpecialChars', 'special character', 'special characters'),
  ];
  const history = number(rules, 'numPasswordsInHistory');
  return [
    wanted.length > 0 ? `at least ${wanted.join(', ')}` : 'no rule about characters',
    ...(history > 0 ? [`none of the last ${history}`] : []),
  ].join('; ');
}

/**
 * A random password that keeps these rules and has none of the words in it; undefined when there is none.
 */
export function passwordFor(rules: Rules, words: readonly string[]): string | undefined {
  const minimum = (rule: string) => number(rules, rule);
  const allowed = (characters: string) =>
    [...characters].filter(
      (character) =>
        !text(rules, 'disallowedChars').includes(character) &&
        (text(rules, 'allowedChars') === '' || text(rules, 'allowedChars').includes(character)),
    );
  const lower = allowed('abcdefghijkmnopqrstuvwxyz');
  const upper = allowed('ABCDEFGHJKLMNPQRSTUVWXYZ');
  const digits = allowed('23456789');
  const special = allowed('!#%+-_=.:,@$*?/');

  const longest = minimum('maxLength') || 500;
  const length = Math.min(Math.max(minimum('minLength'), minimum('minAlphaNumerals'), 16), longest);
  const forbidden = [...words.filter((word) => word.length > 3), ...list(rules, 'disallowedSubstrings')];

  for (let tries = 0; tries < 50; tries++) {
    const chosen = [...text(rules, 'requiredChars')];
    const take = (from: readonly string[], count: number) => {
      // A character that is there already comes last, for the rules about repeated and distinct ones.
      for (; count > 0 && from.length > 0; count--) {
        const fresh = from.filter((character) => !chosen.includes(character));
        const pool = fresh.length > 0 ? fresh : from;
        chosen.push(pool[randomInt(pool.length)]!);
      }
    };
    take(lower, Math.max(minimum('minLowerCase'), 1));
    take(upper, Math.max(minimum('minUpperCase'), 1));
    take(digits, Math.max(minimum('minNumerals'), 1));
    take(special, minimum('minSpecialChars'));
    take([...lower, ...upper], minimum('minAlphas') - chosen.filter((character) => /[a-z]/i.test(character)).length);
    const rest = [...lower, ...upper, ...digits];
    take(rest, length - chosen.length);
    const password = shuffled(chosen, rules.startsWithAlphabet === true);
    if (keeps(password, rules, forbidden)) return password;
  }
  return undefined;
}

function keeps(password: string, rules: Rules, forbidden: readonly string[]): boolean {
  const count = (pattern: RegExp) => (password.match(pattern) ?? []).length;
  const distinct = new Set(password).size;
  const within = (value: number, min: string, max?: string) =>
    value >= number(rules, min) && (max === undefined || value <= (number(rules, max) || Infinity));
  return (
    within(password.length, 'minLength', 'maxLength') &&
    within(count(/[^a-z0-9]/gi), 'minSpecialChars', 'maxSpecialChars') &&
    within(count(/[a-z]/g), 'minLowerCase') &&
    within(count(/[A-Z]/g), 'minUpperCase') &&
    within(count(/[0-9]/g), 'minNumerals') &&
    within(count(/[a-z]/gi), 'minAlphas') &&
    within(count(/[a-z0-9]/gi), 'minAlphaNumerals') &&
    within(distinct, 'minUniqueChars') &&
    within(distinct, 'distinctCharacters') &&
    forbidden.every((word) => !password.toLowerCase().includes(word.toLowerCase()))
  );
}

function shuffled(characters: string[], letterFirst: boolean): string {
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other]!, characters[last]!];
  }
  const letter = characters.findIndex((character) => /[a-z]/i.test(character));
  if (letterFirst && letter > 0) [characters[0], characters[letter]] = [characters[letter]!, characters[0]!];
  return characters.join('');
}

function stricter(rule: string, one: unknown, other: unknown): unknown {
  if (typeof one === 'number' && typeof other === 'number') {
    const isUpperBound = rule.startsWith('max');
    return isUpperBound && one > 0 && other > 0 ? Math.min(one, other) : Math.max(one, other);
  }
  if (typeof one === 'boolean' && typeof other === 'boolean') return one || other;
  if (one instanceof Array && other instanceof Array) return [...(one as unknown[]), ...(other as unknown[])];
  // Of two lists of allowed characters the first stays; should the other matter, Oracle says so.
  if (rule === 'disallowedChars' || rule === 'requiredChars')
    return [...new Set(`${one ?? ''}${other ?? ''}`)].join('');
  return one ?? other;
}

function number(rules: Rules, rule: string): number {
  const value = rules[rule];
  return typeof value === 'number' ? value : 0;
}

function text(rules: Rules, rule: string): string {
  const value = rules[rule];
  return typeof value === 'string' ? value : '';
}

function list(rules: Rules, rule: string): string[] {
  const value = rules[rule];
  return value instanceof Array ? value.filter((one): one is string => typeof one === 'string' && one !== '') : [];
}

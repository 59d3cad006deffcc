import { copyAt, pathNames } from './attribute-path';
import { isObject, type JsonObject } from './json';
import type { PolicySettings } from './policy';

/** Whose password it is, for the rules about names and attributes. */
export interface Person {
  userName?: string | undefined;
  givenName?: string | undefined;
  familyName?: string | undefined;
  attributes?: JsonObject;
}

interface Candidate {
  password: string;
  characters: string[];
  person: Person;
}

interface Rule {
  isBroken(candidate: Candidate, policy: PolicySettings): boolean;
  /** What the rule asks for, in words; undefined when the policy does not set it. */
  text(policy: PolicySettings): string | undefined;
}

const upperCase = /\p{Lu}/u;
const lowerCase = /\p{Ll}/u;
const letter = /\p{L}/u;
const digit = /\p{Nd}/u;
/** Neither letter nor digit [I]. */
const special = /[^\p{L}\p{Nd}]/u;

/**
 * The rules that a password alone can keep or break, by Oracle's names. A count of 0 is no rule [D]. Lengths count
 * characters, not bytes [I]; maxRepeatedChars is how often one character may occur in all [I]; names and substrings are
 * looked for in any case [I], names of three characters or less not at all [D].
 */
const rules: Partial<Record<keyof PolicySettings, Rule>> = {
  minLength: atLeast('minLength', 'characters', ({ characters }) => characters.length),
  maxLength: atMost('maxLength', 'characters', ({ characters }) => characters.length),
  minAlphas: atLeast('minAlphas', 'letters', ({ characters }) => count(characters, letter)),
  minNumerals: atLeast('minNumerals', 'digits', ({ characters }) => count(characters, digit)),
  minAlphaNumerals: atLeast(
    'minAlphaNumerals',
    'letters or digits',
    ({ characters }) => characters.length - count(characters, special),
  ),
  minSpecialChars: atLeast('minSpecialChars', 'special characters', ({ characters }) => count(characters, special)),
  maxSpecialChars: atMost('maxSpecialChars', 'special characters', ({ characters }) => count(characters, special)),
  minUpperCase: atLeast('minUpperCase', 'capital letters', ({ characters }) => count(characters, upperCase)),
  minLowerCase: atLeast('minLowerCase', 'small letters', ({ characters }) => count(characters, lowerCase)),
  minUniqueChars: atLeast('minUniqueChars', 'different characters', ({ characters }) => new Set(characters).size),
  maxRepeatedChars: atMost('maxRepeatedChars', 'of the same character', ({ characters }) => mostOfOne(characters)),
  startsWithAlphabet: {
    isBroken: ({ characters }, { startsWithAlphabet }) => startsWithAlphabet && !letter.test(characters[0] ?? ''),
    text: ({ startsWithAlphabet }) => (startsWithAlphabet ? 'Must start with a letter.' : undefined),
  },
  userNameDisallowed: noName('userNameDisallowed', 'user name', ({ userName }) => userName),
  firstNameDisallowed: noName('firstNameDisallowed', 'first name', ({ givenName }) => givenName),
  lastNameDisallowed: noName('lastNameDisallowed', 'last name', ({ familyName }) => familyName),
  requiredChars: {
    isBroken: ({ characters }, { requiredChars }) => [...requiredChars].some((one) => !characters.includes(one)),
    text: ({ requiredChars }) => (requiredChars ? `Must contain all of ${requiredChars}` : undefined),
  },
  disallowedChars: {
    isBroken: ({ characters }, { disallowedChars }) => [...disallowedChars].some((one) => characters.includes(one)),
    text: ({ disallowedChars }) => (disallowedChars ? `Must contain none of ${disallowedChars}` : undefined),
  },
  allowedChars: {
    isBroken: ({ characters }, { allowedChars }) =>
      allowedChars !== '' && characters.some((one) => ![...allowedChars].includes(one)),
    text: ({ allowedChars }) => (allowedChars ? `Must contain nothing but ${allowedChars}` : undefined),
  },
  disallowedSubstrings: {
    isBroken: ({ password }, { disallowedSubstrings }) => disallowedSubstrings.some((one) => contains(password, one)),
    text: ({ disallowedSubstrings: [...all] }) =>
      all.length > 0 ? `Must contain none of the words ${all.join(', ')}.` : undefined,
  },
  disallowedUserAttributeValues: {
    isBroken: ({ password, person }, { disallowedUserAttributeValues: paths }) =>
      paths.flatMap((path) => valuesAt(person.attributes ?? {}, path)).some((value) => containsName(password, value)),
    text: ({ disallowedUserAttributeValues: [...all] }) =>
      all.length > 0 ? `Must not contain the value of ${all.join(', ')}.` : undefined,
  },
};

/** The names of the rules that a password breaks; empty when it keeps them all. History and age are no part of it. */
export function brokenRules(password: string, person: Person, policy: PolicySettings): string[] {
  const candidate = { password, characters: Array.from(password), person };
  return Object.entries(rules).flatMap(([name, rule]) => (rule.isBroken(candidate, policy) ? [name] : []));
}

/** A rule as Oracle lists it: its name and, in the simulator's own words, what it asks for. */
export interface RuleText {
  key: string;
  value: string;
}

/** The rules that the policy sets, or those of the given names. */
export function ruleTexts(policy: PolicySettings, names: string[] = Object.keys(rules)): RuleText[] {
  return names.flatMap((key) => {
    const value = rules[key as keyof PolicySettings]?.text(policy);
    return value === undefined ? [] : [{ key, value }];
  });
}

type Counted = {
  [Name in keyof PolicySettings]: PolicySettings[Name] extends number ? Name : never;
}[keyof PolicySettings];
type Switched = {
  [Name in keyof PolicySettings]: PolicySettings[Name] extends boolean ? Name : never;
}[keyof PolicySettings];

function atLeast(name: Counted, what: string, counted: (candidate: Candidate) => number): Rule {
  return {
    isBroken: (candidate, policy) => counted(candidate) < policy[name],
    text: (policy) => (policy[name] > 0 ? `Must have at least ${policy[name]} ${what}.` : undefined),
  };
}

function atMost(name: Counted, what: string, counted: (candidate: Candidate) => number): Rule {
  return {
    isBroken: (candidate, policy) => policy[name] > 0 && counted(candidate) > policy[name],
    text: (policy) => (policy[name] > 0 ? `Must have at most ${policy[name]} ${what}.` : undefined),
  };
}

function noName(name: Switched, what: string, of: (person: Person) => string | undefined): Rule {
  return {
    isBroken: ({ password, person }, policy) => policy[name] && containsName(password, of(person)),
    text: (policy) => (policy[name] ? `Must not contain the ${what}.` : undefined),
  };
}

function count(characters: string[], kind: RegExp): number {
  return characters.filter((character) => kind.test(character)).length;
}

function mostOfOne(characters: string[]): number {
  const counts = new Map<string, number>();
  let most = 0;
  for (const character of characters) {
    const times = (counts.get(character) ?? 0) + 1;
    counts.set(character, times);
    most = Math.max(most, times);
  }
  return most;
}

function contains(password: string, part: string): boolean {
  return password.toLowerCase().includes(part.toLowerCase());
}

function containsName(password: string, name = ''): boolean {
  return Array.from(name).length > 3 && contains(password, name);
}

/** The strings that an attribute path leads to, through lists and all. */
function valuesAt(attributes: JsonObject, path: string): string[] {
  const found: JsonObject = {};
  copyAt(attributes, found, pathNames(path) ?? []);
  const strings = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.flatMap(strings) : isObject(value) ? Object.values(value).flatMap(strings) : [];
  };
  return strings(found);
}

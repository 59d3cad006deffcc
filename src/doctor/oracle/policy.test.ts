import fc from 'fast-check';
import { inWords, passwordFor, policiesIn, strictest, type Rules } from './policy';

const count = (text: string, pattern: RegExp) => (text.match(pattern) ?? []).length;

describe('a password for rules', () => {
  it('keeps any of them', () => {
    const upTo = (max: number) => fc.integer({ min: 0, max });
    const rules = fc.record({
      minLength: upTo(40),
      minLowerCase: upTo(6),
      minUpperCase: upTo(6),
      minNumerals: upTo(6),
      minSpecialChars: upTo(6),
      minAlphas: upTo(12),
      minUniqueChars: upTo(12),
      startsWithAlphabet: fc.boolean(),
      disallowedChars: fc.constantFrom('', 'abc', 'ABC234!', '@'),
      requiredChars: fc.constantFrom('', 'x', 'Q7'),
    });
    fc.assert(
      fc.property(rules, (given) => {
        const password = passwordFor(given, ['alice'])!;
        expect(password.length).toBeGreaterThanOrEqual(Math.max(given.minLength, 16));
        expect(count(password, /[a-z]/g)).toBeGreaterThanOrEqual(given.minLowerCase);
        expect(count(password, /[A-Z]/g)).toBeGreaterThanOrEqual(given.minUpperCase);
        expect(count(password, /\d/g)).toBeGreaterThanOrEqual(given.minNumerals);
        expect(count(password, /[^a-z\d]/gi)).toBeGreaterThanOrEqual(given.minSpecialChars);
        expect(count(password, /[a-z]/gi)).toBeGreaterThanOrEqual(given.minAlphas);
        expect(new Set(password).size).toBeGreaterThanOrEqual(given.minUniqueChars);
        if (given.startsWithAlphabet) expect(password).toMatch(/^[a-z]/i);
        expect([...given.requiredChars].every((character) => password.includes(character))).toBe(true);
        expect([...given.disallowedChars].some((character) => password.includes(character))).toBe(false);
      }),
    );
  });

  it('is short, plain, or of certain characters where it has to be', () => {
    expect(passwordFor({ maxLength: 8, maxSpecialChars: 0 }, [])).toMatch(/^[a-zA-Z0-9]{8}$/);
    expect(passwordFor({ allowedChars: 'abXY23' }, [])).toMatch(/^[abXY23]{16}$/);
  });

  it('is another each time', () => {
    expect(passwordFor({}, [])).not.toBe(passwordFor({}, []));
  });

  it.each<Rules>([
    { minLength: 20, maxLength: 10 },
    { minLowerCase: 8, minUpperCase: 8, maxLength: 8 },
    { disallowedChars: '0123456789', minNumerals: 1 },
    { allowedChars: 'ab', disallowedSubstrings: ['aaaa', 'a', 'b'] },
  ])('is none where the rules contradict one another: %j', (rules) => {
    expect(passwordFor(rules, [])).toBeUndefined();
  });
});

describe('several policies', () => {
  it('are kept together', () => {
    const weak = { id: 'PasswordPolicy', minLength: 8, maxLength: 40, minSpecialChars: 0, disallowedChars: 'a' };
    const strong = {
      id: 'other',
      minLength: 12,
      maxLength: 0,
      minSpecialChars: 2,
      disallowedChars: 'b',
      startsWithAlphabet: true,
    };
    expect(strictest([weak, strong])).toMatchObject({
      minLength: 12,
      maxLength: 40,
      minSpecialChars: 2,
      disallowedChars: 'ab',
      startsWithAlphabet: true,
    });
    expect(strictest([{ maxLength: 40 }, { maxLength: 20 }])).toEqual({ maxLength: 20 });
    expect(strictest([])).toEqual({});
  });

  it('that contradict one another: the default one', () => {
    const usual = { id: 'PasswordPolicy', maxLength: 10 };
    expect(strictest([{ id: 'other', minLength: 20 }, usual])).toBe(usual);
  });
});

it('policies are read from a list, and from nothing else', () => {
  expect(policiesIn({ totalResults: 1, Resources: [{ id: 'a' }, 'b'] })).toEqual([{ id: 'a' }]);
  expect(policiesIn({ totalResults: 0 })).toEqual([]);
  expect(policiesIn({ detail: 'no' })).toBeNull();
});

it('rules in words', () => {
  expect(inWords({ minLength: 8, minNumerals: 1, minSpecialChars: 2, numPasswordsInHistory: 3 })).toBe(
    'at least 8 characters, 1 digit, 2 special characters; none of the last 3',
  );
  expect(inWords({})).toBe('no rule about characters');
});

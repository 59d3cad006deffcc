import fc from 'fast-check';
import { undoneText } from './undo-text';

const file = 'script/access.js';
const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n';
const after = before.replace('two', 'two, and ours').replace('seven\n', 'seven\nours\n');

it('nothing else has happened: the bytes of before', () => {
  expect(undoneText(file, after, before, after)).toEqual({ text: before });
  expect(undoneText(file, before, before, after)).toEqual({ text: before });
});

it('what has happened elsewhere stays', () => {
  const edited = after.replace('four', 'theirs');
  expect(undoneText(file, edited, before, after)).toEqual({ text: before.replace('four', 'theirs') });
});

it('lines may have moved', () => {
  expect(undoneText(file, `theirs\n${after}`, before, after)).toEqual({ text: `theirs\n${before}` });
});

it.each([after.replace('two, and ours', 'two, and theirs'), after.replace('ours\n', ''), 'something else'])(
  'the same lines were changed: it can not be told (%j)',
  (current) => {
    expect(undoneText(file, current, before, after)).toEqual({ changed: '' });
  },
);

it.each(['\r\n', '\n'])('keeps the ends of lines (%j)', (end) => {
  const ended = (text: string) => text.replace(/\n/g, end);
  const edited = ended(after.replace('four', 'theirs'));
  expect(undoneText(file, edited, ended(before), ended(after))).toEqual({
    text: ended(before.replace('four', 'theirs')),
  });
});

it('never loses or makes up a line of theirs', () => {
  const line = fc.constantFrom('a', 'b', 'c', 'd', '');
  const lines = fc.array(line, { minLength: 1, maxLength: 12 });
  const text = (all: string[]) => all.map((each, index) => `${each}${index}\n`).join('');
  fc.assert(
    fc.property(lines, fc.nat(11), fc.nat(11), (all, ours, theirs) => {
      const base = text(all);
      const put = (into: string, at: number, what: string) => {
        const parts = into.split('\n');
        parts.splice(Math.min(at, parts.length - 1), 0, what);
        return parts.join('\n');
      };
      const added = put(base, ours, 'OURS');
      const edited = put(added, theirs, 'THEIRS');
      const undone = undoneText(file, edited, base, added);
      if ('changed' in undone) return;
      expect(
        undone.text
          .split('\n')
          .filter((each) => each !== 'THEIRS')
          .join('\n'),
      ).toBe(base);
      expect(undone.text).toContain('THEIRS');
    }),
    { numRuns: 500 },
  );
});

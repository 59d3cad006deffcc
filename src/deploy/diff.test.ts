import { changeBetween } from './changes';
import { diffOf } from './diff';

const asItIs = (_path: string, text: string) => text;
const shown = (before: string | undefined, after: string | undefined, outlined = asItIs) => {
  const change = changeBetween(
    'conf/x.json',
    before === undefined ? undefined : Buffer.from(before),
    after === undefined ? undefined : Buffer.from(after),
  );
  return diffOf(change!, outlined).map(({ kind, text }) => `${kind} ${text}`);
};

it('shows what differs with three lines around it', () => {
  const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  expect(shown(before, before.replace('5', 'five'))).toEqual([
    'place @@ -2,7 +2,7 @@',
    'both 2',
    'both 3',
    'both 4',
    'old 5',
    'new five',
    'both 6',
    'both 7',
    'both 8',
  ]);
});

it('shows the whole of what comes or goes', () => {
  expect(shown(undefined, 'a\n')).toEqual(['place @@ -0,0 +1,1 @@', 'new a']);
  expect(shown('a\n', undefined)).toEqual(['place @@ -1,1 +0,0 @@', 'old a']);
});

it.each([
  ['"password" : "canary",', '"password" : "(not shown)",'],
  ['{ "clientSecret":"ca\\"nary", "a": 1 }', '{ "clientSecret":"(not shown)", "a": 1 }'],
  ['"password": "&{openidm.repo.password}"', '"password": "&{openidm.repo.password}"'],
  ['"password" : {', '"password" : {'],
])('%s is shown as %s', (line, expected) => {
  expect(shown(`a\n${line}\n`, `b\n${line}\n`)).toContain(`both ${expected}`);
});

it('shows no difference of what is no text', () => {
  const change = changeBetween('script/x.js', Buffer.from([0xff]), Buffer.from([0xfe]))!;
  expect(diffOf(change, asItIs)).toEqual([]);
});

it('shows a script within a configuration as the file that it was', () => {
  expect(shown('{}', '{"source":"compiled"}', (_path, text) => text.replace('compiled', 'file'))).toContain(
    'new {"source":"file"}',
  );
});

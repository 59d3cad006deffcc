import { afterOf, beforeOf, changeBetween, inOrder, inverse, isIn } from './changes';
import type { Change } from './model';

const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text));

const change = (path: string, before: string | undefined, after: string | undefined): Change =>
  changeBetween(path, bytes(before), bytes(after))!;

it.each([
  [undefined, 'a', 'create'],
  ['a', 'b', 'update'],
  ['a', undefined, 'delete'],
])('from %j to %j is a change to %s, and back', (before, after, kind) => {
  const there = change('conf/x.json', before, after);
  expect(there.kind).toBe(kind);
  expect(isIn(beforeOf(there), bytes(before))).toBe(true);
  expect(isIn(afterOf(there), bytes(after))).toBe(true);
  expect(isIn(afterOf(there), bytes(before))).toBe(false);
  const [back] = inverse([there]);
  expect(back).toEqual(change('conf/x.json', after, before));
  expect(inverse([back!])).toEqual([there]);
});

it.each([
  ['a', 'a'],
  [undefined, undefined],
])('from %j to %j is none', (before, after) => {
  expect(changeBetween('conf/x.json', bytes(before), bytes(after))).toBeUndefined();
});

it('bytes that are no text are kept as they are', () => {
  const binary = Buffer.from([0xff, 0x00, 0xfe]);
  const there = changeBetween('script/x.js', undefined, binary)!;
  expect(afterOf(there)).toEqual({ sha256: expect.any(String) as string, base64: binary.toString('base64') });
  expect(isIn(afterOf(there), binary)).toBe(true);
});

it("knows the customer's files from ours", () => {
  expect(change('conf/managed.json', 'a', 'b').owner).toBe('customer');
  expect(change('conf/custom-idcsPasswordSync.json', 'a', 'b').owner).toBe('bundle');
});

it('what something refers to is there before it, and goes after it', () => {
  const paths = [
    'conf/schedule-passwordSyncRetry.json',
    'conf/managed.json',
    'conf/endpoint-idcsPasswordSync.json',
    'conf/custom-idcsPasswordSync.json',
    'script/idcs-password-sync/onUpdate.js',
  ];
  const order = [...paths].reverse();
  const made = inOrder(paths.map((path) => change(path, undefined, 'a')));
  expect(made.map(({ path }) => path)).toEqual(order);
  const unmade = inOrder(paths.map((path) => change(path, 'a', undefined)));
  expect(unmade.map(({ path }) => path)).toEqual(paths);
  const mixed = inOrder([
    change('script/idcs-password-sync/old.js', 'a', undefined),
    change('conf/managed.json', 'a', 'b'),
    change('script/idcs-password-sync/new.js', undefined, 'a'),
  ]);
  expect(mixed.map(({ kind }) => kind)).toEqual(['create', 'update', 'delete']);
  expect(inverse(made).map(({ path }) => path)).toEqual(paths);
});

import fc from 'fast-check';
import { recordId, unboundId, userOf } from './ids';

/** Text of any UTF-16 code units, rich in what an escape is made of. */
const part = fc.oneof(
  fc.string({ unit: fc.constantFrom('~', '.', '-', '_', 'a', '2', 'e', '/', '%', ' ', 'é', '\u{1f511}') }),
  fc.string({ unit: 'binary' }),
);
const ref = fc.record({ object: part, id: part });

test('no two different users share a record: its id tells whose it is', () => {
  fc.assert(
    fc.property(ref, part, (user, target) => expect(userOf(target, recordId(target, user))).toEqual(user)),
    { numRuns: 1000 },
  );
});

test('the id of an unbound intent tells its nonce, and is that of no user', () => {
  fc.assert(fc.property(part, (nonce) => expect(userOf('idcs', unboundId('idcs', nonce)).id).toBe(nonce)));
});

test('parts that run into each other when put together stay apart', () => {
  const ids = [
    ['a.b', 'c'],
    ['a', 'b.c'],
    ['a', 'b~2e.c'],
    ['a~2e', 'b.c'],
    ['a', '.b.c'],
    ['', 'a.b.c'],
    ['a.b.c', ''],
  ].map(([object = '', id = '']) => recordId('idcs', { object, id }));
  expect(new Set(ids).size).toBe(ids.length);
});

test('an id is one segment of a path that no URL decoding changes', () => {
  fc.assert(
    fc.property(ref, ({ object, id }) => {
      for (const made of [recordId('idcs', { object, id }), unboundId('idcs', id)]) {
        expect(made).toMatch(/^[A-Za-z0-9_.~-]+$/);
        expect(decodeURIComponent(made)).toBe(made);
      }
    }),
  );
});

test('ordinary ids stay readable', () => {
  expect(recordId('idcs', { object: 'user', id: '0f-A_9' })).toBe('idcs.user.0f-A_9');
  expect(recordId('idcs', { object: 'user', id: 'a/b@c' })).toBe('idcs.user.a~2f.b~40.c');
  expect(unboundId('idcs', 'nonce-1')).toBe('idcs.new.nonce-1');
});

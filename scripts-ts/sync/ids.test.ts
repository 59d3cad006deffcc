import fc from 'fast-check';
import { recordId, unboundId } from './ids';

/** Text of any UTF-16 code units, rich in what an escape is made of. */
const part = fc.oneof(
  fc.string({ unit: fc.constantFrom('~', '.', '-', '_', 'a', '2', 'e', '/', '%', ' ', 'é', '\u{1f511}') }),
  fc.string({ unit: 'binary' }),
);
const ref = fc.record({ object: part, id: part });

/** The user that an id names: who can be read back shares it with nobody. */
function userOf(id: string): { object: string; id: string } {
  const parts = /^idcs\.((?:~[0-9a-f]+\.|[\w-])*)\.((?:~[0-9a-f]+\.|[\w-])*)$/.exec(id);
  const [object = '', user = ''] = (parts?.slice(1) ?? []).map((escaped) =>
    escaped.replace(/~([0-9a-f]+)\./g, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
  );
  return { object, id: user };
}

test('no two different users share a record: its id tells whose it is', () => {
  fc.assert(
    fc.property(ref, (user) => expect(userOf(recordId('idcs', user))).toEqual(user)),
    { numRuns: 1000 },
  );
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

/** What the hook before an update does; afterwards, and after a delete: change-after.test.ts, of a create: change-create.test.ts. */
import { beforeUpdate, type Note } from './change';
import { held, intent, mark } from './testing/records';
import { anna, annaId, at, fingerprint, LEASE, MARK, notebook, owner, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const noted = (nonce: string, fresh: boolean): Note => ({ kind: 'noted', nonce, fresh });
const notNoted = (nonce: string): Note => ({ kind: 'notNoted', nonce });
const thrown = (code: number) => expect.objectContaining({ code }) as Error;

describe('before an update', () => {
  test('the change is noted with one read and one write, and nothing can have been sent yet', () => {
    world.store('First');
    expect(world.note('Second')).toEqual(noted('nonce-1', true));
    expect(world.outbox.calls).toEqual(['read', 'create']);
    expect(world.vault.calls).toEqual([]);
    expect(world.record).toMatchObject({
      state: 'delivering',
      key: 'key-1',
      salt: 'nonce-1',
      intents: [intent('nonce-1', 0, 'Second')],
      lease: { owner: owner('nonce-1'), until: at(LEASE) },
      marks: [mark('Second')],
      held: { how: 'presumed', password: fingerprint('First') },
    });
  });

  test('a record that is there is joined, under its salt', () => {
    world.sync('First');
    expect(world.note('Second')).toEqual(noted('nonce-2', true));
    expect(world.outbox.calls).toEqual(['read', 'replace']);
    expect(world.record).toMatchObject({ intents: [intent('nonce-2', 60, 'Second')], held: held('First') });
  });

  test('nothing is noted of a password that does not change', () => {
    world.store('First');
    expect(world.note('First')).toBeNull();
    expect(world.outbox.calls).toEqual([]);
  });

  test('what IDM stored before is not known where it stored nothing', () => {
    world.note('First');
    expect(world.record).not.toHaveProperty('held');
  });

  test('where IDM keeps a hash the intent has a sealed copy, and the stored form tells what was before', () => {
    world.vault.hashes = true;
    world.store('First');
    const { seen } = world.user.password;
    world.note('Second');
    expect(world.vault.calls).toEqual(['matches', 'seal']);
    expect(world.record).toMatchObject({
      intents: [intent('nonce-1', 0, 'Second', { copy: 'sealed by key-1: Second' })],
      held: { how: 'presumed', password: '', seen },
    });
  });

  test.each([
    ['under a live lease', () => world.note('First')],
    [
      'where a mark stands',
      () => {
        world.note('First');
        world.seconds = LEASE;
      },
    ],
  ])('%s an intent can not vouch for the mark', (_where, before) => {
    before();
    expect(world.note('Second')).toEqual(noted('nonce-2', false));
    expect(world.record.marks).toEqual([mark('First')]);
  });

  test('in a record of a lost key its fingerprint would say nothing, and says so', () => {
    world.sync('First');
    world.vault.key = 'key-2';
    world.note('Second');
    expect(world.record).toMatchObject({ key: 'key-1', intents: [{ nonce: 'nonce-2', password: '' }] });
  });

  test('a record that nobody can read gives way to one that trusts nothing', () => {
    world.store('First');
    world.outbox.damage(annaId);
    expect(world.note('Second')).toEqual(noted('nonce-1', true));
    expect(world.record).toMatchObject({ state: 'delivering', intents: [intent('nonce-1', 0, 'Second')] });
    expect(world.record).not.toHaveProperty('held');
  });
});

describe('conflicts', () => {
  test.each([1, 7])('are read again, %d of them, and nothing is lost that others wrote', (conflicts) => {
    world.sync('First');
    world.outbox.beforeWrites(...Array.from({ length: conflicts }, (_, n) => () => void world.note(`Other${n}`)));
    world.note('Second');
    const others = Array.from({ length: conflicts }, (_, n) => fingerprint(`Other${n}`));
    expect(world.record.intents.map(({ password }) => password)).toEqual([...others, fingerprint('Second')]);
  });

  test('a record that came or went since it was read is one like any other', () => {
    world.outbox.beforeWrites(() => void world.note('Other'));
    world.note('Second');
    expect(world.record.intents).toHaveLength(2);
    world.outbox.beforeWrites(() => world.outbox.take(annaId));
    world.note('Third');
    expect(world.record).toMatchObject({ salt: 'nonce-3', intents: [{ password: fingerprint('Third', 'nonce-3') }] });
  });

  test('without end are given up with 503, and the post hook knows that there is something to note', () => {
    world.sync('First');
    world.storm();
    const { notes, left } = notebook();
    const change = { password: 'Second', before: world.before() };
    expect(() => beforeUpdate(world.ports, settings, anna, change, notes)).toThrow(thrown(503));
    expect(world.outbox.calls.filter((call) => call === 'replace')).toHaveLength(8);
    expect(left()).toEqual(notNoted('nonce-2'));
  });
});

test('run again for the same request (IDM repeats onUpdate after a 412) it is one intent under one lease', () => {
  const first = world.note('First');
  world.seconds = 3;
  const { notes, left } = notebook(first);
  beforeUpdate(world.ports, settings, anna, { password: 'Other', before: { kind: 'nothing' } }, notes);
  expect(left()).toEqual(noted('nonce-1', true));
  expect(world.record).toMatchObject({
    intents: [intent('nonce-1', 3, 'Other')],
    lease: { owner: owner('nonce-1'), until: at(LEASE) },
    marks: [mark('Other', [3, MARK])],
  });
});

test('run again after a first run that could not tell anything it is noted as if it were the first', () => {
  const { notes, left } = notebook({ kind: 'unknown' });
  beforeUpdate(world.ports, settings, anna, { password: 'First', before: { kind: 'nothing' } }, notes);
  expect(left()).toEqual(noted('nonce-1', true));
});

/** Where IDM keeps a hash, the intent carries a sealed copy; and what becomes of records when a key is lost. */
import { afterUpdate } from './change';
import { pending } from './testing/records';
import { anna, annaId, at, failed, fingerprint, LEASE, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
  world.vault.hashes = true;
});

const look = (seconds = world.seconds) => world.look(seconds);
const copies = () => JSON.stringify(world.outbox.entry(annaId)).match(/sealed by \S+ \w+/g) ?? [];

describe('a hashed password', () => {
  test('is sealed once by the hook, and neither unsealed nor compared where it is in hand', () => {
    const job = world.change('First');
    expect(copies()).toEqual(['sealed by key-1: First']);
    world.deliver(job);
    expect([world.vault.calls, world.sent]).toEqual([['seal'], ['First']]);
    expect(copies()).toEqual([]);
  });

  test('is found in the copy that matches', () => {
    world.settings = { ...settings, fastPath: false };
    world.deliver(world.change('First'));
    expect([world.vault.calls, world.sent]).toEqual([['seal', 'unseal', 'matches'], ['First']]);
    expect(world.record).toMatchObject({ state: 'delivered', held: { password: fingerprint('First') } });
  });

  test('set again is hashed anew, and noted: nothing is sent, and the new form recognised', () => {
    world.sync('First');
    const job = world.change('First');
    world.deliver(job);
    expect([world.sent, world.asked]).toEqual([[], 0]);
    expect(world.record).toMatchObject({ state: 'delivered', held: { seen: world.user.password.seen } });
    expect(world.look(660)).toEqual({ kind: 'done' });
    expect(world.record).toMatchObject({ state: 'delivered', looked: true });
  });

  test('set again where there is no record: presumed to be what Oracle holds', () => {
    world.store('First');
    world.deliver(world.change('First'));
    expect(world.sent).toEqual([]);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'IDM stores what it stored before' });
    expect(copies()).toEqual([]);
  });

  test('of two changes that committed in another order is the one that is stored', () => {
    world.note('First');
    world.note('Second');
    world.store('First');
    look(LEASE);
    expect(world.sent).toEqual(['First']);
    expect(copies()).toEqual(['sealed by key-1: First', 'sealed by key-1: Second']);
    look(600);
    expect(world.sent).toEqual(['First']);
    expect(copies()).toEqual([]);
  });

  test('keeps no copy of what is superseded, while the newer one can not be delivered', () => {
    world.sendings = Array.from({ length: 9 }, () => () => failed('transient'));
    world.deliverToTheEnd(world.change('First'));
    expect(copies()).toEqual(['sealed by key-1: First']);
    world.deliverToTheEnd(world.change('Second'));
    expect(copies()).toEqual(['sealed by key-1: Second']);
  });

  test('keeps no copy beyond its time to live', () => {
    world.note('First');
    world.store('First');
    look(7 * 86_400);
    expect(world.record.state).toBe('expired');
    expect(copies()).toEqual([]);
  });

  test('of a change that was never committed is recognised by its stored form: closed, nothing sent', () => {
    world.store('Before');
    world.note('First');
    look(600);
    expect([world.sent, world.vault.calls]).toEqual([[], ['matches', 'seal']]);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'IDM stores what it stored before' });
  });

  test('of a vain change after a delivery is recognised as well', () => {
    world.sync('First');
    world.note('Vain');
    look(700);
    expect(world.sent).toEqual([]);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], held: { password: fingerprint('First') } });
  });
});

describe('a hash that no copy matches', () => {
  test('may get one while a change is on its way; later it is parked, and told', () => {
    world.note('First');
    world.store('Elsewhere');
    look(300);
    expect(world.record).toMatchObject({ state: 'pending', due: at(600), attempts: 0 });
    expect(world.outcomes).toEqual([]);
    look(600);
    expect(world.record).toMatchObject({ state: 'parked', failure: { class: 'unavailable' } });
    expect(world.outcomes).toMatchObject([{ kind: 'parked', ref: anna, failure: { class: 'unavailable' } }]);
    expect(world.sent).toEqual([]);
  });

  test('is taken out by the next change', () => {
    world.note('First');
    world.store('Elsewhere');
    look(600);
    world.deliver(world.change('Second'));
    expect(world.sent).toEqual(['Second']);
    expect(world.record.state).toBe('delivered');
  });

  test('of a change whose hook could not note it, is parked: nobody has the password any more', () => {
    world.store('First');
    afterUpdate(world.ports, settings, anna, { kind: 'notNoted', nonce: 'gone' }, { before: '0', after: '1' });
    world.deliver(world.jobs.at(-1)!);
    expect(world.record).toMatchObject({ state: 'parked', failure: { class: 'unavailable' } });
  });
});

describe('a lost key', () => {
  const loseKey = () => (world.vault.key = 'key-2');

  test('of a record that waits: what is stored is sent, under fingerprints of the new key', () => {
    world.vault.hashes = false;
    world.sync('First');
    const job = world.change('Second');
    loseKey();
    world.deliver(job);
    expect(world.sent).toEqual(['Second']);
    const { salt } = world.record;
    expect(salt).not.toBe('nonce-1');
    expect(world.record).toMatchObject({
      state: 'delivered',
      key: 'key-2',
      held: { password: fingerprint('Second', salt, 'key-2') },
    });
  });

  test('of a record that waits and holds what Oracle holds: sent all the same, for nobody can tell', () => {
    world.vault.hashes = false;
    world.sync('First');
    world.note('Vain');
    loseKey();
    look(300);
    expect(world.record).toMatchObject({ state: 'pending', due: at(660), key: 'key-2' });
    look(660);
    expect(world.sent).toEqual(['First']);
  });

  test('of a record that is closed: expired, and nothing is sent', () => {
    world.vault.hashes = false;
    world.sync('First');
    loseKey();
    look(600);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'its key is lost' });
    expect(world.sent).toEqual([]);
  });

  test('of a record that waits for a look, and has nothing else in it: what is stored is sent', () => {
    world.vault.hashes = false;
    world.store('First');
    world.outbox.put(annaId, pending({ intents: [], key: 'key-0' }));
    look();
    expect(world.sent).toEqual(['First']);
    expect(world.record).toMatchObject({ state: 'delivered', key: 'key-1' });
  });

  test('that comes back in time: the copies under it are there still', () => {
    world.vault.key = 'key-0';
    world.note('First');
    world.vault.key = 'key-1';
    world.store('First');
    look(300);
    expect(world.sent).toEqual([]);
    expect(copies()).toEqual(['sealed by key-0: First']);
    world.vault.key = 'key-0';
    look(600);
    expect(world.sent).toEqual(['First']);
  });

  test('under which the copies were sealed: parked with that reason', () => {
    world.outbox.put(annaId, pending({ intents: [{ ...pending().intents[0]!, copy: 'sealed by key-0: First' }] }));
    world.store('First');
    look(600);
    expect(world.record).toMatchObject({
      state: 'parked',
      failure: { class: 'unavailable', reason: expect.stringMatching(/key that is lost/) as string },
    });
  });
});

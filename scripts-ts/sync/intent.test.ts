import { unboundId } from './ids';
import { bindCreate, closeDeleted, noteChange, noteCreate, noteStored } from './intent';
import { intent } from './testing/records';
import { anna, annaId, at, fingerprint, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const change = { password: 'Second', before: 'First' };

describe('noteChange', () => {
  test('is one read and one write, and says that nothing can have been sent yet', () => {
    expect(noteChange(world.ports, settings, anna, change, { nonce: null, lease: true })).toEqual({
      nonce: 'nonce-1',
      fresh: true,
    });
    expect(world.outbox.calls).toEqual(['read', 'create']);
    expect(world.record).toMatchObject({
      intents: [intent('nonce-1', 0, 'Second', 'First')],
      lease: { until: at(50) },
    });
  });

  test('takes fingerprints under the salt of the record that is there', () => {
    world.sync('First');
    noteChange(world.ports, settings, anna, change, { nonce: null, lease: true });
    expect(world.outbox.calls).toEqual(['read', 'replace']);
    expect(world.record.intents).toEqual([
      { nonce: 'nonce-2', at: at(0), password: fingerprint('Second'), before: fingerprint('First') },
    ]);
  });

  test('of an unknown password before leaves it out', () => {
    world.note('First');
    expect(world.record.intents).toStrictEqual([intent('nonce-1', 0, 'First')]);
  });

  test.each([
    ['under a live lease', () => world.note('First')],
    [
      'where a mark stands',
      () => {
        world.note('First');
        world.seconds = 60;
      },
    ],
  ])('%s can not vouch for the mark', (_where, before) => {
    before();
    expect(world.note('Second')).toEqual({ nonce: 'nonce-2', fresh: false });
    expect(world.record.mark).toEqual({ password: fingerprint('First'), at: at(0) });
  });

  test('without a lease does not vouch for anything', () => {
    expect(noteChange(world.ports, settings, anna, change, { nonce: null, lease: false }).fresh).toBe(false);
  });

  test.each([1, 7])('reads again after %d conflicts, and loses nothing that others wrote', (conflicts) => {
    world.sync('First');
    world.outbox.beforeWrites(...Array.from({ length: conflicts }, (_, n) => () => void world.note(`Other${n}`)));
    expect(world.note('Second').nonce).toBe('nonce-2');
    const others = Array.from({ length: conflicts }, (_, n) => fingerprint(`Other${n}`));
    expect(world.record.intents.map(({ password }) => password)).toEqual([...others, fingerprint('Second')]);
  });

  test('a record that came or went since it was read is a conflict like any other', () => {
    world.outbox.beforeWrites(() => void world.note('Other'));
    world.note('Second');
    expect(world.record.intents).toHaveLength(2);
    world.outbox.beforeWrites(() => world.outbox.take(annaId));
    world.note('Third');
    expect(world.record).toMatchObject({ salt: 'nonce-3', intents: [{ password: fingerprint('Third', 'nonce-3') }] });
  });

  test('gives up with 503 when the record never keeps still', () => {
    world.sync('First');
    world.outbox.beforeWrites(...Array.from({ length: 100 }, () => () => world.outbox.touch(annaId)));
    expect(() => world.note('Second')).toThrow(expect.objectContaining({ code: 503 }) as Error);
    expect(world.outbox.calls.filter((call) => call === 'replace')).toHaveLength(8);
  });

  test('run again for the same request (IDM repeats onUpdate after a 412) is one intent under one lease', () => {
    world.note('First');
    world.seconds = 3;
    const again = noteChange(
      world.ports,
      settings,
      anna,
      { password: 'First', before: null },
      { nonce: 'nonce-1', lease: true },
    );
    expect(again.nonce).toBe('nonce-1');
    expect(world.record).toMatchObject({
      intents: [intent('nonce-1', 3, 'First')],
      lease: { owner: 'nonce-1', until: at(50) },
      mark: { at: at(0) },
    });
  });
});

describe('a create under an id that IDM gives', () => {
  const create = () => noteCreate(world.ports, settings, { object: 'user', userName: 'anna' }, 'First');
  const unbound = unboundId('idcs', 'nonce-1');

  test('is noted under its nonce with one write, and can not vouch for a mark it has not set', () => {
    expect(create()).toEqual({ nonce: 'nonce-1', fresh: false });
    expect(world.outbox.calls).toEqual(['create']);
    expect(world.outbox.entry(unbound)).toStrictEqual({
      schema: 1,
      target: 'idcs',
      state: 'unbound',
      object: 'user',
      userName: 'anna',
      salt: 'nonce-1',
      intent: intent('nonce-1', 0, 'First'),
      due: at(600),
    });
  });

  test('a nonce that is taken already is refused', () => {
    world.ports.nonce = () => 'nonce-1';
    create();
    expect(create).toThrow(expect.objectContaining({ code: 503 }) as Error);
  });

  test('is bound to its id: the record takes the lease, the unbound intent goes', () => {
    create();
    world.seconds = 1;
    expect(bindCreate(world.ports, settings, anna, 'nonce-1')).toEqual({ nonce: 'nonce-1', fresh: true });
    expect(world.outbox.ids()).toEqual([annaId]);
    expect(world.record).toMatchObject({
      state: 'delivering',
      salt: 'nonce-1',
      since: at(0),
      intents: [intent('nonce-1', 0, 'First')],
      lease: { owner: 'nonce-1', until: at(51) },
    });
  });

  test('is bound once: there is nothing left to bind', () => {
    create();
    bindCreate(world.ports, settings, anna, 'nonce-1');
    expect(bindCreate(world.ports, settings, anna, 'nonce-1')).toBeNull();
    expect(bindCreate(world.ports, settings, anna, 'never-noted')).toBeNull();
  });

  test('bound once more after a crash between the two writes: one intent, and no vouching for the mark', () => {
    create();
    world.outbox.beforeWrites(
      () => undefined,
      () => {
        throw new Error('the process died');
      },
    );
    expect(() => bindCreate(world.ports, settings, anna, 'nonce-1')).toThrow('died');
    expect(world.outbox.ids()).toEqual([unbound, annaId]);
    world.seconds = 600;
    expect(bindCreate(world.ports, settings, anna, 'nonce-1')).toEqual({ nonce: 'nonce-1', fresh: false });
    expect(world.outbox.ids()).toEqual([annaId]);
    expect(world.record.intents).toEqual([intent('nonce-1', 0, 'First')]);
  });

  test('under the salt of a record that is there its fingerprint says nothing, and matches nothing', () => {
    create();
    world.note('Other');
    expect(world.record.salt).toBe('nonce-2');
    bindCreate(world.ports, settings, anna, 'nonce-1');
    expect(world.record.intents).toEqual([
      { nonce: 'nonce-2', at: at(0), password: fingerprint('Other', 'nonce-2') },
      { nonce: 'nonce-1', at: at(0), password: '' },
    ]);
  });
});

describe('noteStored', () => {
  test('notes what is stored, for a hook that could not', () => {
    world.store('First');
    expect(noteStored(world.ports, settings, anna)).toEqual({ nonce: 'nonce-1', fresh: true });
    expect(world.record.intents).toStrictEqual([intent('nonce-1', 0, 'First')]);
  });

  test.each([undefined, { kind: 'unknown', reason: 'no route' } as const])(
    'notes nothing of a user read as %j',
    (user) => {
      world.setUser(user);
      expect(noteStored(world.ports, settings, anna)).toBeNull();
      expect(world.outbox.ids()).toEqual([]);
    },
  );
});

describe('closeDeleted', () => {
  const close = () => closeDeleted(world.ports, settings, anna);

  test('closes the record, whoever delivers it', () => {
    world.note('First');
    close();
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted', intents: [] });
  });

  test('forgets what Oracle held: a user who comes again under this id may be another there', () => {
    world.sync('First');
    close();
    expect(world.record).not.toHaveProperty('delivered');
    world.deliverToTheEnd(world.change('First'));
    expect(world.sent).toEqual(['First']);
  });

  test('does nothing where there is no record', () => {
    close();
    expect(world.outbox.ids()).toEqual([]);
  });

  test('reads again after a conflict', () => {
    world.sync('First');
    world.outbox.beforeWrites(() => void world.note('Second'));
    close();
    expect(world.record).toMatchObject({ state: 'expired', intents: [] });
  });

  test('leaves a record that never keeps still to the drain', () => {
    world.sync('First');
    world.outbox.beforeWrites(...Array.from({ length: 100 }, () => () => world.outbox.touch(annaId)));
    close();
    expect(world.record.state).toBe('delivered');
  });
});

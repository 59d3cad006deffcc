/** What the hooks of a create do, whether the caller chose the user's id or IDM gives it. */
import { afterCreate, beforeCreate, type Note } from './change';
import { unboundId } from './ids';
import { delivered, delivering, held, intent, mark } from './testing/records';
import { anna, annaId, at, fingerprint, LEASE, MARK, notebook, owner, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
  world.setUser();
});

const unbound = unboundId('idcs', 'nonce-1');
const thrown = (code: number) => expect.objectContaining({ code }) as Error;
const died = () => {
  throw new Error('the process died');
};

/** onCreate: what it leaves. */
function create(id: string | null, earlier: Note | null = null): Note | null {
  const { notes, left } = notebook(earlier);
  beforeCreate(world.ports, settings, { object: 'user', id, userName: 'anna' }, 'First', notes);
  return left();
}

/** postCreate of a user that IDM stores as its first revision. */
function commit(note: Note | null, idWasGiven: boolean): void {
  world.store('First');
  afterCreate(world.ports, settings, anna, note, { revision: '0', idWasGiven, hasPassword: true });
}

describe('a create under an id that IDM gives', () => {
  test('is noted under its nonce with one write, and can not vouch for a mark it has not set', () => {
    expect(create(null)).toEqual({ kind: 'noted', nonce: 'nonce-1', fresh: false });
    expect(world.outbox.calls).toEqual(['create']);
    expect(world.outbox.entry(unbound)).toStrictEqual({
      schema: 2,
      target: 'idcs',
      state: 'unbound',
      object: 'user',
      userName: 'anna',
      key: 'key-1',
      salt: 'nonce-1',
      intent: intent('nonce-1', 0, 'First'),
      due: at(600),
    });
  });

  test('has a sealed copy where IDM keeps a hash', () => {
    world.vault.hashes = true;
    create(null);
    expect(world.outbox.entry(unbound)).toMatchObject({ intent: { copy: 'sealed by key-1: First' } });
  });

  test('under a nonce that is taken already is refused', () => {
    world.ports.nonce = () => 'nonce-1';
    create(null);
    expect(() => create(null)).toThrow(thrown(503));
  });

  test('is bound to its id: the record takes the lease, the unbound intent goes, and the password is in hand', () => {
    const note = create(null);
    world.seconds = 1;
    commit(note, false);
    expect(world.outbox.ids()).toEqual([annaId]);
    expect(world.record).toMatchObject({
      state: 'delivering',
      salt: 'nonce-1',
      since: at(0),
      intents: [intent('nonce-1', 0, 'First')],
      lease: { owner: owner('nonce-1'), until: at(1 + LEASE) },
      marks: [mark('First', [0, 1 + MARK])],
    });
    expect(world.jobs).toMatchObject([
      { ref: anna, settled: 'nonce-1', unsent: true, inHand: { password: 'First', userRevision: '0' } },
    ]);
    world.deliver(world.jobs[0]!);
    expect([world.sent, world.asked, world.vault.calls]).toEqual([['First'], 0, []]);
  });

  test('is bound once: there is nothing left to bind', () => {
    const note = create(null);
    commit(note, false);
    commit(note, false);
    commit({ kind: 'noted', nonce: 'never-noted', fresh: false }, false);
    expect(world.jobs).toHaveLength(1);
  });

  test('bound once more after a crash between the two writes: one intent, and no vouching for the mark', () => {
    const note = create(null);
    world.outbox.beforeWrites(() => undefined, died);
    expect(() => commit(note, false)).toThrow('died');
    expect(world.outbox.ids()).toEqual([unbound, annaId]);
    world.seconds = 49;
    commit(note, false);
    expect(world.outbox.ids()).toEqual([annaId]);
    expect(world.record.intents).toEqual([intent('nonce-1', 0, 'First')]);
    expect(world.jobs).toMatchObject([{ settled: 'nonce-1' }]);
  });

  test('under the salt or the key of a record that is there its fingerprint says nothing, and matches nothing', () => {
    const note = create(null);
    world.note('Other');
    expect(world.record.salt).toBe('nonce-2');
    commit(note, false);
    expect(world.record.intents).toEqual([
      { nonce: 'nonce-2', at: at(0), password: fingerprint('Other', 'nonce-2') },
      { nonce: 'nonce-1', at: at(0), password: '' },
    ]);
    expect(world.jobs).toMatchObject([{ settled: 'nonce-1', unsent: false }]);
  });
});

test('a create whose key was lost before it was bound: its fingerprint says nothing, and what is stored is sent', () => {
  const note = create(null);
  world.vault.key = 'key-2';
  commit(note, false);
  expect(world.record).toMatchObject({ key: 'key-2', salt: 'nonce-1', intents: [{ password: '' }] });
  world.deliver(world.jobs[0]!);
  expect(world.sent).toEqual(['First']);
});

describe('a create under an id that the caller chose', () => {
  test('is noted in the record of its user, and waits for nobody: no lease, no mark', () => {
    expect(create('anna')).toEqual({ kind: 'noted', nonce: 'nonce-1', fresh: false });
    expect(world.outbox.calls).toEqual(['read', 'create']);
    expect(world.record).toMatchObject({
      state: 'pending',
      intents: [intent('nonce-1', 0, 'First')],
      marks: [],
      due: at(600),
    });
    expect(world.record).not.toHaveProperty('held');
  });

  test('is handed to the background: a lease, and a mark, are still to be written', () => {
    commit(create('anna'), true);
    expect(world.jobs).toMatchObject([{ settled: 'nonce-1', unsent: false, inHand: { password: 'First' } }]);
    const [job] = world.jobs;
    world.forget();
    world.deliver(job!);
    expect(world.sent).toEqual(['First']);
    expect(world.outbox.calls).toEqual(['read', 'replace', 'replace', 'replace']);
  });

  test('that IDM tries first for a PUT on a user who exists never resets his record', () => {
    const known = delivered({ held: held('Known') });
    world.outbox.put(annaId, known);
    create('anna');
    expect(world.record).toMatchObject({ state: 'pending', held: held('Known'), intents: [{ nonce: 'nonce-1' }] });
    const busy = delivering({ intents: [], marks: [mark('Known')] });
    world.outbox.put(annaId, busy);
    create('anna');
    expect(world.record).toMatchObject({ ...busy, intents: [{ nonce: 'nonce-2' }] });
  });

  test('that fails is found out when its grace is over', () => {
    create('anna');
    world.look(600);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted' });
    expect(world.sent).toEqual([]);
  });
});

describe('a create that could not be noted', () => {
  const notNoted = () => {
    world.outbox.create = died;
    const { notes, left } = notebook();
    const user = { object: 'user', id: null, userName: 'anna' };
    expect(() => beforeCreate(world.ports, settings, user, 'First', notes)).toThrow('died');
    delete (world.outbox as { create?: unknown }).create;
    return left();
  };

  test('is noted after the commit, in the record of its user', () => {
    const note = notNoted();
    expect(note).toEqual({ kind: 'notNoted', nonce: 'nonce-1' });
    commit(note, false);
    expect(world.outbox.ids()).toEqual([annaId]);
    expect(world.jobs).toMatchObject([{ settled: 'nonce-1', unsent: true, inHand: { password: 'First' } }]);
  });

  test('for its user seemed to exist, and was deleted before the create: he is looked at', () => {
    commit(null, true);
    expect(world.record).toMatchObject({ state: 'pending', due: at(0), intents: [] });
    world.deliver(world.jobs[0]!);
    expect(world.sent).toEqual(['First']);
  });

  test('of a user without a password there is nothing to note', () => {
    const created = { revision: '0', idWasGiven: true, hasPassword: false };
    afterCreate(world.ports, settings, anna, null, created);
    expect([world.outbox.ids(), world.jobs]).toEqual([[], []]);
  });
});

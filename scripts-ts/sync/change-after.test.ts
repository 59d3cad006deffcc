/** What the hooks do after an update and after a delete. */
import { afterDelete, afterUpdate, beforeUpdate, type Note, type Revisions } from './change';
import { delivered, delivering, held, intent, mark, parked, pending } from './testing/records';
import { anna, annaId, at, DAY, fingerprint, LEASE, notebook, owner, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const notNoted = (nonce: string): Note => ({ kind: 'notNoted', nonce });
const thrown = (code: number) => expect.objectContaining({ code }) as Error;

describe('after an update', () => {
  const after = (note: Note | null, revisions: Revisions) => afterUpdate(world.ports, settings, anna, note, revisions);
  const next = { before: '0', after: '1' };

  test('the user is handed to the background with what the hook saw: no read, no write', () => {
    const note = world.note('First');
    world.forget();
    after(note, next);
    expect(world.outbox.calls).toEqual([]);
    expect(world.jobs).toEqual([
      {
        ref: anna,
        owner: owner('nonce-1'),
        settled: 'nonce-1',
        unsent: true,
        quickRetriesLeft: 3,
        waits: 0,
        inHand: { password: 'First', userRevision: '1' },
      },
    ]);
  });

  test('whose intent could not vouch for its mark, the worker asks', () => {
    world.note('First');
    after(world.note('Second'), next);
    expect(world.jobs).toMatchObject([{ settled: 'nonce-2', unsent: false }]);
  });

  test.each<[string, Revisions]>([
    ['the commit was not the next one', { before: '0', after: '2' }],
    ['revisions are no numbers', { before: '0000-a', after: '0000-b' }],
    ['there is no revision', { before: null, after: '1' }],
    ['there is none of the stored user', { before: '0', after: null }],
  ])('what the hook saw is not sent on trust when %s', (_why, revisions) => {
    after(world.note('First'), revisions);
    expect(world.jobs[0]).not.toHaveProperty('inHand');
  });

  test('nor where the fast path is switched off', () => {
    afterUpdate(world.ports, { ...settings, fastPath: false }, anna, world.note('First'), next);
    expect(world.jobs[0]).not.toHaveProperty('inHand');
  });

  test('what the hook saw is out of hand then, whether it is used or not', () => {
    const note = world.note('First');
    after(note, { before: '0', after: '2' });
    expect(world.ports.inHand.take('nonce-1')).toBeNull();
  });

  test('that changed no password there is nothing to do', () => {
    after(null, next);
    expect([world.jobs, world.outbox.calls]).toEqual([[], []]);
  });
});

describe('a gap between the revisions', () => {
  const gap = { before: '3', after: '5' };

  test('moves the record, so that whoever delivers has to look again', () => {
    const note = world.note('First');
    const before = world.outbox.stored(annaId);
    afterUpdate(world.ports, settings, anna, note, gap);
    const { revision, entry } = world.outbox.stored(annaId)!;
    expect([revision, entry]).toEqual([String(Number(before!.revision) + 1), before!.entry]);
    expect(world.jobs).toMatchObject([{ settled: 'nonce-1' }]);
  });

  test('of a change of something else queues a look, where a password was changed not long ago', () => {
    world.sync('First');
    afterUpdate(world.ports, settings, anna, null, gap);
    expect(world.record).toMatchObject({ state: 'pending', due: at(60), held: held('First') });
    expect(world.jobs).toMatchObject([{ settled: null, unsent: false, quickRetriesLeft: 0 }]);
  });

  test('finds what a stale write has brought back', () => {
    world.sync('First');
    world.store('Stale');
    afterUpdate(world.ports, settings, anna, null, gap);
    world.deliver(world.jobs.at(-1)!);
    expect(world.sent).toEqual(['Stale']);
  });

  test('is of no concern where there is no record: no password was changed for long', () => {
    afterUpdate(world.ports, settings, anna, null, gap);
    expect([world.outbox.ids(), world.jobs]).toEqual([[], []]);
  });

  test.each([
    ['a record that is parked stays so, and is due', parked(), { state: 'parked', due: at(0) }],
    ['a record that waits is due', pending({ due: at(999) }), { state: 'pending', due: at(0) }],
    ['a record that is delivered is opened', delivered(), { state: 'pending', due: at(0) }],
    ['a record under a live lease is left to its owner', delivering(), delivering()],
  ])('%s', (_what, record, expected) => {
    world.outbox.put(annaId, record);
    afterUpdate(world.ports, settings, anna, null, gap);
    expect(world.record).toMatchObject(expected);
  });

  test('is seen also where the record can not be read', () => {
    world.outbox.damage(annaId);
    afterUpdate(world.ports, settings, anna, null, gap);
    expect(world.record).toMatchObject({ state: 'pending', due: at(0), intents: [] });
  });
});

describe('a change that could not be noted', () => {
  const next = { before: '0', after: '1' };

  /** The outbox is out of reach while the hook runs: what it leaves. */
  function broken(): Note {
    world.outbox.broken.add(annaId);
    const { notes, left } = notebook();
    const change = { password: 'First', before: { kind: 'nothing' as const } };
    expect(() => beforeUpdate(world.ports, settings, anna, change, notes)).toThrow(thrown(500));
    return left()!;
  }

  test('is noted after the commit: what the hook saw is in hand', () => {
    const note = broken();
    expect(note).toEqual(notNoted('nonce-1'));
    world.outbox.broken.clear();
    world.store('First');
    afterUpdate(world.ports, settings, anna, note, next);
    expect(world.record).toMatchObject({ intents: [intent('nonce-1', 0, 'First')], marks: [mark('First')] });
    expect(world.jobs).toMatchObject([{ settled: 'nonce-1', unsent: true, inHand: { password: 'First' } }]);
    world.deliver(world.jobs[0]!);
    expect([world.sent, world.asked]).toEqual([['First'], 0]);
  });

  test("and is in nobody's hand any more has the user looked at: what is stored is sent", () => {
    const note = broken();
    world.outbox.broken.clear();
    world.store('First');
    world.ports.inHand.take('nonce-1');
    afterUpdate(world.ports, settings, anna, note, next);
    expect(world.record).toMatchObject({ state: 'pending', due: at(0), intents: [] });
    expect(world.jobs).toMatchObject([{ settled: null }]);
    world.deliver(world.jobs[0]!);
    expect(world.sent).toEqual(['First']);
  });

  test('nor be known to be one (not even the settings could be read), has the user looked at', () => {
    world.store('First');
    afterUpdate(world.ports, settings, anna, { kind: 'unknown' }, next);
    expect(world.record).toMatchObject({ state: 'pending', due: at(0), intents: [] });
    expect(world.jobs).toMatchObject([{ settled: null }]);
    world.deliver(world.jobs[0]!);
    expect(world.sent).toEqual(['First']);
  });

  test('and still can not be is thrown: nobody but the log can tell', () => {
    const note = broken();
    expect(() => afterUpdate(world.ports, settings, anna, note, next)).toThrow(thrown(500));
    expect(world.jobs).toEqual([]);
  });

  test('though it was written, and only the answer was lost, is one intent all the same', () => {
    const { notes, left } = notebook();
    const { replace } = world.outbox;
    world.sync('First');
    world.outbox.replace = (...args) => {
      replace.apply(world.outbox, args);
      throw { code: 500, message: 'the connection was lost' };
    };
    const change = { password: 'Second', before: world.before() };
    expect(() => beforeUpdate(world.ports, settings, anna, change, notes)).toThrow(thrown(500));
    world.outbox.replace = replace;
    world.store('Second');
    afterUpdate(world.ports, settings, anna, left(), next);
    expect(world.record.intents).toEqual([intent('nonce-2', 60, 'Second')]);
    world.deliver(world.jobs[0]!);
    expect([world.sent, world.asked]).toEqual([['Second'], 0]);
  });
});

describe('after a delete', () => {
  const close = () => afterDelete(world.ports, settings, anna);

  test('the user is looked at in the background: gone, and the record closed', () => {
    world.sync('First');
    world.setUser();
    close();
    expect(world.record).toMatchObject({ state: 'pending', due: at(60) });
    expect(world.jobs).toMatchObject([{ ref: anna, settled: null }]);
    world.deliver(world.jobs[0]!);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted', intents: [], marks: [] });
    expect([world.sent, world.asked]).toEqual([[], 0]);
  });

  test('whoever delivers keeps the lease: a user who comes again is not delivered by two at once', () => {
    world.sync('First');
    const job = world.change('Second');
    world.sendings = [
      (password) => {
        world.setUser();
        close();
        world.store('Third');
        world.deliver(world.change('Fourth'));
        expect(world.sent).toEqual(['Second']);
        return world.accept(password);
      },
    ];
    world.deliver(job);
    expect(world.sent).toEqual(['Second', 'Fourth']);
    expect(world.record).toMatchObject({ state: 'delivered', held: { password: fingerprint('Fourth') } });
  });

  test('of a user who has come again already, the password is sent: a late post hook closes nothing', () => {
    world.sync('First');
    world.setUser();
    world.store('First');
    close();
    world.deliver(world.jobs[0]!);
    expect(world.sent).toEqual(['First']);
    expect(world.record).toMatchObject({ state: 'delivered' });
  });

  test('an intent that may still commit keeps a look due', () => {
    world.note('First');
    world.seconds = LEASE;
    world.setUser();
    close();
    world.deliver(world.jobs[0]!);
    expect(world.record).toMatchObject({ state: 'pending', due: at(600), intents: [{ nonce: 'nonce-1' }] });
    world.look(600);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted', intents: [] });
  });

  test('what Oracle held is forgotten: a user who comes again under this id may be another there', () => {
    world.sync('First');
    close();
    for (const known of ['held', 'refused']) expect(world.record).not.toHaveProperty(known);
    world.setUser();
    world.deliverToTheEnd(world.change('First'));
    expect(world.sent).toEqual(['First']);
  });

  test('nothing is done where there is no record, or none that can be read', () => {
    close();
    expect(world.outbox.ids()).toEqual([]);
    world.outbox.damage(annaId);
    close();
    expect(world.outbox.entry(annaId)).toMatchObject({ state: 'unreadable' });
  });

  test('the record is read again after a conflict', () => {
    world.sync('First');
    world.outbox.beforeWrites(() => world.outbox.touch(annaId));
    close();
    expect(world.record).toMatchObject({ state: 'pending', due: at(60) });
  });

  test('a record that never keeps still is left to the drain, which finds the user gone', () => {
    world.sync('First');
    world.storm();
    expect(close).toThrow(thrown(503));
    expect(world.jobs).toEqual([]);
    expect(world.record.state).toBe('delivered');
    world.outbox.beforeWrites();
    world.setUser();
    world.look(DAY);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted' });
  });
});

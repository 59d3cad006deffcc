import { hold, type Hold, workOf } from './hold';
import { unboundId } from './ids';
import { jobAfterCommit, lookJob, type Next } from './job';
import type { Learned } from './learned';
import type { Delivering, OutboxRecord } from './record';
import { delivered, delivering, expired, held, intent, mark, parked, pending } from './testing/records';
import { anna, annaId, at, failure, LEASE, owner, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const me = owner('nonce-1');
const other = 'node-2/start nonce-7';
const unsent: Learned = { kind: 'unsent' };
const outstanding: Learned = { kind: 'outstanding', mark: mark('First', [0, 30], { quietUntil: at(20) }) };

/** The job of the change that nonce-1 noted. */
const afterCommit = () => jobAfterCommit(settings, anna, { owner: me, nonce: 'nonce-1', fresh: true });
const theirs = (until: number, more: Partial<Delivering> = {}) =>
  delivering({ lease: { owner: other, until: at(until) }, ...more });

function take(record: OutboxRecord, job = afterCommit(), learned = unsent): Hold | Next {
  world.outbox.put(annaId, record);
  world.forget();
  return hold(workOf(world.ports, settings, job, null), learned);
}

const look = () => ({ ...lookJob(world.ports, anna), owner: me });

describe('a record that nobody holds', () => {
  test.each([
    ['pending', pending()],
    ['parked', parked({ intents: [intent('nonce-1', 0, 'First')] })],
    ['delivered', delivered({ intents: [intent('nonce-1', 0, 'First')] })],
    ['expired', expired({ intents: [intent('nonce-1', 0, 'First')] })],
    ['delivering', theirs(20)],
  ])('is taken with one write, for long enough: %s', (from, record) => {
    world.seconds = 20;
    expect(take(record)).toEqual({
      revision: '1',
      from,
      record: expect.objectContaining({
        state: 'delivering',
        lease: { owner: me, until: at(20 + LEASE) },
      }) as Delivering,
    });
    expect(world.outbox.calls).toEqual(['read', 'replace']);
    expect(world.record).toMatchObject({
      state: 'delivering',
      lease: { owner: me, until: at(20 + LEASE) },
      due: at(20 + LEASE),
    });
  });

  test('was held by another until this very moment, and not a moment longer', () => {
    world.seconds = 19.999;
    expect(take(theirs(20), look())).toEqual({ kind: 'done' });
    world.seconds = 20;
    expect(take(theirs(20), look())).toHaveProperty('record');
  });

  test('is gone, or was never one: nothing to do', () => {
    const work = workOf(world.ports, settings, look(), null);
    expect(hold(work, unsent)).toEqual({ kind: 'done' });
    world.outbox.damage(annaId);
    expect(hold(work, outstanding)).toEqual({ kind: 'done' });
    expect(world.outbox.calls).toEqual(['read', 'read']);
    expect(unboundId('idcs', 'anna')).not.toBe(annaId);
  });
});

describe('a lease of its own', () => {
  test('that outlasts a request and the skew of clocks costs no write', () => {
    world.seconds = 10;
    expect(take(delivering())).toEqual({ revision: '0', from: 'delivering', record: delivering() });
    expect(world.outbox.calls).toEqual(['read']);
  });

  test.each([10.001, LEASE - 1, LEASE + 1])(
    'that does not is renewed, at %d s, and marks stay as they are',
    (seconds) => {
      world.seconds = seconds;
      take(delivering({ marks: [mark('First')] }));
      expect(world.record).toMatchObject({ lease: { owner: me, until: at(seconds + LEASE) }, marks: [mark('First')] });
    },
  );

  test('that somebody wrote into meanwhile is looked at again', () => {
    world.seconds = 30;
    world.outbox.beforeWrites(() => world.outbox.touch(annaId));
    const job = look();
    expect(take(delivering(), job)).toEqual({ kind: 'again', afterSeconds: 0.1, job: { ...job, waits: 1 } });
  });
});

describe('a live lease of another', () => {
  test('makes the job of a noted change wait with growing pauses', () => {
    const waited: number[] = [];
    let job = afterCommit();
    for (let turn = 0; turn < 8; turn++) {
      const next = take(theirs(1000), job) as Extract<Next, { kind: 'again' }>;
      waited.push(next.afterSeconds);
      job = next.job;
    }
    expect(waited).toEqual([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]);
    expect(world.outbox.calls).toEqual(['read']);
  });

  test('is no concern of a look, nor of a change that is looked after', () => {
    expect(take(theirs(1000), look())).toEqual({ kind: 'done' });
    expect(take(theirs(1000, { intents: [intent('nonce-2', 1, 'Second')] }))).toEqual({ kind: 'done' });
  });

  test('won in the same moment: the loser waits', () => {
    world.outbox.beforeWrites(() => world.outbox.put(annaId, theirs(1000)));
    expect(take(pending())).toMatchObject({ kind: 'again', afterSeconds: 0.1, job: { waits: 1 } });
    world.outbox.beforeWrites(() => world.outbox.put(annaId, theirs(1000)));
    expect(take(pending(), look())).toEqual({ kind: 'done' });
  });
});

describe('a record that somebody has handled since the commit', () => {
  test('is left alone when the intent is gone and nothing is in doubt', () => {
    expect(take(delivered())).toEqual({ kind: 'done' });
    expect(take(pending({ intents: [intent('nonce-2', 1, 'Second')] }))).toEqual({ kind: 'done' });
    expect(world.outbox.calls).toEqual(['read']);
  });

  test('is taken when a mark stands', () => {
    expect(take(pending({ intents: [], marks: [mark('First')] }))).toHaveProperty('record');
  });

  test('in vain is left to the drain, at its time: whoever waited does not try at once', () => {
    const failing = pending({ failure: failure('transient'), due: at(60) });
    const waited = { ...afterCommit(), waits: 3 };
    expect(take(failing, waited)).toEqual({ kind: 'done' });
    expect(take(failing)).toHaveProperty('record');
    world.seconds = 60;
    expect(take(failing, waited)).toHaveProperty('record');
  });

  test('is looked at by a look when that is due, and not before: it would be taken for the last', () => {
    world.seconds = 599;
    expect(take(delivered({ due: at(600) }), look())).toEqual({ kind: 'done' });
    world.seconds = 600;
    expect(take(delivered({ due: at(600) }), look())).toMatchObject({ from: 'delivered' });
  });

  test('is looked at by a look at any time where something is left to look after', () => {
    const intents = [intent('nonce-7', 0, 'First')];
    expect(take(delivered({ due: at(600), intents }), look())).toMatchObject({ from: 'delivered' });
  });
});

describe('a lease lost after a send', () => {
  const reopened = { kind: 'again', afterSeconds: 0.1, job: { unsent: false, waits: 1 } };

  test('reopens a record that another has closed: Oracle is to be asked', () => {
    const closed = delivered({ intents: [intent('nonce-1', 0, 'First')] });
    expect(take(closed, afterCommit(), outstanding)).toMatchObject(reopened);
    expect(world.record).toMatchObject({
      state: 'pending',
      due: at(0),
      held: held('First'),
      marks: [mark('First', [0, 30], { quietUntil: at(20) })],
    });
  });

  test('leaves its mark under the lease of another, who then has to look again', () => {
    const sent: Learned = { kind: 'delivered', mark: mark('First'), held: held('First') };
    const now = theirs(1000, { marks: [mark('Second', [5, 35], { owner: other })] });
    expect(take(now, afterCommit(), sent)).toMatchObject(reopened);
    expect(world.record).toEqual({ ...now, marks: [...now.marks, mark('First')] });
  });

  test('is of no consequence where nothing was sent, or surely to no effect', () => {
    const refused: Learned = { kind: 'refused', refused: { password: 'x', failure: failure('rejected') } };
    for (const learned of [unsent, refused]) {
      expect(take(delivered(), afterCommit(), learned)).toEqual({ kind: 'done' });
      expect(world.outbox.calls).toEqual(['read']);
    }
  });

  test('writes again after each conflict, and comes again when the record never keeps still', () => {
    world.storm(3);
    take(delivered(), afterCommit(), outstanding);
    expect(world.record.state).toBe('pending');
    world.storm();
    expect(take(delivered(), afterCommit(), outstanding)).toMatchObject(reopened);
    expect(world.outbox.calls.filter((call) => call === 'replace')).toHaveLength(8);
    expect(world.record.state).toBe('delivered');
  });

  test('of a record that is gone has nothing to reopen', () => {
    const work = workOf(world.ports, settings, afterCommit(), null);
    world.outbox.put(annaId, delivered());
    world.outbox.beforeWrites(() => world.outbox.take(annaId));
    expect(hold(work, outstanding)).toEqual({ kind: 'done' });
    expect(world.outbox.ids()).toEqual([]);
  });
});

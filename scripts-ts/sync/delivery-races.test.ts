/** A delivery while others write the same record: other changes, other workers, a drain. */
import { type Job, lookJob } from './job';
import type { Sending } from './ports';
import type { Delivering } from './record';
import { delivered, delivering, held, mark } from './testing/records';
import { anna, annaId, at, failed, fingerprint, LEASE, owner, time, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const other = 'node-2/start nonce-7';

/** What others do while the password is on its way. */
function whileSending(meanwhile: () => void, sending = (password: string): Sending => world.accept(password)): void {
  world.sendings.push((password) => {
    meanwhile();
    return sending(password);
  });
}

/** Gives the record to another worker until that second. */
function otherHolds(until: number, more: Partial<Delivering> = {}): void {
  const lease = { owner: other, until: at(until) };
  world.outbox.put(annaId, delivering({ intents: world.record.intents, lease, ...more }));
}

const holds = (password: string) =>
  expect(world.record).toMatchObject({ state: 'delivered', marks: [], held: { password: fingerprint(password) } });
const told = () => world.outcomes.map(({ kind }) => kind);

describe('a record that moves while a password is sent', () => {
  test('by a newer change: looked at again, and the newer is sent', () => {
    const job = world.change('First');
    whileSending(() => world.change('Second'));
    world.deliver(job);
    expect([world.sent, world.asked]).toEqual([['First', 'Second'], 0]);
    holds('Second');
    expect(world.record.intents).toMatchObject([{ nonce: 'nonce-2' }]);
    expect(told()).toEqual(['delivered', 'delivered']);
  });

  test('by an intent that is not committed yet: closed with that intent in it, nothing sent twice', () => {
    const job = world.change('First');
    whileSending(() => world.note('Second'));
    world.deliver(job);
    expect([world.sent, world.asked]).toEqual([['First'], 0]);
    holds('First');
    expect(world.record).toMatchObject({ intents: [{ nonce: 'nonce-2' }], due: at(600) });
  });

  test('and a refusal: the newer password is sent all the same', () => {
    const job = world.change('Reused');
    whileSending(
      () => world.change('Good'),
      () => failed('rejected'),
    );
    world.deliver(job);
    expect(world.sent).toEqual(['Reused', 'Good']);
    holds('Good');
    expect(told()).toEqual(['delivered']);
  });

  test('and a refusal, by an intent that never commits: parked, and told once', () => {
    const job = world.change('Reused');
    whileSending(
      () => world.note('Vain'),
      () => failed('rejected'),
    );
    world.deliver(job);
    expect(world.sent).toEqual(['Reused']);
    expect(world.record).toMatchObject({ state: 'parked', intents: [{ nonce: 'nonce-1' }, { nonce: 'nonce-2' }] });
    expect(told()).toEqual(['parked']);
  });

  test('and a lost answer: Oracle is asked before the newer password goes out', () => {
    const job = world.change('First');
    whileSending(() => world.change('Second'), world.lose(true));
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([1, ['First', 'Second']]);
    holds('Second');
  });

  test('and a lost answer that came in quiet: nobody asks before that is over', () => {
    const job = world.change('First');
    whileSending(() => world.change('Second'), world.lose(true, { unanswered: true }));
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([0, ['First']]);
    expect(world.record).toMatchObject({ state: 'pending', due: at(10), marks: [{ quietUntil: at(10) }] });
  });

  test('and the user is deleted: closed, nothing more is sent', () => {
    const job = world.change('First');
    whileSending(() => {
      world.setUser();
      world.outbox.touch(annaId);
    });
    world.deliver(job);
    expect(world.sent).toEqual(['First']);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted' });
  });

  test('is gone: nothing is left to do', () => {
    const job = world.change('First');
    whileSending(() => world.outbox.take(annaId));
    expect(world.deliver(job)).toEqual({ kind: 'done' });
    expect(world.outbox.ids()).toEqual([]);
  });
});

describe('a record that never keeps still', () => {
  test('before a send: nothing is sent without a durable mark, and the looks are bounded', () => {
    world.note('First');
    world.store('First');
    world.seconds = 30;
    world.storm();
    const job = { ...lookJob(world.ports, anna), owner: owner('nonce-1'), unsent: true };
    expect(world.deliver(job)).toMatchObject({ kind: 'again', job: { unsent: true } });
    expect(world.sent).toEqual([]);
  });

  test('between a read and its mark: nothing is sent', () => {
    const job = world.change('First');
    world.store('Later');
    world.storm();
    expect(world.deliver(job)).toMatchObject({ kind: 'again', job: { unsent: true } });
    expect(world.sent).toEqual([]);
    expect(world.outbox.calls.filter((call) => call === 'replace')).toHaveLength(8);
  });

  test('after a send: the looks are bounded, nothing is sent twice, and the mark stands for whoever comes next', () => {
    const job = world.change('First');
    world.storm();
    expect(world.deliver(job)).toMatchObject({ kind: 'again', job: { unsent: false } });
    expect([world.sent, world.userReads]).toEqual([['First'], 8]);
    expect(world.record).toMatchObject({ state: 'delivering', marks: [mark('First')] });
  });
});

test('a record that keeps still at last is closed by the worker that came again, not by the end of its lease', () => {
  const job = world.change('First');
  world.storm(10);
  expect(world.deliverToTheEnd(job)).toEqual([0.1]);
  expect([world.sent, world.asked]).toEqual([['First'], 3]);
  holds('First');
});

describe('a live lease of another', () => {
  test('that runs out is taken over', () => {
    const job = world.change('First');
    otherHolds(3);
    world.deliverToTheEnd(job);
    expect(world.seconds).toBeGreaterThanOrEqual(3);
    expect(world.seconds).toBeLessThan(9);
    holds('First');
  });

  test('that ends in a delivery of the same password: nothing is sent a second time', () => {
    const first = world.change('First');
    const second = world.change('Second');
    world.deliver(first);
    expect(world.sent).toEqual(['Second']);
    expect(world.record.intents).toHaveLength(1);
    world.deliver(second);
    expect([world.sent, world.asked]).toEqual([['Second'], 0]);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [] });
  });

  test('that ends before our commit: what was closed without it is opened again', () => {
    const first = world.change('First');
    const note = world.note('Second');
    world.deliver(first);
    world.deliver(world.commit('Second', note));
    expect(world.sent).toEqual(['First', 'Second']);
    holds('Second');
  });

  test('is no concern of the drain: not even the user is read', () => {
    world.note('First');
    otherHolds(1000);
    expect(world.deliver(lookJob(world.ports, anna))).toEqual({ kind: 'done' });
    expect(world.userReads).toBe(0);
  });
});

describe('a lease of its own', () => {
  /** The job of a change that waited in the queue until its lease was lost to another. */
  function late(): Job {
    const job = world.change('First');
    world.seconds = LEASE + 1;
    otherHolds(101);
    return job;
  }

  test('that ran out and was taken by another: nothing is sent', () => {
    world.deliver(late());
    expect([world.sent, world.userReads]).toEqual([[], 0]);
  });

  test('lost while the user was read: the mark can not be written, nothing is sent', () => {
    const job = world.change('First');
    world.seconds = 15;
    world.outbox.beforeWrites(() => otherHolds(1000));
    world.deliver(job);
    expect(world.sent).toEqual([]);
  });

  test('lost and found again: another may have sent under the mark that stands, so Oracle is asked', () => {
    const job = late();
    otherHolds(101, { marks: [mark('First', [52, 82], { owner: other })] });
    world.seconds = 60;
    world.accept('First');
    world.seconds = 101;
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([1, []]);
    holds('First');
  });

  test('that nobody took while it ran out is renewed, and nobody is asked', () => {
    const job = world.change('First');
    world.seconds = 300;
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([0, ['First']]);
    expect(world.windows).toEqual([{ begin: time(310), end: time(320) }]);
  });

  test('just long enough for a request and the skew of clocks is not renewed', () => {
    const job = world.change('First');
    world.seconds = 10;
    world.forget();
    world.deliver(job);
    expect(world.outbox.calls).toEqual(['read', 'replace']);
    expect(world.windows).toEqual([{ begin: time(10), end: time(20) }]);
  });

  test('too short for that is renewed before the send', () => {
    const job = world.change('First');
    world.seconds = 10.001;
    world.forget();
    whileSending(() =>
      expect(world.record).toMatchObject({ lease: { owner: owner('nonce-1'), until: at(10.001 + LEASE) } }),
    );
    world.deliver(job);
    expect(world.sent).toEqual(['First']);
    holds('First');
  });
});

describe('a worker that froze in its send, and lost its lease', () => {
  test('while another delivered a newer password: Oracle may hold either, and gets the stored one again', () => {
    const job = world.change('First');
    whileSending(() => {
      world.seconds = 60;
      world.store('Second');
      world.accept('Second');
      world.outbox.put(annaId, delivered({ held: held('Second'), lastKnownSet: { from: at(60), to: at(60) } }));
      world.seconds = 100;
    });
    const next = world.deliver(job);
    expect(world.record).toMatchObject({ state: 'pending', due: at(100), marks: [mark('First')] });
    expect(next).toMatchObject({ kind: 'again', job: { unsent: false } });
    world.deliver((next as Extract<typeof next, { kind: 'again' }>).job);
    expect([world.asked, world.sent]).toEqual([1, ['First', 'Second']]);
    holds('Second');
  });

  test('while another is at it: that one finds the mark, and looks again', () => {
    const job = world.change('First');
    whileSending(() => {
      world.seconds = 60;
      otherHolds(110, { marks: [mark('First', [60, 90], { owner: other })] });
    });
    expect(world.deliver(job)).toMatchObject({ kind: 'again', job: { unsent: false } });
    expect(world.record).toMatchObject({
      state: 'delivering',
      lease: { owner: other },
      marks: [mark('First', [60, 90], { owner: other }), mark('First')],
    });
  });

  test('in vain: nothing has changed, and nobody has to know', () => {
    const job = world.change('First');
    whileSending(
      () => {
        world.seconds = 60;
        otherHolds(110);
      },
      () => failed('transient'),
    );
    world.deliver(job);
    expect(world.record).toMatchObject({ lease: { owner: other }, marks: [] });
  });
});

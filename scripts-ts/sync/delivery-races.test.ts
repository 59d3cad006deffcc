/** A delivery while others write the same record: other changes, other workers, a drain. */
import { drainJob, type Job } from './job';
import { delivering } from './testing/records';
import { anna, annaId, at, delivered, failed, fingerprint, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

/** What others do while the password is on its way. */
function whileSending(meanwhile: () => void, sending = delivered): void {
  world.sendings.push(() => {
    meanwhile();
    return sending;
  });
}

/** Gives the record to another worker until that second. */
function otherHolds(until: number): void {
  const lease = { owner: 'other', until: at(until) };
  world.outbox.put(annaId, { ...delivering(), intents: world.record.intents, lease, due: lease.until });
}

describe('a record that moves while a password is sent', () => {
  test('by a newer change: looked at again, and the newer is sent', () => {
    const job = world.change('First');
    whileSending(() => world.change('Second', 'First'));
    world.deliver(job);
    expect(world.sent).toEqual(['First', 'Second']);
    expect(world.record).toMatchObject({
      state: 'delivered',
      delivered: fingerprint('Second'),
      intents: [{ nonce: 'nonce-2' }],
    });
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['delivered', 'delivered']);
  });

  test('by an intent that is not committed yet: closed with that intent in it, nothing sent twice', () => {
    const job = world.change('First');
    whileSending(() => world.note('Second', 'First'));
    world.deliver(job);
    expect(world.sent).toEqual(['First']);
    expect(world.asked).toEqual([]);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [{ nonce: 'nonce-2' }], due: at(600) });
  });

  test('and a refusal: the newer password is sent all the same', () => {
    const job = world.change('Reused');
    whileSending(() => world.change('Good', 'Reused'), failed('rejected'));
    world.deliver(job);
    expect(world.sent).toEqual(['Reused', 'Good']);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Good') });
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['delivered']);
  });

  test('and a lost answer: Oracle is asked before the newer password goes out', () => {
    const job = world.change('First');
    whileSending(() => world.change('Second', 'First'), failed('ambiguous'));
    world.deliver(job);
    expect(world.asked).toEqual([at(0)]);
    expect(world.sent).toEqual(['First', 'Second']);
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
  const storm = (): void =>
    world.outbox.beforeWrites(...Array.from({ length: 1000 }, () => () => world.outbox.touch(annaId)));

  test('before a send: nothing is sent without a durable mark, and the looks are bounded', () => {
    world.note('First');
    world.store('First');
    world.seconds = 30;
    storm();
    const job = { ...drainJob(world.ports, anna), owner: 'nonce-1', unsent: true };
    expect(world.deliver(job)).toMatchObject({ kind: 'again', job: { unsent: true } });
    expect(world.sent).toEqual([]);
  });

  test('between a read and its mark: nothing is sent', () => {
    const job = world.change('First');
    world.store('Later');
    storm();
    world.deliver(job);
    expect(world.sent).toEqual([]);
    expect(world.outbox.calls.filter((call) => call === 'replace')).toHaveLength(8);
  });

  test('after a send: the looks are bounded, nothing is sent twice, and the mark stands for whoever comes next', () => {
    const job = world.change('First');
    storm();
    expect(world.deliver(job)).toMatchObject({ kind: 'again', job: { unsent: false } });
    expect(world.sent).toEqual(['First']);
    expect(world.userReads).toBe(8);
    expect(world.record).toMatchObject({ state: 'delivering', mark: { password: fingerprint('First') } });
  });
});

test('a record that keeps still at last is closed by the worker that came again, not by the end of its lease', () => {
  const job = world.change('First');
  world.outbox.beforeWrites(...Array.from({ length: 10 }, () => () => world.outbox.touch(annaId)));
  world.answers = Array.from({ length: 10 }, () => ({ kind: 'yes' as const }));
  let next = world.deliver(job);
  expect(next.kind).toBe('again');
  while (next.kind === 'again') next = world.deliver(next.job);
  expect(world.sent).toEqual(['First']);
  expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
});

describe('a live lease of another', () => {
  test('makes the worker wait with growing pauses, until its intent is gone', () => {
    const job = world.change('First');
    otherHolds(1000);
    const waited: number[] = [];
    let next = world.deliver(job);
    while (next.kind === 'again') {
      waited.push(next.afterSeconds);
      world.seconds += next.afterSeconds;
      if (waited.length === 8) world.outbox.put(annaId, { ...world.record, intents: [] });
      next = world.deliver(next.job);
    }
    expect(waited).toEqual([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]);
    expect(world.sent).toEqual([]);
  });

  test('that runs out is taken over', () => {
    const job = world.change('First');
    otherHolds(3);
    world.deliverToTheEnd(job);
    expect(world.seconds).toBeGreaterThanOrEqual(3);
    expect(world.seconds).toBeLessThan(9);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
  });

  test('that ends in a delivery of the same password: nothing is sent a second time', () => {
    const first = world.change('First');
    const second = world.change('Second', 'First');
    world.deliver(first);
    expect(world.sent).toEqual(['Second']);
    expect(world.record.intents).toHaveLength(1);
    world.deliver(second);
    expect(world.sent).toEqual(['Second']);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [] });
  });

  test('is no concern of the drain', () => {
    world.note('First');
    otherHolds(1000);
    expect(world.deliver(drainJob(world.ports, anna))).toEqual({ kind: 'done' });
    expect(world.userReads).toBe(0);
  });

  test('won in the same moment: the loser waits', () => {
    const job = world.change('First');
    world.seconds = 50;
    world.outbox.beforeWrites(() => otherHolds(1000));
    expect(world.deliver(job)).toMatchObject({ kind: 'again', afterSeconds: 0.1, job: { waits: 1 } });
    expect(world.sent).toEqual([]);
  });
});

describe('a lease of its own', () => {
  /** The job of a change that waited in the queue until its lease was lost to another. */
  function late(): Job {
    const job = world.change('First');
    world.seconds = 51;
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
    const mark = { password: fingerprint('First'), at: at(52) };
    world.outbox.put(annaId, { ...world.record, mark });
    world.seconds = 101;
    world.answers = Array.from({ length: 10 }, () => ({ kind: 'yes' as const }));
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([[at(52)], []]);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
  });

  test('that nobody took while it ran out is renewed, and nobody is asked', () => {
    const job = world.change('First');
    world.seconds = 300;
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([[], ['First']]);
  });

  test('just long enough for a request and the skew of clocks is not renewed', () => {
    const job = world.change('First');
    world.seconds = 10;
    world.forget();
    world.deliver(job);
    expect(world.outbox.calls).toEqual(['read', 'replace']);
    expect(world.sendUntil).toEqual([at(10)]);
  });

  test('too short for a request and the skew of clocks is renewed before the send', () => {
    const job = world.change('First');
    world.seconds = 10.001;
    world.forget();
    whileSending(() => expect(world.record).toMatchObject({ lease: { owner: 'nonce-1', until: at(60.001) } }));
    world.deliver(job);
    expect(world.outbox.calls).toEqual(['read', 'replace', 'replace']);
  });

  test('tells the target until when each of its requests may go out', () => {
    world.deliver(world.change('First'));
    expect(world.sendUntil).toEqual([at(10)]);
  });
});

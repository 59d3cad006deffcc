/** The send mark: while it stands Oracle may hold what was marked, and no fingerprint is trusted before Oracle is asked. */
import type { Job } from './job';
import { delivering, held, mark, parked, pending } from './testing/records';
import {
  anna,
  annaId,
  at,
  DAY,
  failed,
  failure,
  fingerprint,
  lastSetAt,
  LEASE,
  MARK,
  owner,
  settings,
  World,
} from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const theirs = { owner: 'node-2/start nonce-7' };

/** A change from First at second 60 whose answer is lost: the job of its first quick retry. */
function lost(wasSet: boolean, more: { unanswered?: boolean } = {}): Job {
  world.sync('First');
  world.sendings = [world.lose(wasSet, more)];
  const next = world.deliver(world.change('Second'));
  if (next.kind !== 'again') throw new Error('no quick retry');
  expect(next.job.unsent).toBe(false);
  world.forget();
  world.seconds += next.afterSeconds;
  return next.job;
}

const holds = (password: string) =>
  expect(world.record).toMatchObject({
    state: 'delivered',
    marks: [],
    held: { how: 'delivered', password: fingerprint(password) },
  });

describe('an answer that was lost', () => {
  test('and Oracle has it: nothing is sent again', () => {
    world.deliver(lost(true));
    expect([world.asked, world.sent]).toEqual([1, []]);
    holds('Second');
    expect(world.record.lastKnownSet).toEqual({ from: at(60), to: at(60) });
  });

  test('a delivery that is known by asking is told like any other, once', () => {
    const job = lost(true);
    world.outbox.beforeWrites(() => world.outbox.touch(annaId));
    world.deliver(job);
    expect(world.outcomes).toEqual([{ kind: 'delivered', ref: anna, seconds: 2, provisioned: false }]);
  });

  test('and Oracle has it not: sent again, under a mark that tells so', () => {
    const job = lost(false);
    world.sendings = [world.lose(false)];
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([1, ['Second']]);
    expect(world.record.marks).toEqual([mark('Second', [62, 62 + MARK], { owner: owner('nonce-2'), again: true })]);
  });

  test('and Oracle can not be asked: nothing is sent, and the mark stands through the retries', () => {
    const job = lost(false);
    world.answers = Array.from({ length: 3 }, () => failed('transient'));
    expect(world.deliverToTheEnd(job)).toEqual([4, 8]);
    expect([world.asked, world.sent]).toEqual([3, []]);
    expect(world.record).toMatchObject({
      state: 'pending',
      attempts: 1,
      failure: failure('transient'),
      marks: [mark('Second', [60, 60 + MARK], { owner: owner('nonce-2') })],
      held: { password: fingerprint('First') },
    });
  });

  test('and nobody can tell what Oracle holds: sent again', () => {
    const job = lost(true);
    world.answers = [lastSetAt(95)];
    world.deliver(job);
    expect(world.sent).toEqual(['Second']);
    holds('Second');
  });

  test('and the user is gone at Oracle: nothing is believed, and the user found or made again', () => {
    const job = lost(true);
    world.answers = [{ kind: 'noUser' }];
    world.deliver(job);
    expect(world.sent).toEqual(['Second']);
    holds('Second');
  });

  test('and the user turns out to have the password elsewhere: told and closed', () => {
    const job = lost(false);
    world.answers = [failed('notApplicable')];
    world.deliver(job);
    expect(world.record).toMatchObject({ state: 'expired', reason: failure('notApplicable').reason });
    expect(world.outcomes).toEqual([{ kind: 'expired', ref: anna, reason: failure('notApplicable').reason }]);
  });
});

describe('a user who was changed meanwhile', () => {
  test('put back to what Oracle held before is not believed to be in step', () => {
    const job = lost(true);
    world.store('First');
    world.deliver(job);
    expect(world.sent).toEqual(['First']);
    holds('First');
  });

  test('the same, and Oracle has the other not: in step, nothing sent', () => {
    const job = lost(false);
    world.store('First');
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([1, []]);
    holds('First');
  });

  test('to a newer password: the old one is settled first, then the newer is sent', () => {
    const job = lost(true);
    world.change('Third');
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([1, ['Third']]);
    holds('Third');
  });
});

describe('the quiet period after a request that went unanswered', () => {
  test('is as long as Oracle may still act on it: nobody asks before', () => {
    const job = lost(false, { unanswered: true });
    expect(world.seconds).toBe(60 + 10);
    expect(world.record.marks).toMatchObject([{ quietUntil: at(70) }]);
    world.deliver(job);
    expect([world.asked, world.sent]).toEqual([1, ['Second']]);
  });

  test('is kept by everybody who comes upon the record, and is no attempt', () => {
    world.settings = { ...settings, quickRetrySeconds: [], quietSeconds: 45 };
    world.sync('First');
    world.sendings = [world.lose(true, { unanswered: true })];
    world.deliver(world.change('Second'));
    expect(world.record).toMatchObject({ state: 'pending', attempts: 1, due: at(105) });
    world.seconds = 100;
    world.deliver(world.change('Third'));
    expect([world.asked, world.sent]).toEqual([0, ['Second']]);
    expect(world.record).toMatchObject({ state: 'pending', attempts: 0, due: at(105) });
    world.look(105);
    expect([world.asked, world.sent]).toEqual([1, ['Second', 'Third']]);
    holds('Third');
  });
});

describe('a refusal of what may have been set before', () => {
  test('is not taken at its word: the first request came through late', () => {
    const job = lost(false);
    world.sendings = [
      () => {
        world.accept('Second');
        return failed('rejected');
      },
    ];
    world.deliver(job);
    expect(world.asked).toBe(2);
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['delivered']);
    holds('Second');
  });

  test('is one when Oracle has set nothing since: parked, with the doubt', () => {
    const job = lost(false);
    world.sendings = [() => failed('rejected')];
    world.deliver(job);
    expect(world.record).toMatchObject({
      state: 'parked',
      marks: [],
      refused: { password: fingerprint('Second') },
      failure: { class: 'rejected', reason: expect.stringMatching(/unanswered/) as string },
    });
  });

  test('and Oracle can not be asked: nothing is parked, and asked again', () => {
    const job = lost(false);
    world.sendings = [() => failed('rejected')];
    world.answers = [lastSetAt(0), failed('transient')];
    expect(world.deliver(job)).toMatchObject({ kind: 'again', job: { unsent: false } });
    expect(world.record).toMatchObject({ state: 'delivering', marks: [{ again: true }] });
    expect(world.record).not.toHaveProperty('refused');
  });
});

test('a send whose outcome is known takes the mark away, also when the user is retried', () => {
  world.sync('First');
  world.sendings = Array.from({ length: 4 }, () => () => failed('transient'));
  world.deliverToTheEnd(world.change('Second'));
  expect(world.record).toMatchObject({ state: 'pending', marks: [], held: { password: fingerprint('First') } });
  expect(world.asked).toBe(0);
});

describe('a worker that died', () => {
  test('after sending: whoever takes over asks before sending', () => {
    world.sync('First');
    world.change('Second');
    world.seconds = 61;
    world.accept('Second');
    world.look(60 + LEASE);
    expect([world.asked, world.sent]).toEqual([1, []]);
    holds('Second');
  });

  test('before sending: whoever takes over asks, and sends', () => {
    world.sync('First');
    world.change('Second');
    world.look(60 + LEASE);
    expect([world.asked, world.sent]).toEqual([1, ['Second']]);
    holds('Second');
  });

  test('on another node, whose clock may be far from ours: what was set near its mark may be either, and is sent', () => {
    world.store('Second');
    const record = pending({ intents: [], marks: [mark('Second', [0, 30], theirs)], held: held('First'), due: at(40) });
    world.outbox.put(annaId, record);
    world.answers = [lastSetAt(-20)];
    world.look(40);
    expect(world.sent).toEqual(['Second']);
    holds('Second');
  });
});

test.each([
  ['put back to the password before', () => world.store('Before'), 'IDM stores what it stored before'],
  ['left in the queue for a week', () => (world.seconds = 7 * DAY), 'its time to live is over'],
])('a mark under which nothing was sent says nothing of Oracle: the user was %s', (_what, meanwhile, reason) => {
  world.store('Before');
  const job = world.change('First');
  meanwhile();
  world.deliver(job);
  expect([world.asked, world.sent]).toEqual([0, []]);
  expect(world.record).toMatchObject({ state: 'expired', reason, marks: [] });
});

test('a record parked with a mark keeps it: the next change asks first', () => {
  const stands = mark('Second', [0, 30], theirs);
  const lease = { owner: theirs.owner, until: at(1) };
  world.outbox.put(annaId, delivering({ attempts: 4, marks: [stands], lease, held: held('First') }));
  world.answers = [failed('ambiguous')];
  world.store('Second');
  world.look(1);
  expect(world.record).toMatchObject({ state: 'parked', marks: [stands] });
  expect(world.outcomes.map(({ kind }) => kind)).toEqual(['parked', 'escalated']);
  world.seconds = 2;
  world.accept('Second');
  world.deliver(world.change('First'));
  expect([world.asked, world.sent]).toEqual([2, ['First']]);
  holds('First');
});

test('a record parked by a refusal with the mark of another worker is asked about as well', () => {
  world.store('Second');
  const refused = { password: fingerprint('Second'), failure: failure('rejected') };
  world.outbox.put(annaId, parked({ refused, marks: [mark('Second', [0, 30], theirs)], due: at(40) }));
  world.seconds = 10;
  world.accept('Second');
  world.look(40);
  expect([world.asked, world.sent]).toEqual([1, []]);
  holds('Second');
  expect(world.record).not.toHaveProperty('refused');
});

/** The send mark: while it stands Oracle may hold what was marked, and no fingerprint is trusted before Oracle is asked. */
import { drainJob, type Job } from './job';
import { delivering } from './testing/records';
import { anna, annaId, at, failed, failure, fingerprint, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const look = (seconds: number): void => {
  world.seconds = seconds;
  world.deliver(drainJob(world.ports, anna));
};

/** A change from First whose answer is lost: the job of its first quick retry. */
function unanswered(password = 'Second'): Job {
  world.sync('First');
  world.sendings = [() => failed('ambiguous')];
  const next = world.deliver(world.change(password, 'First'));
  if (next.kind !== 'again') throw new Error('no quick retry');
  expect(next.job.unsent).toBe(false);
  world.forget();
  world.seconds = 2;
  return next.job;
}

test('an answer that was lost: Oracle is asked since the mark, and has it: nothing is sent again', () => {
  const job = unanswered();
  world.answers = [{ kind: 'yes' }];
  world.deliver(job);
  expect([world.asked, world.sent]).toEqual([[at(0)], []]);
  expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Second') });
  expect(world.record).not.toHaveProperty('mark');
});

test('a delivery that is known by asking is told like any other, once', () => {
  const job = unanswered();
  world.answers = [{ kind: 'yes' }, { kind: 'yes' }];
  world.outbox.beforeWrites(() => world.outbox.touch(annaId));
  world.deliver(job);
  expect(world.outcomes).toEqual([{ kind: 'delivered', ref: anna, seconds: 2, provisioned: false }]);
});

test('Oracle has it not: sent again, under a mark of its own', () => {
  const job = unanswered();
  world.sendings = [() => failed('ambiguous')];
  world.deliver(job);
  expect([world.asked, world.sent]).toEqual([[at(0)], ['Second']]);
  expect(world.record.mark).toEqual({ password: fingerprint('Second'), at: at(2) });
});

test('Oracle can not be asked: nothing is sent, and the mark stands through the retries', () => {
  const job = unanswered();
  world.answers = Array.from({ length: 3 }, () => failed('transient'));
  expect(world.deliverToTheEnd(job)).toEqual([4, 8]);
  expect(world.asked).toEqual([at(0), at(0), at(0)]);
  expect(world.sent).toEqual([]);
  expect(world.record).toMatchObject({
    state: 'pending',
    attempts: 1,
    failure: failure('transient'),
    mark: { password: fingerprint('Second'), at: at(0) },
    delivered: fingerprint('First'),
  });
});

test('a user put back to what Oracle held before is not believed to be in step while a mark stands', () => {
  const job = unanswered();
  world.store('First');
  world.answers = [{ kind: 'yes' }];
  world.deliver(job);
  expect(world.sent).toEqual(['First']);
  expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
});

test('the same, and Oracle has it not: in step, nothing sent', () => {
  const job = unanswered();
  world.store('First');
  world.deliver(job);
  expect([world.asked, world.sent]).toEqual([[at(0)], []]);
  expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
});

test('a newer password meanwhile: the old one is settled first, then the newer is sent', () => {
  const job = unanswered();
  world.change('Third', 'Second');
  world.answers = [{ kind: 'yes' }];
  world.deliver(job);
  expect(world.sent).toEqual(['Third']);
  expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Third') });
});

test('a send whose outcome is known takes the mark away, also when the user is retried', () => {
  world.sync('First');
  world.sendings = Array.from({ length: 4 }, () => () => failed('transient'));
  world.deliverToTheEnd(world.change('Second', 'First'));
  expect(world.record).toMatchObject({ state: 'pending', delivered: fingerprint('First') });
  expect(world.record).not.toHaveProperty('mark');
  expect(world.asked).toEqual([]);
});

test('a worker that died after sending: whoever takes over asks before sending', () => {
  world.sync('First');
  world.change('Second', 'First');
  world.answers = [{ kind: 'yes' }];
  look(50);
  expect([world.asked, world.sent]).toEqual([[at(0)], []]);
  expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Second') });
});

test.each([
  ['put back to the password before', () => world.store('Before'), 'the change was not committed'],
  ['left in the queue for a week', () => (world.seconds = 7 * 86_400), 'its time to live is over'],
])('a mark under which nothing was sent says nothing of Oracle: the user was %s', (_what, meanwhile, reason) => {
  const job = world.change('First', 'Before');
  meanwhile();
  world.deliver(job);
  expect([world.asked, world.sent]).toEqual([[], []]);
  expect(world.record).toMatchObject({ state: 'expired', reason });
  for (const unknown of ['mark', 'delivered']) expect(world.record).not.toHaveProperty(unknown);
});

test('a record parked with a mark keeps it: the next change asks first', () => {
  world.sync('First');
  const mark = { password: fingerprint('Second'), at: at(0) };
  const lease = { owner: 'gone', until: at(1) };
  world.outbox.put(annaId, delivering({ attempts: 4, mark, lease, delivered: fingerprint('First') }));
  world.answers = [failed('ambiguous')];
  world.store('Second');
  look(1);
  expect(world.record).toMatchObject({ state: 'parked', mark });
  world.answers = [{ kind: 'yes' }];
  world.deliver(world.change('First', 'Second'));
  expect(world.sent).toEqual(['First']);
});

test('a user without a password at Oracle is told and closed', () => {
  const job = unanswered();
  world.answers = [failed('notApplicable')];
  world.deliver(job);
  expect(world.record).toMatchObject({ state: 'expired', reason: failure('notApplicable').reason });
  expect(world.outcomes).toEqual([{ kind: 'expired', ref: anna, reason: failure('notApplicable').reason }]);
});

/** What the drain does with records that are closed, parked, or can't be understood. */
import { idOf, runDrain, waiting } from './testing/drain';
import { unreadable } from './testing/outbox';
import { delivered, expired, held, intent, mark, parked, pending } from './testing/records';
import { anna, annaId, at, DAY, failed, failure, fingerprint, HOUR, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const run = () => runDrain(world);

describe('the last look', () => {
  beforeEach(() => world.sync('First'));

  test('over what is as it was at the close costs one read and one write: no lease, and nothing decrypted', () => {
    world.seconds = 600;
    expect(run()).toMatchObject({ looked: 1 });
    expect(world.outbox.calls).toEqual(['due', 'read', 'replace', 'due']);
    expect([world.userReads, world.vault.calls, world.sent, world.asked]).toEqual([1, [], [], 0]);
    expect(world.record).toMatchObject({ state: 'delivered', looked: true, due: at(600 + 24 * HOUR) });
  });

  test('finds what went past the hooks, and sends it', () => {
    world.store('Stale');
    world.seconds = 600;
    run();
    expect(world.sent).toEqual(['Stale']);
    expect(world.record).toMatchObject({ state: 'delivered', held: { password: fingerprint('Stale') } });
    expect(world.record).not.toHaveProperty('looked');
  });

  test('that meets a change in the same moment leaves the record to it', () => {
    world.seconds = 600;
    world.outbox.beforeWrites(() => void world.note('Second'));
    run();
    expect(world.record).toMatchObject({ state: 'delivering', intents: [{ nonce: 'nonce-2' }] });
    expect(world.record).not.toHaveProperty('looked');
  });

  test('of a user who can not be read is not done', () => {
    world.setUser({ kind: 'unknown', reason: 'the route is gone' });
    world.seconds = 600;
    run();
    expect(world.record).toMatchObject({ state: 'pending', attempts: 1 });
    world.setUser();
    world.seconds = 1200;
    run();
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted' });
  });

  test('comes before the removal, however late the drain is', () => {
    world.seconds = 30 * DAY;
    run();
    expect(world.record).toMatchObject({ looked: true, due: at(31 * DAY) });
    world.seconds = 31 * DAY;
    run();
    expect(world.outbox.ids()).toEqual([]);
  });
});

describe('records that are closed', () => {
  test.each([
    ['delivered and looked at', delivered({ due: at(0), looked: true })],
    ['expired', expired({ due: at(0) })],
    ['expired with a mark: what it may be held is of no use any more', expired({ due: at(0), marks: [mark('First')] })],
  ])('%s, are removed when their time is over, without a look', (_state, entry) => {
    world.outbox.put(annaId, entry);
    run();
    expect(world.outbox.ids()).toEqual([]);
    expect([world.userReads, world.sent, world.asked]).toEqual([0, [], 0]);
  });

  test('with an intent left are looked at and not removed', () => {
    world.store('First');
    const known = held('First', { seen: world.user.password.seen });
    world.outbox.put(annaId, delivered({ intents: [intent('nonce-2', 0, 'Second')], held: known, due: at(600) }));
    world.seconds = 600;
    run();
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], due: at(600 + 600) });
    expect(world.sent).toEqual([]);
  });

  test.each([
    ['delivered', delivered({ due: at(0), looked: true })],
    ['expired', expired({ due: at(0) })],
  ])('%s, are not removed when a change came in the same moment', (_state, entry) => {
    world.outbox.put(annaId, entry);
    world.outbox.beforeWrites(() => void world.note('Second'));
    run();
    expect(world.record).toMatchObject({ state: 'delivering', intents: [{ nonce: 'nonce-1' }] });
  });
});

describe('parked', () => {
  test('expires with its time to live, which is told with the reason it was parked for', () => {
    world.outbox.put(annaId, parked());
    world.seconds = 7 * DAY;
    run();
    const reason = `parked until its time to live was over: ${failure('rejected').reason}`;
    expect(world.record).toMatchObject({ state: 'expired', reason, intents: [] });
    expect(world.outcomes).toEqual([{ kind: 'expired', ref: anna, reason }]);
    expect([world.sent, world.asked, world.userReads]).toEqual([[], 0, 0]);
  });

  test('with a mark expires with it: Oracle may hold what was marked', () => {
    world.outbox.put(annaId, parked({ failure: failure('ambiguous'), marks: [mark('First')] }));
    world.seconds = 7 * DAY;
    run();
    expect(world.record).toMatchObject({ state: 'expired', marks: [mark('First')] });
  });

  test('and changed in the same moment does not expire', () => {
    world.outbox.put(annaId, parked());
    world.seconds = 7 * DAY;
    world.outbox.beforeWrites(() => void world.note('Second'));
    run();
    expect(world.record.state).toBe('delivering');
    expect(world.outcomes).toEqual([]);
  });

  /** Oracle refuses a password while another change is on its way. */
  function refused(): void {
    const job = world.change('Reused');
    world.sendings = [
      () => {
        world.note('Second');
        return failed('rejected');
      },
    ];
    world.deliver(job);
  }

  test('while another change was on its way: its commit is found though no post hook ran', () => {
    refused();
    world.store('Second');
    world.seconds = 600;
    run();
    expect(world.sent).toEqual(['Reused', 'Second']);
    expect(world.record).toMatchObject({ state: 'delivered', held: { password: fingerprint('Second') } });
  });

  test('and that change never committed: parked again without a word, until its time to live is over', () => {
    refused();
    world.forget();
    world.seconds = 600;
    run();
    expect([world.sent, world.outcomes]).toEqual([[], []]);
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('rejected'), due: at(7 * DAY) });
  });

  test('for an outage is tried at the longest pause until its time to live is over', () => {
    world.store('First');
    world.sendings = Array.from({ length: 1000 }, () => () => failed('transient'));
    world.outbox.put(annaId, parked({ failure: failure('transient'), attempts: 5, due: at(0) }));
    for (; world.seconds <= 8 * DAY; world.seconds += HOUR) run();
    expect(world.sent).toHaveLength((7 * DAY) / HOUR);
    expect(world.outcomes.at(-1)).toMatchObject({ kind: 'expired' });
    expect(world.outbox.ids()).toEqual([]);
  });
});

describe('an entry that nobody can read', () => {
  beforeEach(() => {
    world.outbox.damage(annaId);
    world.store('First');
    world.seconds = 10;
  });

  test('is parked as it is, for everybody to see, with the reason and all that it says', () => {
    run();
    expect(world.record).toMatchObject({
      state: 'parked',
      user: anna,
      key: 'key-1',
      failure: { class: 'unreadable', reason: unreadable.reason },
      original: unreadable.original,
      intents: [],
      marks: [],
      due: at(10 + 7 * DAY),
    });
    expect(world.outcomes).toEqual([
      { kind: 'parked', ref: anna, failure: { class: 'unreadable', reason: unreadable.reason }, seconds: 0 },
    ]);
    expect(world.sent).toEqual([]);
  });

  test('does not keep the rest from being delivered, were there a page of them', () => {
    waiting(world, 3);
    for (let number = 10; number < 16; number++) world.outbox.damage(idOf(number));
    expect(runDrain(world, 'due', { page: 2 })).toMatchObject({ broken: 0 });
    expect(world.sent).toHaveLength(3);
    expect(world.outcomes.filter(({ kind }) => kind === 'parked')).toHaveLength(7);
  });

  test('is told once', () => {
    run();
    world.forget();
    world.seconds = 6 * DAY;
    run();
    expect(world.outcomes).toEqual([]);
  });

  test('and was mended in the same moment is left alone', () => {
    const mended = pending({ due: at(999) });
    world.outbox.beforeWrites(() => world.outbox.put(annaId, mended));
    run();
    expect([world.record, world.outcomes]).toEqual([mended, []]);
  });

  test("is taken out by the user's next password, and by an operator", () => {
    run();
    runDrain(world, 'undelivered');
    expect(world.sent).toEqual(['First']);
    expect(world.record).not.toHaveProperty('original');

    world.outbox.damage(annaId);
    run();
    world.deliver(world.change('Second'));
    expect(world.sent).toEqual(['First', 'Second']);
    expect(world.record).toMatchObject({ state: 'delivered' });
  });

  test('expires like anything that is parked', () => {
    run();
    world.seconds = 10 + settings.timeToLiveDays * DAY;
    run();
    expect(world.record).toMatchObject({ state: 'expired' });
  });

  test('while there is no key is left for the next run: nothing of it is lost', () => {
    world.vault.keyId = () => {
      throw { code: 500, message: "the key can't be read" };
    };
    expect(run()).toMatchObject({ broken: 1, brokenIds: [annaId] });
    expect(world.outbox.entry(annaId)).toEqual(unreadable);
  });
});

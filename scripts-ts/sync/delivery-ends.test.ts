/** How a record comes to its end: the last look, the time to live, a user who is gone. */
import { anna, annaId, at, DAY, failed, fingerprint, HOUR, settings, userWith, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

/** The drain's look at the record, after `seconds` since the world began. */
function look(seconds = world.seconds): void {
  expect(world.look(seconds)).toEqual({ kind: 'done' });
}

const delivers = (password: string) =>
  expect(world.record).toMatchObject({
    state: 'delivered',
    marks: [],
    held: { how: 'delivered', password: fingerprint(password), seen: world.user.password.seen },
  });

describe('the last look', () => {
  beforeEach(() => world.sync('First'));

  test('is due when the grace period after the close is over', () => {
    expect(world.record).toMatchObject({ state: 'delivered', due: at(600) });
    expect(world.record).not.toHaveProperty('looked');
  });

  test('finds nothing: the record is kept for a day, and needs no look any more', () => {
    look(600);
    expect(world.record).toMatchObject({ state: 'delivered', looked: true, due: at(600 + 24 * HOUR) });
    expect([world.sent, world.vault.calls]).toEqual([[], []]);
  });

  test('finds a password put back without an intent and without a post hook: it is sent', () => {
    world.store('Stale');
    look(600);
    expect(world.sent).toEqual(['Stale']);
    delivers('Stale');
    expect(world.record).toMatchObject({ due: at(1200) });
  });

  test('finds the same password in another form, which is remembered', () => {
    world.store('First');
    look(600);
    expect([world.sent, world.vault.calls]).toEqual([[], ['reveal']]);
    delivers('First');
    expect(world.record).toMatchObject({ looked: true });
  });

  test('needs no name of the user at Oracle, as long as nothing is to be sent', () => {
    const unnamed = { unnamed: 'the user lacks a mail address' };
    world.setUser({ ...world.user, account: unnamed });
    look(600);
    expect(world.record).toMatchObject({ state: 'delivered', looked: true });
    const job = world.change('Next');
    world.setUser({ ...world.user, account: unnamed });
    world.deliverToTheEnd(job);
    expect(world.sent).toEqual([]);
    expect(world.record).toMatchObject({
      state: 'pending',
      attempts: 1,
      failure: { class: 'transient', reason: unnamed.unnamed },
    });
  });

  test('that has an intent to look after is not the last', () => {
    world.note('Vain');
    look(700);
    expect(world.record).not.toHaveProperty('looked');
    expect(world.record).toMatchObject({ state: 'delivered', due: at(700 + 600) });
  });
});

describe('time to live', () => {
  const week = 7 * DAY;

  test('ends a change that waited for too long, which is told', () => {
    world.note('First');
    world.store('First');
    look(week);
    expect([world.sent, world.asked]).toEqual([[], 1]);
    expect(world.record).toMatchObject({
      state: 'expired',
      reason: 'its time to live is over',
      intents: [],
      marks: [],
    });
    expect(world.outcomes).toEqual([{ kind: 'expired', ref: anna, reason: 'its time to live is over' }]);
  });

  test('a moment before its end the password is sent', () => {
    world.note('First');
    world.store('First');
    look(week - 0.001);
    expect(world.sent).toEqual(['First']);
  });

  test('of a new change does not end with that of an old one that still waits', () => {
    world.sendings = [() => failed('configuration'), () => failed('configuration')];
    world.deliver(world.change('First'));
    world.seconds = week - 60;
    world.deliver(world.change('Second'));
    look(week);
    expect(world.sent).toEqual(['First', 'Second', 'Second']);
    delivers('Second');
  });

  test('does not end what Oracle holds already', () => {
    world.sync('First');
    world.note('Second');
    look(60 + week);
    expect(world.record.state).toBe('delivered');
  });
});

describe('the user', () => {
  test('who is absent in the repository closes the record', () => {
    const job = world.change('First');
    world.setUser();
    world.deliver(job);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted', intents: [] });
    expect(world.record).not.toHaveProperty('held');
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('who is absent while a request with the password may still come through keeps its mark', () => {
    const job = world.change('First');
    world.sendings = [
      (password) => {
        world.setUser();
        world.outbox.touch(annaId);
        return world.lose(false, { unanswered: true })(password);
      },
    ];
    world.deliver(job);
    expect(world.record).toMatchObject({ state: 'expired', intents: [], marks: [{ quietUntil: at(10) }] });
    world.store('Again');
    world.deliver(world.change('Second'));
    expect(world.sent).toEqual(['First']);
    look(10);
    expect([world.asked, world.sent]).toEqual([1, ['First', 'Second']]);
  });

  test.each([
    [
      'the route is gone',
      () => world.setUser({ kind: 'unknown', reason: 'the route is gone' }),
      "the user can't be read",
    ],
    ['the keystore is locked', () => (world.vault.sealedOff = 'the keystore is locked'), "the password can't be read"],
  ])('who can not be read is never taken for absent: %s, tried again', (reason, meanwhile, what) => {
    world.settings = { ...settings, fastPath: false };
    const job = world.change('First');
    meanwhile();
    expect(world.deliverToTheEnd(job)).toEqual([2, 4, 8]);
    expect(world.record).toMatchObject({
      state: 'pending',
      attempts: 1,
      failure: { class: 'transient', reason: `${what}: ${reason}` },
    });
    world.vault.sealedOff = null;
    world.store('First');
    look(100);
    expect(world.sent).toEqual(['First']);
  });

  test('without a password is no business of ours, once nothing may bring one', () => {
    world.note('First');
    world.setUser(userWith({ kind: 'none', value: null, seen: '' }));
    look(300);
    expect(world.record).toMatchObject({ state: 'pending', due: at(600) });
    look(600);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user has no password' });
    expect(world.sent).toEqual([]);
  });
});

/** The scheduled delivery. What it does with records that are closed or parked stands in drain-closed.test.ts. */
import { drain } from './drain';
import { unboundId } from './ids';
import { beforeCreate } from './change';
import { idOf, runDrain, waiting } from './testing/drain';
import { delivered, delivering, expired, held, mark, parked, pending } from './testing/records';
import { anna, annaId, at, DAY, failed, failure, fingerprint, LEASE, notebook, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const run = (...how: Parameters<typeof runDrain> extends [World, ...infer Rest] ? Rest : never) =>
  runDrain(world, ...how);

describe('what is due', () => {
  test('is delivered, the longest due first, the rest left alone', () => {
    waiting(world, 2);
    for (const number of [0, 1]) world.store(`Of${number}`, `user${number}`);
    world.outbox.put(idOf(0), pending({ user: { object: 'user', id: 'user0' }, intents: [], due: at(30) }));
    world.outbox.put(annaId, pending({ due: at(60) }));
    world.store('First');
    world.seconds = 59;
    expect(run()).toMatchObject({ looked: 2, broken: 0, seconds: 0 });
    expect(world.sent).toEqual(['Of0']);
    expect(world.record.state).toBe('pending');
    world.seconds = 60;
    expect(run()).toMatchObject({ looked: 1 });
    expect(world.record.state).toBe('delivered');
  });

  test('is taken page by page', () => {
    waiting(world, 5);
    world.seconds = 1;
    expect(run('due', { page: 2 })).toMatchObject({ looked: 5 });
    expect(world.sent).toHaveLength(5);
  });

  test('and still due after it was looked at, is looked at once in a run', () => {
    waiting(world, 3);
    world.seconds = 1;
    world.outbox.beforeWrites(
      ...Array.from({ length: 1000 }, () => () => world.outbox.ids().forEach((id) => world.outbox.touch(id))),
    );
    expect(run('due', { page: 2 }).looked).toBe(3);
    expect(world.sent).toEqual([]);
  });

  test('and failing again waits with its back-off: the run ends', () => {
    waiting(world, 3);
    world.seconds = 1;
    world.sendings = Array.from({ length: 100 }, () => () => failed('transient'));
    expect(run()).toMatchObject({ looked: 3, broken: 0 });
    expect(world.sent).toHaveLength(3);
  });

  test('is a lease that ran out: whoever had it is not waited for', () => {
    world.outbox.put(annaId, delivering());
    world.store('First');
    world.seconds = LEASE;
    expect(run()).toMatchObject({ looked: 1 });
    expect(world.record).toMatchObject({ state: 'delivered', held: { password: fingerprint('First') } });
  });

  test('by the query and no longer by the entry is left alone', () => {
    world.outbox.put(annaId, pending({ due: at(100) }));
    world.store('First');
    world.outbox.due = () => [annaId];
    expect(run()).toMatchObject({ looked: 1 });
    expect(world.sent).toEqual([]);
  });

  test('and gone by the time that it is read is nothing to do', () => {
    world.outbox.due = () => [annaId];
    expect(run()).toMatchObject({ looked: 1, broken: 0 });
  });
});

describe('an entry at which the repository throws', () => {
  /** Of that many that wait, those of these numbers can't be read. */
  function waitingBroken(count: number, broken: number[]): void {
    waiting(world, count);
    for (const number of broken) world.outbox.broken.add(idOf(number));
    world.seconds = 1;
  }

  test('is counted and told, and does not stop the others', () => {
    waitingBroken(3, [1]);
    expect(run()).toEqual({ looked: 3, broken: 1, seconds: 0, brokenIds: [idOf(1)] });
    expect(world.sent).toHaveLength(2);
  });

  test('hides none that is due after it, were they a page or more', () => {
    waitingBroken(7, [0, 1, 2, 3, 4]);
    expect(run('due', { page: 2 })).toMatchObject({ looked: 7, broken: 5 });
    expect(world.sent).toHaveLength(2);
  });

  test('ends a run that finds nothing else', () => {
    waitingBroken(4, [0, 1, 2, 3]);
    expect(run('due', { page: 4 })).toMatchObject({ looked: 4, broken: 4 });
  });
});

describe('the budget', () => {
  const slow = (times: number): void => {
    world.sendings = Array.from({ length: times }, () => (password: string) => {
      world.seconds += 10;
      return world.accept(password);
    });
  };

  test.each([
    ['due', 40],
    ['undelivered', 40],
  ] as const)('ends a run over what is %s when its %d s are used up', (which, budgetSeconds) => {
    waiting(world, 6);
    world.seconds = 1;
    slow(6);
    expect(run(which, { page: 2, budgetSeconds })).toMatchObject({ looked: 4, broken: 0, seconds: 40 });
    expect(run(which)).toMatchObject({ looked: 2 });
  });

  test('that ends within a page leaves the rest of the page for the next run', () => {
    waiting(world, 4);
    world.seconds = 1;
    slow(4);
    run('due', { page: 4, budgetSeconds: 15 });
    expect(world.sent).toHaveLength(2);
    run('due', { page: 4 });
    expect(world.sent).toHaveLength(4);
  });
});

describe('a closed gate', () => {
  beforeEach(() => {
    world.gate = { kind: 'paused', until: at(100), failure: failure('throttled') };
  });

  test('is passed by nobody: what is due stays due and costs no write, no read of a user, no request', () => {
    waiting(world, 120);
    world.outbox.put(annaId, parked({ due: at(0), failure: failure('transient') }));
    world.seconds = 1;
    world.forget();
    expect(run()).toMatchObject({ looked: 121, broken: 0 });
    expect(new Set(world.outbox.calls)).toEqual(new Set(['due', 'read']));
    expect([world.userReads, world.sent, world.asked]).toEqual([0, [], 0]);
    world.seconds = 100;
    world.store('First');
    run();
    expect(world.sent).toHaveLength(121);
  });

  test('does not keep what is over from ending: time to live, and last looks', () => {
    world.gate = { kind: 'broken', until: at(30 * DAY), failure: failure('configuration') };
    world.store('First');
    world.outbox.put(annaId, pending());
    world.seconds = 7 * DAY;
    run();
    expect(world.record).toMatchObject({ state: 'expired', reason: 'its time to live is over' });
    world.outbox.put(annaId, delivered({ due: at(0), held: held('First', { seen: world.user.password.seen }) }));
    run();
    expect(world.record).toMatchObject({ state: 'delivered', looked: true });
  });

  test('is opened by an operator, who knows that the cause is mended', () => {
    waiting(world, 3);
    expect(run('undelivered')).toMatchObject({ looked: 3 });
    expect(world.sent).toHaveLength(3);
    expect(world.gate).toEqual({ kind: 'open' });
  });

  test.each(['throttled', 'configuration'] as const)(
    'closed again by the first of many, %s, is met by the first alone',
    (failureClass) => {
      world.gate = { kind: 'open' };
      waiting(world, 10);
      world.seconds = 1;
      world.sendings = [() => failed(failureClass)];
      runDrain(world, 'due', { budgetSeconds: 20 });
      expect(world.sent).toHaveLength(1);
      expect(world.outcomes).toHaveLength(1);
    },
  );

  test('paused until a time within the run is waited for by those who come after', () => {
    world.gate = { kind: 'open' };
    waiting(world, 10);
    world.seconds = 1;
    world.sendings = [() => failed('throttled')];
    runDrain(world, 'due', { budgetSeconds: 50 });
    expect(world.sent).toHaveLength(10);
    expect(world.seconds).toBe(31);
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['failed', ...Array<string>(9).fill('delivered')]);
  });

  test('is waited for by nobody where nobody can wait', () => {
    world.gate = { kind: 'open' };
    waiting(world, 10);
    world.seconds = 1;
    world.sendings = [() => failed('throttled')];
    const { pause: _pause, ...ports } = world.ports;
    const options = { which: 'due' as const, budgetSeconds: 50, onBroken: () => undefined };
    drain(ports, world.settings, (tasks) => tasks.map((task) => task()), options);
    expect(world.sent).toHaveLength(1);
  });
});

describe('on demand', () => {
  test('all that waits is delivered, due or not', () => {
    world.outbox.put(annaId, pending({ due: at(3600) }));
    world.store('First');
    expect(run('undelivered')).toMatchObject({ looked: 1 });
    expect(world.record.state).toBe('delivered');
  });

  test('what was parked for an outage is delivered; what Oracle refused is not sent again', () => {
    world.outbox.put(annaId, parked({ failure: failure('transient') }));
    world.store('First');
    run('undelivered');
    expect(world.record.state).toBe('delivered');
    const refused = { password: fingerprint('First'), failure: failure('rejected') };
    world.outbox.put(annaId, parked({ refused }));
    run('undelivered');
    expect([world.sent, world.record.state]).toEqual([['First'], 'parked']);
  });

  test('a live lease is left to its owner', () => {
    const busy = delivering({ lease: { owner: 'node-2/start nonce-7', until: at(50) } });
    world.outbox.put(annaId, busy);
    world.store('First');
    run('undelivered');
    expect([world.sent, world.record]).toEqual([[], busy]);
  });

  test.each([
    ['delivered', delivered()],
    ['expired', expired()],
  ])('a record that was %s meanwhile keeps its time', (_state, meanwhile) => {
    waiting(world, 1);
    world.outbox.put(annaId, pending({ due: at(3600) }));
    world.store('First');
    world.sendings = [
      () => {
        world.outbox.put(annaId, meanwhile);
        return failed('transient');
      },
    ];
    expect(run('undelivered')).toMatchObject({ looked: 2 });
    expect(world.record).toEqual(meanwhile);
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['failed']);
  });
});

describe('an unbound intent', () => {
  const unbound = unboundId('idcs', 'nonce-1');
  beforeEach(() => {
    world.setUser();
    const user = { object: 'user', id: null, userName: 'anna' };
    beforeCreate(world.ports, settings, user, 'First', notebook().notes);
    world.forget();
  });

  test('is left to postCreate until its grace is over', () => {
    world.store('First');
    world.seconds = 599;
    expect(run().looked).toBe(0);
  });

  test('is bound to the user of that name and delivered, without asking Oracle: nothing can have been sent', () => {
    world.store('First');
    world.seconds = 600;
    expect(run()).toMatchObject({ looked: 1, broken: 0 });
    expect([world.sent, world.asked]).toEqual([['First'], 0]);
    expect(world.outbox.ids()).toEqual([annaId]);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], held: { password: fingerprint('First') } });
  });

  test('is dropped when there is no such user: the create failed', () => {
    world.seconds = 600;
    run();
    expect(world.outbox.ids()).toEqual([]);
    expect(world.sent).toEqual([]);
  });

  test('is kept when nobody can tell', () => {
    world.find = () => ({ kind: 'unknown' });
    world.seconds = 600;
    run();
    expect(world.outbox.entry(unbound)).toMatchObject({ state: 'unbound', due: at(1200) });
    expect(world.outcomes).toEqual([]);
  });

  test('is told and given up when nobody could tell until its time to live was over', () => {
    world.find = () => ({ kind: 'unknown' });
    world.seconds = 7 * DAY;
    run();
    expect(world.outbox.ids()).toEqual([]);
    expect(world.outcomes).toMatchObject([{ kind: 'expired', ref: { object: 'user', id: 'anna' } }]);
  });

  /** A crash after the first of the two writes that bind it. */
  function boundAndNotRemoved(deliver: () => void): void {
    const entry = world.outbox.entry(unbound) as Parameters<typeof world.outbox.put>[1];
    world.store('First');
    world.seconds = 600;
    run();
    world.outbox.put(unbound, entry);
    world.forget();
    deliver();
  }

  test('bound once more after it was delivered has no effect', () => {
    boundAndNotRemoved(() => run());
    expect(world.sent).toEqual([]);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], held: { password: fingerprint('First') } });
  });

  test('bound once more after a newer password was delivered has no effect', () => {
    boundAndNotRemoved(() => {
      world.deliver(world.change('Second'));
      run();
    });
    expect(world.sent).toEqual(['Second']);
    expect(world.record).toMatchObject({ state: 'delivered', held: { password: fingerprint('Second') } });
  });

  test('bound once more after the worker died in its send: Oracle is asked', () => {
    world.store('First');
    world.outbox.put(annaId, delivering({ marks: [mark('First')] }));
    world.seconds = 1;
    world.accept('First');
    world.seconds = 600;
    run('due', { page: 1 });
    run();
    expect([world.asked, world.sent]).toEqual([1, []]);
    expect(world.record).toMatchObject({ state: 'delivered', user: anna, held: { password: fingerprint('First') } });
  });
});

import { drain, type DrainReport, type RunAll } from './drain';
import { unboundId, recordId } from './ids';
import { noteCreate } from './intent';
import { delivered, delivering, expired, intent, parked, pending } from './testing/records';
import { anna, annaId, at, failed, failure, fingerprint, settings, World } from './testing/world';

let world: World;
let brokenIds: string[];
beforeEach(() => {
  world = new World();
  brokenIds = [];
});

const DAY = 86_400;

function run(which: 'due' | 'undelivered' = 'due', more: { budgetSeconds?: number; page?: number } = {}): DrainReport {
  const { budgetSeconds = 50, page = settings.drainPageSize } = more;
  const runAll: RunAll = (tasks) => tasks.map((task) => task());
  return drain(world.ports, { ...settings, drainPageSize: page }, runAll, {
    which,
    budgetSeconds,
    onBroken: (id) => brokenIds.push(id),
  });
}

/** Users with a record each that waits since that second, in the order of their numbers. */
function waiting(count: number): void {
  for (let number = 0; number < count; number++) {
    const user = { object: 'user', id: `user${number}` };
    world.store('First', user.id);
    world.outbox.put(recordId('idcs', user), pending({ user, due: at(number / 1000) }));
  }
}

describe('what is due', () => {
  test('is delivered, the rest left alone', () => {
    waiting(2);
    world.outbox.put(annaId, pending({ due: at(60) }));
    world.store('First');
    world.seconds = 59;
    expect(run()).toEqual({ looked: 2, broken: 0, seconds: 0 });
    expect(world.sent).toEqual(['First', 'First']);
    expect(world.record.state).toBe('pending');
    world.seconds = 60;
    expect(run()).toMatchObject({ looked: 1 });
    expect(world.record.state).toBe('delivered');
  });

  test('is taken page by page', () => {
    waiting(5);
    world.seconds = 1;
    expect(run('due', { page: 2 })).toMatchObject({ looked: 5 });
    expect(world.sent).toHaveLength(5);
  });

  test('and still due after it was looked at, is looked at once in a run', () => {
    waiting(3);
    world.seconds = 1;
    world.outbox.beforeWrites(
      ...Array.from({ length: 1000 }, () => () => world.outbox.ids().forEach((id) => world.outbox.touch(id))),
    );
    expect(run('due', { page: 2 }).looked).toBeLessThanOrEqual(3);
    expect(world.sent).toEqual([]);
  });

  test('and failing again waits with its back-off: the run ends', () => {
    waiting(3);
    world.seconds = 1;
    world.sendings = Array.from({ length: 100 }, () => () => failed('transient'));
    expect(run()).toMatchObject({ looked: 3, broken: 0 });
    expect(world.sent).toHaveLength(3);
  });

  test('is a lease that ran out: whoever had it is not waited for', () => {
    world.outbox.put(annaId, delivering());
    world.store('First');
    world.seconds = 50;
    expect(run()).toMatchObject({ looked: 1 });
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
  });

  test('by the query and no longer by the entry is left alone', () => {
    world.outbox.put(annaId, pending({ due: at(100) }));
    world.store('First');
    world.outbox.due = () => [annaId];
    expect(run()).toMatchObject({ looked: 1 });
    expect(world.sent).toEqual([]);
  });
});

describe('a broken entry', () => {
  /** Of that many that wait, those of these numbers can't be read. */
  function waitingBroken(count: number, broken: number[]): void {
    waiting(count);
    for (const number of broken) world.outbox.unreadable.add(recordId('idcs', { object: 'user', id: `user${number}` }));
    world.seconds = 1;
  }

  test('is counted and does not stop the others', () => {
    waitingBroken(3, [1]);
    expect(run()).toMatchObject({ looked: 3, broken: 1 });
    expect(brokenIds).toHaveLength(1);
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
  test.each([
    ['due', 40],
    ['undelivered', 40],
  ] as const)('ends a run over what is %s when its %d s are used up', (which, budgetSeconds) => {
    waiting(6);
    world.seconds = 1;
    world.sendings = Array.from({ length: 6 }, () => () => {
      world.seconds += 10;
      return { kind: 'delivered', provisioned: false };
    });
    expect(run(which, { page: 2, budgetSeconds })).toEqual({ looked: 4, broken: 0, seconds: 40 });
    expect(run(which)).toMatchObject({ looked: 2 });
  });

  test('that ends within a page leaves the rest of the page for the next run', () => {
    waiting(4);
    world.seconds = 1;
    world.sendings = Array.from({ length: 4 }, () => () => {
      world.seconds += 10;
      return { kind: 'delivered', provisioned: false };
    });
    run('due', { page: 4, budgetSeconds: 15 });
    expect(world.sent).toHaveLength(2);
    run('due', { page: 4 });
    expect(world.sent).toHaveLength(4);
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
    const refusal = { password: fingerprint('First'), failure: failure('rejected') };
    const { delivered: _held, ...refused } = parked({ refused: refusal });
    world.outbox.put(annaId, refused);
    run('undelivered');
    expect([world.sent, world.record.state]).toEqual([['First'], 'parked']);
  });

  test('a live lease is left to its owner', () => {
    const held = delivering({ lease: { owner: 'other', until: at(50) } });
    world.outbox.put(annaId, held);
    world.store('First');
    run('undelivered');
    expect([world.sent, world.record]).toEqual([[], held]);
  });

  test.each([
    ['delivered', delivered()],
    ['expired', expired()],
  ])('a record that was %s meanwhile keeps its time', (_state, meanwhile) => {
    waiting(1);
    world.outbox.put(annaId, pending({ due: at(3600) }));
    world.store('First');
    world.sendings = [
      () => {
        world.outbox.put(annaId, meanwhile);
        return failed('throttled');
      },
    ];
    expect(run('undelivered')).toMatchObject({ looked: 2 });
    expect(world.record).toEqual(meanwhile);
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['failed']);
  });
});

describe('records that are closed', () => {
  test.each([
    ['delivered', delivered({ due: at(0) })],
    ['expired', expired({ due: at(0) })],
  ])('%s, are removed when their time is over', (_state, entry) => {
    world.outbox.put(annaId, entry);
    run();
    expect(world.outbox.ids()).toEqual([]);
  });

  test('with an intent left are looked at and not removed', () => {
    world.outbox.put(annaId, delivered({ intents: [intent('nonce-2', 0, 'Second')], due: at(600) }));
    world.store('First');
    world.seconds = 600;
    run();
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], due: at(600 + DAY) });
    expect(world.sent).toEqual([]);
  });

  test('are not removed when a change came in the same moment', () => {
    world.outbox.put(annaId, delivered({ due: at(0) }));
    world.outbox.beforeWrites(() => world.note('Second', 'First'));
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
    expect(world.sent).toEqual([]);
  });

  test('with a mark expires with it: Oracle may hold what was marked for ever', () => {
    const mark = { password: fingerprint('First'), at: at(0) };
    world.outbox.put(annaId, parked({ failure: failure('ambiguous'), mark }));
    world.seconds = 7 * DAY;
    run();
    expect(world.record).toMatchObject({ state: 'expired', mark });
  });

  test('and changed in the same moment does not expire', () => {
    world.outbox.put(annaId, parked());
    world.seconds = 7 * DAY;
    world.outbox.beforeWrites(() => world.note('Second', 'First'));
    run();
    expect(world.record.state).toBe('delivering');
    expect(world.outcomes).toEqual([]);
  });

  test('while another change was on its way: its commit is found though no post hook ran', () => {
    const job = world.change('Reused');
    world.sendings = [
      () => {
        world.note('Second', 'Reused');
        return failed('rejected');
      },
    ];
    world.deliver(job);
    world.store('Second');
    world.seconds = 600;
    run();
    expect(world.sent).toEqual(['Reused', 'Second']);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Second') });
  });

  test('and that change never committed: parked again without a word, until its time to live is over', () => {
    const job = world.change('Reused');
    world.sendings = [
      () => {
        world.note('Second', 'Reused');
        return failed('rejected');
      },
    ];
    world.deliver(job);
    world.forget();
    world.seconds = 600;
    run();
    expect([world.sent, world.outcomes]).toEqual([[], []]);
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('rejected'), due: at(7 * DAY) });
  });
});

describe('an unbound intent', () => {
  const unbound = unboundId('idcs', 'nonce-1');
  beforeEach(() => {
    noteCreate(world.ports, settings, { object: 'user', userName: 'anna' }, 'First');
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
    expect([world.sent, world.asked]).toEqual([['First'], []]);
    expect(world.outbox.ids()).toEqual([annaId]);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First'), intents: [] });
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
  });

  /** A crash after the first of the two writes that bind it. */
  function boundAndNotRemoved(deliver: () => void): void {
    const entry = world.outbox.entry(unbound)!;
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
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First'), intents: [] });
  });

  test('bound once more after a newer password was delivered has no effect', () => {
    boundAndNotRemoved(() => {
      world.deliver(world.change('Second', 'First'));
      world.answers = [{ kind: 'yes' }];
      run();
    });
    expect(world.sent).toEqual(['Second']);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Second') });
  });

  test('bound once more after the worker died in its send: Oracle is asked', () => {
    world.store('First');
    const mark = { password: fingerprint('First'), at: at(0) };
    world.outbox.put(annaId, delivering({ mark }));
    world.answers = [{ kind: 'yes' }];
    world.seconds = 600;
    run('due', { page: 1 });
    run();
    expect(world.sent).toEqual([]);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
  });
});

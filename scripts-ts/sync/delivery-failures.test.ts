/** What a failed sending leads to: retries, back-off, the gate, and passwords that Oracle refuses. */
import { mark, parked, pending } from './testing/records';
import { anna, annaId, at, DAY, failed, failure, fingerprint, HOUR, LEASE, owner, time, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const look = (seconds = world.seconds): void => {
  expect(world.look(seconds)).toEqual({ kind: 'done' });
};
const fail = (failureClass: Parameters<typeof failed>[0], times = 1): void => {
  world.sendings = Array.from({ length: times }, () => () => failed(failureClass));
};

describe('quick retries', () => {
  test('come after 2, 4 and 8 seconds; then the drain goes on and one failed attempt is told', () => {
    fail('transient', 4);
    expect(world.deliverToTheEnd(world.change('First'))).toEqual([2, 4, 8]);
    expect(world.sent).toHaveLength(4);
    expect(world.record).toMatchObject({
      state: 'pending',
      attempts: 1,
      marks: [],
      failure: failure('transient'),
      due: at(14 + 30),
    });
    expect(world.outcomes).toEqual([
      { kind: 'failed', ref: anna, failure: failure('transient'), attempts: 1, seconds: 14 },
    ]);
  });

  test('end with the first that succeeds', () => {
    fail('transient', 2);
    expect(world.deliverToTheEnd(world.change('First'))).toEqual([2, 4]);
    expect(world.record).toMatchObject({ state: 'delivered', attempts: 0 });
    expect(world.outcomes).toMatchObject([{ kind: 'delivered', seconds: 6 }]);
  });

  test('renew the lease over the pause, so that nobody else takes the record meanwhile, and ask nobody', () => {
    fail('transient');
    const next = world.deliver(world.change('First'));
    const me = owner('nonce-1');
    expect(next).toMatchObject({ kind: 'again', afterSeconds: 2, job: { owner: me, quickRetriesLeft: 2 } });
    expect(world.record).toMatchObject({ state: 'delivering', lease: { owner: me, until: at(2 + LEASE) } });
    world.forget();
    world.seconds = 2;
    if (next.kind === 'again') world.deliver(next.job);
    expect([world.sent, world.asked]).toEqual([['First'], 0]);
    expect(world.record).toMatchObject({ state: 'delivered' });
  });

  test.each(['throttled', 'configuration'] as const)('are none after %s, which costs no attempt', (failureClass) => {
    fail(failureClass);
    expect(world.deliverToTheEnd(world.change('First'))).toEqual([]);
    expect(world.record).toMatchObject({ state: 'pending', attempts: 0, marks: [], failure: failure(failureClass) });
  });
});

describe('the drain', () => {
  test('goes through five attempts, then parks and escalates once, with the pauses between them', () => {
    fail('transient', 100);
    world.deliverToTheEnd(world.change('First'));
    const pauses: number[] = [];
    while (world.record.state === 'pending') {
      const due = (Date.parse(world.record.due) - Date.parse(at(0))) / 1000;
      pauses.push(due - world.seconds);
      look(due);
    }
    expect(pauses).toEqual([30, 120, 480, 1800]);
    expect(world.sent).toHaveLength(4 + 4);
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('transient'), attempts: 5 });
    expect(world.outcomes.map(({ kind }) => kind)).toEqual([...Array(4).fill('failed'), 'parked', 'escalated']);
  });

  test('still tries what was parked for an outage, at the longest pause, and tells no second escalation', () => {
    world.store('First');
    world.outbox.put(annaId, parked({ failure: failure('transient'), attempts: 5, due: at(HOUR) }));
    fail('transient');
    look(HOUR);
    expect(world.record).toMatchObject({ state: 'parked', attempts: 6, due: at(2 * HOUR) });
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['failed']);
    look(2 * HOUR);
    expect(world.record.state).toBe('delivered');
  });
});

describe('the gate', () => {
  test.each(['throttled', 'configuration'] as const)('is closed for everybody by %s', (failureClass) => {
    fail(failureClass);
    world.deliver(world.change('First', 'bob'));
    const bob = world.outbox.record('idcs.user.bob');
    expect(bob).toMatchObject({ state: 'pending', due: at(30) });

    world.deliver(world.change('Second'));
    expect(world.sent).toEqual(['First']);
    expect(world.record).toMatchObject({
      state: 'pending',
      attempts: 0,
      marks: [],
      due: at(30),
      failure: failure(failureClass),
    });
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['failed']);
    look(30);
    expect(world.sent).toEqual(['First', 'Second']);
    expect(world.gate).toEqual({ kind: 'open' });
  });

  test('is passed by one probe at a time where it is broken', () => {
    fail('configuration');
    world.deliver(world.change('First', 'bob'));
    world.seconds = 30;
    const cara = world.change('Third', 'cara');
    world.sendings = [
      (password) => {
        world.deliver(cara);
        return world.accept(password);
      },
    ];
    world.deliver(world.change('Second'));
    expect(world.sent).toEqual(['First', 'Second']);
    const waits = { state: 'pending', due: at(50), failure: failure('configuration') };
    expect(world.outbox.record('idcs.user.cara')).toMatchObject(waits);
  });

  test('is passed by a question to Oracle as well', () => {
    fail('throttled');
    world.deliver(world.change('First', 'bob'));
    world.store('First');
    world.outbox.put(annaId, pending({ marks: [mark('First')] }));
    look();
    expect(world.asked).toBe(0);
    expect(world.record).toMatchObject({ state: 'pending', due: at(30), marks: [mark('First')] });
    look(30);
    expect(world.asked).toBe(1);
  });

  test.each([
    ['Oracle refuses the password of one', failed('rejected', { status: 400 })],
    ['Oracle is in trouble, and says so', failed('transient', { status: 503 })],
  ])('is opened when it is broken and %s', (_what, answer) => {
    fail('configuration');
    world.deliver(world.change('First', 'bob'));
    world.seconds = 30;
    world.sendings = [() => answer];
    world.deliver(world.change('Second'));
    expect(world.gate).toEqual({ kind: 'open' });
  });

  test('stays as it is when Oracle did not answer', () => {
    fail('configuration');
    world.deliver(world.change('First', 'bob'));
    world.seconds = 30;
    fail('transient');
    world.deliver(world.change('Second'));
    expect(world.gate).toMatchObject({ kind: 'broken' });
  });
});

describe('a refusal', () => {
  const refuse = (): void => {
    world.sync('First');
    fail('rejected');
    world.deliver(world.change('Reused'));
  };

  test('parks at once, quick retries or not, and is told', () => {
    refuse();
    expect(world.record).toMatchObject({
      state: 'parked',
      failure: failure('rejected'),
      refused: { password: fingerprint('Reused'), failure: failure('rejected') },
      held: { how: 'delivered', password: fingerprint('First') },
      marks: [],
      due: at(60 + 7 * DAY),
    });
    expect(world.outcomes).toEqual([{ kind: 'parked', ref: anna, failure: failure('rejected'), seconds: 0 }]);
  });

  test('is remembered: the password is not sent again when another intent brings the record back', () => {
    refuse();
    world.forget();
    world.note('Vain');
    look(700);
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('rejected') });
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('is remembered while another change is delivered in vain', () => {
    refuse();
    fail('transient', 4);
    world.deliverToTheEnd(world.change('Third'));
    expect(world.record).toMatchObject({ state: 'pending', refused: { password: fingerprint('Reused') } });
  });

  test('is forgotten when Oracle holds what is stored', () => {
    refuse();
    world.deliver(world.change('Good'));
    expect(world.record).toMatchObject({ state: 'delivered', held: { password: fingerprint('Good') } });
    expect(world.record).not.toHaveProperty('refused');
  });

  test('is over when the user is put back to what Oracle holds', () => {
    refuse();
    world.store('First');
    look(70);
    expect(world.record).toMatchObject({ state: 'delivered' });
    expect(world.record).not.toHaveProperty('refused');
  });

  test('does not hide another change whose commit is not known yet', () => {
    world.sync('First');
    const job = world.change('Reused');
    world.sendings = [
      () => {
        world.note('Second');
        return failed('rejected');
      },
    ];
    world.deliver(job);
    expect(world.sent).toEqual(['Reused']);
    expect(world.record).toMatchObject({ state: 'parked', due: at(660) });
  });
});

describe('what is no failure of Oracle', () => {
  test('a user whom Oracle does not know is parked until the name is mended', () => {
    fail('unknownUser');
    world.deliver(world.change('First'));
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('unknownUser') });
    expect(world.record).not.toHaveProperty('refused');
    look();
    expect(world.sent).toEqual(['First', 'First']);
  });

  test('a user whose password is elsewhere is told and closed', () => {
    fail('notApplicable');
    world.deliver(world.change('First'));
    expect(world.record).toMatchObject({ state: 'expired', reason: failure('notApplicable').reason, marks: [] });
    expect(world.outcomes).toEqual([{ kind: 'expired', ref: anna, reason: failure('notApplicable').reason }]);
  });
});

describe('somebody who waits', () => {
  test('waits for no request that could end later', () => {
    world.deliver(world.change('First'), time(5));
    expect(world.windows).toEqual([{ begin: time(5), end: time(5) }]);
    world.deliver(world.change('Second'), time(15));
    expect(world.windows.at(-1)).toEqual({ begin: time(10), end: time(15) });
  });

  test('does not wait for a retry: it is for the pool', () => {
    fail('transient');
    expect(world.deliver(world.change('First'), time(5))).toMatchObject({ kind: 'again', afterSeconds: 2 });
  });
});

test('what the repository throws is thrown: the lease runs out, and the drain takes over', () => {
  const job = world.change('First');
  world.outbox.broken.add(annaId);
  expect(() => world.deliver(job)).toThrow(expect.objectContaining({ code: 500 }) as Error);
  world.outbox.broken.clear();
  look(LEASE);
  expect(world.sent).toEqual(['First']);
});

describe('a refusal that may be of this user only', () => {
  const personal = () => failed('configuration', { personal: true });

  test('costs attempts, and in the end somebody is told, while others are delivered', () => {
    world.store('Other', 'bob');
    world.sendings = [personal];
    expect(world.deliverToTheEnd(world.change('First'))).toEqual([]);
    expect(world.record).toMatchObject({ state: 'pending', attempts: 1 });
    expect(world.gate).toMatchObject({ kind: 'open', suspect: 'user/anna' });
    world.sendings = [];
    world.deliverToTheEnd(world.change('Second', 'bob'));
    expect(world.outcomes).toMatchObject([{ kind: 'failed' }, { kind: 'delivered' }]);
    expect(world.gate).toEqual({ kind: 'open' });
    for (let attempt = 2; attempt <= 5; attempt++) {
      world.sendings = [personal];
      look(Math.max(world.seconds, Date.parse(String(world.record?.due)) / 1000 - Date.parse(at(0)) / 1000));
    }
    expect(world.record).toMatchObject({ state: 'parked', attempts: 5, failure: { class: 'configuration' } });
    expect(world.outcomes.at(-1)).toMatchObject({ kind: 'escalated' });
  });
});

import { drainJob } from './job';
import { noteChange } from './intent';
import type { UserReading } from './ports';
import { intent, parked, pending } from './testing/records';
import { anna, annaId, at, delivered, failed, failure, fingerprint, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

/** The drain's look at the record, after `seconds` since the world began. */
function look(seconds = world.seconds): void {
  world.seconds = seconds;
  expect(world.deliver(drainJob(world.ports, anna))).toEqual({ kind: 'done' });
}

describe('a change that goes well', () => {
  test('costs one write by the hook and one by the delivery, one look at the user, one sending', () => {
    const job = world.change('First');
    expect(world.outbox.calls).toEqual(['read', 'create']);
    world.seconds = 0.2;
    expect(world.deliverToTheEnd(job)).toEqual([]);
    expect(world.outbox.calls).toEqual(['read', 'create', 'read', 'replace']);
    expect({ reads: world.userReads, sent: world.sent, asked: world.asked }).toEqual({
      reads: 1,
      sent: ['First'],
      asked: [],
    });
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], delivered: fingerprint('First') });
  });

  test('is told once, with the time since the change', () => {
    const job = world.change('First');
    world.seconds = 0.2;
    world.sendings = [() => ({ kind: 'delivered', provisioned: true, requestId: 'opc-1' })];
    world.deliver(job);
    expect(world.outcomes).toEqual([
      { kind: 'delivered', ref: anna, seconds: 0.2, provisioned: true, requestId: 'opc-1' },
    ]);
  });

  test('sends nothing when the user has been put back to what Oracle holds', () => {
    world.sync('First');
    const job = world.change('Second', 'First');
    world.store('First');
    world.deliver(job);
    expect(world.sent).toEqual([]);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First') });
    expect(world.outcomes).toEqual([]);
  });
});

describe('a password that no intent brought', () => {
  test('is not sent while the change may still be committed', () => {
    world.store('Before');
    world.note('Next', 'Before');
    look(300);
    expect(world.record).toMatchObject({ state: 'pending', due: at(600), attempts: 0 });
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('was there before a change that was never committed: closed, nothing sent', () => {
    world.store('Before');
    world.note('Next', 'Before');
    look(600);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the change was not committed' });
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('is what Oracle holds: the vain change leaves the record delivered', () => {
    world.sync('First');
    world.note('Next', 'First');
    look(600);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], delivered: fingerprint('First') });
    expect(world.sent).toEqual([]);
  });

  test.each([
    ['Oracle is known to hold another', () => world.sync('First'), 'First'],
    ['no intent knows it as the one before', () => undefined, 'Before'],
  ])('was written past the hooks, for %s: it is sent', (_why, begin, before) => {
    begin();
    world.note('Next', before);
    world.store('Elsewhere');
    look(600);
    expect(world.sent).toEqual(['Elsewhere']);
    expect(world.record).toMatchObject({ state: 'delivered' });
  });

  test('does not wait for the intent whose commit is known', () => {
    const job = world.change('Next', 'Before');
    world.store('Later');
    world.deliver(job);
    expect(world.sent).toEqual(['Later']);
  });

  test('of a create bound under another salt is sent: its commit is known', () => {
    const other = intent('nonce-9', 0, '');
    world.outbox.put(annaId, pending({ salt: 'elsewhere', intents: [{ ...other, password: '' }] }));
    world.store('First');
    const job = { ...drainJob(world.ports, anna), settled: 'nonce-9' };
    world.deliver(job);
    expect(world.sent).toEqual(['First']);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('First', 'elsewhere') });
  });
});

describe('intents whose outcome is not known', () => {
  test('keep one last look due after their grace, which needs no further delivery', () => {
    const job = world.change('First');
    world.seconds = 5;
    world.note('Second', 'First');
    world.deliver(job);
    expect(world.record).toMatchObject({ state: 'delivered', due: at(605), intents: [{ nonce: 'nonce-2' }] });
    look(605);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [] });
    expect(world.sent).toEqual(['First']);
  });

  test('are found committed by the last look when no post hook ran', () => {
    const job = world.change('First');
    world.note('Second', 'First');
    world.deliver(job);
    world.store('Second');
    look(600);
    expect(world.sent).toEqual(['First', 'Second']);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Second'), intents: [] });
  });
});

describe('a refusal', () => {
  const refuse = (): void => {
    world.sync('First');
    world.sendings = [() => failed('rejected')];
    world.deliver(world.change('Reused', 'First'));
  };

  test('parks at once, quick retries or not, and is told', () => {
    refuse();
    expect(world.record).toMatchObject({
      state: 'parked',
      failure: failure('rejected'),
      refused: { password: fingerprint('Reused'), failure: failure('rejected') },
      delivered: fingerprint('First'),
      due: at(7 * 86_400),
    });
    expect(world.outcomes).toEqual([{ kind: 'parked', ref: anna, failure: failure('rejected'), seconds: 0 }]);
  });

  test('is remembered: the password is not sent again when another intent brings the record back', () => {
    refuse();
    world.forget();
    world.note('Vain', 'Reused');
    look(600);
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('rejected') });
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('is forgotten when Oracle holds what is stored', () => {
    refuse();
    world.deliver(world.change('Good', 'Reused'));
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Good') });
    expect(world.record).not.toHaveProperty('refused');
  });

  test('does not hide another change whose commit is not known yet', () => {
    world.sync('First');
    const job = world.change('Reused', 'First');
    world.sendings = [
      () => {
        world.note('Second', 'Reused');
        return failed('rejected');
      },
    ];
    world.deliver(job);
    expect(world.sent).toEqual(['Reused']);
    expect(world.record).toMatchObject({ state: 'parked', due: at(600) });
  });
});

describe('time to live', () => {
  const week = 7 * 86_400;

  test('ends a change that waited for too long, which is told', () => {
    world.note('First');
    world.store('First');
    look(week);
    expect([world.sent, world.asked.length]).toEqual([[], 1]);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'its time to live is over', intents: [] });
    expect(world.record).not.toHaveProperty('mark');
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
    world.deliver(world.change('Second', 'First'));
    look(week);
    expect(world.sent).toEqual(['First', 'Second', 'Second']);
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Second') });
  });

  test('does not end what Oracle holds already', () => {
    world.sync('First');
    world.note('Second', 'First');
    look(week);
    expect(world.record.state).toBe('delivered');
  });
});

describe('the user', () => {
  test('who is absent in the repository closes the record', () => {
    const job = world.change('First');
    world.setUser();
    world.deliver(job);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'the user was deleted', intents: [] });
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('who can not be read is never taken for absent: tried again, with the reason', () => {
    const unknown: UserReading = { kind: 'unknown', reason: 'the route is gone' };
    const job = world.change('First');
    world.setUser(unknown);
    expect(world.deliverToTheEnd(job)).toEqual([2, 4, 8]);
    expect(world.record).toMatchObject({
      state: 'pending',
      attempts: 1,
      failure: { class: 'transient', reason: "the user can't be read: the route is gone" },
    });
    world.store('First');
    look(100);
    expect(world.sent).toEqual(['First']);
  });
});

describe('quick retries', () => {
  test('come after 2, 4 and 8 seconds; then the drain goes on and one failed attempt is told', () => {
    world.sendings = Array.from({ length: 4 }, () => () => failed('transient'));
    expect(world.deliverToTheEnd(world.change('First'))).toEqual([2, 4, 8]);
    expect(world.sent).toHaveLength(4);
    expect(world.record).toMatchObject({
      state: 'pending',
      attempts: 1,
      failure: failure('transient'),
      due: at(14 + 30),
    });
    expect(world.outcomes).toEqual([
      { kind: 'failed', ref: anna, failure: failure('transient'), attempts: 1, seconds: 14 },
    ]);
  });

  test('end with the first that succeeds', () => {
    world.sendings = [() => failed('transient'), () => failed('transient')];
    expect(world.deliverToTheEnd(world.change('First'))).toEqual([2, 4]);
    expect(world.record).toMatchObject({ state: 'delivered', attempts: 0 });
    expect(world.outcomes).toMatchObject([{ kind: 'delivered', seconds: 6 }]);
  });

  test('renew the lease over the pause, so that nobody else takes the record meanwhile', () => {
    world.sendings = [() => failed('transient')];
    const next = world.deliver(world.change('First'));
    expect(next).toMatchObject({ kind: 'again', afterSeconds: 2, job: { owner: 'nonce-1', quickRetriesLeft: 2 } });
    expect(world.record).toMatchObject({ state: 'delivering', lease: { owner: 'nonce-1', until: at(52) } });
    world.forget();
    world.seconds = 2;
    if (next.kind === 'again') world.deliver(next.job);
    expect(world.outbox.calls).toEqual(['read', 'replace']);
    expect(world.asked).toEqual([]);
  });

  test('are none where trying again soon would not help', () => {
    for (const failureClass of ['throttled', 'configuration'] as const) {
      world = new World();
      world.sendings = [() => failed(failureClass)];
      expect(world.deliverToTheEnd(world.change('First'))).toEqual([]);
      expect(world.record).toMatchObject({ state: 'pending', attempts: 0, failure: failure(failureClass) });
    }
  });
});

describe('the drain', () => {
  test('goes through five attempts, then parks, with the pauses between them', () => {
    world.sendings = Array.from({ length: 100 }, () => () => failed('transient'));
    world.deliverToTheEnd(world.change('First'));
    const pauses: number[] = [];
    while (world.record.state === 'pending') {
      pauses.push((Date.parse(world.record.due) - Date.parse(at(world.seconds))) / 1000);
      look(Date.parse(world.record.due) / 1000 - Date.parse(at(0)) / 1000);
    }
    expect(pauses).toEqual([30, 120, 480, 1800]);
    expect(world.sent).toHaveLength(4 + 4);
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('transient') });
  });

  test('a parked record is taken up by the next change', () => {
    world.outbox.put(annaId, parked({ failure: failure('unknownUser') }));
    world.deliver(world.change('Second', 'First'));
    expect(world.record).toMatchObject({ state: 'delivered', delivered: fingerprint('Second') });
  });
});

test('no record, no work', () => {
  look();
  expect(world.outbox.calls).toEqual(['read']);
});

test('a hook without a lease leaves the writes to the worker: lease, mark, close', () => {
  const noted = noteChange(
    world.ports,
    settings,
    anna,
    { password: 'First', before: null },
    { nonce: null, lease: false },
  );
  world.store('First');
  world.forget();
  world.sendings = [
    () => {
      expect(world.record).toMatchObject({ state: 'delivering', mark: { password: fingerprint('First'), at: at(0) } });
      return delivered;
    },
  ];
  world.deliver({ ...drainJob(world.ports, anna), settled: noted.nonce });
  expect(world.outbox.calls).toEqual(['read', 'replace', 'replace', 'replace']);
  expect(world.record.state).toBe('delivered');
});

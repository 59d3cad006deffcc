/** One look at one user, while nobody disturbs it and all goes well. */
import { lookJob } from './job';
import { delivered, held, intent, parked, pending } from './testing/records';
import { anna, annaId, at, failure, fingerprint, LEASE, setAbout, settings, World } from './testing/world';

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

describe('a change that goes well', () => {
  test('costs one read and one write by the hook, the same by the delivery, one look at the user and one sending', () => {
    const job = world.change('First');
    expect(world.outbox.calls).toEqual(['read', 'create']);
    world.seconds = 0.2;
    expect(world.deliverToTheEnd(job)).toEqual([]);
    expect(world.outbox.calls).toEqual(['read', 'create', 'read', 'replace']);
    expect([world.userReads, world.sent, world.asked]).toEqual([1, ['First'], 0]);
    delivers('First');
    expect(world.record).toMatchObject({ intents: [], lastKnownSet: setAbout(0.2), due: at(600.2) });
  });

  test('decrypts nothing: the password is in hand', () => {
    world.deliver(world.change('First'));
    expect(world.vault.calls).toEqual([]);
  });

  test('decrypts what is stored where the fast path is switched off', () => {
    world.settings = { ...settings, fastPath: false };
    world.deliver(world.change('First'));
    expect([world.vault.calls, world.sent]).toEqual([['reveal'], ['First']]);
  });

  test('costs the same when there is a record already', () => {
    world.sync('First');
    world.deliver(world.change('Second'));
    expect(world.outbox.calls).toEqual(['read', 'replace', 'read', 'replace']);
    expect([world.userReads, world.sent, world.asked, world.vault.calls]).toEqual([1, ['Second'], 0, []]);
    delivers('Second');
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
    const job = world.change('Second');
    world.store('First');
    world.deliver(job);
    expect([world.sent, world.asked, world.outcomes]).toEqual([[], 0, []]);
    delivers('First');
  });

  test('sends nothing when the user has been put back to what IDM stored before there was a record', () => {
    world.store('Before');
    const job = world.change('First');
    world.store('Before');
    world.deliver(job);
    expect([world.sent, world.asked, world.outcomes]).toEqual([[], 0, []]);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'IDM stores what it stored before', marks: [] });
  });
});

describe('a password that no intent brought', () => {
  test('is not sent while the change may still be committed', () => {
    world.store('Before');
    world.note('Next');
    look(300);
    expect(world.record).toMatchObject({ state: 'pending', due: at(600), attempts: 0 });
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('was there before a change that was never committed: closed, nothing sent', () => {
    world.store('Before');
    world.note('Next');
    look(600);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'IDM stores what it stored before' });
    expect([world.sent, world.outcomes]).toEqual([[], []]);
  });

  test('is what Oracle holds: the vain change leaves the record delivered', () => {
    world.sync('First');
    world.note('Next');
    look(700);
    expect([world.sent, world.outcomes]).toEqual([[], []]);
    expect(world.record.intents).toEqual([]);
    delivers('First');
  });

  test.each([
    ['Oracle is known to hold another', () => world.sync('First')],
    ['it is not what was there before', () => world.store('Before')],
  ])('was written past the hooks, and %s: it is sent', (_why, begin) => {
    begin();
    world.note('Next');
    world.store('Elsewhere');
    look(700);
    expect(world.sent).toEqual(['Elsewhere']);
    delivers('Elsewhere');
  });

  test('does not wait for the intent whose commit is known', () => {
    const job = world.change('Next');
    world.store('Later');
    world.deliver(job);
    expect(world.sent).toEqual(['Later']);
  });

  test('of a create bound under another salt is sent: its commit is known', () => {
    world.outbox.put(annaId, pending({ salt: 'elsewhere', intents: [intent('nonce-9', 0, '', { password: '' })] }));
    world.store('First');
    world.deliver({ ...lookJob(world.ports, anna), settled: 'nonce-9' });
    expect(world.sent).toEqual(['First']);
    expect(world.record.held).toMatchObject({ password: fingerprint('First', 'elsewhere') });
  });
});

describe('intents whose outcome is not known', () => {
  test('keep a look due after their grace, which needs no further delivery', () => {
    const job = world.change('First');
    world.seconds = 5;
    world.note('Second');
    world.deliver(job);
    expect(world.record).toMatchObject({ state: 'delivered', due: at(605), intents: [{ nonce: 'nonce-2' }] });
    look(605);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], due: at(605 + 600) });
    expect(world.sent).toEqual(['First']);
  });

  test('are found committed by that look when no post hook ran', () => {
    const job = world.change('First');
    world.note('Second');
    world.deliver(job);
    world.store('Second');
    look(600);
    expect(world.sent).toEqual(['First', 'Second']);
    expect(world.record.intents).toEqual([]);
    delivers('Second');
  });

  test('do not hold up what is stored, when one of them brought it', () => {
    world.note('First');
    world.note('Second');
    world.store('First');
    look(LEASE);
    expect(world.sent).toEqual(['First']);
    expect(world.record).toMatchObject({ state: 'delivered', due: at(600) });
  });
});

test('no record, no work', () => {
  look();
  expect(world.outbox.calls).toEqual(['read']);
});

test('a record that nobody holds needs two more writes: the lease, and the mark', () => {
  world.store('First');
  world.outbox.put(annaId, pending());
  world.sendings = [
    (password) => {
      expect(world.record).toMatchObject({
        state: 'delivering',
        marks: [{ password: fingerprint('First'), at: at(0) }],
      });
      return world.accept(password);
    },
  ];
  look();
  expect(world.outbox.calls).toEqual(['read', 'replace', 'replace', 'replace']);
  delivers('First');
});

test.each([
  ['parked', parked({ failure: failure('unknownUser') })],
  ['delivered', delivered({ held: held('Old') })],
])('a record that is %s is taken up by the next change', (_state, record) => {
  world.outbox.put(annaId, record);
  world.deliver(world.change('Second'));
  expect(world.sent).toEqual(['Second']);
  delivers('Second');
});

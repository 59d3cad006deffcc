/** The strict mode where others are at work, or where nobody is sure what Oracle holds. */
import type { Note } from './change';
import type { Thrown } from './failure';
import { sendFirst } from './strict';
import { runDrain } from './testing/drain';
import { delivering, held, mark, pending } from './testing/records';
import {
  account,
  anna,
  annaId,
  at,
  failed,
  failure,
  fingerprint,
  lastSetAt,
  notebook,
  settings,
  World,
} from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
  world.settings = { ...settings, mode: 'strict' };
  world.store('First');
});

const theirs = 'node-2/start nonce-7';

/** onUpdate: what it leaves for its post hook. */
function hook(password: string, earlier: Note | null = null): Note | null {
  const { notes, left } = notebook(earlier);
  const change = { password, before: world.before() };
  sendFirst(world.ports, world.settings, anna, account, change, 'password', notes);
  return left();
}

/** What the hook throws. */
function refusal(password: string, earlier: Note | null = null): Thrown {
  try {
    hook(password, earlier);
  } catch (thrown) {
    return thrown as Thrown;
  }
  throw new Error('the change was accepted');
}

const holds = (password: string) =>
  expect(world.record).toMatchObject({
    state: 'delivered',
    marks: [],
    held: { how: 'delivered', password: fingerprint(password, world.record.salt) },
  });

describe('a user who is delivered by somebody else', () => {
  test('is busy: rejected, and the other left alone', () => {
    world.outbox.put(annaId, delivering({ lease: { owner: theirs, until: at(1000) } }));
    expect(refusal('Second')).toMatchObject({ code: 503, message: expect.stringContaining('on its way') as string });
    expect(world.sent).toEqual([]);
    expect(world.record).toMatchObject({ state: 'delivering', lease: { owner: theirs } });
  });

  test('is busy when his record never keeps still: nothing is sent without a durable mark', () => {
    world.outbox.put(annaId, pending({ marks: [mark('Old', [0, 30], { owner: theirs })] }));
    world.seconds = 60;
    // The intent is noted; after that the storm begins.
    world.outbox.beforeWrites(() => undefined, ...Array.from({ length: 1000 }, () => () => world.outbox.touch(annaId)));
    expect(refusal('Second')).toMatchObject({ code: 503, message: expect.stringContaining('on its way') as string });
    expect(world.sent).toEqual([]);
  });

  test('and was so while his password was on its way: the mark is left for whoever comes next', () => {
    world.sendings = [
      (password) => {
        world.outbox.put(annaId, delivering({ lease: { owner: theirs, until: at(1000) } }));
        return world.accept(password);
      },
    ];
    hook('Second');
    expect(world.record).toMatchObject({
      lease: { owner: theirs },
      marks: [{ password: expect.any(String) as string }],
    });
  });
});

describe('marks of earlier sends', () => {
  const stands = (more = {}) => {
    const marks = [mark('Old', [0, 30], { owner: theirs, ...more })];
    world.outbox.put(annaId, pending({ intents: [], marks, held: held('First') }));
    world.seconds = 60;
  };

  test('are asked about before anything is sent', () => {
    stands();
    hook('Second');
    expect([world.asked, world.sent]).toEqual([1, ['Second']]);
    expect(world.record).toMatchObject({ marks: [], held: { password: fingerprint('Second') } });
  });

  test('may tell that Oracle holds the new password: nothing is sent', () => {
    stands({ password: fingerprint('Second') });
    world.answers = [lastSetAt(15)];
    const note = hook('Second');
    expect(world.sent).toEqual([]);
    world.oracle = { password: 'Second', setAt: at(15) };
    world.deliver(world.commit('Second', note));
    expect(world.sent).toEqual([]);
    holds('Second');
  });

  test('are not asked about while Oracle may still act on them: busy', () => {
    stands({ quietUntil: at(70) });
    expect(refusal('Second')).toMatchObject({ code: 503 });
    expect([world.asked, world.sent]).toEqual([0, []]);
    expect(world.record.marks).toHaveLength(1);
  });

  test('of a user who is gone at Oracle say nothing: he is found or made again', () => {
    stands();
    world.answers = [{ kind: 'noUser' }];
    hook('Second');
    expect(world.sent).toEqual(['Second']);
  });

  test('can not be asked about: rejected', () => {
    stands();
    world.answers = [failed('throttled')];
    expect(refusal('Second')).toMatchObject({ code: 503 });
    expect(world.gate).toMatchObject({ kind: 'paused' });
    expect(world.record.marks).toHaveLength(1);
  });

  test('make a refusal doubtful: Oracle may have taken it before', () => {
    stands({ password: fingerprint('Second') });
    world.answers = [lastSetAt(-100), lastSetAt(59)];
    world.sendings = [() => failed('rejected')];
    hook('Second');
    expect(world.asked).toBe(2);
    expect(world.record.held).toMatchObject({ how: 'delivered', password: fingerprint('Second') });
  });
});

describe('what Oracle accepted and IDM did not store', () => {
  beforeEach(() => {
    world.sync('Known');
    hook('Second');
    world.forget();
  });

  test('is put back when its grace is over: Oracle gets the stored password again', () => {
    world.seconds = 659;
    runDrain(world);
    expect(world.sent).toEqual([]);
    world.seconds = 660;
    runDrain(world);
    expect(world.sent).toEqual(['Known']);
    holds('Known');
  });

  test('and can not be put back for Oracle refuses it: parked for everybody to see', () => {
    world.seconds = 660;
    world.sendings = [() => failed('rejected')];
    runDrain(world);
    expect(world.record).toMatchObject({ state: 'parked', failure: failure('rejected') });
    expect(world.outcomes.map(({ kind }) => kind)).toEqual(['parked']);
  });
});

test('an outbox out of reach rejects the change: what was sent without a mark nobody could take back', () => {
  world.outbox.broken.add(annaId);
  expect(refusal('Second')).toMatchObject({ code: 500 });
  expect(world.sent).toEqual([]);
});

test('where IDM keeps a hash nobody could give Oracle the stored password again: rejected', () => {
  world.vault.hashes = true;
  expect(refusal('Second')).toMatchObject({ code: 503, message: expect.stringContaining('delivery.mode') as string });
  expect([world.sent, world.outbox.ids()]).toEqual([[], []]);
});

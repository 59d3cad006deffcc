import { type Hold, type Work, workOf } from './hold';
import { jobAfterCommit } from './job';
import type { LastSet } from './ports';
import type { Delivering } from './record';
import { prepare, send, windowOf } from './send';
import { delivering, mark } from './testing/records';
import {
  account,
  anna,
  annaId,
  at,
  failed,
  failure,
  fingerprint,
  lastSetAt,
  LEASE,
  MARK,
  owner,
  setAbout,
  settings,
  time,
  World,
} from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const me = owner('nonce-1');

function held(changes: Partial<Delivering> = {}): Hold {
  world.outbox.put(annaId, delivering({ marks: [mark('First')], ...changes }));
  const { revision, entry } = world.outbox.stored(annaId)!;
  world.forget();
  return { record: entry as Delivering, revision, from: 'delivering' };
}

function work(endBy: number | null = null): Work {
  const job = jobAfterCommit(settings, anna, { owner: me, nonce: 'nonce-1', fresh: true });
  return workOf(world.ports, settings, job, endBy === null ? null : time(endBy));
}

describe('the window of requests', () => {
  const window = (endBy: number | null) => windowOf(work(endBy), held());

  test('lets them begin while the lease outlasts their deadline and the skew of clocks, and ends them before it', () => {
    expect(window(null)).toEqual({ begin: time(10), end: time(20) });
  });

  test.each([
    [30, 10, 20],
    [15, 10, 15],
    [5, 5, 5],
  ])('is no longer than whoever waits: until %d s', (endBy, begin, end) => {
    expect(window(endBy)).toEqual({ begin: time(begin), end: time(end) });
  });
});

describe('what has to be durable before a send', () => {
  const ready = (record: Hold, password = 'First', again = false) =>
    prepare(work(), record, fingerprint(password), again);

  test('is so on the happy path, where the hook has marked: no write', () => {
    const record = held();
    expect(ready(record)).toBe(record);
    expect(world.outbox.calls).toEqual([]);
  });

  test.each<[string, Partial<Delivering>, { password?: string; seconds?: number }]>([
    ['nothing is marked', { marks: [] }, {}],
    ['another password is marked', {}, { password: 'Second' }],
    ['another worker has marked', { marks: [mark('First', [0, 30], { owner: 'node-2/start nonce-7' })] }, {}],
    ['others have marked too', { marks: [mark('First'), mark('First', [0, 30], { owner: 'x y' })] }, {}],
    ['the lease is too short', {}, { seconds: 10.001 }],
    ['the mark is of an earlier lease', { lease: { owner: me, until: at(LEASE + 10) } }, { seconds: 10 }],
  ])(
    'is written when %s: one mark, and a lease of full length',
    (_why, changes, { password = 'First', seconds = 5 }) => {
      const record = held(changes);
      world.seconds = seconds;
      const next = ready(record, password);
      expect(world.outbox.calls).toEqual(['replace']);
      expect(next).toEqual({ record: world.record, revision: '1', from: 'delivering' });
      expect(world.record).toMatchObject({
        lease: { owner: me, until: at(seconds + LEASE) },
        marks: [mark(password, [seconds, seconds + MARK])],
      });
    },
  );

  test('is written once more when the outcome of an earlier send is unknown: the mark tells so', () => {
    ready(held(), 'First', true);
    expect(world.record.marks).toEqual([mark('First', [0, 30], { again: true })]);
  });

  test('can not be made so when the record moved: nothing is to be sent', () => {
    const record = held({ marks: [] });
    world.outbox.touch(annaId);
    expect(ready(record)).toBeNull();
    expect(world.record.marks).toEqual([]);
  });

  test('keeps what else the record was to say: what was resolved is written with the mark', () => {
    const { record, revision, from } = held();
    ready({ record: { ...record, attempts: 2, lastKnownSet: setAbout(0) }, revision, from }, 'Second');
    expect(world.record).toMatchObject({ attempts: 2, lastKnownSet: setAbout(0) });
  });
});

describe('a password that is sent', () => {
  const go = (changes: Partial<Delivering> = {}) => send(work(), held(changes), account, 'First');
  const again = { marks: [mark('First', [0, 30], { again: true })] };

  test('goes out once, within the window', () => {
    go();
    expect([world.sent, world.windows]).toEqual([['First'], [{ begin: time(10), end: time(20) }]]);
  });

  test('and was set: with all that Oracle has told', () => {
    world.sendings = [() => ({ kind: 'delivered', provisioned: true, requestId: 'opc-1', set: setAbout(1) })];
    expect(go()).toStrictEqual({
      kind: 'delivered',
      mark: mark('First'),
      provisioned: true,
      requestId: 'opc-1',
      lastKnownSet: setAbout(1),
    });
    world.sendings = [() => ({ kind: 'delivered', provisioned: false })];
    expect(go()).toStrictEqual({ kind: 'delivered', mark: mark('First'), provisioned: false });
  });

  test.each(['transient', 'throttled', 'configuration', 'unknownUser', 'notApplicable'] as const)(
    'and met with %s: nothing was sent to any effect',
    (failureClass) => {
      world.sendings = [() => failed(failureClass)];
      expect(go()).toEqual({ kind: 'notSent', failure: failure(failureClass) });
      expect(world.asked).toBe(0);
    },
  );

  test('and whose answer says nothing of use: nobody knows', () => {
    world.sendings = [world.lose(true)];
    expect(go()).toEqual({ kind: 'outstanding', mark: mark('First'), failure: failure('ambiguous') });
  });

  test('and that went unanswered: Oracle may still act on it, and has to be left in peace for a while', () => {
    world.seconds = 7;
    world.sendings = [world.lose(false, { unanswered: true })];
    expect(go()).toEqual({
      kind: 'outstanding',
      mark: mark('First', [0, 30], { quietUntil: at(7 + 10) }),
      failure: failure('ambiguous'),
    });
  });

  test('and was refused: Oracle is taken at its word when nothing was sent before', () => {
    world.sendings = [() => failed('rejected')];
    expect(go()).toEqual({ kind: 'refused', failure: failure('rejected') });
    expect(world.asked).toBe(0);
  });

  describe('and was refused after a request whose outcome is unknown', () => {
    beforeEach(() => (world.sendings = [() => failed('rejected', { reason: 'It is in the history.' })]));

    test.each<[string, LastSet, Partial<Delivering>, string]>([
      ['what it has set may be of long ago, for nothing is known before', lastSetAt(3), {}, 'refused'],
      [
        'Oracle has set its first',
        lastSetAt(3),
        { lastKnownSet: { from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:00.000Z' } },
        'delivered',
      ],
      [
        'Oracle has set one since it was asked',
        lastSetAt(3),
        { lastKnownSet: { from: at(2), to: at(2) } },
        'delivered',
      ],
      ['Oracle has set none since it was asked', lastSetAt(2), { lastKnownSet: { from: at(2), to: at(2) } }, 'refused'],
      ['it may be the one that is known of', lastSetAt(2), { lastKnownSet: setAbout(2) }, 'refused'],
      ['Oracle has never set any', lastSetAt(null), {}, 'refused'],
      ['Oracle knows no such user', { kind: 'noUser' }, {}, 'refused'],
    ])('Oracle is asked, and %s: %j %j: %s', (_what, answer, changes, kind) => {
      world.answers = [answer];
      expect(go({ ...again, ...changes })).toMatchObject({ kind });
      expect(world.asked).toBe(1);
    });

    test('what was delivered is known by the time that Oracle tells', () => {
      world.answers = [lastSetAt(3)];
      expect(go({ ...again, lastKnownSet: { from: at(2), to: at(2) } })).toStrictEqual({
        kind: 'delivered',
        ...{ mark: again.marks[0], provisioned: false },
        lastKnownSet: { from: at(3), to: at(3) },
      });
    });

    test('what is parked is parked with the doubt: the operator may know better', () => {
      world.answers = [lastSetAt(null)];
      const { failure: told } = go(again) as { failure: ReturnType<typeof failure> };
      expect(told).toMatchObject({
        class: 'rejected',
        reason: expect.stringMatching(/^It is in the history\. \(an earlier/) as string,
      });
    });

    test('Oracle can not be asked: nobody knows, and nothing is parked', () => {
      world.answers = [failed('transient')];
      expect(go(again)).toEqual({
        kind: 'outstanding',
        mark: again.marks[0],
        failure: { ...failure('transient'), class: 'ambiguous' },
      });
    });
  });
});

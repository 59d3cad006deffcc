import fc from 'fast-check';
import { decideAfterFailure } from '../aftermath';
import type { FailureClass } from '../failure';
import { lookJob } from '../job';
import { type Learned, reopened, withLearned } from '../learned';
import { judged } from '../marks';
import type { OutboxRecord } from '../record';
import {
  close,
  closeDeleted,
  closeForGood,
  delivered,
  expire,
  leaseUntil,
  lease,
  noteDeleted,
  noteIntent,
  park,
  parkUnreadable,
  rekeyed,
  release,
  requestLook,
  settle,
  withoutSuperseded,
} from '../transitions';
import { frozen } from './frozen';
import { unreadable } from './outbox';
import { held, intent, mark, pending } from './records';
import { anna, at, failure, fingerprint, lastSetAt, owner, setAbout, settings, time, WORKER, World } from './world';

/** What a way on depends on. */
export interface Circumstances {
  seconds: number;
  nonce: string;
  password: string;
}

const classes: FailureClass[] = [
  'transient',
  'throttled',
  'configuration',
  'rejected',
  'unknownUser',
  'notApplicable',
  'ambiguous',
  'unavailable',
  'unreadable',
];

/** Every function that makes one record of another, by its name. */
export function waysOn(record: OutboxRecord, { seconds, nonce, password }: Circumstances): [string, OutboxRecord][] {
  const now = time(seconds);
  const look = { settled: nonce, at: now };
  const until = leaseUntil(settings, now);
  const me = owner(nonce);
  const fresh = { target: 'idcs', user: anna, key: 'key-1', salt: nonce };
  const noted = intent(nonce, seconds, password, { copy: `copy of ${password}` });
  const before = { password: fingerprint('Before'), seen: 'seen-before' };
  const own = mark(password, [seconds, seconds + 30], { owner: me, quietUntil: at(seconds + 10), again: true });
  const taken = lease(record, { owner: me, until });
  const setNow = setAbout(seconds);
  const learned: Learned[] = [
    { kind: 'unsent' },
    { kind: 'outstanding', mark: own },
    { kind: 'delivered', mark: own, held: held(password), lastKnownSet: setNow },
    { kind: 'refused', refused: { password: fingerprint(password), failure: failure('rejected') } },
  ];
  const known = lastSetAt(seconds) as Extract<ReturnType<typeof lastSetAt>, { kind: 'known' }>;
  const never = { ...known, at: null };
  const job = lookJob(new World().ports, anna);
  return [
    ['noted with a lease', noteIntent(record, noted, fresh, before, { owner: me, until }, settings, now)],
    ['noted without a lease', noteIntent(record, noted, fresh, before, null, settings, now)],
    ['asked to be looked at', requestLook(record, fresh, now)],
    ['leased', taken],
    ['released', release(record, at(seconds + 60))],
    ['released after a failure', release(record, at(seconds + 60), failure('transient'), true)],
    ['closed', close(record, held(password, { seen: 'seen-1' }), look, settings)],
    [
      'closed for good',
      closeForGood(
        record,
        delivered(fingerprint(password), { kind: 'sealed', value: 'x', seen: 'seen' }),
        look,
        settings,
      ),
    ],
    ['parked', park(record, failure('unknownUser'), look, settings)],
    ['parked unreadable', parkUnreadable(unreadable, fresh, settings, now)],
    ['expired', expire(record, 'because', settings, now)],
    ['closed with its user', closeDeleted(record, look, settings)],
    ['noted without its user', noteDeleted(record, now)],
    ['rekeyed', rekeyed(taken, 'key-2', nonce)],
    ['settled', settle(record, look)],
    ['rid of what is superseded', withoutSuperseded(record, fingerprint(password), look, settings)],
    ['reopened', reopened(record, own, now)],
    ...learned.map((each): [string, OutboxRecord] => [`learned: ${each.kind}`, withLearned(taken, each, me)]),
    ['judged', judged(taken, taken.marks, known, WORKER).record],
    ['judged: never set', judged(taken, taken.marks, never, WORKER).record],
    ['judged: no such user', judged(taken, taken.marks, { kind: 'noUser' }, WORKER).record],
    ...classes.map((each): [string, OutboxRecord] => [
      `failed: ${each}`,
      decideAfterFailure(
        failure(each),
        {
          record: taken,
          job,
          look,
          outstanding: false,
          gateClosedUntil: at(seconds + 30),
          worker: WORKER,
          now,
          random: 0.5,
        },
        settings,
      ).next,
    ]),
  ];
}

const circumstances = fc.record({
  seconds: fc.integer({ min: 0, max: 100 }),
  nonce: fc.constantFrom('nonce-1', 'nonce-2', 'nonce-3'),
  password: fc.constantFrom('First', 'Second'),
  way: fc.nat(),
});

/** Records as they come out of any ways, one after the other. None of them can be written to. */
export const anyRecord: fc.Arbitrary<OutboxRecord> = fc.array(circumstances, { maxLength: 8 }).map((steps) => {
  let seconds = 0;
  let record: OutboxRecord = pending();
  for (const step of steps) {
    seconds += step.seconds;
    const ways = waysOn(record, { ...step, seconds });
    record = frozen(ways[step.way % ways.length]![1]);
  }
  return record;
});

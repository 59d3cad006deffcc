import { effectOf, type Learned, reopened, standing, withLearned, withoutMark } from './learned';
import { delivered, delivering, held, inEachState, intent, mark } from './testing/records';
import { at, failure, fingerprint, owner, setAbout, time } from './testing/world';

const me = owner('nonce-1');
const mine = mark('First');
const theirs = mark('Second', [5, 35], { owner: 'node-2/start nonce-7' });
const later = { ...mine, quietUntil: at(25) };
const refused = { password: fingerprint('First'), failure: failure('rejected') };
const record = delivering({
  marks: [mine, theirs],
  held: held('Old'),
  lastKnownSet: setAbout(-50),
  refused: { ...refused, password: fingerprint('Older') },
});

const unsent: Learned = { kind: 'unsent' };
const outstanding: Learned = { kind: 'outstanding', mark: later };
const nobodyKnows: Learned = { kind: 'outstanding', mark: null };
const sent: Learned = { kind: 'delivered', mark: mine, held: held('First'), lastKnownSet: setAbout(1) };
const parked: Learned = { kind: 'refused', refused };

describe('what a worker knows better than the record', () => {
  test('nothing, when nothing was sent, or by a worker before it under the same name', () => {
    expect(withLearned(record, unsent, me)).toBe(record);
    expect(withLearned(record, nobodyKnows, me)).toBe(record);
  });

  test('a send whose outcome is unknown: its mark as it is known since then', () => {
    expect(withLearned(record, outstanding, me)).toEqual({ ...record, marks: [theirs, later] });
    expect(withLearned(delivering(), outstanding, me).marks).toEqual([later]);
  });

  test('a delivery: its mark goes, what Oracle holds is known, and a refusal is over', () => {
    const { refused: _over, ...rest } = record;
    expect(withLearned(record, sent, me)).toStrictEqual({
      ...rest,
      marks: [theirs],
      held: held('First'),
      lastKnownSet: setAbout(1),
    });
  });

  test('a delivery at a time that nobody told leaves the one that was known', () => {
    const { lastKnownSet: _untold, ...untold } = sent;
    expect(withLearned(record, untold, me)).toMatchObject({ held: held('First'), lastKnownSet: setAbout(-50) });
  });

  test('a refusal: its mark goes, and what was held before is held still', () => {
    expect(withLearned(record, parked, me)).toStrictEqual({ ...record, marks: [theirs], refused });
  });
});

test('Oracle has to be asked about all marks but the own one under which nothing was sent', () => {
  expect(standing(record, unsent, me)).toEqual([theirs]);
  for (const learned of [outstanding, nobodyKnows, sent, parked]) {
    expect(standing(record, learned, me)).toEqual([mine, theirs]);
  }
  expect(withoutMark(record, me).marks).toEqual([theirs]);
});

test('others have to know of what may have changed what Oracle holds', () => {
  expect([unsent, nobodyKnows, parked].map(effectOf)).toEqual([null, null, null]);
  expect(effectOf(outstanding)).toBe(later);
  expect(effectOf(sent)).toBe(mine);
});

describe('a record reopened by whoever has lost its lease after a send', () => {
  test('is left to a worker that holds it, who finds the mark', () => {
    const other = delivering({ lease: { owner: 'node-2/start nonce-7', until: at(90) }, marks: [theirs] });
    expect(reopened(other, mine, time(60))).toStrictEqual({ ...other, marks: [theirs, mine] });
  });

  test.each(inEachState.filter(({ state }) => state !== 'delivering').map((each) => [each.state, each] as const))(
    'that is %s is due at once, and believes nothing any more',
    (_state, each) => {
      const { marks, held: known, intents, since } = each;
      expect(reopened(each, { ...mine, quietUntil: at(70) }, time(60))).toMatchObject({
        state: 'pending',
        due: at(60),
        marks: [marks[1], { ...mine, quietUntil: at(70) }],
        ...{ held: known, intents, since },
      });
    },
  );

  test('keeps the intents that others noted', () => {
    const closed = delivered({ intents: [intent('nonce-9', 50, 'Third')] });
    expect(reopened(closed, mine, time(60)).intents).toEqual(closed.intents);
  });
});

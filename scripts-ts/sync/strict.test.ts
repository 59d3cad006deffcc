/** Oracle first: its refusal, or its absence, is the user's answer. */
import type { Note } from './change';
import type { Thrown } from './failure';
import { sendFirst } from './strict';
import { runDrain } from './testing/drain';
import { held, mark, pending } from './testing/records';
import {
  account,
  anna,
  annaId,
  at,
  failed,
  failure,
  fingerprint,
  LEASE,
  notebook,
  setAbout,
  settings,
  time,
  World,
} from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
  world.settings = { ...settings, mode: 'strict' };
  world.store('First');
});

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

describe('a password that Oracle accepts', () => {
  test('is noted, sent once and kept in mind, and may be committed', () => {
    expect(hook('Second')).toEqual({ kind: 'noted', nonce: expect.any(String) as string, fresh: false });
    expect([world.sent, world.asked, world.vault.calls]).toEqual([['Second'], 0, []]);
    expect(world.record).toMatchObject({
      state: 'pending',
      due: at(600),
      marks: [],
      intents: [{ password: fingerprint('Second', world.record.salt) }],
      held: { how: 'delivered', password: fingerprint('Second', world.record.salt) },
      lastKnownSet: setAbout(0),
    });
  });

  test('is durable before it is sent, and the mark with it', () => {
    world.sendings = [
      (password) => {
        expect(world.record).toMatchObject({ state: 'delivering', intents: [{}], marks: [{ at: at(0) }] });
        return world.accept(password);
      },
    ];
    hook('Second');
  });

  test('and IDM commits is sent by nobody else: what is left is to close the record', () => {
    const job = world.commit('Second', hook('Second'));
    world.forget();
    world.deliver(job);
    expect([world.sent, world.asked]).toEqual([[], 0]);
    expect(world.record).toMatchObject({ state: 'delivered', intents: [], held: { seen: world.user.password.seen } });
  });

  test('waits for Oracle no longer than the user does', () => {
    hook('Second');
    expect(world.windows).toEqual([{ begin: time(5), end: time(5) }]);
  });

  test('that does not change is not asked about', () => {
    expect(hook('First')).toBeNull();
    expect([world.sent, world.asked, world.outbox.calls]).toEqual([[], 0, []]);
  });

  test('of a user whose password is elsewhere: Oracle has no say', () => {
    world.sendings = [() => failed('notApplicable')];
    hook('Second');
    expect(world.record).toMatchObject({ state: 'pending', marks: [], held: { how: 'presumed' } });
  });
});

describe('a hook that IDM runs again for the same request, after a conflict at its commit', () => {
  test("has Oracle's consent already: nothing is sent, nothing asked", () => {
    const note = hook('Second');
    world.forget();
    hook('Second', note);
    expect([world.sent, world.asked, world.outbox.calls]).toEqual([[], 0, ['read']]);
  });

  test('sends again what another change has replaced meanwhile', () => {
    const note = hook('Second');
    world.seconds = 1;
    world.commit('Third', hook('Third'));
    world.seconds = 2;
    hook('Second', note);
    expect(world.sent).toEqual(['Second', 'Third', 'Second']);
    expect(world.record.held).toMatchObject({ password: fingerprint('Second', world.record.salt) });
  });

  test('asks Oracle when the first run could not write down its consent', () => {
    const { notes, left } = notebook();
    world.sendings = [
      (password) => {
        world.storm();
        return world.accept(password);
      },
    ];
    const change = { password: 'Second', before: world.before() };
    sendFirst(world.ports, world.settings, anna, account, change, 'password', notes);
    world.outbox.beforeWrites();
    expect(world.record.marks).toHaveLength(1);
    world.seconds = LEASE;
    hook('Second', left());
    expect([world.sent, world.asked]).toEqual([['Second'], 1]);
  });

  test('is not taken for accepted while a mark stands: another may have sent since', () => {
    const note = hook('Second');
    const marks = [mark('Other', [0, 30], { owner: 'node-2/start nonce-7' })];
    world.outbox.put(annaId, { ...world.record, marks });
    world.seconds = 60;
    world.forget();
    hook('Second', note);
    expect(world.asked).toBe(1);
  });

  test('is not taken for accepted by what Oracle is only presumed to hold', () => {
    const before = held('First', { how: 'presumed' });
    world.outbox.put(annaId, pending({ intents: [], held: before }));
    world.store('Second');
    hook('First', { kind: 'noted', nonce: 'nonce-1', fresh: false });
    expect(world.sent).toEqual(['First']);
  });

  test('is not taken for accepted under a lost key', () => {
    const note = hook('Second');
    world.vault.key = 'key-2';
    world.forget();
    hook('Second', note);
    expect(world.sent).toEqual(['Second']);
  });
});

describe('a password that Oracle refuses', () => {
  const reason = 'password: HTTP 400: It is in the history. (error.identity.passwordmgmt.pwdpolicyViolation)';
  beforeEach(() => (world.sendings = [() => failed('rejected', { reason, status: 400 })]));

  test("is refused as one of IDM's own policies would, in Oracle's words", () => {
    expect(refusal('Reused')).toEqual({
      code: 403,
      message: 'Failed policy validation',
      detail: {
        result: false,
        failedPolicyRequirements: [
          {
            policyRequirements: [{ policyRequirement: 'IDCS_PASSWORD_POLICY', params: { reason } }],
            property: 'password',
          },
        ],
      },
    });
  });

  test('leaves no intent, no mark and no refusal: it was never committed', () => {
    refusal('Reused');
    expect(world.record).toMatchObject({ intents: [], marks: [], held: { how: 'presumed' } });
    expect(world.record).not.toHaveProperty('refused');
    expect(world.outcomes).toMatchObject([{ kind: 'failed', ref: anna, failure: { class: 'rejected', reason } }]);
  });

  test('leaves what else is open in the record, and due', () => {
    world.outbox.put(annaId, pending({ due: at(999) }));
    refusal('Reused');
    expect(world.record).toMatchObject({ state: 'pending', due: at(0), intents: [{ nonce: 'nonce-1' }] });
  });

  test('and nothing was committed: the look that follows sends nothing, and closes', () => {
    refusal('Reused');
    world.forget();
    runDrain(world);
    expect([world.sent, world.outcomes]).toEqual([[], []]);
    expect(world.record).toMatchObject({ state: 'expired', reason: 'IDM stores what it stored before' });
  });

  test('may be tried again, in another spelling', () => {
    refusal('Reused');
    expect(hook('Better')).toMatchObject({ kind: 'noted' });
    expect(world.record.held).toMatchObject({ how: 'delivered' });
  });
});

describe('Oracle out of reach', () => {
  test.each(['transient', 'unknownUser'] as const)(
    'after %s the change is rejected with 503, and forgotten',
    (each) => {
      world.sendings = [() => failed(each)];
      expect(refusal('Second')).toEqual({
        code: 503,
        message: `The password could not be set at Oracle: ${failure(each).reason}`,
      });
      expect(world.record).toMatchObject({ intents: [], marks: [], held: { how: 'presumed' } });
    },
  );

  test.each(['throttled', 'configuration'] as const)(
    '%s closes the gate: the next change is rejected unasked',
    (each) => {
      world.sendings = [() => failed(each)];
      refusal('Second');
      expect(refusal('Third')).toMatchObject({
        code: 503,
        message: expect.stringContaining(failure(each).reason) as string,
      });
      expect(world.sent).toEqual(['Second']);
      world.seconds = 30;
      hook('Third');
      expect(world.gate).toEqual({ kind: 'open' });
    },
  );

  test('and an answer that was lost: rejected, and the mark stands', () => {
    world.sendings = [world.lose(true, { unanswered: true })];
    expect(refusal('Second')).toMatchObject({ code: 503 });
    expect(world.record).toMatchObject({ state: 'pending', intents: [], marks: [{ quietUntil: at(10) }] });
  });

  test('and an answer that was lost: the drain asks, and gives Oracle back what IDM stores', () => {
    world.sendings = [world.lose(true)];
    refusal('Second');
    world.seconds = 60;
    runDrain(world);
    expect([world.asked, world.sent]).toEqual([1, ['Second', 'First']]);
    holds('First');
  });
});

import { type Job, jobAfterCommit, lookJob } from './job';
import type { OutboxRecord } from './record';
import { type FoundUser, identify, isHeld, type StoredNow } from './stored';
import { delivered, held, intent, pending } from './testing/records';
import { anna, fingerprint, owner, settings, World } from './testing/world';

let world: World;
beforeEach(() => {
  world = new World();
});

const noted = pending({ intents: [intent('nonce-1', 0, 'First')] });
const first = { kind: 'known', fingerprint: fingerprint('First'), clearText: 'First' };

/** The job of a change that was noted as nonce-1 and stored as the user is now. */
function committed(more: Partial<Job> = {}): Job {
  const job = jobAfterCommit(settings, anna, { owner: owner('nonce-1'), nonce: 'nonce-1', fresh: true });
  return { ...job, inHand: { password: 'First', userRevision: world.user.revision }, ...more };
}

const look = (record: OutboxRecord, job: Job = lookJob(world.ports, anna), user: FoundUser = world.user): StoredNow =>
  identify(world.ports, record, user, job);

describe('a password that IDM can decrypt', () => {
  beforeEach(() => world.store('First'));

  test('is decrypted when nothing else tells it', () => {
    expect(look(noted)).toEqual(first);
    expect(world.vault.calls).toEqual(['reveal']);
  });

  test('is recognised without decrypting by the form that was seen when Oracle came to hold it', () => {
    const { seen } = world.user.password;
    expect(look(delivered({ held: held('First', { seen }) }))).toEqual({
      kind: 'known',
      fingerprint: fingerprint('First'),
      clearText: null,
    });
    expect(world.vault.calls).toEqual([]);
  });

  test('stored anew is another form, and decrypted', () => {
    const { seen } = world.user.password;
    world.store('First');
    expect(look(delivered({ held: held('First', { seen }) }))).toEqual(first);
    expect(world.vault.calls).toEqual(['reveal']);
  });

  test('that can not be decrypted is unknown, with the reason', () => {
    world.vault.sealedOff = 'the keystore is locked';
    expect(look(noted)).toEqual({ kind: 'unknown', reason: 'the keystore is locked' });
  });
});

describe('a password in hand', () => {
  beforeEach(() => world.store('First'));

  test('spares the decryption', () => {
    expect(look(noted, committed())).toEqual(first);
    expect(world.vault.calls).toEqual([]);
  });

  test.each<[string, () => [OutboxRecord, Job]]>([
    [
      'another change is noted: it may be what is stored',
      () => [pending({ intents: [...noted.intents, intent('nonce-2', 1, 'Second')] }), committed()],
    ],
    ['its own intent is not there', () => [pending({ intents: [intent('nonce-2', 1, 'Second')] }), committed()]],
    ['no intent is there', () => [pending({ intents: [] }), committed()]],
    ['its commit is not known', () => [noted, committed({ settled: null })]],
    [
      'the user was written since',
      () => {
        const job = committed();
        world.store('Second');
        return [noted, job];
      },
    ],
  ])('is not used when %s', (_why, situation) => {
    const [record, job] = situation();
    look(record, job);
    expect(world.vault.calls).toEqual(['reveal']);
  });

  test('is used where IDM keeps a hash as well: neither unsealed nor compared', () => {
    world.vault.hashes = true;
    world.store('First');
    expect(look(noted, committed())).toEqual(first);
    expect(world.vault.calls).toEqual([]);
  });

  test('is none where there is no password any more', () => {
    const { password, ...user } = world.user;
    expect(look(noted, committed(), { ...user, password: { ...password, kind: 'none' } })).toEqual({ kind: 'none' });
  });
});

describe('a password of which IDM keeps a hash', () => {
  const copies = (...passwords: string[]) =>
    pending({
      intents: passwords.map((password, at) =>
        intent(`nonce-${at + 1}`, at, password, { copy: world.vault.seal(password) }),
      ),
    });

  beforeEach(() => {
    world.vault.hashes = true;
    world.store('Second');
  });

  test('is the copy that matches, the newest tried first', () => {
    const record = copies('First', 'Third', 'Second');
    world.forget();
    expect(look(record)).toEqual({ kind: 'known', fingerprint: fingerprint('Second'), clearText: 'Second' });
    expect(world.vault.calls).toEqual(['unseal', 'matches']);
  });

  test('that no copy matches has none', () => {
    expect(look(copies('First', 'Third'))).toMatchObject({
      kind: 'noCopy',
      reason: expect.stringMatching(/no copy/) as string,
    });
    expect(look(pending({ intents: [intent('nonce-1', 0, 'Second')] }))).toMatchObject({ kind: 'noCopy' });
  });

  test('whose copy was sealed under a lost key says so', () => {
    const record = copies('Second');
    world.vault.key = 'key-2';
    expect(look(record)).toMatchObject({
      kind: 'noCopy',
      reason: expect.stringMatching(/key that is lost/) as string,
    });
  });

  test('is found in a copy of the new key, when older ones are lost', () => {
    const record = copies('First');
    world.vault.key = 'key-2';
    const newer = intent('nonce-2', 1, 'Second', { copy: world.vault.seal('Second') });
    expect(look(pending({ intents: [...record.intents, newer] }))).toMatchObject({ clearText: 'Second' });
  });

  test('is recognised by the form that was seen', () => {
    const { seen } = world.user.password;
    expect(look(delivered({ held: held('Second', { seen }) }))).toMatchObject({ kind: 'known', clearText: null });
    expect(world.vault.calls).toEqual([]);
  });
});

describe('what Oracle holds', () => {
  const record = (more: Partial<ReturnType<typeof held>> = {}) =>
    delivered({ held: held('First', { seen: 'seen-1', ...more }) });

  test.each<[string, boolean, OutboxRecord, string, string]>([
    ['the same fingerprint', true, record(), 'First', 'seen-2'],
    ['the same stored form', true, record({ password: '' }), 'First', 'seen-1'],
    ['another', false, record(), 'Second', 'seen-2'],
    ['nobody knows', false, pending(), 'First', 'seen-1'],
  ])('%s: %s', (_what, isIt, each, password, seen) => {
    expect(isHeld(each, fingerprint(password), seen)).toBe(isIt);
  });

  test('a fingerprint that nobody can tell equals none, not even another of its kind', () => {
    expect(isHeld(record({ password: '' }), '', 'seen-2')).toBe(false);
    const { seen: _unseen, ...unseen } = held('First');
    expect(isHeld(delivered({ held: unseen }), fingerprint('Second'), 'seen-1')).toBe(false);
  });
});

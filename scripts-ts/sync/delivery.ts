/**
 * One worker's look at one user: under the lease it reads the password as stored, decides by fingerprints whether Oracle
 * needs it, sends it, and writes down what became of it. Whenever the record moved meanwhile it looks again, and takes
 * along what it learned.
 */
import { decideAfterFailure } from './aftermath';
import type { Failure } from './failure';
import { close as closeGate, open as openGate, pass } from './gate';
import { hold, type Hold, soonAgain, type Work, workOf } from './hold';
import { DONE, type Job, type Next } from './job';
import { type Learned, standing, withLearned, withoutMark } from './learned';
import { judged, quietUntil, type Resolution } from './marks';
import type { Ports, Unnamed } from './ports';
import { type Delivering, type Fingerprint, type OutboxRecord, secondsSince } from './record';
import { prepare, send, windowOf } from './send';
import type { SyncSettings } from './settings';
import { type FoundUser, identify, isHeld } from './stored';
import {
  close,
  closeDeleted,
  closeForGood,
  delivered,
  expire,
  expiry,
  graceEnd,
  type LookedAt,
  openIntents,
  park,
  rekeyed,
  release,
  settle,
  withoutSuperseded,
} from './transitions';

/** Looks in one delivery. More means that this user is being changed all the time: others get their turn on the thread. */
const MAX_LOOKS = 8;

type Step = { kind: 'moved'; learned: Learned } | { kind: 'ended'; next: Next };

/** What a look has found out so far. */
interface Found {
  work: Work;
  held: Hold;
  look: LookedAt;
  learned: Learned;
  /** The record as it is to be written, with what was learned and resolved. */
  record: Delivering;
}

/**
 * @param endBy  when whoever waits for this delivery stops waiting: no request goes on after it. null: nobody waits.
 * @throws what the repository throws; the record's lease then runs out, and the drain takes over
 */
export function deliver(ports: Ports, settings: SyncSettings, job: Job, endBy: Date | null = null): Next {
  const work = workOf(ports, settings, job, endBy);
  let learned: Learned = job.unsent ? { kind: 'unsent' } : { kind: 'outstanding', mark: null };
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const held = hold(work, learned);
    if (!('record' in held)) return held;
    const step = lookAt(work, held, learned);
    if (step.kind === 'ended') return step.next;
    learned = step.learned;
  }
  // The lease is still ours, and nobody else would come before its end: a worker that holds it comes again.
  return soonAgain({ ...job, unsent: learned.kind === 'unsent' });
}

function lookAt(work: Work, held: Hold, learned: Learned): Step {
  const { ports, settings, job } = work;
  // Before the user is read: an intent that is older than the grace period at this moment is in that reading, or nowhere.
  const look: LookedAt = { settled: job.settled, at: ports.now() };
  const found: Found = {
    work,
    held,
    look,
    learned,
    record: settle(withLearned(held.record, learned, job.owner), look),
  };
  const user = ports.users.read(job.ref);
  switch (user.kind) {
    case 'absent':
      return finish(found, closeDeleted(found.record, look, settings));
    case 'unknown':
      return fail(found, { class: 'transient', reason: `the user can't be read: ${user.reason}` });
    case 'found':
      return lookAtFound(found, user);
  }
}

function lookAtFound(found: Found, user: FoundUser): Step {
  const { work, learned } = found;
  const { ports, settings, job } = work;
  const key = ports.vault.keyId();
  if (found.record.key !== key) {
    if (wasClosed(found)) return finish(found, expire(found.record, 'its key is lost', settings, found.look.at));
    found = { ...found, record: rekeyed(found.record, key, ports.nonce()) };
  }
  const asked = standing(found.record, learned, job.owner);
  if (asked.length === 0) return decide(found, user, null);

  const { account } = user;
  if ('unnamed' in account) return fail(found, notNamed(account));
  const quiet = quietUntil(asked, ports.worker());
  if (Date.parse(quiet) > ports.now().getTime()) return waitForQuiet(found, quiet);
  const gate = pass(ports, settings);
  if (gate.kind === 'closed') return wait(found, gate.until, gate.failure);
  const last = ports.target.lastSet(job.ref, account, windowOf(work, found.held));
  if (last.kind === 'failed') return fail(found, last.failure);
  openGate(ports);
  const { record, resolution } = judged(found.record, asked, last, ports.worker());
  return decide({ ...found, record }, user, { resolution, passwords: asked.map(({ password }) => password) });
}

/** What Oracle was asked about, and what it said. */
interface Asked {
  resolution: Resolution;
  passwords: Fingerprint[];
}

function decide(found: Found, user: FoundUser, asked: Asked | null): Step {
  const { work, look, record } = found;
  const { ports, settings, job } = work;
  const open = openIntents(record, look, settings);
  const now = identify(ports, record, user, job);
  switch (now.kind) {
    case 'unknown':
      return fail(found, { class: 'transient', reason: `the password can't be read: ${now.reason}` });
    case 'none':
      if (open.length > 0) return finish(found, release(record, graceEnd(open, settings)));
      return finish(found, expire(record, 'the user has no password', settings, look.at));
    case 'noCopy':
      if (open.length > 0) return finish(found, release(record, graceEnd(open, settings)));
      return fail(found, { class: 'unavailable', reason: now.reason });
    case 'known':
      break;
  }
  const { fingerprint, clearText } = now;
  if (isHeld(record, fingerprint, user.password.seen)) return inStep(found, user, fingerprint, asked);
  const current = { ...found, record: withoutSuperseded(record, fingerprint, look, settings) };
  if (record.refused && record.refused.password === fingerprint) return parkRefused(current, record.refused.failure);
  if (Date.parse(expiry(record, settings)) <= look.at.getTime()) {
    const reason = 'its time to live is over';
    return finish(current, expire(record, reason, settings, look.at), DONE, () =>
      ports.report({ kind: 'expired', ref: job.ref, reason }),
    );
  }
  const noted = record.intents.some((intent) => intent.password === fingerprint);
  // Not what anybody has noted: what was there before, most likely, and a change that is about to be committed.
  if (!noted && open.length > 0) return finish(current, release(current.record, graceEnd(open, settings)));
  if (clearText === null) return fail(current, { class: 'unavailable', reason: 'only its stored form is known' });
  return deliverPassword(current, user, { fingerprint, clearText }, asked);
}

/** Oracle holds what IDM stores. */
function inStep(found: Found, user: FoundUser, fingerprint: Fingerprint, asked: Asked | null): Step {
  const { work, look, record } = found;
  const { ports, settings, job } = work;
  const open = openIntents(record, look, settings);
  if (record.held !== undefined && record.held.how === 'presumed') {
    if (open.length > 0) return finish(found, release(record, graceEnd(open, settings)));
    return finish(found, expire(record, 'IDM stores what it stored before', settings, look.at));
  }
  const held = delivered(fingerprint, user.password);
  const wasLastLook = found.held.from === 'delivered' && record.intents.length === 0 && asked === null;
  const next = (wasLastLook ? closeForGood : close)(record, held, look, settings);
  return finish(found, next, DONE, () => {
    if (asked !== null && asked.resolution.kind === 'held') reportDelivered(ports, job, record, false);
  });
}

function parkRefused(found: Found, failure: Failure): Step {
  const { work, look, record, learned } = found;
  return finish(found, park(record, failure, look, work.settings), DONE, () => {
    // A refusal of this very delivery, which a moved record has kept from being told.
    if (learned.kind !== 'refused') return;
    const seconds = secondsSince(record.since, work.ports.now());
    work.ports.report({ kind: 'parked', ref: work.job.ref, failure, seconds });
  });
}

function deliverPassword(
  found: Found,
  user: FoundUser,
  password: { fingerprint: Fingerprint; clearText: string },
  asked: Asked | null,
): Step {
  const { work, held } = found;
  const { ports, settings, job } = work;
  const { account } = user;
  if ('unnamed' in account) return fail(found, notNamed(account));
  const gate = pass(ports, settings);
  if (gate.kind === 'closed') return wait(found, gate.until, gate.failure);
  const again =
    asked !== null && (asked.resolution.kind === 'unclear' || asked.passwords.indexOf(password.fingerprint) >= 0);
  const ready = prepare(work, { ...held, record: found.record }, password.fingerprint, again);
  // Nothing was sent, and what was asked has to be asked again.
  if (ready === null) return { kind: 'moved', learned: found.learned };
  const sent = send(work, ready, account, password.clearText);
  const current = { ...found, held: ready };
  switch (sent.kind) {
    case 'delivered': {
      openGate(ports);
      reportDelivered(ports, job, ready.record, sent.provisioned, sent.requestId);
      const learned: Learned = {
        kind: 'delivered',
        mark: sent.mark,
        held: delivered(password.fingerprint, user.password),
        ...(sent.lastKnownSet && { lastKnownSet: sent.lastKnownSet }),
      };
      const record = withLearned(ready.record, learned, job.owner);
      return finish({ ...current, learned, record }, close(record, learned.held, found.look, settings));
    }
    case 'outstanding': {
      const marks = ready.record.marks.map((mark) => (mark.owner === job.owner ? sent.mark : mark));
      const learned: Learned = { kind: 'outstanding', mark: sent.mark };
      return fail({ ...current, learned, record: { ...ready.record, marks } }, sent.failure);
    }
    case 'refused': {
      const { failure } = sent;
      const learned: Learned = { kind: 'refused', refused: { password: password.fingerprint, failure } };
      return fail({ ...current, learned, record: withLearned(ready.record, learned, job.owner) }, failure);
    }
    case 'notSent':
      return fail({ ...current, learned: { kind: 'unsent' }, record: ready.record }, sent.failure);
  }
}

function reportDelivered(ports: Ports, job: Job, record: OutboxRecord, provisioned: boolean, requestId?: string): void {
  ports.report({
    kind: 'delivered',
    ref: job.ref,
    seconds: secondsSince(record.since, ports.now()),
    provisioned,
    ...(requestId !== undefined && { requestId }),
  });
}

/** The attribute that it lacks may come with the next reconciliation, without a change of the password. */
function notNamed({ unnamed }: Unnamed): Failure {
  return { class: 'transient', reason: unnamed };
}

/** Oracle may still be at a request that was given up. Whoever delivers a change comes again then; a look is the drain's to repeat. */
function waitForQuiet(found: Found, until: string): Step {
  const { work, learned, record } = found;
  const { job, ports } = work;
  const next = release(record, until);
  if (job.settled === null) return finish(found, next);
  const afterSeconds = (Date.parse(until) - ports.now().getTime()) / 1000;
  const again = { ...job, unsent: learned.kind === 'unsent', waits: job.waits + 1 };
  return finish(found, next, { kind: 'again', afterSeconds, job: again });
}

/** Lets the record go until then. It is no attempt; `failure` is what keeps everybody waiting. */
function wait(found: Found, until: string, failure?: Failure): Step {
  return finish(found, release(found.record, until, failure));
}

function fail(found: Found, failure: Failure): Step {
  const { work, look, learned } = found;
  const { ports, settings, job } = work;
  const closes = failure.class === 'throttled' || failure.class === 'configuration';
  const gateClosedUntil = closes ? closeGate(ports, settings, failure, job.ref) : null;
  const attempt = {
    record: found.record,
    job,
    look,
    outstanding: learned.kind === 'outstanding',
    gateClosedUntil,
    worker: ports.worker(),
    now: ports.now(),
    random: ports.random(),
  };
  if (!closes && failure.status !== undefined) openGate(ports);
  const { next, then, outcomes } = decideAfterFailure(failure, attempt, settings);
  return finish(found, next, then, () => outcomes.forEach(ports.report));
}

/** Writes what this look led to. When the record moved meanwhile, the next look takes in what moved it. */
function finish(
  { work: { ports, id, job }, held, learned }: Found,
  record: OutboxRecord,
  next: Next = DONE,
  whenWritten: () => void = () => undefined,
): Step {
  const keepsMark = learned.kind !== 'unsent' || record.state === 'delivering';
  const written = keepsMark ? record : withoutMark(record, job.owner);
  if (ports.outbox.replace(id, held.revision, written).kind === 'conflict') return { kind: 'moved', learned };
  whenWritten();
  return { kind: 'ended', next };
}

/** Whether nothing was to be done for this user but the last look. */
function wasClosed({ held: { from }, record }: Found): boolean {
  return (from === 'delivered' || from === 'expired') && record.intents.length === 0 && record.marks.length === 0;
}

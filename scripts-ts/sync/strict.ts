/**
 * The strict mode: Oracle gets a password before IDM commits it, and its refusal or absence is the user's answer. Its consent is
 * noted in the record, for IDM runs a hook again when the commit meets a conflict. What Oracle took and IDM then did not
 * store is found at the look that the intent keeps due: Oracle is given the stored password again, or refuses it and the
 * record is parked.
 */
import { type Before, beforeUpdate, type Notes } from './change';
import type { Failure, Thrown } from './failure';
import { close as closeGate, open as openGate, pass } from './gate';
import { hold, type Hold, type Work, workOf } from './hold';
import { lookJob, ownerOf } from './job';
import { type Learned, standing, withLearned, withoutMark } from './learned';
import { judged, quietUntil } from './marks';
import type { Account, HandoverPorts, Ports, UserRef } from './ports';
import { type Delivering, type OutboxRecord, secondsSince } from './record';
import { prepare, send, type Sent, windowOf } from './send';
import type { SyncSettings } from './settings';
import { graceEnd, release } from './transitions';

/** Conflicts after which somebody else is to see to what this change has left. */
const MAX_LOOKS = 8;

type Answer =
  /** Oracle holds the password. */
  | { kind: 'accepted'; learned: Learned; sent: Extract<Sent, { kind: 'delivered' }> | null }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'unavailable'; failure: Failure; learned: Learned };

/**
 * onUpdate in strict mode.
 *
 * @throws `{code: 403}` in the form of IDM's own policy failures when Oracle refuses the password, `{code: 503}` when Oracle
 *         can't be asked, and what the ports throw: no change without Oracle's consent
 */
export function sendFirst(
  ports: Ports & HandoverPorts,
  settings: SyncSettings,
  ref: UserRef,
  account: Account,
  change: { password: string; before: Before },
  passwordProperty: string,
  notes: Notes,
): void {
  if (ports.vault.keepsHash(ref.object)) {
    const message =
      'The strict mode needs passwords that IDM can decrypt, and IDM keeps hashes: choose another delivery.mode';
    throw { code: 503, message };
  }
  if (notes.earlier !== null && isAccepted(ports, settings, ref, change.password)) return;
  // A lease of its own for each run: what an earlier one for the same request has sent is to be asked about.
  const owner = ownerOf(ports, ports.nonce());
  const noted = beforeUpdate(ports, settings, ref, change, notes, owner);
  if (noted === null) return;
  const job = { ...lookJob(ports, ref), owner, unsent: noted.fresh };
  const start = ports.now();
  const endBy = new Date(start.getTime() + settings.inlineSeconds * 1000);
  const work = workOf(ports, settings, job, endBy);
  const answer = ask(work, account, change.password);
  const seconds = secondsSince(start.toISOString(), ports.now());
  switch (answer.kind) {
    case 'accepted':
      if (answer.sent !== null) {
        const { provisioned, requestId } = answer.sent;
        ports.report({ kind: 'delivered', ref, seconds, provisioned, ...(requestId !== undefined && { requestId }) });
      }
      conclude(work, answer.learned, (record) => accepted(work, record));
      notes.leave({ ...noted, fresh: false });
      return;
    case 'refused':
      ports.report({ kind: 'failed', ref, failure: answer.failure, attempts: 0, seconds });
      conclude(work, { kind: 'unsent' }, (record) => withdrawn(work, record, noted.nonce, answer.failure));
      throw policyFailure(answer.failure, passwordProperty);
    case 'unavailable':
      ports.report({ kind: 'failed', ref, failure: answer.failure, attempts: 0, seconds });
      conclude(work, answer.learned, (record) => withdrawn(work, record, noted.nonce, answer.failure));
      throw { code: 503, message: `The password could not be set at Oracle: ${answer.failure.reason}` };
  }
}

/** Whether an earlier run for the same request has got Oracle's consent, and nothing was sent since. */
function isAccepted(ports: Ports, settings: SyncSettings, ref: UserRef, password: string): boolean {
  const work = workOf(ports, settings, lookJob(ports, ref), null);
  const stored = ports.outbox.read(work.id);
  if (stored === null || stored.entry.state === 'unbound' || stored.entry.state === 'unreadable') return false;
  const { held, marks, salt, key } = stored.entry;
  if (held === undefined || held.how !== 'delivered' || marks.length > 0 || key !== ports.vault.keyId()) return false;
  return held.password === ports.vault.fingerprint(salt, password);
}

function ask(work: Work, account: Account, password: string): Answer {
  const { ports, settings, job } = work;
  let learned: Learned = job.unsent ? { kind: 'unsent' } : { kind: 'outstanding', mark: null };
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const held = hold(work, learned);
    if (!('record' in held)) return busy(learned);
    const gate = pass(ports, settings);
    if (gate.kind === 'closed') return { kind: 'unavailable', failure: gate.failure, learned };
    const judgement = afterAsking(work, held, withLearned(held.record, learned, job.owner), learned, account);
    if (judgement.kind === 'unavailable') return judgement;
    const { record, again } = judgement;
    const fingerprint = ports.vault.fingerprint(record.salt, password);
    if (record.held !== undefined && record.held.how === 'delivered' && record.held.password === fingerprint) {
      return { kind: 'accepted', learned: { kind: 'unsent' }, sent: null };
    }
    const ready = prepare(work, { ...held, record }, fingerprint, again);
    if (ready !== null) return answerOf(work, send(work, ready, account, password), fingerprint);
    learned = { kind: 'unsent' };
  }
  return busy(learned);
}

/** The record without marks, once Oracle has said what became of them. */
function afterAsking(
  work: Work,
  held: Hold,
  record: Delivering,
  learned: Learned,
  account: Account,
): { kind: 'judged'; record: Delivering; again: boolean } | Extract<Answer, { kind: 'unavailable' }> {
  const { ports, job } = work;
  const asked = standing(record, learned, job.owner);
  if (asked.length === 0) return { kind: 'judged', record, again: false };
  if (Date.parse(quietUntil(asked, ports.worker())) > ports.now().getTime()) return busy(learned);
  const last = ports.target.lastSet(job.ref, account, windowOf(work, held));
  if (last.kind === 'failed') return unavailable(work, last.failure, learned);
  return { kind: 'judged', record: judged(record, asked, last, ports.worker()).record, again: true };
}

function answerOf(work: Work, sent: Sent, password: string): Answer {
  const { ports } = work;
  switch (sent.kind) {
    case 'delivered': {
      openGate(ports);
      const { mark, lastKnownSet } = sent;
      const held = { how: 'delivered' as const, password };
      return {
        kind: 'accepted',
        learned: { kind: 'delivered', mark, held, ...(lastKnownSet && { lastKnownSet }) },
        sent,
      };
    }
    case 'refused':
      // Not by Oracle, where we have not even asked it.
      if (sent.failure.status !== undefined) openGate(ports);
      return { kind: 'refused', failure: sent.failure };
    case 'outstanding':
      return { kind: 'unavailable', failure: sent.failure, learned: { kind: 'outstanding', mark: sent.mark } };
    case 'notSent':
      if (sent.failure.class === 'notApplicable') return { kind: 'accepted', learned: { kind: 'unsent' }, sent: null };
      return unavailable(work, sent.failure, { kind: 'unsent' });
  }
}

function unavailable(
  { ports, settings, job }: Work,
  failure: Failure,
  learned: Learned,
): Extract<Answer, { kind: 'unavailable' }> {
  if (failure.class === 'throttled' || failure.class === 'configuration') closeGate(ports, settings, failure, job.ref);
  return { kind: 'unavailable', failure, learned };
}

function busy(learned: Learned): Extract<Answer, { kind: 'unavailable' }> {
  const reason = 'another change of this password is on its way; try again in a moment';
  return { kind: 'unavailable', failure: { class: 'transient', reason }, learned };
}

/** Writes what became of the change, whatever moved the record meanwhile. Should that fail the mark stands, and Oracle is asked. */
function conclude(work: Work, learned: Learned, next: (record: Delivering) => OutboxRecord): void {
  const { ports, job, id } = work;
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const held = hold(work, learned);
    if (!('record' in held)) return;
    const known = withLearned(held.record, learned, job.owner);
    const record = learned.kind === 'unsent' ? withoutMark(known, job.owner) : known;
    if (ports.outbox.replace(id, held.revision, next(record)).kind === 'written') return;
  }
}

/** The intent stays open: whether IDM stores the password is told by its post hook, or by a look after the grace period. */
function accepted({ ports, settings }: Work, record: Delivering): OutboxRecord {
  const { intents } = record;
  return release(record, intents.length > 0 ? graceEnd(intents, settings) : ports.now().toISOString());
}

/** The change is rejected, and so never committed: its intent goes. Whatever else was open in the record is still. */
function withdrawn({ ports }: Work, record: Delivering, nonce: string, failure: Failure): OutboxRecord {
  const left = { ...record, intents: record.intents.filter((intent) => intent.nonce !== nonce) };
  return release(left, ports.now().toISOString(), failure);
}

/** As IDM tells it when one of its own policies refuses. */
function policyFailure(failure: Failure, property: string): Thrown {
  return {
    code: 403,
    message: 'Failed policy validation',
    detail: {
      result: false,
      failedPolicyRequirements: [
        {
          policyRequirements: [{ policyRequirement: 'IDCS_PASSWORD_POLICY', params: { reason: failure.reason } }],
          property,
        },
      ],
    },
  };
}

/** The user's path: what the hooks of a managed object do while a request to IDM waits. */
import { recordId, unboundId } from './ids';
import { type Job, jobAfterCommit, lookJob, ownerOf } from './job';
import type { HandoverPorts, HookPorts, StoredPassword, Stored, UserRef } from './ports';
import { after, type Held, type Intent, SCHEMA, type Unbound, UNKNOWN } from './record';
import { rewrite, tooManyConflicts } from './rewrite';
import type { SyncSettings } from './settings';
import { type Fresh, inPlaceOfDamaged, isFresh, leaseUntil, noteDeleted, noteIntent, requestLook } from './transitions';

/** An intent that is in the outbox. */
export interface Noted {
  kind: 'noted';
  nonce: string;
  /** It took the lease and set the send mark, so that the worker may send without asking Oracle first. */
  fresh: boolean;
}

/** What a hook leaves for its post hook; it travels in the request and holds no secret. */
export type Note =
  | Noted
  /** The outbox could not be written. The change goes on; its post hook tries again. */
  | { kind: 'notNoted'; nonce: string }
  /** The hook could not even tell whether there is anything to note. */
  | { kind: 'unknown' };

/** How the note gets from one hook to the other; `earlier` is that of a run for the same request, which IDM repeats after a 412. */
export interface Notes {
  earlier: Note | null;
  leave(note: Note): void;
}

/** What IDM stored before the change, as far as the hook sees it. */
export type Before =
  { kind: 'clear'; password: string } | { kind: 'hashed'; stored: StoredPassword } | { kind: 'nothing' };

/** The revisions of the user before and after the change, where the hook saw both. */
export interface Revisions {
  before: string | null;
  after: string | null;
}

/**
 * onUpdate: notes that a password is about to be committed. One read and one write. Throws what the ports throw.
 *
 * @param leaseOwner  who takes the lease, where it is not simply the one who works for this intent
 * @returns null when there is nothing to note
 */
export function beforeUpdate(
  ports: HandoverPorts,
  settings: SyncSettings,
  ref: UserRef,
  change: { password: string; before: Before },
  notes: Notes,
  leaseOwner?: string,
): Noted | null {
  const { password } = change;
  if (change.before.kind === 'clear' && change.before.password === password) return null;
  // A run that could not note anything may have been committed all the same: what is there now says nothing of Oracle.
  const isFirst = notes.earlier === null || notes.earlier.kind === 'noted';
  const before: Before = isFirst ? comparable(ports, password, change.before) : { kind: 'nothing' };
  return noting(ports, password, notes, (nonce) =>
    noteChange(ports, settings, ref, nonce, { password, before }, leaseOwner || ownerOf(ports, nonce)),
  );
}

/**
 * IDM hashes a password anew even when it is the same. That is noted as a change to what was there, which Oracle need not be
 * sent; else nobody could tell later which password the new hash is of.
 */
function comparable({ vault }: HookPorts, password: string, before: Before): Before {
  return before.kind === 'hashed' && vault.matches(password, before.stored) ? { kind: 'clear', password } : before;
}

/**
 * onCreate: notes that a user is about to be created, under its id where the caller chose one. It takes no lease: IDM tries
 * a PUT on an existing user as a create first, and no post hook follows that.
 */
export function beforeCreate(
  ports: HandoverPorts,
  settings: SyncSettings,
  user: { object: string; id: string | null; userName: string },
  password: string,
  notes: Notes,
): void {
  const { object, id, userName } = user;
  noting(ports, password, notes, (nonce) => {
    if (id === null) return noteCreate(ports, settings, nonce, { object, userName }, password);
    return noteChange(ports, settings, { object, id }, nonce, { password, before: { kind: 'nothing' } }, null);
  });
}

/** Whatever goes wrong after this line, the post hook knows that there is something to note. */
function noting(ports: HandoverPorts, password: string, notes: Notes, note: (nonce: string) => boolean): Noted {
  const { earlier } = notes;
  const nonce = earlier === null || earlier.kind === 'unknown' ? ports.nonce() : earlier.nonce;
  notes.leave({ kind: 'notNoted', nonce });
  ports.inHand.keep(nonce, password);
  const noted: Noted = { kind: 'noted', nonce, fresh: note(nonce) };
  notes.leave(noted);
  return noted;
}

/** postUpdate: hands the user to the background. A gap between the revisions tells of a commit that this request did not see. */
export function afterUpdate(
  ports: HandoverPorts,
  settings: SyncSettings,
  ref: UserRef,
  note: Note | null,
  revisions: Revisions,
): void {
  const gap = isGap(revisions);
  if (note === null) {
    if (gap && askForLook(ports, settings, ref, false)) ports.background(lookJob(ports, ref));
    return;
  }
  // Written, for whoever delivers must find the revision moved.
  if (gap) askForLook(ports, settings, ref, false);
  ports.background(settled(ports, settings, ref, note, isNext(revisions) ? revisions.after : null));
}

/**
 * postCreate: binds the intent to the id that is now known, and hands the user to the background. A user without a note was
 * stored when onCreate looked, and deleted before the create.
 */
export function afterCreate(
  ports: HandoverPorts,
  settings: SyncSettings,
  ref: UserRef,
  note: Note | null,
  created: { revision: string | null; idWasGiven: boolean; hasPassword: boolean },
): void {
  if (note === null) {
    if (created.hasPassword && askForLook(ports, settings, ref, true)) ports.background(lookJob(ports, ref));
    return;
  }
  if (note.kind === 'noted' && !created.idWasGiven) {
    const fresh = bindCreate(ports, settings, ref, note.nonce);
    if (fresh === null) return;
    ports.background(settled(ports, settings, ref, { ...note, fresh }, created.revision));
    return;
  }
  ports.background(settled(ports, settings, ref, note, created.revision));
}

/** postDelete: nothing is to be delivered any more. (onDelete would be too early, for a delete may fail.) */
export function afterDelete(ports: HandoverPorts, settings: SyncSettings, ref: UserRef): void {
  const written = rewrite(ports, recordId(settings.target, ref), (record) =>
    record === null ? null : noteDeleted(record, ports.now()),
  );
  if (written !== null) ports.background(lookJob(ports, ref));
}

/**
 * The job of a change that is committed. Where its intent could not be written before, it is now.
 *
 * @param revision  of the user that holds this very password, or null where that is not sure
 */
function settled(ports: HandoverPorts, settings: SyncSettings, ref: UserRef, note: Note, revision: string | null): Job {
  if (note.kind === 'unknown') {
    askForLook(ports, settings, ref, true);
    return lookJob(ports, ref);
  }
  const { nonce } = note;
  const password = ports.inHand.take(nonce);
  const owner = ownerOf(ports, nonce);
  let fresh: boolean;
  if (note.kind === 'noted') fresh = note.fresh;
  else if (password === null) {
    askForLook(ports, settings, ref, true);
    return lookJob(ports, ref);
  } else {
    fresh = noteChange(ports, settings, ref, nonce, { password, before: { kind: 'nothing' } }, owner);
  }
  const job = jobAfterCommit(settings, ref, { owner, nonce, fresh });
  if (!settings.fastPath || password === null || revision === null) return job;
  return { ...job, inHand: { password, userRevision: revision } };
}

/** @returns whether the intent took the lease and set the mark */
function noteChange(
  ports: HookPorts,
  settings: SyncSettings,
  ref: UserRef,
  nonce: string,
  change: { password: string; before: Before },
  owner: string | null,
): boolean {
  const copy = sealedCopy(ports, ref.object, change.password);
  return noteIn(ports, settings, ref, { salt: nonce, owner, before: change.before }, (key, salt) => ({
    nonce,
    at: ports.now().toISOString(),
    password: key === ports.vault.keyId() ? ports.vault.fingerprint(salt, change.password) : UNKNOWN,
    ...copy,
  }));
}

function sealedCopy({ vault }: HookPorts, object: string, password: string): { copy?: string } {
  return vault.keepsHash(object) ? { copy: vault.seal(password) } : {};
}

/** The intent of a create under an id that IDM has yet to give. One write. */
function noteCreate(
  ports: HookPorts,
  settings: SyncSettings,
  nonce: string,
  user: { object: string; userName: string },
  password: string,
): boolean {
  const { vault } = ports;
  const now = ports.now();
  const written = ports.outbox.create(unboundId(settings.target, nonce), {
    schema: SCHEMA,
    target: settings.target,
    state: 'unbound',
    object: user.object,
    userName: user.userName,
    key: vault.keyId(),
    salt: nonce,
    intent: {
      nonce,
      at: now.toISOString(),
      password: vault.fingerprint(nonce, password),
      ...sealedCopy(ports, user.object, password),
    },
    due: after(now, settings.graceSeconds),
  });
  if (written.kind === 'conflict') throw tooManyConflicts();
  return false;
}

/**
 * Gives the intent of a create to the user whose id is now known. Two writes: the record, then the removal of the
 * unbound intent; a crash between the two leaves an intent that the drain binds once more, to no effect.
 *
 * @returns null when there is nothing left to bind, else whether the intent took the lease and set the mark
 */
function bindCreate(ports: HookPorts, settings: SyncSettings, ref: UserRef, nonce: string): boolean | null {
  const id = unboundId(settings.target, nonce);
  const unbound = ports.outbox.read(id);
  if (unbound === null || unbound.entry.state !== 'unbound') return null;
  return bind(ports, settings, ref, { revision: unbound.revision, entry: unbound.entry }, ownerOf(ports, nonce));
}

/** Notes an unbound intent in the record of its user, and removes it where it waited. */
export function bind(
  ports: HookPorts,
  settings: SyncSettings,
  ref: UserRef,
  { revision, entry }: Stored<Unbound>,
  owner: string,
): boolean {
  const { key, salt, intent } = entry;
  const note = { salt: intent.nonce, owner, before: { kind: 'nothing' as const } };
  const fresh = noteIn(ports, settings, ref, note, (recordKey, recordSalt) =>
    // Under another salt the fingerprint says nothing: the look that follows sends what is stored.
    recordKey === key && recordSalt === salt ? intent : { ...intent, password: UNKNOWN },
  );
  ports.outbox.remove(unboundId(settings.target, intent.nonce), revision);
  return fresh;
}

/**
 * Writes an intent into the user's record, which it makes where there is none.
 *
 * @param note.owner  who takes the lease, or null
 */
function noteIn(
  ports: HookPorts,
  settings: SyncSettings,
  ref: UserRef,
  note: { salt: string; owner: string | null; before: Before },
  intentFor: (key: string, salt: string) => Intent,
): boolean {
  const { owner } = note;
  const fresh = freshRecord(ports, settings, ref, note.salt);
  const written = rewrite(ports, recordId(settings.target, ref), (record, damaged) => {
    const now = ports.now();
    const { key, salt } = record === null ? fresh : record;
    const lease = owner === null ? null : { owner, until: leaseUntil(settings, now) };
    const before = damaged ? null : heldBefore(ports, salt, note.before);
    const made = damaged ? inPlaceOfDamaged(fresh, now) : fresh;
    return noteIntent(record, intentFor(key, salt), made, before, lease, settings, now);
  });
  return written !== null && owner !== null && isFresh(written, owner);
}

function freshRecord(ports: HookPorts, settings: SyncSettings, ref: UserRef, salt: string): Fresh {
  return { target: settings.target, user: ref, key: ports.vault.keyId(), salt };
}

function heldBefore(ports: HookPorts, salt: string, before: Before): Pick<Held, 'password' | 'seen'> | null {
  switch (before.kind) {
    case 'clear':
      return { password: ports.vault.fingerprint(salt, before.password) };
    case 'hashed':
      return { password: UNKNOWN, seen: before.stored.seen };
    case 'nothing':
      return null;
  }
}

/**
 * Has the drain, or whoever delivers now, look at this user.
 *
 * @param evenIfUnknown  also when there is no record. Else no password was changed for long, and a stale write can't have
 *                       brought an older one back.
 * @returns whether there is a record now
 */
function askForLook(ports: HookPorts, settings: SyncSettings, ref: UserRef, evenIfUnknown: boolean): boolean {
  const fresh = freshRecord(ports, settings, ref, ports.nonce());
  const written = rewrite(ports, recordId(settings.target, ref), (record, damaged) => {
    if (record === null && !damaged && !evenIfUnknown) return null;
    const now = ports.now();
    return requestLook(record, damaged ? inPlaceOfDamaged(fresh, now) : fresh, now);
  });
  return written !== null;
}

/** Whether a commit happened between the two that this request did not see. Revisions that are no numbers don't tell. */
function isGap(revisions: Revisions): boolean {
  const step = stepOf(revisions);
  return step !== null && step !== 1;
}

function isNext(revisions: Revisions): boolean {
  return stepOf(revisions) === 1;
}

function stepOf({ before, after: now }: Revisions): number | null {
  const numbers = /^[0-9]+$/;
  return before !== null && now !== null && numbers.test(before) && numbers.test(now)
    ? Number(now) - Number(before)
    : null;
}

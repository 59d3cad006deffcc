/** The user's path: what the hooks write while a request to IDM waits. */
import { recordId, unboundId } from './ids';
import type { IntentPorts, Ports, UserRef } from './ports';
import {
  after,
  expireDeleted,
  leaseUntil,
  noteIntent,
  type Intent,
  type OutboxRecord,
  SCHEMA,
  type Unbound,
} from './record';
import type { DeliverySettings } from './settings';

/** A conflict means that another change of the same user, or its delivery, wrote in between. */
const MAX_CONFLICTS = 8;

export interface SyncSettings extends DeliverySettings {
  target: string;
}

/** What onUpdate tells postUpdate; it travels in the request and holds no secret. */
export interface Noted {
  nonce: string;
  /** The intent took the lease and set the send mark: the worker may send without asking Oracle first. */
  fresh: boolean;
}

/**
 * Notes that a password is about to be committed. One read and one write.
 *
 * @param run.nonce  that of an earlier run of the hook for the same request (IDM runs onUpdate again after a 412), else null
 * @param run.lease  whether to take the lease for the worker; not in onCreate, since IDM tries a PUT on an existing user
 *                   as a create first, and no post hook follows that
 * @throws what the repository throws, and `{code: 503}` when the record can't be written for conflicts
 */
export function noteChange(
  ports: IntentPorts,
  settings: SyncSettings,
  ref: UserRef,
  change: { password: string; before: string | null },
  run: { nonce: string | null; lease: boolean },
): Noted {
  const own = run.nonce === null ? ports.nonce() : run.nonce;
  return upsert(ports, settings, ref, own, run.lease, (salt) => ({
    nonce: own,
    at: ports.now().toISOString(),
    password: ports.fingerprint(salt, change.password),
    ...(change.before !== null && { before: ports.fingerprint(salt, change.before) }),
  }));
}

/** Notes that a user is about to be created under an id that IDM has yet to give. One write. */
export function noteCreate(
  ports: IntentPorts,
  settings: SyncSettings,
  user: { object: string; userName: string },
  password: string,
): Noted {
  const nonce = ports.nonce();
  const now = ports.now();
  const intent: Intent = { nonce, at: now.toISOString(), password: ports.fingerprint(nonce, password) };
  const written = ports.outbox.create(unboundId(settings.target, nonce), {
    schema: SCHEMA,
    target: settings.target,
    state: 'unbound',
    object: user.object,
    userName: user.userName,
    salt: nonce,
    intent,
    due: after(now, settings.graceSeconds),
  });
  if (written.kind === 'conflict') throw tooManyConflicts();
  return { nonce, fresh: false };
}

/**
 * Gives the intent of a create to the user whose id is now known. Two writes: the record, then the removal of the
 * unbound intent; a crash between the two leaves an intent that the drain binds once more, to no effect.
 *
 * @returns null when there is nothing left to bind
 */
export function bindCreate(ports: IntentPorts, settings: SyncSettings, ref: UserRef, nonce: string): Noted | null {
  const id = unboundId(settings.target, nonce);
  const unbound = ports.outbox.read(id);
  if (unbound === null || unbound.entry.state !== 'unbound') return null;
  const noted = noteBound(ports, settings, ref, unbound.entry);
  ports.outbox.remove(id, unbound.revision);
  return noted;
}

/** Notes an unbound intent in the record of its user. */
export function noteBound(ports: IntentPorts, settings: SyncSettings, ref: UserRef, { salt, intent }: Unbound): Noted {
  return upsert(ports, settings, ref, salt, true, (recordSalt) =>
    // Under another salt the fingerprint says nothing: the look that follows sends what is stored.
    recordSalt === salt ? intent : { ...intent, password: '' },
  );
}

/**
 * Notes a password that is stored already and whose intent could not be written before.
 *
 * @returns null when the user can't be read; nothing more can be done then than what the log says
 */
export function noteStored(ports: Ports, settings: SyncSettings, ref: UserRef): Noted | null {
  const user = ports.users.read(ref);
  if (user.kind !== 'found') return null;
  return noteChange(ports, settings, ref, { password: user.password, before: null }, { nonce: null, lease: true });
}

/** A user is gone: nothing is to be delivered any more. */
export function closeDeleted(ports: IntentPorts, settings: SyncSettings, ref: UserRef): void {
  const id = recordId(settings.target, ref);
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const stored = ports.outbox.read(id);
    if (stored === null || stored.entry.state === 'unbound') return;
    const closed = expireDeleted(stored.entry, settings, ports.now());
    if (ports.outbox.replace(id, stored.revision, closed).kind === 'written') return;
  }
}

function upsert(
  ports: IntentPorts,
  settings: SyncSettings,
  ref: UserRef,
  freshSalt: string,
  takeLease: boolean,
  intentFor: (salt: string) => Intent,
): Noted {
  const id = recordId(settings.target, ref);
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const stored = ports.outbox.read(id);
    const record = stored === null || stored.entry.state === 'unbound' ? null : stored.entry;
    const now = ports.now();
    const intent = intentFor(record === null ? freshSalt : record.salt);
    const lease = !takeLease ? null : { owner: intent.nonce, until: leaseUntil(settings, now) };
    const next = noteIntent(
      record,
      intent,
      { target: settings.target, user: ref, salt: freshSalt },
      lease,
      settings,
      now,
    );
    const written = stored === null ? ports.outbox.create(id, next) : ports.outbox.replace(id, stored.revision, next);
    if (written.kind === 'written') return { nonce: intent.nonce, fresh: isFresh(record, next, intent.nonce) };
  }
  throw tooManyConflicts();
}

/** Whether this write took the lease and set the mark. A mark that stood before may have been sent under. */
function isFresh(before: OutboxRecord | null, next: OutboxRecord, nonce: string): boolean {
  if (before !== null && before.mark !== undefined) return false;
  return next.state === 'delivering' && next.lease.owner === nonce && next.mark !== undefined;
}

function tooManyConflicts(): { code: number; message: string } {
  return { code: 503, message: 'the outbox record of this user is written by too many at once' };
}

/** Which password IDM stores: the one fact that decides what a delivery does. */
import type { Job } from './job';
import type { HookPorts, UserReading } from './ports';
import { type Fingerprint, type OutboxRecord, UNKNOWN } from './record';

export type FoundUser = Extract<UserReading, { kind: 'found' }>;

export type StoredNow =
  /** `clearText` is null where the stored form alone has told that it is what Oracle holds. */
  | { kind: 'known'; fingerprint: Fingerprint; clearText: string | null }
  /** A hash that no sealed copy matches (yet). */
  | { kind: 'noCopy'; reason: string }
  | { kind: 'none' }
  | { kind: 'unknown'; reason: string };

/** Decrypts only where it has to: not what it saw at the last close, and not what the hook left in hand. */
export function identify(ports: HookPorts, record: OutboxRecord, user: FoundUser, job: Job): StoredNow {
  const { held, salt } = record;
  const { password } = user;
  if (password.kind === 'none') return { kind: 'none' };
  if (held !== undefined && held.seen === password.seen) {
    return { kind: 'known', fingerprint: held.password, clearText: null };
  }
  const inHand = passwordInHand(record, user, job);
  if (inHand !== null) return known(ports, salt, inHand);
  if (password.kind === 'hashed') return fromCopies(ports, record, user);
  const revealed = ports.vault.reveal(password);
  return revealed.kind === 'clear' ? known(ports, salt, revealed.password) : revealed;
}

function known({ vault }: HookPorts, salt: string, clearText: string): StoredNow {
  return { kind: 'known', fingerprint: vault.fingerprint(salt, clearText), clearText };
}

/**
 * What the hook saw, when it is sure to be what is stored: the user has the very revision that this request has written, and
 * no other change is noted. (A revision alone does not tell after a create, which a database may read back late.)
 */
function passwordInHand({ intents }: OutboxRecord, user: FoundUser, { inHand, settled }: Job): string | null {
  const [only] = intents;
  const alone = intents.length === 1 && only !== undefined && only.nonce === settled;
  return inHand !== undefined && alone && user.revision === inHand.userRevision ? inHand.password : null;
}

/** The newest copy is the likeliest. */
function fromCopies(ports: HookPorts, { intents, salt }: OutboxRecord, { password }: FoundUser): StoredNow {
  let lost = 0;
  for (const intent of intents.slice().reverse()) {
    if (intent.copy === undefined) continue;
    const clearText = ports.vault.unseal(intent.copy);
    if (clearText === null) lost++;
    else if (ports.vault.matches(clearText, password)) return known(ports, salt, clearText);
  }
  const reason =
    lost > 0
      ? 'IDM keeps a hash of this password, and its copy was sealed under a key that is lost'
      : 'IDM keeps a hash of this password, and there is no copy of it';
  return { kind: 'noCopy', reason };
}

/** Whether Oracle holds this password. */
export function isHeld({ held }: OutboxRecord, fingerprint: Fingerprint, seen: string): boolean {
  if (held === undefined) return false;
  return held.seen === seen || (held.password !== UNKNOWN && held.password === fingerprint);
}

/**
 * What the protocol needs from the world. The adapters in `idm/` and `oracle/` implement these inside IDM, the simulation
 * and the unit tests in memory. Nothing else in `sync/` touches the world: between two calls of a port everything is pure,
 * so that whoever answers the calls alike runs it again alike. No port throws unless it says so.
 */
import type { Failure } from './failure';
import type { Gate } from './gate';
import type { Job } from './job';
import type { KnownSet, OutboxEntry, OutboxRecord, Unreadable } from './record';

/** A managed user, wherever its password is. */
export interface UserRef {
  /** The managed object's name, for example `user`. */
  object: string;
  id: string;
}

/** What the target has to know of a user to find it, or to create it. */
export interface Account {
  userName: string;
  /** Only where Oracle's users are found by it. */
  externalId?: string;
  /** Oracle's attributes (givenName, familyName, email) by name; those that IDM does not hold are absent. */
  profile: { [attribute: string]: string };
}

/** A user whom, as it is stored, nobody can name at the target. */
export interface Unnamed {
  /** Why. */
  unnamed: string;
}

/** A password as IDM keeps it. Nobody but the vault looks into `value`. */
export interface StoredPassword {
  kind: 'sealed' | 'hashed' | 'none';
  value: unknown;
  /** A digest of `value`: IDM encrypts and hashes anew, and so changes it, whenever the password may have changed. */
  seen: string;
}

/** A user as stored. `unknown` is never taken for `absent`: routes vanish while IDM reloads its configuration. */
export type UserReading =
  | { kind: 'found'; account: Account | Unnamed; revision: string; password: StoredPassword }
  | { kind: 'absent' }
  | { kind: 'unknown'; reason: string };

export interface Users {
  /** Reads the committed state; decrypts nothing. */
  read(ref: UserRef): UserReading;
  /** Finds the user of a create whose id was not known when its intent was noted, by the name that IDM has for that user. */
  findId(object: string, userName: string): { kind: 'found'; id: string } | { kind: 'absent' } | { kind: 'unknown' };
}

/** Everything that is done with a password in clear text and with the keys of the installation. */
export interface Vault {
  /** The id of the installation's key. It changes when the key was lost and made anew. Throws when there is no key to be had. */
  keyId(): string;
  /** HMAC-SHA-256 under that key; the salt keeps equal passwords from looking equal. Throws as `keyId` does. */
  fingerprint(salt: string, password: string): string;
  /** Whether IDM keeps a hash of that object's passwords, so that an intent has to carry a copy. */
  keepsHash(object: string): boolean;
  /** Throws as `keyId` does. */
  seal(password: string): string;
  /** null: sealed under a key that is lost. */
  unseal(copy: string): string | null;
  /** Decrypts a password that IDM keeps reversibly. */
  reveal(stored: StoredPassword): { kind: 'clear'; password: string } | { kind: 'unknown'; reason: string };
  /** Whether this is the password of that hash. */
  matches(password: string, stored: StoredPassword): boolean;
}

/** An entry together with the revision that a write must name. */
export interface Stored<Entry = OutboxEntry | Unreadable> {
  revision: string;
  entry: Entry;
}

/** `conflict`: somebody else wrote first (HTTP 412). Any other trouble of the repository throws. */
export type Write = { kind: 'written'; revision: string } | { kind: 'conflict' };

export interface Outbox {
  read(id: string): Stored | null;
  create(id: string, entry: OutboxEntry): Write;
  replace(id: string, revision: string, entry: OutboxEntry): Write;
  remove(id: string, revision: string): Write;
  /** The ids of the entries that are due by that time, the longest due first; `limit` of them at most. */
  due(before: Date, limit: number): string[];
  /** The ids of all records in one of these states, due or not. */
  inState(states: Array<OutboxRecord['state']>): string[];
}

/** When requests may be made: none begins after `begin`, and whatever is under way ends by `end`. */
export interface Window {
  begin: Date;
  end: Date;
}

/** What became of one try to set a password. */
export type Sending =
  | {
      kind: 'delivered';
      provisioned: boolean;
      requestId?: string;
      /** When Oracle has set it; where the answers told its time. */
      set?: KnownSet;
    }
  | {
      kind: 'failed';
      failure: Failure;
      /** Only of an ambiguous failure: no answer came at all, so that Oracle may act later still. */
      unanswered?: boolean;
    };

/** When Oracle has last set a password of a user. */
export type LastSet =
  | {
      kind: 'known';
      /** By Oracle's clock; null when it never has. */
      at: string | null;
      /** Where Oracle tells whole seconds: the last moment that it may mean. */
      latest?: string;
      /** How many milliseconds Oracle's clock is ahead of this node's, at least and at most. */
      ahead: { min: number; max: number };
    }
  | { kind: 'noUser' }
  | { kind: 'failed'; failure: Failure };

export interface Target {
  /** Sets the password, creating the user first where Oracle does not know it and the settings say so. */
  setPassword(ref: UserRef, account: Account, password: string, window: Window): Sending;
  lastSet(ref: UserRef, account: Account, window: Window): LastSet;
}

/** What is told to the operator: counted, logged and audited. */
export type Outcome =
  | { kind: 'delivered'; ref: UserRef; seconds: number; provisioned: boolean; requestId?: string }
  | { kind: 'failed'; ref: UserRef; failure: Failure; attempts: number; seconds: number }
  | { kind: 'parked'; ref: UserRef; failure: Failure; seconds: number }
  /** The last attempt is spent; told once for a record, after `parked`. */
  | { kind: 'escalated'; ref: UserRef; failure: Failure }
  | { kind: 'expired'; ref: UserRef; reason: string };

/** What the user's path needs: a hook loads no more than that. */
export interface HookPorts {
  now(): Date;
  /** Never the same twice, on any node. */
  nonce(): string;
  /** Which JVM of which node this is, for the operator who reads a lease. */
  worker(): string;
  vault: Vault;
  outbox: Outbox;
}

/** What the hook after the commit needs besides. */
export interface HandoverPorts extends HookPorts {
  /** Passwords in hand between a hook and its post hook: in the memory of this JVM, and nowhere else. */
  inHand: { keep(nonce: string, password: string): void; take(nonce: string): string | null };
  /** Hands a job to the background; what it can't take is left to the drain. */
  background(job: Job): void;
}

/** What a delivery needs besides. */
export interface Ports extends HookPorts {
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** Absent where nobody can wait. */
  pause?(milliseconds: number): void;
  users: Users;
  target: Target;
  /** The state that all deliveries of this JVM share. */
  gate: { read(): Gate; swap(from: Gate, to: Gate): boolean };
  report(outcome: Outcome): void;
}

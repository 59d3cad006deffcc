import { afterUpdate, beforeUpdate, type Before, type Note, type Notes } from '../change';
import { deliver } from '../delivery';
import type { Failure, FailureClass } from '../failure';
import { type Gate, OPEN } from '../gate';
import { recordId } from '../ids';
import { type Job, lookJob, type Next } from '../job';
import type {
  HandoverPorts,
  LastSet,
  Outcome,
  Ports,
  Sending,
  StoredPassword,
  UserReading,
  UserRef,
  Users,
  Window,
} from '../ports';
import type { KnownSet, OutboxRecord } from '../record';
import type { SyncSettings } from '../settings';
import { MemoryOutbox } from './outbox';
import { MemoryVault } from './vault';

export { fingerprint } from './vault';

/** The defaults of the environment schema. */
export const settings: SyncSettings = {
  target: 'idcs',
  mode: 'background',
  fastPath: true,
  quickRetrySeconds: [2, 4, 8],
  maxAttempts: 5,
  backoffSeconds: 60,
  maxBackoffSeconds: 3600,
  graceSeconds: 600,
  deadlineSeconds: 10,
  inlineSeconds: 5,
  quietSeconds: 10,
  drainPageSize: 50,
  timeToLiveDays: 7,
  keepDeliveredHours: 24,
};

export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** How long a lease lasts, and how long what was sent under it can be acted on; transitions.test.ts says why. */
export const LEASE = 60;
export const MARK = 30;

export const anna: UserRef = { object: 'user', id: 'anna' };
export const annaId = recordId(settings.target, anna);
export const account = { userName: 'anna', profile: {} };

export const WORKER = 'node-1/start';

/** Who works under that nonce, in this JVM. */
export const owner = (nonce: string): string => `${WORKER} ${nonce}`;

const START = Date.parse('2030-01-01T00:00:00.000Z');

/** The time that many seconds after a world began. */
export function at(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString();
}

export function time(seconds: number): Date {
  return new Date(at(seconds));
}

export function failure(failureClass: FailureClass, reason = `it is ${failureClass}`): Failure {
  return { class: failureClass, reason };
}

export function failed(failureClass: FailureClass, more: Partial<Failure> = {}): Sending & { kind: 'failed' } {
  return { kind: 'failed', failure: { ...failure(failureClass), ...more } };
}

/** Oracle has last set a password at that second of its clock, which goes like the world's. */
export function lastSetAt(seconds: number | null): LastSet {
  return { kind: 'known', at: seconds === null ? null : at(seconds), ahead: { min: 0, max: 0 } };
}

/** What the answer to a set at that second tells of its time. */
export function setAbout(seconds: number): KnownSet {
  return { from: at(seconds - 0.5), to: at(seconds + 0.5) };
}

/** All that the protocol needs, in memory: a clock that is set, users as stored, an Oracle that does as a script says. */
export class World {
  seconds = 0;
  random = 0;
  settings = settings;
  readonly vault = new MemoryVault();
  readonly outbox = new MemoryOutbox();
  readonly outcomes: Outcome[] = [];
  /** The jobs that hooks have handed over, the newest last. */
  readonly jobs: Job[] = [];
  gate: Gate = OPEN;
  /** Oracle's side: the password it holds, and when it was set. */
  oracle: { password: string; setAt: string } | null = null;
  readonly sent: string[] = [];
  readonly windows: Window[] = [];
  /** How often Oracle was asked when it has last set a password. */
  asked = 0;
  userReads = 0;
  /** What comes of the next sendings; afterwards each succeeds. */
  sendings: ((password: string) => Sending)[] = [];
  /** What Oracle answers next when it is asked; afterwards the truth. */
  answers: LastSet[] = [];
  /** At first there is Anna, who has no password yet. */
  private readonly users = new Map<string, UserReading>([[anna.id, userWith({ kind: 'none', value: null, seen: '' })]]);
  private readonly hand = new Map<string, string>();
  private nonces = 0;

  readonly ports: Ports & HandoverPorts = {
    now: () => time(this.seconds),
    nonce: () => `nonce-${++this.nonces}`,
    worker: () => WORKER,
    random: () => this.random,
    pause: (milliseconds) => void (this.seconds += milliseconds / 1000),
    vault: this.vault,
    outbox: this.outbox,
    inHand: {
      keep: (nonce, password) => void this.hand.set(nonce, password),
      take: (nonce) => {
        const kept = this.hand.get(nonce) ?? null;
        this.hand.delete(nonce);
        return kept;
      },
    },
    background: (job) => void this.jobs.push(job),
    users: {
      read: ({ id }) => {
        this.userReads++;
        return this.users.get(id) ?? { kind: 'absent' };
      },
      findId: (_object, userName) => this.find(userName),
    },
    target: {
      setPassword: (_ref, _account, password, window) => {
        this.sent.push(password);
        this.windows.push(window);
        const scripted = this.sendings.shift();
        return scripted === undefined ? this.accept(password) : scripted(password);
      },
      lastSet: () => {
        this.asked++;
        const truth: LastSet = { kind: 'known', at: this.oracle?.setAt ?? null, ahead: { min: 0, max: 0 } };
        return this.answers.shift() ?? truth;
      },
    },
    gate: {
      read: () => this.gate,
      swap: (from, to) => {
        if (this.gate !== from) return false;
        this.gate = to;
        return true;
      },
    },
    report: (outcome) => this.outcomes.push(outcome),
  };

  /** How users are found by name; unless a test says otherwise their id is their name. */
  find = (userName: string): ReturnType<Users['findId']> =>
    this.users.has(userName) ? { kind: 'found', id: userName } : { kind: 'absent' };

  /** Oracle sets a password. */
  accept(password: string): Sending {
    this.oracle = { password, setAt: at(this.seconds) };
    return { kind: 'delivered', provisioned: false, set: setAbout(this.seconds) };
  }

  /** Oracle's answer is lost; the password may have been set. */
  lose =
    (wasSet: boolean, more: { unanswered?: boolean } = {}) =>
    (password: string): Sending => {
      if (wasSet) this.accept(password);
      return { ...failed('ambiguous'), ...more };
    };

  /** IDM stores this password anew. */
  store(password: string, id = anna.id): void {
    const before = this.users.get(id);
    const revision = before?.kind === 'found' ? Number(before.revision) + 1 : 0;
    this.users.set(id, userWith(this.vault.keep(password), { userName: id, revision }));
  }

  /** What a read of the user tells from now on; none: it is absent. */
  setUser(reading?: UserReading, id = anna.id): void {
    if (reading === undefined) this.users.delete(id);
    else this.users.set(id, reading);
  }

  get user(): Extract<UserReading, { kind: 'found' }> {
    const user = this.users.get(anna.id);
    if (user?.kind !== 'found') throw new Error('there is no such user');
    return user;
  }

  /** The hook before a change, which may commit or not: what it leaves for its post hook. */
  note(password: string, id = anna.id): Note | null {
    const { notes, left } = notebook();
    beforeUpdate(this.ports, this.settings, { ...anna, id }, { password, before: this.before(id) }, notes);
    return left();
  }

  /** A change from its hook to its post hook: the job that follows. */
  change(password: string, id = anna.id): Job {
    const note = this.note(password, id);
    if (note === null) throw new Error('the password does not change');
    return this.commit(password, note, id);
  }

  /** The store and the post hook of a change that was noted: the job that follows. */
  commit(password: string, note: Note | null, id = anna.id): Job {
    const before = this.revisionOf(id);
    this.store(password, id);
    afterUpdate(this.ports, this.settings, { ...anna, id }, note, { before, after: this.revisionOf(id) });
    return this.jobs.at(-1)!;
  }

  /** What IDM stored before, as a hook sees it. */
  before(id = anna.id): Before {
    const user = this.users.get(id);
    const stored: StoredPassword | null = user?.kind === 'found' ? user.password : null;
    if (stored === null || stored.kind === 'none') return { kind: 'nothing' };
    if (stored.kind === 'hashed') return { kind: 'hashed', stored };
    return { kind: 'clear', password: this.vault.clear(stored) };
  }

  deliver(job: Job, endBy: Date | null = null): Next {
    return deliver(this.ports, this.settings, job, endBy);
  }

  /** A look like the drain's. */
  look(seconds = this.seconds): Next {
    this.seconds = seconds;
    return this.deliver(lookJob(this.ports, anna));
  }

  /** Delivers as the pool does, pauses included, which it answers. */
  deliverToTheEnd(job: Job): number[] {
    const pauses: number[] = [];
    for (let next = this.deliver(job); next.kind === 'again'; next = this.deliver(next.job)) {
      pauses.push(next.afterSeconds);
      this.seconds += next.afterSeconds;
    }
    return pauses;
  }

  /** A change that is delivered and closed, a minute ago by now. */
  sync(password: string): void {
    this.deliverToTheEnd(this.change(password));
    this.seconds += 60;
    this.forget();
  }

  /** From here on counts start anew. */
  forget(): void {
    for (const list of [this.outbox.calls, this.vault.calls, this.outcomes, this.jobs, this.sent, this.windows]) {
      list.length = 0;
    }
    this.userReads = 0;
    this.asked = 0;
  }

  /** Another node writes the record all the time. */
  storm(writes = 1000, id = annaId): void {
    this.outbox.beforeWrites(...Array.from({ length: writes }, () => () => this.outbox.touch(id)));
  }

  get record(): OutboxRecord {
    return this.outbox.record(annaId);
  }

  private revisionOf(id: string): string | null {
    const user = this.users.get(id);
    return user?.kind === 'found' ? user.revision : null;
  }
}

/** A user as stored. */
export function userWith(password: StoredPassword, { userName = anna.id, revision = 0 } = {}): UserReading {
  return { kind: 'found', account: { userName, profile: {} }, revision: String(revision), password };
}

/** What a request carries from one hook to the other. */
export function notebook(earlier: Note | null = null): { notes: Notes; left(): Note | null } {
  let left: Note | null = null;
  return { notes: { earlier, leave: (note) => (left = note) }, left: () => left };
}

import { deliver } from '../delivery';
import type { Failure, FailureClass } from '../failure';
import { recordId } from '../ids';
import { noteChange, type Noted, type SyncSettings } from '../intent';
import { type Job, jobAfterCommit, type Next } from '../job';
import type { Outcome, Ports, Sending, Target, UserReading, UserRef, Users } from '../ports';
import type { OutboxRecord } from '../record';
import { MemoryOutbox } from './outbox';

/** The defaults of the environment schema. */
export const settings: SyncSettings = {
  target: 'idcs',
  quickRetrySeconds: [2, 4, 8],
  maxAttempts: 5,
  backoffSeconds: 60,
  maxBackoffSeconds: 3600,
  graceSeconds: 600,
  deadlineSeconds: 10,
  drainPageSize: 50,
  timeToLiveDays: 7,
  keepDeliveredHours: 24,
};

export const anna: UserRef = { object: 'user', id: 'anna' };
export const annaId = recordId(settings.target, anna);

const START = Date.parse('2030-01-01T00:00:00.000Z');

/** The time that many seconds after a world began. */
export function at(seconds: number): string {
  return new Date(START + seconds * 1000).toISOString();
}

/** A fingerprint of the world's: readable, and other under another salt. */
export function fingerprint(password: string, salt = 'nonce-1'): string {
  return `${salt}/${password}`;
}

export function failure(failureClass: FailureClass, reason = `it is ${failureClass}`): Failure {
  return { class: failureClass, reason };
}

export function failed(failureClass: FailureClass): Sending & { kind: 'failed' } {
  return { kind: 'failed', failure: failure(failureClass) };
}

export const delivered: Sending = { kind: 'delivered', provisioned: false };

type Asking = ReturnType<Target['passwordSetSince']>;

/** All that the protocol needs, in memory: a clock that is set, users as stored, a target that answers by a script. */
export class World {
  seconds = 0;
  random = 0;
  readonly outbox = new MemoryOutbox();
  readonly outcomes: Outcome[] = [];
  readonly sent: string[] = [];
  /** Until when each request of a sending may go out. */
  readonly sendUntil: string[] = [];
  /** Since when the target was asked. */
  readonly asked: string[] = [];
  userReads = 0;
  /** What comes of the next sendings; afterwards each succeeds. */
  sendings: (() => Sending)[] = [];
  /** What the target answers next when it is asked. */
  answers: Asking[] = [];
  private readonly users = new Map<string, UserReading>();
  private nonces = 0;

  readonly ports: Ports = {
    now: () => new Date(START + this.seconds * 1000),
    nonce: () => `nonce-${++this.nonces}`,
    random: () => this.random,
    fingerprint: (salt, password) => fingerprint(password, salt),
    outbox: this.outbox,
    users: {
      read: ({ id }) => {
        this.userReads++;
        return this.users.get(id) ?? { kind: 'absent' };
      },
      findId: (_object, userName) => this.find(userName),
    },
    target: {
      setPassword: (_ref, _account, password, until) => {
        this.sent.push(password);
        this.sendUntil.push(until.toISOString());
        return this.sendings.shift()?.() ?? delivered;
      },
      passwordSetSince: (_ref, _account, since) => {
        this.asked.push(since.toISOString());
        return this.answers.shift() ?? { kind: 'no' };
      },
    },
    report: (outcome) => this.outcomes.push(outcome),
  };

  /** How users are found by name; unless a test says otherwise their id is their name. */
  find = (userName: string): ReturnType<Users['findId']> =>
    this.users.has(userName) ? { kind: 'found', id: userName } : { kind: 'absent' };

  /** IDM stores this password. */
  store(password: string, id = anna.id): void {
    this.users.set(id, { kind: 'found', password, account: { userName: id, profile: {} } });
  }

  /** What a read of the user tells from now on; none: it is absent. */
  setUser(reading?: UserReading, id = anna.id): void {
    if (reading === undefined) this.users.delete(id);
    else this.users.set(id, reading);
  }

  /** The hook before a change, which may commit or not. */
  note(password: string, before: string | null = null, ref = anna): Noted {
    return noteChange(this.ports, settings, ref, { password, before }, { nonce: null, lease: true });
  }

  /** A change from its hook to its post hook: the job that follows. */
  change(password: string, before: string | null = null, ref = anna): Job {
    const noted = this.note(password, before, ref);
    this.store(password, ref.id);
    return jobAfterCommit(settings, ref, noted);
  }

  deliver(job: Job): Next {
    return deliver(this.ports, settings, job);
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

  /** A change that is delivered and closed. */
  sync(password: string): void {
    this.deliverToTheEnd(this.change(password));
    this.forget();
  }

  /** From here on counts start anew. */
  forget(): void {
    for (const list of [this.outbox.calls, this.outcomes, this.sent, this.sendUntil, this.asked]) list.length = 0;
    this.userReads = 0;
  }

  get record(): OutboxRecord {
    return this.outbox.record(annaId);
  }
}

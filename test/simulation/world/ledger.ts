/** What happened in one world, as far as the promises are concerned; what can be judged at once is. */
import type { Outcome } from '../../../scripts-ts/sync/ports';
import { leaks, nameOf } from './passwords';
import type { SimTask, World } from './world';

export class Ledger {
  sends = 0;
  ambiguous = 0;
  leaseLosses = 0;
  keysLost = 0;
  /** Entries of the outbox that were damaged. */
  damaged = 0;
  hashingSwitched = 0;
  /** Commits that nobody had noted, whatever became of them. */
  unnotedEver = 0;
  deletes = 0;
  /** Requests that reached Oracle after everything that the protocol can wait for. */
  residues = 0;
  /** Commits by user. */
  readonly commits = new Map<string, number>();
  readonly sendsOf = new Map<string, number>();
  /** Users with a commit that nobody has noted, so that nobody can know of it. */
  readonly unnoted = new Set<string>();
  /** Kinds of outcomes that were told. */
  readonly told = new Set<Outcome['kind']>();
  readonly lastOutcome = new Map<string, Outcome>();

  constructor(private readonly world: World) {}

  committed(user: string): void {
    this.world.stats.changes++;
    this.commits.set(user, (this.commits.get(user) ?? 0) + 1);
  }

  /** A commit whose intent the outbox did not take. Its post hook may still tell of it. */
  committedUnnoted(user: string): void {
    this.unnotedEver++;
    this.unnoted.add(user);
  }

  noted(user: string): void {
    this.unnoted.delete(user);
  }

  reported(outcome: Outcome): void {
    this.clean('a report', outcome);
    this.told.add(outcome.kind);
    this.lastOutcome.set(outcome.ref.id, outcome);
  }

  ambiguity(): void {
    this.ambiguous++;
    this.world.stats.ambiguous++;
  }

  leaseLost(): void {
    this.leaseLosses++;
    this.world.stats.leaseLosses++;
  }

  /** Nothing that is kept or told may hold a password. */
  clean(where: string, value: unknown): void {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (leaks(text)) this.world.violate('nothing leaks', `${where} holds a password: ${text}`);
  }

  sending(task: SimTask, user: string, password: string): void {
    const { world } = this;
    this.sends++;
    world.stats.sends++;
    this.sendsOf.set(user, (this.sendsOf.get(user) ?? 0) + 1);
    const strictly = world.settings.mode === 'strict' && task.kind === 'request';
    if (!strictly && !world.users.hasStored(user, password)) {
      world.violate('nothing wrong', `${nameOf(password)} is sent for ${user}, whose password it never was`);
    }
    if (world.settings.mode === 'background' && task.kind === 'request') {
      world.violate('nobody waits for Oracle', `${task.name} sends within a request`);
    }
    if (world.oracle.isAsked(user, world.time) && this.residues === 0 && this.damaged === 0) {
      world.violate('one send at a time', `two requests for ${user} are on their way at once`);
    }
  }
}

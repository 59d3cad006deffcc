import type { Outbox, Stored, Write } from '../ports';
import type { OutboxEntry, OutboxRecord } from '../record';
import { frozen } from './frozen';

/** An outbox in memory, with revisions as a repository has them: a write that names a stale one is a conflict. */
export class MemoryOutbox implements Outbox {
  /** Every call by its name, in order. */
  readonly calls: string[] = [];
  /** The ids of entries that can't be read: of another version, or damaged. */
  readonly unreadable = new Set<string>();
  private readonly entries = new Map<string, Stored>();
  private interludes: (() => void)[] = [];

  /** What others do just before the next writes, one thing before each. */
  beforeWrites(...interludes: (() => void)[]): void {
    this.interludes = interludes;
  }

  /** What others have written: no call of the protocol's. */
  put(id: string, entry: OutboxEntry): void {
    const known = this.entries.get(id);
    this.entries.set(id, {
      revision: String(known === undefined ? 0 : Number(known.revision) + 1),
      entry: frozen(entry),
    });
  }

  /** Moves the entry's revision and nothing else. */
  touch(id: string): void {
    const known = this.entries.get(id);
    if (known !== undefined) this.put(id, known.entry);
  }

  take(id: string): void {
    this.entries.delete(id);
  }

  ids(): string[] {
    return [...this.entries.keys()];
  }

  entry(id: string): OutboxEntry | undefined {
    return this.entries.get(id)?.entry;
  }

  record(id: string): OutboxRecord {
    const entry = this.entry(id);
    if (entry === undefined || entry.state === 'unbound') throw new Error(`${id} is no record`);
    return entry;
  }

  read(id: string): Stored | null {
    this.calls.push('read');
    if (this.unreadable.has(id)) throw { code: 500, message: `${id} is of another schema` };
    return this.entries.get(id) ?? null;
  }

  create(id: string, entry: OutboxEntry): Write {
    return this.write('create', id, () => !this.entries.has(id), entry);
  }

  replace(id: string, revision: string, entry: OutboxEntry): Write {
    return this.write('replace', id, () => this.entries.get(id)?.revision === revision, entry);
  }

  remove(id: string, revision: string): Write {
    this.calls.push('remove');
    this.meanwhile();
    if (this.entries.get(id)?.revision !== revision) return { kind: 'conflict' };
    this.entries.delete(id);
    return { kind: 'written', revision };
  }

  due(before: Date, limit: number): string[] {
    this.calls.push('due');
    return this.idsByDue((entry) => entry.due <= before.toISOString()).slice(0, limit);
  }

  inState(states: string[]): string[] {
    this.calls.push('inState');
    return this.idsByDue(({ state }) => states.includes(state));
  }

  private write(call: string, id: string, isCurrent: () => boolean, entry: OutboxEntry): Write {
    this.calls.push(call);
    this.meanwhile();
    if (!isCurrent()) return { kind: 'conflict' };
    this.put(id, entry);
    return { kind: 'written', revision: this.entries.get(id)!.revision };
  }

  private meanwhile(): void {
    const [first, ...others] = this.interludes;
    this.interludes = [];
    first?.();
    this.interludes = others;
  }

  private idsByDue(wanted: (entry: OutboxEntry) => boolean): string[] {
    return [...this.entries]
      .filter(([, { entry }]) => wanted(entry))
      .sort(([, a], [, b]) => (a.entry.due < b.entry.due ? -1 : 1))
      .map(([id]) => id);
  }
}

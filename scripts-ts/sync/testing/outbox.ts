import { parseEntry } from '../parse';
import type { Outbox, Stored, Write } from '../ports';
import type { OutboxEntry, OutboxRecord, Unreadable } from '../record';
import { frozen } from './frozen';

/**
 * An outbox in memory, with revisions as a repository has them: a write that names a stale one is a conflict. It takes only what a
 * repository gives back as it was and what can be read again, so that every test proves that of every write.
 */
export class MemoryOutbox implements Outbox {
  /** Every call by its name, in order. */
  readonly calls: string[] = [];
  /** The ids of entries at which the repository throws. */
  readonly broken = new Set<string>();
  private readonly entries = new Map<string, Stored>();
  private interludes: (() => void)[] = [];

  /** What others do just before the next writes, one thing before each. */
  beforeWrites(...interludes: (() => void)[]): void {
    this.interludes = interludes;
  }

  /** What others have written: no call of the protocol's. */
  put(id: string, entry: OutboxEntry): void {
    const asRead: unknown = JSON.parse(JSON.stringify(entry));
    const read = parseEntry(asRead as { [key: string]: unknown });
    if (read.state === 'unreadable') throw new Error(`${id} could not be read again: ${read.reason}`);
    expect(asRead).toStrictEqual(entry);
    this.set(id, entry);
  }

  /** What another version has written, or a fault has damaged. */
  damage(id: string, entry: Unreadable = unreadable): void {
    this.set(id, entry);
  }

  /** Moves the entry's revision and nothing else. */
  touch(id: string): void {
    const known = this.entries.get(id);
    if (known !== undefined) this.set(id, known.entry);
  }

  take(id: string): void {
    this.entries.delete(id);
  }

  ids(): string[] {
    return [...this.entries.keys()];
  }

  stored(id: string): Stored | undefined {
    return this.entries.get(id);
  }

  entry(id: string): OutboxEntry | Unreadable | undefined {
    return this.stored(id)?.entry;
  }

  record(id: string): OutboxRecord {
    const entry = this.entry(id);
    if (entry === undefined || entry.state === 'unbound' || entry.state === 'unreadable') {
      throw new Error(`${id} is no record`);
    }
    return entry;
  }

  read(id: string): Stored | null {
    this.calls.push('read');
    if (this.broken.has(id)) throw { code: 500, message: `${id} can't be read` };
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
    // What this version can't read may have any time or none: here it is due.
    return this.idsByDue((entry) => dueOf(entry) <= before.toISOString()).slice(0, limit);
  }

  inState(states: OutboxRecord['state'][]): string[] {
    this.calls.push('inState');
    return this.idsByDue(({ state }) => (states as string[]).includes(state));
  }

  private set(id: string, entry: OutboxEntry | Unreadable): void {
    const known = this.entries.get(id);
    const revision = String(known === undefined ? 0 : Number(known.revision) + 1);
    this.entries.set(id, { revision, entry: frozen(entry) });
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

  private idsByDue(wanted: (entry: OutboxEntry | Unreadable) => boolean): string[] {
    return [...this.entries]
      .filter(([, { entry }]) => wanted(entry))
      .sort(([, a], [, b]) => (dueOf(a.entry) < dueOf(b.entry) ? -1 : 1))
      .map(([id]) => id);
  }
}

export const unreadable: Unreadable = { state: 'unreadable', reason: 'it is damaged', original: '{"schema":7}' };

function dueOf(entry: OutboxEntry | Unreadable): string {
  return entry.state === 'unreadable' ? '' : entry.due;
}

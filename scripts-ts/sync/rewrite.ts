/** Writes of a record by whoever has no lease of it. */
import type { HookPorts } from './ports';
import type { OutboxRecord } from './record';

/** A conflict means that another change of the same user, or its delivery, wrote in between. */
const MAX_CONFLICTS = 8;

/**
 * Reads a record, and writes what `change` makes of it, again after each conflict. A record that can't be understood gives
 * way to a new one: the stored password is the truth, and the new record trusts nothing.
 *
 * @param change  null: nothing is to be written
 * @throws `{code: 503}` when the record never keeps still
 */
export function rewrite(
  { outbox }: HookPorts,
  id: string,
  change: (record: OutboxRecord | null, damaged: boolean) => OutboxRecord | null,
): OutboxRecord | null {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const stored = outbox.read(id);
    const entry = stored === null ? null : stored.entry;
    const record = entry === null || entry.state === 'unbound' || entry.state === 'unreadable' ? null : entry;
    const next = change(record, entry !== null && record === null);
    if (next === null) return null;
    const written = stored === null ? outbox.create(id, next) : outbox.replace(id, stored.revision, next);
    if (written.kind === 'written') return next;
  }
  throw tooManyConflicts();
}

/** 503: IDM would run a hook again for ever on a 412. */
export function tooManyConflicts(): { code: number; message: string } {
  return { code: 503, message: 'the outbox record of this user is written by too many at once' };
}

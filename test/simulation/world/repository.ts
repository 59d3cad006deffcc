/** Rows with revisions as IDM's JDBC repository keeps them: they count from 0, and from 0 again once a row was deleted. */
export interface Row<Value> {
  revision: number;
  value: Value;
}

export type Written = { kind: 'written'; revision: string } | { kind: 'conflict' } | { kind: 'missing' };

export class Repository<Value extends object> {
  readonly rows = new Map<string, Row<Value>>();

  read(id: string): { revision: string; value: Value } | null {
    const row = this.rows.get(id);
    return row === undefined ? null : { revision: String(row.revision), value: row.value };
  }

  create(id: string, value: Value): Written {
    if (this.rows.has(id)) return { kind: 'conflict' };
    this.rows.set(id, { revision: 0, value: frozen(value) });
    return { kind: 'written', revision: '0' };
  }

  /** @param revision  null: whatever is there */
  update(id: string, revision: string | null, value: Value): Written {
    const row = this.rows.get(id);
    if (row === undefined) return { kind: 'missing' };
    if (revision !== null && revision !== String(row.revision)) return { kind: 'conflict' };
    this.rows.set(id, { revision: row.revision + 1, value: frozen(value) });
    return { kind: 'written', revision: String(row.revision + 1) };
  }

  remove(id: string, revision: string): Written {
    const row = this.rows.get(id);
    if (row === undefined) return { kind: 'missing' };
    if (revision !== String(row.revision)) return { kind: 'conflict' };
    this.rows.delete(id);
    return { kind: 'written', revision };
  }
}

/** The value, so that whoever writes into it throws: what a repository gives is shared by nobody. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key in value) frozen(value[key]);
  }
  return value;
}

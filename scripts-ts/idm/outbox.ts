/** The outbox over IDM's repository. */
import type { Outbox, Stored, Write } from '../sync/ports';
import { parseEntry } from '../sync/parse';
import { copy, idm, type IdmValue } from './openidm';
import { codeOf } from './trouble';

/** Ids read at a time where all are wanted. */
const PAGE = 500;

const NUMBER = /^[0-9]+$/;

/** @param path  for example `repo/passwordsync/outbox` */
export function repositoryOutbox(path: string): Outbox {
  return {
    read(id) {
      const read = readOrNull(`${path}/${id}`);
      return read === null ? null : stored(read);
    },
    create: (id, entry) => writing([412], () => idm().create(path, id, entry)),
    // 404: removed since it was read, which is a conflict like any other.
    replace(id, revision, entry) {
      const written = writing([412, 404], () => idm().update(`${path}/${id}`, revision, entry));
      // JDBC reads the object back after its commit, and may so give the revision of whoever wrote next. Both count by one.
      return written.kind === 'written' && NUMBER.test(revision)
        ? { kind: 'written', revision: String(Number(revision) + 1) }
        : written;
    },
    remove: (id, revision) => writing([412, 404], () => idm().delete(`${path}/${id}`, revision)),
    due: (before, limit) =>
      // By `due` alone: an index serves that query and no other (a second term makes OrientDB scan).
      queryIds(path, `due le "${before.toISOString()}"`, { _sortKeys: 'due', _pageSize: limit }),
    inState(states) {
      const filter = states.map((state) => `state eq "${state}"`).join(' or ');
      let ids: string[] = [];
      for (;;) {
        const page = queryIds(path, filter, { _sortKeys: 'due', _pageSize: PAGE, _pagedResultsOffset: ids.length });
        ids = ids.concat(page);
        if (page.length < PAGE) return ids;
      }
    },
  };
}

/** Reads what may not be there yet; before the first write OrientDB answers 400 for a class that it does not know. */
export function readOrNull(path: string): IdmValue | null {
  try {
    return idm().read(path);
  } catch (caught) {
    if (isMissing(caught)) return null;
    throw caught;
  }
}

function stored(read: IdmValue): Stored {
  const { _id, _rev, ...entry } = copy(read) as { [key: string]: unknown };
  return { revision: String(_rev), entry: parseEntry(entry) };
}

function writing(conflicts: number[], write: () => IdmValue): Write {
  try {
    return { kind: 'written', revision: String(write()._rev) };
  } catch (caught) {
    const code = codeOf(caught);
    if (code !== null && conflicts.indexOf(code) >= 0) return { kind: 'conflict' };
    throw caught;
  }
}

function queryIds(path: string, filter: string, paging: object): string[] {
  try {
    const found = copy(idm().query(path, { _queryFilter: filter, ...paging }, ['_id']).result) as Array<{
      _id: string;
    }>;
    return found.map((entry) => entry._id);
  } catch (caught) {
    if (isMissing(caught)) return [];
    throw caught;
  }
}

function isMissing(caught: unknown): boolean {
  const code = codeOf(caught);
  return code === 404 || code === 400;
}

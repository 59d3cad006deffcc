import type { FaultKind } from './faults';
import type { Operation } from './operations';
import { groupOf, type RateGroup } from './rate-limit';

/** What one request was and came to. Times are epoch milliseconds of the simulator's clock. */
export interface LoggedRequest {
  /** Rises by one with every finished request, through DELETE and reset too. */
  seq: number;
  /** The opc-request-id of the answer. */
  requestId: string;
  operation: Operation;
  /** The group whose rate limit it counts in. */
  group: RateGroup;
  method: string;
  /** Path and query as received, unchanged, so that a test can prove what stood in no URL. */
  url: string;
  path: string;
  query: string;
  /** Names in lower case; values are not kept, the Authorization header least of all. */
  headerNames: string[];
  /** As received, with passwords and secrets replaced by "***"; undefined when there was none or it was not read. */
  body?: unknown;
  userId?: string;
  userName?: string;
  fault?: FaultKind;
  /** What the request came to inside the simulator; null when it was not processed. */
  processedStatus: number | null;
  /** What went out to the client; null when no answer did. */
  status: number | null;
  /** Why it was refused, where the answer does not say. */
  reason?: string;
  startedAt: number;
  endedAt: number;
}

export interface LogQuery {
  /** Only entries with a higher seq. Default 0. */
  after?: number;
  /** Only entries with this seq or a higher one. Default 1. */
  since?: number;
  operation?: Operation;
  group?: RateGroup;
  /** What went out; null for requests that were not answered. */
  status?: number | null;
  /** In any case. */
  userName?: string;
  userId?: string;
  /** How long to wait for the first one, 0 to 300. Default 0. */
  waitSeconds?: number;
}

interface Waiter {
  query: LogQuery;
  answer(entries: LoggedRequest[]): void;
}

/** Entries beyond this number push out the oldest, for a load test must not eat the memory. */
const capacity = 50_000;

/** The requests that ended, in the order of their ends. */
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private waiters = new Set<Waiter>();
  private last = 0;

  add(entry: Omit<LoggedRequest, 'seq' | 'group'>): void {
    this.entries.push({ seq: ++this.last, group: groupOf(entry.operation), ...entry });
    if (this.entries.length > capacity * 1.1) this.entries = this.entries.slice(-capacity);
    for (const waiter of [...this.waiters]) {
      const found = this.find(waiter.query);
      if (found.length > 0) waiter.answer(found);
    }
  }

  find(query: LogQuery): LoggedRequest[] {
    const { after = 0, since = 1 } = query;
    return this.entries.slice(this.indexAfter(Math.max(after, since - 1))).filter((entry) => fits(entry, query));
  }

  /** The matching entries as soon as there is one; none when the time is over or the signal comes. */
  wait(query: LogQuery, signal?: AbortSignal): Promise<LoggedRequest[]> {
    const found = this.find(query);
    const milliseconds = (query.waitSeconds ?? 0) * 1000;
    if (found.length > 0 || milliseconds === 0 || signal?.aborted) return Promise.resolve(found);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        query,
        answer: (entries) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', giveUp);
          this.waiters.delete(waiter);
          resolve(entries);
        },
      };
      const giveUp = () => waiter.answer([]);
      const timer = setTimeout(giveUp, milliseconds);
      signal?.addEventListener('abort', giveUp);
      this.waiters.add(waiter);
    });
  }

  clear(): void {
    this.entries = [];
  }

  get lastSeq(): number {
    return this.last;
  }

  /** Entries are consecutive, so the place of a seq is known. */
  private indexAfter(after: number): number {
    const first = this.entries[0]?.seq ?? this.last + 1;
    return Math.max(0, after - first + 1);
  }
}

function fits(entry: LoggedRequest, { operation, group, status, userName, userId }: LogQuery): boolean {
  return (
    (operation === undefined || entry.operation === operation) &&
    (group === undefined || entry.group === group) &&
    (status === undefined || entry.status === status) &&
    (userName === undefined || entry.userName?.toLowerCase() === userName.toLowerCase()) &&
    (userId === undefined || entry.userId === userId)
  );
}

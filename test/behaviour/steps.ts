import type { Installation } from '../installation';
import type { OutboxRecord } from '../installation/idm';
import type { LoggedRequest, Operation } from '../../src/simulator';
import { until } from '../installation/until';
import { CANARY } from './canary';

let counter = 0;

/** A user name and passwords that no other test has. */
export function fresh(): { userName: string; password: (step: string) => string } {
  const number = ++counter;
  return { userName: `person${number}`, password: (step) => `${CANARY}-${number}-${step}1` };
}

/** Waits until Oracle holds this password for this user. */
export function arrived(
  { oracle }: Installation,
  userName: string,
  password: string,
  deadlineMs?: number,
): Promise<true> {
  return until(
    `the newest password of ${userName} is at Oracle`,
    async () => oracle.control.checkPassword({ userName, password }).matches && (true as const),
    deadlineMs,
  );
}

/** What Oracle was asked about a user since that entry of its log. */
export async function requests(
  { oracle }: Installation,
  since: number,
  operation?: Operation,
): Promise<LoggedRequest[]> {
  return oracle.control.requests({ after: since, ...(operation && { operation }) });
}

export function lastRequest({ oracle }: Installation): number {
  return oracle.control.health().lastSeq;
}

/** A user who is at Oracle already, with a record that is closed. */
export async function syncedUser(
  installation: Installation,
): Promise<{ id: string; userName: string; password: (step: string) => string }> {
  const { userName, password } = fresh();
  const id = await installation.idm.createUser(userName, password('Start'));
  await arrived(installation, userName, password('Start'));
  await recordState(installation, id, 'delivered');
  return { id, userName, password };
}

/** A user who was synchronised so long ago that the record was removed since. */
export async function longSyncedUser(installation: Installation): ReturnType<typeof syncedUser> {
  const user = await syncedUser(installation);
  const record = await installation.idm.record(user.id);
  await installation.idm.ok('DELETE', `repo/passwordsync/outbox/${String(record?._id)}`, undefined, {
    'if-match': String(record?._rev),
  });
  return user;
}

/**
 * The record once its quick retries are over and it waits for the drain. (It may be pending for a moment before, while a request that
 * was given up is left alone.)
 */
export function queuedRecord({ idm }: Installation, id: string, deadlineMs: number): Promise<OutboxRecord> {
  return until(
    `the record of ${id} waits for the drain`,
    async () => {
      const record = await idm.record(id);
      return record !== null && record.state === 'pending' && record.attempts === 1 && record;
    },
    deadlineMs,
  );
}

export function recordState({ idm }: Installation, id: string, state: string, deadlineMs?: number): Promise<object> {
  return until(
    `the record of ${id} is ${state}`,
    async () => {
      const record = await idm.record(id);
      return record !== null && record.state === state && record;
    },
    deadlineMs,
  );
}

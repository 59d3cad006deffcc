/** Steps of the tests that need the core host itself. */
import type { LoggedRequest } from '../../src/simulator';
import { fresh, lastRequest, requests } from '../behaviour/steps';
import type { Site } from '../installation/core-site';
import type { OutboxRecord } from '../installation/idm';
import { until } from '../installation/until';

/**
 * A user who was synchronised an hour ago and whose record is purged: where Oracle is asked when it last set a password,
 * it can't be mistaken for one that was sent just now.
 */
export async function establishedUser(
  site: Site,
): Promise<{ id: string; userName: string; password: (step: string) => string }> {
  const { userName, password } = fresh();
  const id = await site.idm.createUser(userName);
  await storeUnseen(site, id, password('Start'));
  site.anHourAgo(() => site.oracle.control.addUser({ userName, password: password('Start') }));
  return { id, userName, password };
}

/**
 * The first delivery of a JVM compiles the scripts and fetches a token, which on a busy machine may take longer than a user
 * waits, or than a request with a short deadline.
 */
export async function warmUp(site: Site): Promise<void> {
  const { userName, password } = fresh();
  const id = await site.idm.createUser(userName, password('Start'));
  await drainedUntil(site, id, ({ state }) => state === 'delivered', 45_000);
}

/** Stores a password past all hooks, as a role change does that writes the user back as it was read a while ago. */
export async function storeUnseen(site: Site, id: string, password: string): Promise<void> {
  await site.idm.evaluated(`
    var path = 'repo/managed/user/${id}', user = openidm.read(path);
    user.password = ${site.hashed}
      ? openidm.hash(${JSON.stringify(password)}, 'SHA-256')
      : openidm.encrypt(${JSON.stringify(password)}, null, 'openidm-sym-default');
    openidm.update(path, user._rev, user);
    true`);
}

/** Runs the drain again and again until the record fits: it is due at its own time. Answers the record. */
export function drainedUntil(
  site: Site,
  id: string,
  fits: (record: OutboxRecord) => boolean,
  deadlineMs = 20_000,
): Promise<OutboxRecord> {
  let last: OutboxRecord | null = null;
  return until(
    `the drain has brought the record of ${id} there`,
    async () => {
      await site.runSchedule();
      last = await site.idm.record(id);
      return last !== null && fits(last) && last;
    },
    deadlineMs,
    100,
  ).catch((error: Error) => {
    throw new Error(`${error.message}\n${JSON.stringify(last, null, 2)}`);
  });
}

/** Whether IDM stores a hash of this password. */
export async function storesHashOf(site: Site, id: string, password: string): Promise<boolean> {
  const source = `openidm.matches(${JSON.stringify(password)}, openidm.read('repo/managed/user/${id}').password)`;
  return (await site.idm.evaluated(source)) === true;
}

/** Whether Oracle holds this password. */
export function holds({ oracle }: Site, userName: string, password: string): boolean {
  return oracle.control.checkPassword({ userName, password }).matches;
}

export interface Watch {
  /** The requests with which Oracle was asked to set this user's password since, those without an answer included. */
  passwords(): Promise<LoggedRequest[]>;
}

/** Counts from now on what Oracle is asked about this user. */
export function watch(site: Site, userName: string): Watch {
  const since = lastRequest(site);
  return {
    async passwords() {
      // By the path: a request that Oracle never came to read has no name in the log.
      const user = site.oracle.control.users().find((one) => one.userName === userName);
      return (await requests(site, since, 'password')).filter(({ path }) => path.endsWith(`/${user?.id}`));
    },
  };
}

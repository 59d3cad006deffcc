/** The points at which a change, a create and a delete meet the end of the process. */
import { fresh, syncedUser } from '../behaviour/steps';
import type { Site } from '../installation/core-site';
import type { HoldSpec } from '../installation/holds';
import { person } from '../installation/idm';
import { until } from '../installation/until';
import { atRest, type Check, type CrashPoint, type Expectation, expecting, lost, recordInWords } from './crash';
import { establishedUser, watch } from './steps';

export const outbox = (id: string) => ({ type: 'passwordsync/outbox', id: `idcs.user.${id}` }) as const;
export const managed = (id: string) => ({ type: 'managed/user', id }) as const;

/** A change that is held in a call of the repository which belongs to it. */
function change(
  name: string,
  hold: (id: string) => HoldSpec,
  expected: (password: (step: string) => string) => Omit<Expectation, 'id' | 'userName'>,
  userOf: (site: Site) => ReturnType<typeof syncedUser> = establishedUser,
): CrashPoint {
  return {
    name,
    async reach(site) {
      const { id, userName, password } = await userOf(site);
      const check = expecting(site, { id, userName, ...expected(password) });
      const held = await site.host.hold(hold(id));
      lost(site.idm.setPassword(id, password('Next')));
      await held.reached();
      return check;
    },
  };
}

/**
 * A user whose record exists, so that the hook updates it, and for whom Oracle has set a password a moment ago. Which of two
 * it was can't be told from the time alone: what is stored is sent again, and is parked for somebody to look where that is
 * refused (as the current password is) or where no copy of it is left, though Oracle holds it.
 */
const recentUser = syncedUser;
const told = ['delivered', 'parked'];

export const changePoints: CrashPoint[] = [
  change(
    'in onUpdate, before the intent is written',
    (id) => ({ operation: 'create', when: 'before', ...outbox(id) }),
    (password) => ({ committed: false, stored: password('Start'), state: 'none' }),
  ),
  change(
    'after the intent, before the store',
    (id) => ({ operation: 'update', when: 'before', ...managed(id) }),
    (password) => ({ committed: false, stored: password('Start'), state: 'expired' }),
  ),
  change(
    'after the intent, before the store, of a user with a record',
    (id) => ({ operation: 'update', when: 'before', ...managed(id) }),
    (password) => ({ committed: false, stored: password('Start'), requests: { most: 1 }, state: told }),
    recentUser,
  ),
  change(
    'after the store, before postUpdate',
    (id) => ({ operation: 'update', when: 'after', ...managed(id) }),
    (password) => ({ committed: true, stored: password('Next') }),
  ),
  {
    name: 'in the delivery, after the lease and the reading of the user, before the send',
    async reach(site) {
      const { id, userName, password } = await establishedUser(site);
      const check = expecting(site, { id, userName, committed: true, stored: password('Next') });
      const stored = await site.host.hold({ operation: 'update', when: 'after', ...managed(id) });
      lost(site.idm.setPassword(id, password('Next')));
      await stored.reached();
      // After the store IDM reads the user once more and so does the delivery, in any order.
      const reads = await Promise.all(
        [1, 2].map(() => site.host.hold({ operation: 'read', when: 'after', ...managed(id) })),
      );
      await stored.release();
      for (const read of reads) await read.reached();
      return check;
    },
  },
  change(
    "after Oracle's answer, before the close",
    (id) => ({ operation: 'update', when: 'before', ...outbox(id) }),
    (password) => ({ committed: true, stored: password('Next') }),
  ),
  change(
    "after Oracle's answer, before the close, of a user with a record",
    // The hook's own is the first.
    (id) => ({ operation: 'update', when: 'before', skip: 1, ...outbox(id) }),
    (password) => ({ committed: true, stored: password('Next'), requests: { most: 2 }, state: told }),
    recentUser,
  ),
  change(
    'after the close',
    (id) => ({ operation: 'update', when: 'after', ...outbox(id) }),
    (password) => ({ committed: true, stored: password('Next') }),
  ),
];

/** The last to be reached, since the request is on its way: what comes before the kill has to fit into its delay. */
export const requestAtOracle: CrashPoint = {
  name: 'while the request is at Oracle, which carries it out afterwards',
  async reach(site) {
    const { id, userName, password } = await establishedUser(site);
    const { passwords } = watch(site, userName);
    const check = expecting(site, { id, userName, committed: true, stored: password('Next') });
    site.oracle.control.setFaults([{ kind: 'slow', operation: 'password', delayMs: 2500, times: 1 }]);
    await site.idm.setPassword(id, password('Next'));
    await until('the request is at Oracle', async () => site.oracle.control.faults().length === 0);
    return async (restarted) => {
      const outcome = await check(restarted);
      const [request] = await passwords();
      expect(request).toMatchObject({ fault: 'slow', processedStatus: 200, status: null });
      return outcome;
    };
  },
};

/** A create that is held there. Without an id of the caller IDM gives one, and the hold takes the next call of its kind. */
function create(
  name: string,
  hold: Omit<HoldSpec, 'id'>,
  { committed, givenId = false }: { committed: boolean; givenId?: boolean },
): CrashPoint {
  return {
    name,
    async reach(site) {
      const { userName, password } = fresh();
      const id = `given-${userName}`;
      const { passwords } = watch(site, userName);
      const held = await site.host.hold(givenId ? { ...hold, id } : hold);
      const user = { ...person(userName), password: password('Start') };
      if (givenId) lost(site.idm.ok('PUT', `managed/user/${id}`, user, { 'if-none-match': '*' }));
      else lost(site.idm.ok('POST', 'managed/user?_action=create', user));
      await held.reached();
      return async (restarted) => {
        const isBound = async (): Promise<boolean> => (await unboundOf(restarted, userName)).length === 0;
        await until('no intent without a user is left', isBound, 30_000, 250);
        const [stored] = await usersNamed(restarted, userName);
        expect(stored !== undefined).toBe(committed);
        const record = await atRest(restarted, stored ?? id);
        const atOracle = restarted.oracle.control.checkPassword({ userName, password: password('Start') });
        expect(atOracle).toEqual({ known: committed, matches: committed });
        expect(await passwords()).toHaveLength(committed ? 1 : 0);
        const state = record?.state ?? 'none';
        expect(state).toBe(committed ? 'delivered' : givenId ? 'expired' : 'none');
        return `${committed ? 'committed, sent once' : 'not committed, nothing sent'}, ${recordInWords(state)}`;
      };
    },
  };
}

async function unboundOf(site: Site, userName: string): Promise<unknown[]> {
  const records = (await site.host.dump())['passwordsync/outbox'] ?? [];
  return records.filter((record) => record.userName === userName);
}

async function usersNamed(site: Site, userName: string): Promise<string[]> {
  const users = (await site.host.dump())['managed/user'] ?? [];
  return users.filter((user) => user.userName === userName).map(({ _id }) => _id);
}

const managedCreate = { operation: 'create', type: 'managed/user' } as const;

export const createPoints: CrashPoint[] = [
  create(
    'in a create, after the unbound intent, before the store',
    { ...managedCreate, when: 'before' },
    { committed: false },
  ),
  create('in a create, after the store, before the bind', { ...managedCreate, when: 'after' }, { committed: true }),
  create(
    'in a create, between the two writes of the bind',
    { operation: 'delete', type: 'passwordsync/outbox', when: 'before' },
    { committed: true },
  ),
  create(
    'in a create under an id of the caller, after the intent, before the store',
    { ...managedCreate, when: 'before' },
    { committed: false, givenId: true },
  ),
  create(
    'in a create under an id of the caller, after the store, before postCreate',
    { ...managedCreate, when: 'after' },
    { committed: true, givenId: true },
  ),
];

/** A delete of a user whose newest password is still to be delivered. */
function deletion(name: string, when: 'before' | 'after', committed: boolean): CrashPoint {
  return {
    name,
    async reach(site): Promise<Check> {
      const { id, userName, password } = await establishedUser(site);
      const { passwords } = watch(site, userName);
      const check = expecting(site, { id, userName, committed: true, stored: password('Next') });
      // The first reading of the record is the hook's, the second that of the delivery, which is to come too late.
      const delivery = await site.host.hold({ operation: 'read', when: 'before', skip: 1, ...outbox(id) });
      await site.idm.setPassword(id, password('Next'));
      await delivery.reached();
      const held = await site.host.hold({ operation: 'delete', when, ...managed(id) });
      lost(site.idm.ok('DELETE', `managed/user/${id}`));
      await held.reached();
      if (!committed) return async (restarted) => `the user stays; ${await check(restarted)}`;
      return async (restarted) => {
        const record = await atRest(restarted, id);
        expect(record).toMatchObject({ state: 'expired', reason: 'the user was deleted' });
        expect(await passwords()).toEqual([]);
        return 'the user is gone, nothing sent, record expired';
      };
    },
  };
}

export const deletePoints: CrashPoint[] = [
  deletion('in a delete, before it, with a password on its way', 'before', false),
  deletion('in a delete, after it, before postDelete, with a password on its way', 'after', true),
];

/** What the drain does with a change whose process was killed, and at which point of that it is killed itself. */
function takeOver(name: string, hold: Omit<HoldSpec, 'type' | 'id'>): CrashPoint {
  let user: Awaited<ReturnType<typeof establishedUser>>;
  return {
    name,
    async reach(site) {
      user = await establishedUser(site);
      const { id, userName, password } = user;
      const check = expecting(site, { id, userName, committed: true, stored: password('Next') });
      const held = await site.host.hold({ operation: 'update', when: 'after', ...managed(id) });
      lost(site.idm.setPassword(id, password('Next')));
      await held.reached();
      return check;
    },
    holdAgain: (site) => site.host.hold({ ...hold, ...outbox(user.id) }),
  };
}

export const takeOverPoints: CrashPoint[] = [
  takeOver('in the drain, before it takes the lease that ran out', { operation: 'update', when: 'before' }),
  takeOver('in the drain, after it took the lease, before it asks Oracle', { operation: 'update', when: 'after' }),
  takeOver('in the drain, after its send mark, before its send', { operation: 'update', when: 'after', skip: 1 }),
  takeOver("in the drain, after Oracle's answer, before its close", { operation: 'update', when: 'before', skip: 2 }),
];

export const strictPoints: CrashPoint[] = [
  change(
    'in strict mode, after the intent, before the send',
    (id) => ({ operation: 'create', when: 'after', ...outbox(id) }),
    (password) => ({ committed: false, stored: password('Start'), state: 'expired' }),
  ),
  change(
    "in strict mode, after Oracle's consent, before the store",
    (id) => ({ operation: 'update', when: 'before', ...managed(id) }),
    // The password that IDM never stored, and the stored one again.
    (password) => ({ committed: false, stored: password('Start'), requests: 2 }),
  ),
  change(
    "in strict mode, after Oracle's answer, before its consent is noted",
    (id) => ({ operation: 'update', when: 'before', ...outbox(id) }),
    (password) => ({ committed: false, stored: password('Start'), requests: 2 }),
  ),
  change(
    'in strict mode, after the store, before postUpdate',
    (id) => ({ operation: 'update', when: 'after', ...managed(id) }),
    (password) => ({ committed: true, stored: password('Next') }),
  ),
];

/** Requests to IDM, as its managed objects carry them out: reads, hooks, a store, hooks. */
import { Hooks } from './hooks';
import { nameOf } from './passwords';
import { BROKEN, type TaskPorts } from './ports';
import type { Written } from './repository';
import type { Event } from './scenario';
import type { IdmUser } from './users';
import type { SimTask, World } from './world';

/** A request that lives longer than that is ended before it stores anything; the grace period is longer still. */
const LONGEST_LIFE_MS = 480_000;

/** IDM's own retries of a PATCH: more of them are a loop. */
const MAX_RUNS = 30;

type Found = { revision: string; value: IdmUser };

/** One request. What it does between two calls of the world's is pure, as in the protocol. */
export class Request {
  private readonly hooks: Hooks;

  constructor(
    private readonly world: World,
    private readonly task: SimTask,
    ports: TaskPorts,
    private readonly startedAt: number,
  ) {
    this.hooks = new Hooks(world, task, ports);
  }

  /** @param ifMatch  the caller names the revision that it has read, so that IDM does not try again */
  patch(user: string, password: string, ifMatch: boolean): void {
    for (let runs = 0; runs < MAX_RUNS; runs++) {
      const found = this.read(user);
      if (found === null || isSame(found.value, password)) return;
      if (!this.hooks.onUpdate(user, found.value, password)) return;
      const stored = this.store(user, found.revision, found.value.userName, password);
      if (stored.kind === 'conflict' && !ifMatch) continue;
      if (stored.kind === 'written') this.postUpdate(user, found.revision, stored.revision);
      return;
    }
    this.world.violate('everything comes to rest', `IDM repeats the PATCH of ${user} for ever`);
  }

  /** Without a revision it is tried as a create first, and writes over whatever is there. */
  put(user: string, userName: string, password: string | null, ifMatch: boolean): void {
    if (!ifMatch && password !== null && this.create(user, userName, password)) return;
    // It is another request to IDM now: what the create's hook has left is gone.
    this.hooks.note = null;
    const found = this.read(user);
    if (found === null) return;
    const wanted = password ?? found.value.password?.clear ?? null;
    if (wanted === null) return;
    const { kind } = found.value.password ?? { kind: 'sealed' };
    // As its caller has read it: no change to the hooks, and yet it writes the whole user.
    const unchanged = password === null || (kind === 'sealed' && isSame(found.value, wanted));
    if (!unchanged && !this.hooks.onUpdate(user, found.value, wanted)) return;
    const stored = unchanged
      ? this.rewrite(user, ifMatch ? found.revision : null, found.value)
      : this.store(user, ifMatch ? found.revision : null, found.value.userName, wanted);
    if (stored.kind === 'written') this.postUpdate(user, found.revision, stored.revision);
  }

  /** @returns false when there is such a user already */
  create(user: string, userName: string, password: string): boolean {
    this.hooks.onCreate(user, userName, password);
    const stored = this.storeNew(user, userName, password);
    if (stored.kind === 'written') this.postCreate(user, stored.revision, true);
    return stored.kind !== 'conflict';
  }

  /** The id is IDM's; nobody knows it before the store. */
  createUnnamed(user: string, userName: string, password: string): void {
    this.hooks.onCreate(null, userName, password);
    const stored = this.storeNew(user, userName, password);
    if (stored.kind === 'written') this.postCreate(user, stored.revision, false);
  }

  delete(user: string, event: Extract<Event, { kind: 'delete' }>): void {
    const { world, task } = this;
    const found = this.read(user);
    if (found === null) return;
    const removed = task.call('idm.store', ['delete', user], true, () => {
      this.liveOn();
      const written = world.users.repository.remove(user, found.revision);
      world.say(task, () => `IDM deletes ${user}: ${written.kind}`);
      if (written.kind === 'written') world.ledger.deletes++;
      if (written.kind !== 'written' || !event.removesAccount) return written;
      const { userName } = found.value;
      // By another connector, and before anybody can be created anew under that name.
      world.oracle.accounts.delete(userName);
      return written;
    });
    if (removed.kind === 'written' && !event.skipsHook) this.hooks.postDelete(user);
  }

  /** Writes the whole user back as it was read, and runs no hook before that. */
  changeRole(user: string, postHook: boolean): void {
    const found = this.read(user);
    if (found === null) return;
    const stored = this.rewrite(user, null, found.value);
    if (stored.kind === 'written' && postHook) this.postUpdate(user, found.revision, stored.revision);
  }

  rename(user: string, userName: string): void {
    const found = this.read(user);
    if (found === null) return;
    const stored = this.rewrite(user, found.revision, { ...found.value, userName });
    if (stored.kind !== 'written') return;
    this.postUpdate(user, found.revision, stored.revision);
  }

  private read(user: string): Found | null {
    return this.task.call('idm.read', user, true, () => this.world.users.read(user));
  }

  private store(user: string, revision: string | null, userName: string, password: string): Written {
    return this.storing(user, revision, password, () => this.world.users.update(user, revision, userName, password));
  }

  private storeNew(user: string, userName: string, password: string): Written {
    return this.storing(user, 'new', password, () => this.world.users.create(user, userName, password));
  }

  private rewrite(user: string, revision: string | null, value: IdmUser): Written {
    return this.storing(user, revision, null, () => this.world.users.rewrite(user, revision, value));
  }

  /** @param password  that is changed, or null */
  private storing(user: string, revision: string | null, password: string | null, effect: () => Written): Written {
    const { world, task, hooks } = this;
    const { director } = world;
    // Without any note where a create has overtaken a delete of the same id: its hook saw a user who was there.
    const unnoted = hooks.note === null ? revision === 'new' : hooks.note.kind !== 'noted' && hooks.broken;
    const refused = task.call('idm.validate', user, false, () => director.fault('idm.validate', task));
    if (refused !== null) return { kind: 'missing' };
    try {
      return task.call('idm.store', [user, revision, password], true, () => {
        this.liveOn();
        const fault = director.fault('idm.store', task);
        if (fault === 'error') throw BROKEN;
        const before = world.users.read(user)?.value.password?.clear;
        const nameBefore = world.users.read(user)?.value.userName;
        const written = effect();
        this.keepName(user, nameBefore);
        const what = password === null ? 'the user' : nameOf(password);
        world.say(
          task,
          () => `IDM stores ${what} of ${user} at ${revision}: ${JSON.stringify(written)} ${fault ?? ''}`,
        );
        if (written.kind !== 'written') return written;
        if (password !== null) {
          world.ledger.committed(user);
          if (unnoted) world.ledger.committedUnnoted(user);
          // The same once more is presumed to be at Oracle already.
          else if (password !== before) world.ledger.noted(user);
        }
        if (fault === 'errorAfter') throw BROKEN;
        return fault === 'conflictAfter' ? { kind: 'conflict' } : written;
      });
    } catch (caught) {
      // A failure of the repository is the answer to the caller.
      if (caught === BROKEN) return { kind: 'missing' };
      throw caught;
    }
  }

  private postUpdate(user: string, before: string, written: string): void {
    const after = this.afterStore(user, written);
    if (after !== null) this.hooks.postUpdate(user, { before, after });
  }

  private postCreate(user: string, written: string, idWasGiven: boolean): void {
    const revision = this.afterStore(user, written);
    if (revision !== null) this.hooks.postCreate(user, { revision, idWasGiven });
  }

  /** The revision that the post hook sees; null where it does not run. */
  private afterStore(user: string, written: string): string | null {
    const { world, task } = this;
    return task.call('idm.readBack', user, world.options.readsBack, () => {
      if (world.director.fault('idm.postHook', task) !== null) {
        world.say(task, () => 'no post hook runs');
        return null;
      }
      if (!world.options.readsBack) return written;
      const row = world.users.read(user);
      return row === null ? null : row.revision;
    });
  }

  /** Somebody else keeps the names at Oracle in step. */
  private keepName(user: string, before: string | undefined): void {
    const now = this.world.users.read(user)?.value.userName;
    if (before !== undefined && now !== undefined && now !== before) this.world.oracle.rename(before, now);
  }

  /** No request lives as long as the grace period. */
  private liveOn(): void {
    const { world, task, startedAt } = this;
    if (world.time - startedAt <= LONGEST_LIFE_MS) return;
    world.say(task, () => 'has lived too long');
    task.kill();
    throw BROKEN;
  }
}

/** IDM stops where nothing changes, as far as it can tell: it can't of a hash. */
function isSame({ password }: IdmUser, clear: string): boolean {
  return password !== null && password.kind === 'sealed' && password.clear === clear;
}

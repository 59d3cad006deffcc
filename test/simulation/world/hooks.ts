/** The hooks as the entry scripts call the protocol: whatever they throw is swallowed in the lenient modes. */
import {
  afterCreate,
  afterDelete,
  afterUpdate,
  beforeCreate,
  beforeUpdate,
  type Before,
  type Note,
  type Notes,
  type Revisions,
} from '../../../scripts-ts/sync/change';
import { deliver } from '../../../scripts-ts/sync/delivery';
import { leaveToDrain } from '../../../scripts-ts/sync/leave-to-drain';
import type { UserRef } from '../../../scripts-ts/sync/ports';
import { sendFirst } from '../../../scripts-ts/sync/strict';
import { shown } from './passwords';
import { BROKEN, type TaskPorts } from './ports';
import type { IdmUser } from './users';
import type { SimTask, World } from './world';

export function refOf(user: string): UserRef {
  return { object: 'user', id: user };
}

/** One request's hooks, and what they leave in it for each other. */
export class Hooks {
  note: Note | null = null;
  /** A hook before the commit could not do its work: what it noted is not in the outbox. */
  broken = false;

  constructor(
    private readonly world: World,
    private readonly task: SimTask,
    private readonly ports: TaskPorts,
  ) {}

  /** @returns whether the change goes on */
  onUpdate(user: string, old: IdmUser, password: string): boolean {
    const { world, ports } = this;
    const { settings } = world;
    const change = { password, before: beforeOf(old) };
    if (settings.mode !== 'strict') {
      this.lenient('onUpdate', () => beforeUpdate(ports, settings, refOf(user), change, this.notes()));
      return true;
    }
    try {
      const account = { userName: old.userName, profile: {} };
      sendFirst(ports, settings, refOf(user), account, change, 'password', this.notes());
      return true;
    } catch (caught) {
      // What else it throws the entry script turns into a 503.
      if ((caught as { code?: unknown } | null)?.code !== 403) this.told('onUpdate', caught);
      return false;
    }
  }

  /** @param id  null where IDM gives one */
  onCreate(id: string | null, userName: string, password: string): void {
    const { world, ports } = this;
    this.lenient('onCreate', () => {
      if (id !== null) {
        const known = ports.users.read(refOf(id));
        if (known.kind === 'unknown') throw BROKEN;
        if (known.kind === 'found') return;
      }
      beforeCreate(ports, world.settings, { object: 'user', id, userName }, password, this.notes());
    });
  }

  postUpdate(user: string, revisions: Revisions): void {
    this.after('postUpdate', user, this.note !== null, (ports, settings) => {
      afterUpdate(ports, settings, refOf(user), this.note, revisions);
    });
  }

  postCreate(user: string, created: { revision: string; idWasGiven: boolean }): void {
    this.after('postCreate', user, this.note !== null, (ports, settings) => {
      afterCreate(ports, settings, refOf(user), this.note, { ...created, hasPassword: true });
    });
  }

  postDelete(user: string): void {
    this.lenient('postDelete', () => afterDelete(this.ports, this.world.settings, refOf(user)));
  }

  /** @param tells  of the commit, whatever came before: the outbox knows of it now */
  private after(
    hook: string,
    user: string,
    tells: boolean,
    run: (ports: TaskPorts, settings: World['settings']) => void,
  ): void {
    const { world, task } = this;
    this.lenient(hook, () => {
      run(this.inMode(), world.settings);
      if (tells) task.call('told', user, false, () => world.ledger.noted(user));
    });
  }

  private notes(): Notes {
    return {
      earlier: this.note,
      leave: (note) => {
        this.world.ledger.clean('a note', note);
        this.note = note;
      },
    };
  }

  /** Outside of the background mode the post hook delivers itself; what is left goes to the pool. */
  private inMode(): TaskPorts {
    const { world, task, ports } = this;
    const { settings } = world;
    if (settings.mode === 'background') {
      return world.options.threads ? ports : { ...ports, background: (job) => leaveToDrain(ports, settings, job) };
    }
    return {
      ...ports,
      background(job) {
        const endBy = new Date(ports.now().getTime() + settings.inlineSeconds * 1000);
        const next = deliver(ports, settings, job, endBy);
        if (next.kind === 'done' || !world.options.threads) return;
        task.call('pool.later', job.owner, false, () => {
          task.owner.enqueue(next.job, world.time + next.afterSeconds * 1000);
        });
      },
    };
  }

  private lenient(hook: string, run: () => void): void {
    try {
      run();
    } catch (caught) {
      if (this.note === null) this.note = { kind: 'unknown' };
      this.broken = true;
      this.told(hook, caught);
    }
  }

  private told(hook: string, caught: unknown): void {
    const { world, task } = this;
    if (task.isStopped) return;
    if ((caught as { code?: unknown }).code === 412) world.violate('a 412 never escapes a hook', `${hook} threw one`);
    world.tolerate(hook, caught);
    world.say(task, () => `${hook} fails: ${JSON.stringify(caught)}`);
  }
}

function beforeOf({ password }: IdmUser): Before {
  if (password === null) return { kind: 'nothing' };
  return password.kind === 'hashed'
    ? { kind: 'hashed', stored: shown(password) }
    : { kind: 'clear', password: password.clear };
}

/** Oracle as a task meets it: a search, a request on its way, an answer that may not come. */
import type { FailureClass } from '../../../scripts-ts/sync/failure';
import type { LastSet, Sending, Target, Window } from '../../../scripts-ts/sync/ports';
import type { FaultPoint } from './director';
import type { Account, Flight } from './oracle';
import { nameOf } from './passwords';
import type { SimTask, World } from './world';

type Failing = (point: FaultPoint) => string | null;

/** A request that was made: when its caller goes on, and with what. */
interface Begun {
  flight: Flight;
  readyAt: number;
  /** Says what the answer is, when it is there. */
  answer: () => Sending;
}

export function targetOf(world: World, task: SimTask, failing: Failing): Target {
  const { oracle, director, ledger } = world;
  const node = task.owner;
  const { quietSeconds, deadlineSeconds } = world.settings;

  const inTime = (window: Window): boolean => node.clock(world.time) <= window.begin.getTime();
  const isDown = (): boolean => oracle.downUntil > world.time;

  function find(userName: string, window: Window): { account: Account; provisioned: boolean } | Sending {
    return task.call('oracle.find', userName, true, () => {
      if (!inTime(window)) return failed('transient', 'the lease would not outlast another request');
      const fault = failing('oracle.find');
      if (fault !== null) return failed(fault as FailureClass);
      if (isDown()) return failed('transient', 'Oracle is down');
      oracle.actUntil(world.time);
      const known = oracle.accounts.get(userName);
      if (known !== undefined) return { account: known, provisioned: false };
      if (!world.options.provisioning) return failed('unknownUser');
      oracle.addAccount(userName, null, world.time);
      return { account: oracle.accounts.get(userName) as Account, provisioned: true };
    });
  }

  /** Begins a request at this time. */
  function begin(
    user: string,
    account: Account,
    password: string,
    provisioned: boolean,
    window: Window,
  ): Begun | Sending {
    const fault = failing('oracle.put');
    if (fault === 'transient' || fault === 'throttled' || fault === 'configuration') return failed(fault);
    if (isDown()) return failed('transient', 'Oracle is down');
    ledger.sending(task, user, password);
    const now = world.time;
    const givenUpAt = Math.max(now, Math.min(window.end.getTime() - node.skewMs, now + deadlineSeconds * 1000));
    // Fast most of the time, and sometimes as slow as may be.
    const slow = director.span(0, 9) === 0;
    const appliedAfter = director.span(1, Math.max(1, slow ? givenUpAt - now - 1 : Math.min(300, givenUpAt - now - 1)));
    const answeredAfter = director.span(
      appliedAfter,
      Math.max(appliedAfter, Math.min(appliedAfter + 2000, givenUpAt - now)),
    );
    const flight: Flight = {
      user,
      account,
      password,
      sentAt: now,
      applyAt: now + appliedAfter,
      result: null,
      openUntil: now + answeredAfter,
    };
    oracle.take(flight);
    world.say(task, () => `sends ${nameOf(password)} of ${user}${fault === null ? '' : `, ${fault}`}`);
    const residue = failing('oracle.residue');
    const unanswered = (): Begun => {
      flight.openUntil = givenUpAt;
      return { flight, readyAt: givenUpAt, answer: () => ambiguous('no answer came', true) };
    };
    if (residue === 'frozen') {
      ledger.residues++;
      flight.applyAt = givenUpAt + director.span(1_000, 1_800_000);
      flight.openUntil = flight.applyAt + 100;
      return { flight, readyAt: flight.openUntil, answer: () => answered(flight, provisioned) };
    }
    if (residue === 'veryLate') {
      ledger.residues++;
      flight.applyAt = givenUpAt + quietSeconds * 1000 + director.span(1_000, 3_600_000);
      return unanswered();
    }
    switch (fault) {
      case 'lost':
        return unanswered();
      case 'dropped':
        flight.applyAt = null;
        return unanswered();
      case 'late':
        flight.applyAt = givenUpAt + director.span(1, quietSeconds * 1000 - 1);
        return unanswered();
      case 'error5xx':
        flight.applyAt = null;
        return { flight, readyAt: flight.openUntil, answer: () => ambiguous('HTTP 502', false) };
      case 'error5xxAfter':
        return { flight, readyAt: flight.openUntil, answer: () => ambiguous('HTTP 500', false) };
      case null:
      default:
        return { flight, readyAt: flight.openUntil, answer: () => answered(flight, provisioned) };
    }
  }

  function answered(flight: Flight, provisioned: boolean): Sending {
    const { result } = flight;
    if (result === 'policy') return failed('rejected', 'the password policy', 400);
    if (result === 'history') return failed('rejected', 'the password history', 400);
    if (result !== 'set') return failed('transient', 'the user is gone', 404);
    // Between the moment of its sending and now, by Oracle's clock, which is known within a second.
    const from = oracle.clock(flight.sentAt) - director.span(0, 1000);
    const to = oracle.clock(world.time) + director.span(0, 1000);
    const set = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    return { kind: 'delivered', provisioned, set };
  }

  function ambiguous(reason: string, unanswered: boolean): Sending {
    ledger.ambiguity();
    return { kind: 'failed', failure: { class: 'ambiguous', reason, ...(!unanswered && { status: 500 }) }, unanswered };
  }

  return {
    setPassword(ref, { userName }, password, window) {
      const found = find(userName, window);
      if ('kind' in found) return found;
      const begun = task.call('oracle.put', [ref.id, password], true, () => {
        if (!inTime(window)) return failed('transient', 'the lease would not outlast another request');
        return begin(ref.id, found.account, password, found.provisioned, window);
      });
      if ('kind' in begun) return begun;
      return task.call(
        'oracle.answer',
        ref.id,
        true,
        () => {
          oracle.actUntil(world.time);
          const sending = begun.answer();
          world.say(task, () => `hears ${JSON.stringify(sending)}`);
          return sending;
        },
        begun.readyAt,
      );
    },

    lastSet(ref, { userName }, window) {
      return task.call('oracle.lastSet', ref.id, true, (): LastSet => {
        if (!inTime(window)) return failed('transient', 'the lease would not outlast another request');
        if (world.settings.mode === 'background' && task.kind === 'request') {
          world.violate('nobody waits for Oracle', `${task.name} asks Oracle within a request`);
        }
        const fault = failing('oracle.lastSet');
        if (fault !== null) return failed(fault as FailureClass);
        if (isDown()) return failed('transient', 'Oracle is down');
        oracle.actUntil(world.time);
        const account = oracle.accounts.get(userName);
        if (account === undefined) return { kind: 'noUser' };
        const at = account.lastSet === null ? null : new Date(account.lastSet).toISOString();
        // As Date headers tell it, which count whole seconds.
        const ahead = oracle.aheadMs - node.skewMs;
        const bounds = { min: ahead - director.span(0, 1000), max: ahead + director.span(0, 1000) };
        world.say(task, () => `Oracle has last set ${at === null ? 'nothing' : at.slice(11, 23)}, ${ahead} ms ahead`);
        return { kind: 'known', at, ahead: bounds };
      });
    },
  };
}

function failed(
  failureClass: FailureClass,
  reason = `it is ${failureClass}`,
  status?: number,
): Extract<Sending, { kind: 'failed' }> {
  return { kind: 'failed', failure: { class: failureClass, reason, ...(status !== undefined && { status }) } };
}

import {
  type Delivered,
  type Delivering,
  type Expired,
  type Held,
  type Intent,
  type OutboxRecord,
  type Parked,
  type Pending,
  SCHEMA,
  type SendMark,
} from '../record';
import { graceEnd } from '../transitions';
import { frozen } from './frozen';
import { anna, at, DAY, failure, fingerprint, LEASE, MARK, owner, settings } from './world';

type Changes<Kind> = Partial<Omit<Kind, 'state'>>;

/** An intent noted at that second. */
export function intent(nonce: string, seconds: number, password: string, more: Partial<Intent> = {}): Intent {
  return { nonce, at: at(seconds), password: fingerprint(password), ...more };
}

/** A mark that covers these seconds: by default those of a lease that was taken at the first. */
export function mark(
  password: string,
  [from, until]: [number, number] = [0, MARK],
  more: Partial<SendMark> = {},
): SendMark {
  return { owner: owner('nonce-1'), password: fingerprint(password), at: at(from), until: at(until), ...more };
}

export function held(password: string, more: Partial<Held> = {}): Held {
  return { how: 'delivered', password: fingerprint(password), ...more };
}

function common() {
  const intents = [intent('nonce-1', 0, 'First')];
  return {
    schema: SCHEMA as typeof SCHEMA,
    target: 'idcs',
    user: anna,
    key: 'key-1',
    salt: 'nonce-1',
    intents,
    marks: [],
    due: graceEnd(intents, settings),
    since: at(0),
    attempts: 0,
  };
}

export function pending(changes: Changes<Pending> = {}): Pending {
  return frozen({ ...common(), state: 'pending', ...changes });
}

export function delivering(changes: Changes<Delivering> = {}): Delivering {
  const lease = { owner: owner('nonce-1'), until: at(LEASE) };
  return frozen({ ...common(), state: 'delivering', lease, due: (changes.lease ?? lease).until, ...changes });
}

export function delivered(changes: Changes<Delivered> = {}): Delivered {
  const state = 'delivered' as const;
  return frozen({ ...common(), state, intents: [], held: held('First'), due: at(600), ...changes });
}

export function parked(changes: Changes<Parked> = {}): Parked {
  return frozen({ ...common(), state: 'parked', failure: failure('rejected'), due: at(7 * DAY), ...changes });
}

export function expired(changes: Changes<Expired> = {}): Expired {
  return frozen({ ...common(), state: 'expired', intents: [], reason: 'it was too old', due: at(DAY), ...changes });
}

/** One record in each state, with all that may stand in it. */
export const inEachState: OutboxRecord[] = (() => {
  const all = {
    attempts: 3,
    intents: [
      intent('nonce-1', 0, 'First', { settled: true, copy: 'copy 1' }),
      intent('nonce-2', 5, 'Second', { copy: 'copy 2' }),
    ],
    marks: [
      mark('First', [0, MARK], { quietUntil: at(60), again: true }),
      mark('Second', [5, 5 + MARK], { owner: 'node-2/start nonce-7' }),
    ],
    held: held('Old', { seen: 'seen-old' }),
    lastKnownSet: { from: at(-101), to: at(-100) },
    refused: { password: fingerprint('Refused'), failure: { ...failure('rejected'), status: 400, requestId: 'opc-1' } },
  };
  return [
    pending({ ...all, failure: failure('transient') }),
    delivering(all),
    delivered({ ...all, looked: true }),
    parked({ ...all, original: '{"schema":1}' }),
    expired(all),
  ];
})();

import {
  type Delivered,
  type Delivering,
  type Expired,
  graceEnd,
  type Intent,
  type OutboxRecord,
  type Parked,
  type Pending,
  SCHEMA,
} from '../record';
import { frozen } from './frozen';
import { anna, at, failure, fingerprint, settings } from './world';

type Changes<Kind> = Partial<Omit<Kind, 'state'>>;

/** An intent noted at that second. */
export function intent(nonce: string, seconds: number, password: string, before?: string): Intent {
  return {
    nonce,
    at: at(seconds),
    password: fingerprint(password),
    ...(before !== undefined && { before: fingerprint(before) }),
  };
}

function common() {
  const intents = [intent('nonce-1', 0, 'First')];
  const due = graceEnd(intents, settings);
  return {
    schema: SCHEMA as typeof SCHEMA,
    target: 'idcs',
    user: anna,
    salt: 'nonce-1',
    intents,
    due,
    since: at(0),
    attempts: 0,
  };
}

export function pending(changes: Changes<Pending> = {}): Pending {
  return frozen({ ...common(), state: 'pending', ...changes });
}

export function delivering(changes: Changes<Delivering> = {}): Delivering {
  const lease = { owner: 'nonce-1', until: at(50) };
  return frozen({ ...common(), state: 'delivering', lease, due: (changes.lease || lease).until, ...changes });
}

export function delivered(changes: Changes<Delivered> = {}): Delivered {
  const state = 'delivered' as const;
  return frozen({ ...common(), state, intents: [], delivered: fingerprint('First'), due: at(86_400), ...changes });
}

export function parked(changes: Changes<Parked> = {}): Parked {
  return frozen({ ...common(), state: 'parked', failure: failure('rejected'), due: at(7 * 86_400), ...changes });
}

export function expired(changes: Changes<Expired> = {}): Expired {
  return frozen({ ...common(), state: 'expired', intents: [], reason: 'it was too old', due: at(86_400), ...changes });
}

/** One record in each state, with all that may stand in it. */
export const inEachState: OutboxRecord[] = (() => {
  const all = {
    attempts: 3,
    mark: { password: fingerprint('Marked'), at: at(1) },
    delivered: fingerprint('Old'),
    refused: { password: fingerprint('Refused'), failure: failure('rejected') },
  };
  return [
    pending({ ...all, failure: failure('transient') }),
    delivering(all),
    delivered(all),
    parked(all),
    expired(all),
  ];
})();

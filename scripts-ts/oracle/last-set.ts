/** When Oracle has last set a password of a user, as `passwordState.lastSuccessfulSetDate` tells it. */
import type { Account, LastSet, UserRef } from '../sync/ports';
import { authorised } from './call';
import { boundsOf } from './clock';
import { failure, find, type FindPorts, type FindSettings, type Found, objectOf } from './find';
import { PASSWORD_STATE } from './scim';
import type { TimelyPorts } from './timely';
import { isObject } from './transport';

type LastSetPorts = FindPorts & Pick<TimelyPorts, 'clock'>;

export function lastSetOf(ports: LastSetPorts, settings: FindSettings, ref: UserRef, account: Account): LastSet {
  const user = find(ports, settings, ref, account);
  if (user === null) return { kind: 'noUser' };
  if (user.kind === 'failed') return user;
  const called = authorised(ports, settings, 'GET', `/Users/${encodeURIComponent(user.id)}?attributes=${STATE}`);
  if (called.kind === 'answer' && called.status === 404) return readAnew(ports, settings, ref, account, user);
  const body = objectOf(called, 200);
  if (body === null || called.kind !== 'answer') return failure('read', called);
  const state = body[PASSWORD_STATE];
  const date = isObject(state) ? state.lastSuccessfulSetDate : undefined;
  const ahead = boundsOf(ports.clock.read());
  if (typeof date !== 'string') return { kind: 'known', at: null, ahead };
  const at = timeOf(date);
  if (at === null) {
    const reason = `read: Oracle tells a time that can't be read: ${date.slice(0, 40)}`;
    return { kind: 'failed', failure: { class: 'transient', reason } };
  }
  if (!isWhole(at)) return { kind: 'known', at, ahead };
  // Without a fraction it may have been anywhere in that second.
  const latest = new Date(Date.parse(at) + REST_OF_SECOND).toISOString();
  return { kind: 'known', at, latest, ahead: { ...ahead, min: ahead.min - REST_OF_SECOND } };
}

const REST_OF_SECOND = 999;

const STATE = encodeURIComponent(PASSWORD_STATE);

/** Removed at Oracle since the id was remembered; a user of that name may be there anew. */
function readAnew(ports: LastSetPorts, settings: FindSettings, ref: UserRef, account: Account, user: Found): LastSet {
  ports.ids.drop(ref);
  return user.from === 'memory' ? lastSetOf(ports, settings, ref, account) : { kind: 'noUser' };
}

/** Rhino reads a fraction of three digits and no other: the rest of it tells nothing here. */
function timeOf(date: string): string | null {
  const milliseconds = Date.parse(
    date.replace(/\.(\d+)/, (_fraction, digits: string) => `.${`${digits}00`.slice(0, 3)}`),
  );
  return isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

function isWhole(at: string): boolean {
  return at.slice(-5) === '.000Z';
}

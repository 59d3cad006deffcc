/** Oracle as the protocol's target: finds the user, creates it where it is missing, sets the password. */
import type { Failure } from '../sync/failure';
import type { Account, LastSet, Sending, Target, UserRef, Window } from '../sync/ports';
import { authorised, type Called } from './call';
import { type Ahead, between, boundsOf, observe } from './clock';
import { classify, isUnanswered, type Operation } from './classify';
import { PASSWORD_STATE, USER_PASSWORD_CHANGER } from './scim';
import type { TokenPorts, TokenSettings } from './token';
import { isObject, jsonObject } from './transport';
import { createBody, matchOf, searchBody } from './users';

export interface OracleSettings extends TokenSettings {
  /** Whether a user whom Oracle does not know is created. */
  provisioning: boolean;
}

/** Oracle's user ids by managed user and look-up value, for as long as the JVM lives. */
export interface IdCache {
  read(ref: UserRef, userName: string): string | null;
  write(ref: UserRef, userName: string, id: string): void;
  drop(ref: UserRef): void;
}

export interface OraclePorts extends TokenPorts {
  ids: IdCache;
  /** What is known of Oracle's clock, for as long as the JVM lives. */
  clock: { read(): Ahead | null; write(ahead: Ahead): void };
}

/** `{SSHA}...`, `{PBKDF2-...}...`: Oracle takes hashes of other directories in this form. */
const HASH_LIKE = /^\{[A-Za-z][A-Za-z0-9._-]*\}/;

type Failed = { kind: 'failed'; failure: Failure };
type Found = { kind: 'found'; id: string; created: boolean };

export function oracleTarget(ports: OraclePorts, settings: OracleSettings): Target {
  return {
    setPassword(ref, account, password, window): Sending {
      if (HASH_LIKE.test(password)) {
        return failed('rejected', 'the password begins like a hash in braces, which Oracle might take for one');
      }
      const timely = within(ports, window);
      const user = findOrCreate(timely, settings, ref, account);
      if (user.kind === 'failed') return user;
      const sentAt = ports.now().getTime();
      const called = authorised(timely, settings, 'PUT', `/UserPasswordChanger/${encodeURIComponent(user.id)}`, {
        schemas: [USER_PASSWORD_CHANGER],
        password,
        bypassNotification: true,
      });
      // A page that a proxy shows with 200 is no success; Oracle is then asked what it holds.
      if (called.kind === 'answer' && (called.status === 204 || objectOf(called, 200) !== null)) {
        const { requestId } = called;
        const set = between(ports.clock.read(), sentAt, ports.now().getTime());
        return {
          kind: 'delivered',
          provisioned: user.created,
          ...(requestId !== null && { requestId }),
          ...(set !== null && { set }),
        };
      }
      const refused = withoutPassword(failure('password', called), password);
      if (refused.failure.class !== 'unknownUser') {
        return called.kind !== 'noToken' && isUnanswered(called) ? { ...refused, unanswered: true } : refused;
      }
      // Removed at Oracle since the id was cached: the next try looks it up anew.
      ports.ids.drop(ref);
      return { kind: 'failed', failure: { ...refused.failure, class: 'transient' } };
    },

    lastSet(ref, account, window): LastSet {
      const timely = within(ports, window);
      const user = find(timely, settings, ref, account);
      if (user === null) return { kind: 'noUser' };
      if (user.kind === 'failed') return user;
      const called = authorised(
        timely,
        settings,
        'GET',
        `/Users/${encodeURIComponent(user.id)}?attributes=${encodeURIComponent(PASSWORD_STATE)}`,
      );
      if (called.kind === 'answer' && called.status === 404) {
        ports.ids.drop(ref);
        return { kind: 'noUser' };
      }
      const body = objectOf(called, 200);
      if (body === null || called.kind !== 'answer') return failure('read', called);
      const state = body[PASSWORD_STATE];
      const date = isObject(state) ? state.lastSuccessfulSetDate : undefined;
      const at = typeof date === 'string' ? timeOf(date) : null;
      if (typeof date === 'string' && at === null) {
        const reason = `read: Oracle tells a time that can't be read: ${date.slice(0, 40)}`;
        return { kind: 'failed', failure: { class: 'transient', reason } };
      }
      return { kind: 'known', at, ahead: boundsOf(ports.clock.read()) };
    },
  };
}

/** Rhino reads a fraction of three digits and no other: the rest of it tells nothing here. */
function timeOf(date: string): string | null {
  const milliseconds = Date.parse(
    date.replace(/\.(\d+)/, (_fraction, digits: string) => `.${`${digits}00`.slice(0, 3)}`),
  );
  return isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

/**
 * The ports, with a transport that begins no request after the window's begin and is at none after its end, and that reads
 * Oracle's clock on the way.
 */
function within(ports: OraclePorts, { begin, end }: Window): OraclePorts {
  return {
    ...ports,
    transport: {
      exchange(request) {
        const sentAt = ports.now().getTime();
        const timeoutMs = end.getTime() - sentAt;
        if (sentAt > begin.getTime() || timeoutMs <= 0) {
          return { kind: 'unsent', reason: 'there is no time left for another request', configuration: false };
        }
        const result = ports.transport.exchange({ ...request, timeoutMs });
        if (result.kind === 'answer') {
          const ahead = observe(ports.clock.read(), result.date, sentAt, ports.now().getTime());
          if (ahead !== null) ports.clock.write(ahead);
        }
        return result;
      },
    },
  };
}

function findOrCreate(ports: OraclePorts, settings: OracleSettings, ref: UserRef, account: Account): Found | Failed {
  const found = find(ports, settings, ref, account);
  if (found !== null) return found;
  if (!settings.provisioning) {
    return failed('unknownUser', 'Oracle has no user of that name, and provisioning is switched off');
  }
  const called = authorised(ports, settings, 'POST', '/Users', createBody(account));
  const body = objectOf(called, 201);
  if (body === null || typeof body.id !== 'string') return failure('create', called);
  ports.ids.write(ref, account.userName, body.id);
  return { kind: 'found', id: body.id, created: true };
}

/** From the cache or by search; null when Oracle has no such user. */
function find(ports: OraclePorts, settings: OracleSettings, ref: UserRef, account: Account): Found | Failed | null {
  const cached = ports.ids.read(ref, account.userName);
  if (cached !== null) return { kind: 'found', id: cached, created: false };
  const called = authorised(ports, settings, 'POST', '/Users/.search', searchBody(account.userName));
  const body = objectOf(called, 200);
  const match = body === null ? 'unreadable' : matchOf(body, account.userName);
  if (match === 'unreadable') return failure('search', called);
  if (match === 'several') return failed('unknownUser', 'Oracle knows several users of that name');
  if (match === null) return null;
  if (match.passwordElsewhere)
    return failed('notApplicable', 'Oracle keeps no password of this federated or delegated user');
  ports.ids.write(ref, account.userName, match.id);
  return { kind: 'found', id: match.id, created: false };
}

function objectOf(called: Called, status: number): { [key: string]: unknown } | null {
  return called.kind === 'answer' && called.status === status ? jsonObject(called) : null;
}

function failure(operation: Operation, called: Called): Failed {
  return { kind: 'failed', failure: called.kind === 'noToken' ? called.failure : classify(operation, called) };
}

/** Oracle's words are kept and shown; should they ever quote the password, it is struck out. */
function withoutPassword({ kind, failure }: Failed, password: string): Failed {
  return { kind, failure: { ...failure, reason: failure.reason.split(password).join('***') } };
}

function failed(failureClass: Failure['class'], reason: string): Failed {
  return { kind: 'failed', failure: { class: failureClass, reason } };
}

/** Oracle as the protocol's target: finds the user, creates it where it is missing, sets the password. */
import type { Failure } from '../sync/failure';
import type { Account, Target, UserRef } from '../sync/ports';
import { authorised, type Called } from './call';
import { classify, type Operation } from './classify';
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
}

/** `{SSHA}...`, `{PBKDF2-...}...`: Oracle takes hashes of other directories in this form. */
const HASH_LIKE = /^\{[A-Za-z][A-Za-z0-9._-]*\}/;

type Failed = { kind: 'failed'; failure: Failure };
type Found = { kind: 'found'; id: string; created: boolean };

export function oracleTarget(ports: OraclePorts, settings: OracleSettings): Target {
  return {
    setPassword(ref, account, password, until) {
      if (HASH_LIKE.test(password)) {
        return failed('rejected', 'the password begins like a hash in braces, which Oracle might take for one');
      }
      const timely = requestingUntil(ports, until);
      const user = findOrCreate(timely, settings, ref, account);
      if (user.kind === 'failed') return user;
      const called = authorised(timely, settings, 'PUT', `/UserPasswordChanger/${encodeURIComponent(user.id)}`, {
        schemas: [USER_PASSWORD_CHANGER],
        password,
        bypassNotification: true,
      });
      // A page that a proxy shows with 200 is no success; Oracle is then asked what it holds.
      if (called.kind === 'answer' && (called.status === 204 || objectOf(called, 200) !== null)) {
        const { requestId } = called;
        return { kind: 'delivered', provisioned: user.created, ...(requestId !== null && { requestId }) };
      }
      const refused = withoutPassword(failure('password', called), password);
      if (refused.failure.class !== 'unknownUser') return refused;
      // Removed at Oracle since the id was cached: the next try looks it up anew.
      ports.ids.drop(ref);
      return { kind: 'failed', failure: { ...refused.failure, class: 'transient' } };
    },

    passwordSetSince(ref, account, since) {
      const user = find(ports, settings, ref, account);
      if (user === null) return { kind: 'no' };
      if (user.kind === 'failed') return user;
      const called = authorised(
        ports,
        settings,
        'GET',
        `/Users/${encodeURIComponent(user.id)}?attributes=${encodeURIComponent(PASSWORD_STATE)}`,
      );
      if (called.kind === 'answer' && called.status === 404) {
        ports.ids.drop(ref);
        return { kind: 'no' };
      }
      const body = objectOf(called, 200);
      if (body === null) return failure('read', called);
      const state = body[PASSWORD_STATE];
      const date = isObject(state) ? state.lastSuccessfulSetDate : undefined;
      return { kind: typeof date === 'string' && Date.parse(date) >= since.getTime() ? 'yes' : 'no' };
    },
  };
}

/** The ports, with a transport that begins no request after that time. */
function requestingUntil(ports: OraclePorts, until: Date): OraclePorts {
  return {
    ...ports,
    transport: {
      exchange(request) {
        if (ports.now().getTime() <= until.getTime()) return ports.transport.exchange(request);
        const reason = 'Oracle is so slow that the lease would not outlast another request';
        return { kind: 'unsent', reason, configuration: false };
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

/** Which of Oracle's users a managed user is: from memory, by search, or made anew. */
import type { Failure } from '../sync/failure';
import type { Account, UserRef } from '../sync/ports';
import { authorised, type Called } from './call';
import { classify, type Operation } from './classify';
import type { TokenPorts, TokenSettings } from './token';
import { jsonObject } from './transport';
import { createBody, keyOf, type LookUp, matchOf, searchBody } from './users';

export interface FindSettings extends TokenSettings {
  lookUp: LookUp;
  /** Whether a user whom Oracle does not know is created. */
  provisioning: boolean;
}

/** Oracle's user ids by managed user, look-up attribute and value, for as long as the JVM lives. */
export interface IdCache {
  read(ref: UserRef, key: string): string | null;
  write(ref: UserRef, key: string, id: string): void;
  drop(ref: UserRef): void;
}

export interface FindPorts extends TokenPorts {
  ids: IdCache;
}

export type Failed = { kind: 'failed'; failure: Failure };
export type Found = { kind: 'found'; id: string; from: 'memory' | 'search' | 'create' };

/** null when Oracle has no such user. */
export function find(ports: FindPorts, settings: FindSettings, ref: UserRef, account: Account): Found | Failed | null {
  const key = keyOf(account, settings.lookUp);
  const cached = ports.ids.read(ref, cacheKey(account, settings.lookUp));
  if (cached !== null) return { kind: 'found', id: cached, from: 'memory' };
  const called = authorised(ports, settings, 'POST', '/Users/.search', searchBody(settings.lookUp, key));
  const body = objectOf(called, 200);
  const match = body === null ? 'unreadable' : matchOf(body, settings.lookUp, key);
  if (match === 'unreadable') return failure('search', called);
  if (match === 'several') return failed('unknownUser', `Oracle knows several users of that ${settings.lookUp}`);
  if (match === null) return null;
  if (match.passwordElsewhere) {
    return failed('notApplicable', 'Oracle keeps no password of this federated or delegated user');
  }
  ports.ids.write(ref, cacheKey(account, settings.lookUp), match.id);
  return { kind: 'found', id: match.id, from: 'search' };
}

export function findOrCreate(ports: FindPorts, settings: FindSettings, ref: UserRef, account: Account): Found | Failed {
  const found = find(ports, settings, ref, account);
  if (found !== null) return found;
  if (!settings.provisioning) {
    return failed('unknownUser', `Oracle has no user of that ${settings.lookUp}, and provisioning is switched off`);
  }
  const called = authorised(ports, settings, 'POST', '/Users', createBody(account));
  // external/rest tells of every success that it was a 200.
  const body = objectOf(called, 201) || objectOf(called, 200);
  if (body !== null && typeof body.id === 'string') {
    ports.ids.write(ref, cacheKey(account, settings.lookUp), body.id);
    return { kind: 'found', id: body.id, from: 'create' };
  }
  if (called.kind !== 'answer' || called.status !== 409) return failure('create', called);
  // Somebody else has made the user since the search; else the name is taken by a user of another externalId.
  return find(ports, settings, ref, account) || failure('create', called);
}

/** An id that was found by one attribute is nobody's by another, whose value may be the same. */
function cacheKey(account: Account, lookUp: LookUp): string {
  return `${lookUp} ${keyOf(account, lookUp)}`;
}

/** The body of an answer of that status, or null. */
export function objectOf(called: Called, status: number): { [key: string]: unknown } | null {
  return called.kind === 'answer' && called.status === status ? jsonObject(called) : null;
}

/** @param secret  what no failure may quote */
export function failure(operation: Operation, called: Called, secret?: string): Failed {
  return { kind: 'failed', failure: called.kind === 'noToken' ? called.failure : classify(operation, called, secret) };
}

export function failed(failureClass: Failure['class'], reason: string): Failed {
  return { kind: 'failed', failure: { class: failureClass, reason } };
}

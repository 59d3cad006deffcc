/**
 * What only the server itself can tell of its health, for `pwsync doctor`. Names and times; no value of a property, no secret, and
 * nothing of a user.
 */
import type { Ahead } from '../oracle/clock';
import { credentialsOf } from './credentials';
import { doublesIn } from './doubles';
import { type LastDrain, lastDrain } from './drain';
import { hasJava, jdk } from './java';
import { sharedStrings } from './jvm';
import { seal } from './keys';
import { nonce } from './nonce';
import { copy, idm, property } from './openidm';
import { oracleState, type OracleState } from './oracle-state';
import { readOrNull, repositoryOutbox } from './outbox';
import { objection, REFERENCE, reveal, type Settings, SETTINGS_PATH } from './settings';
import { httpClient } from './transport/client';
import { proxyHeaders } from './transport/proxy';
import { codeOf, describe } from './trouble';

/** Put in by the build. */
declare const BUNDLE_VERSION: string;

/** What went as it should, or why not. */
export type Tried = { well: true } | { well: false; reason: string };

export interface Health {
  /** Of the script that answers; IDM may be at an older one than its files. */
  version: string;
  /** Of the settings. */
  settings: Pick<Settings, 'version' | 'environment' | 'scripts'> & {
    mode: Settings['delivery']['mode'];
    nodes: number;
  };
  node: string | null;
  /** By the server's clock. */
  time: string;
  /** Since the JVM has started; null without Java. */
  upSeconds: number | null;
  java: boolean;
  /** Why nothing is sent with these settings, or null. */
  objection: string | null;
  /** The best of some tries. */
  keystore: { encryptMs: number; decryptMs: number } | { reason: string };
  references: Reference[];
  /** Whether the repository refuses a second record of one id. */
  ids: Ids[];
  drain: {
    last: LastDrain | null;
    /** Whether a record has been due for some minutes, and nobody has looked at it. */
    overdue: boolean;
    job: Job | null;
  };
  /** Files of the settings: whom to trust, who IDM is at Oracle's end, what signs its assertion. */
  tls: Tried;
  credentials: Tried;
  queue: { size: number; parked: number };
  oracle: OracleState;
  /** How far Oracle's clock is ahead of this node's; null while it has not answered this JVM. */
  oracleAhead: { seconds: number; at: string } | null;
}

export interface Reference {
  name: string;
  /** `unsealed`: it is encrypted, and IDM can decrypt it. */
  state: 'plain' | 'unsealed' | 'sealed' | 'empty' | 'default' | 'missing';
}

export interface Ids {
  path: string;
  state: IdsState;
  reason?: string;
  /** The id of the try's own record where it could not be removed. */
  left?: string;
  /** Where ids are ambiguous: how many are there more than once; null where that is not known. */
  doubles?: number | null;
}

/** `absent`: OrientDB does not know the class yet. */
export type IdsState = 'unique' | 'ambiguous' | 'absent' | 'unknown';

interface Job {
  enabled: boolean;
  persisted: boolean;
  schedule: string;
  /** Where IDM tells it. */
  next: string | null;
}

export function health(settings: Settings): Health {
  const { version, environment, scripts, delivery, idcs, outbox } = settings;
  const box = repositoryOutbox(outbox.path);
  return {
    version: BUNDLE_VERSION,
    settings: { version, environment, scripts, mode: delivery.mode, nodes: idcs.rate.nodes },
    node: property('openidm.node.id'),
    time: new Date().toISOString(),
    upSeconds: upSeconds(),
    java: hasJava(),
    objection: objection(settings),
    keystore: keystoreCost(),
    references: references(),
    ids: [outbox.path, outbox.keysPath].map(idsOf),
    drain: {
      last: lastDrain(),
      overdue: box.due(new Date(new Date().getTime() - OVERDUE_MS), 1).length > 0,
      job: job(),
    },
    tls: tried(() => {
      if (idcs.transport !== 'java' || !hasJava()) return;
      httpClient(idcs);
      proxyHeaders(idcs.proxy);
    }),
    credentials: tried(() => {
      const credentials = credentialsOf(idcs);
      if (credentials.kind === 'assertion') credentials.sign('');
      else credentials.secret();
    }),
    queue: { size: box.inState(['pending', 'delivering']).length, parked: box.inState(['parked']).length },
    oracle: oracleState(idcs),
    oracleAhead: oracleAhead(idcs.baseUrl),
  };
}

function upSeconds(): number | null {
  if (!hasJava()) return null;
  return Math.floor(Number(jdk().lang.management.ManagementFactory.getRuntimeMXBean().getUptime()) / 1000);
}

const OVERDUE_MS = 5 * 60 * 1000;

function tried(run: () => void): Tried {
  try {
    run();
    return { well: true };
  } catch (caught) {
    return { well: false, reason: describe(caught) };
  }
}

const TRIES = 3;

/** Of a text that is no secret. A busy machine makes a try slower, and none faster: the best one counts. */
function keystoreCost(): Health['keystore'] {
  let sealed = '';
  const fastest = (run: () => void): number => {
    let best = Infinity;
    for (let count = 0; count < TRIES; count++) {
      const start = new Date().getTime();
      run();
      best = Math.min(best, new Date().getTime() - start);
    }
    return best;
  };
  try {
    const encryptMs = fastest(() => (sealed = seal('how long does this take')));
    return { encryptMs, decryptMs: fastest(() => idm().decrypt(JSON.parse(sealed) as object)) };
  } catch (caught) {
    return { reason: describe(caught) };
  }
}

/** Of the settings as they are written, each once. */
function references(): Reference[] {
  const text = JSON.stringify(copy(readOrNull(SETTINGS_PATH)));
  const found: Reference[] = [];
  const pattern = new RegExp(REFERENCE.source, 'g');
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const name = String(match[1]);
    if (found.some((known) => known.name === name)) continue;
    found.push({ name, state: stateOf(property(name), match[2] !== undefined) });
  }
  return found;
}

function stateOf(value: string | null, hasDefault: boolean): Reference['state'] {
  if (value === null) return hasDefault ? 'default' : 'missing';
  if (/^\s*$/.test(value)) return 'empty';
  try {
    const clear = reveal(value);
    return clear === '' ? 'empty' : clear === value ? 'plain' : 'unsealed';
  } catch (_undecryptable) {
    return 'sealed';
  }
}

/**
 * Tries it with an entry that no drain looks at: it is never due, and waits for nothing. Where the class is not there nothing is
 * written, for OrientDB would make it without the index.
 */
function idsOf(path: string): Ids {
  try {
    removeEarlier(path);
  } catch (caught) {
    const code = codeOf(caught);
    if (code === 400 || code === 404) return { path, state: 'absent' };
    return { path, state: 'unknown', reason: describe(caught) };
  }
  const id = `doctor-${nonce()}`;
  const outcome = { path, ...createTwice(path, id) };
  const tidied = removeAll(`${path}/${id}`) ? outcome : { ...outcome, left: id };
  return outcome.state === 'ambiguous' ? { ...tidied, doubles: doublesIn(path) } : tidied;
}

function createTwice(path: string, id: string): Pick<Ids, 'state' | 'reason'> {
  const entry = { schema: 0, state: PROBE, due: '9999-12-31T23:59:59.999Z', since: new Date().toISOString() };
  try {
    idm().create(path, id, entry);
    idm().create(path, id, entry);
    return { state: 'ambiguous' };
  } catch (caught) {
    return codeOf(caught) === 412 ? { state: 'unique' } : { state: 'unknown', reason: describe(caught) };
  }
}

const PROBE = 'probe';

/** A try takes less than a second; nodes' clocks may differ by half a minute. */
const EARLIER_MS = 5 * 60 * 1000;

/**
 * Takes away what a try has left whose JVM died: where two records of its id are there, IDM would not start any more once the
 * unique index is declared. One that is young may be another node's, whose second record would be taken without its first.
 */
function removeEarlier(path: string): void {
  const params = { _queryFilter: `state eq "${PROBE}"`, _pageSize: 100 };
  const found = copy(idm().query(path, params, ['_id', 'since']).result) as Array<{ _id: string; since?: string }>;
  const limit = new Date(new Date().getTime() - EARLIER_MS).toISOString();
  for (const { _id, since } of found) {
    if (/^doctor-/.test(_id) && !(since && since > limit)) removeAll(`${path}/${_id}`);
  }
}

/** One call for each of two records of one id, one that sees that none is left, and one for a call that went wrong. */
const REMOVALS = 4;

/** Where ids are ambiguous each call takes one of the two. Answers whether none is left. */
function removeAll(path: string): boolean {
  for (let count = 0; count < REMOVALS; count++) {
    try {
      const left = readOrNull(path);
      if (left === null) return true;
      idm().delete(path, String(left._rev));
    } catch (_busy) {
      // It is tried again. What stays in the end is told, and the next check-up takes it away.
    }
  }
  return false;
}

/** Its name is that of conf/schedule-passwordSyncRetry.json. */
function job(): Job | null {
  const read = copy(readOrNull('scheduler/job/passwordSyncRetry')) as { [key: string]: unknown } | null;
  if (read === null) return null;
  const next = read.nextRunDate;
  return {
    enabled: read.enabled === true,
    persisted: read.persisted === true,
    schedule: String(read.schedule),
    next: typeof next === 'string' ? next : null,
  };
}

function oracleAhead(baseUrl: string): Health['oracleAhead'] {
  const text = sharedStrings('clocks', 16).get(baseUrl);
  if (text === null) return null;
  const { min, max, at } = JSON.parse(text) as Ahead;
  // As text: a number of that size is another one when IDM answers it.
  return { seconds: Math.round((min + max) / 2000), at: new Date(at).toISOString() };
}

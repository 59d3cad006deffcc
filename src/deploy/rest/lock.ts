import crypto from 'node:crypto';
import os from 'node:os';
import { KnownFailure } from '../../environment/problem';
import type { IdmClient } from '../../idm/rest/client';
import { isGone, machine } from '../this-process';
import { resourceOf } from './config-path';
import { configIds, putConfig, removeConfig } from './configs';

const prefix = 'custom/idcsPasswordSyncLock-';

interface Holder {
  readonly about: string;
  readonly owner: string;
  readonly process: number;
  /** Where that number means this process. */
  readonly machine: string;
  readonly since: string;
}

export interface LockOptions {
  /** Takes over whatever lock there is. */
  readonly breakLock?: boolean;
}

/**
 * Runs work with nobody else deploying to this IDM. Of two creations of one configuration with If-None-Match, OpenIDM 7.0.1
 * sometimes grants both (ConfigObjectService looks and then creates). So each raises a flag of its own, and then looks for
 * those of others: of two that come at once at least one sees the other, and gives way. A lock whose process is no more, on
 * this machine, is taken over.
 *
 * The nodes of a cluster hear of each other's configuration seconds later: it keeps apart only those that speak to one node.
 *
 * Throws a KnownFailure `locked` that says who, and what the client throws.
 */
export async function withLock<Result>(
  client: IdmClient,
  { breakLock = false }: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  for (const id of await locks(client)) {
    const holder = await holderOf(client, id);
    if (breakLock || (holder && isAbandoned(holder))) await removeConfig(client, id);
    else throw locked(client, id, holder);
  }
  const own = `${prefix}${crypto.randomBytes(6).toString('hex')}`;
  try {
    await putConfig(client, own, {
      about: 'A deployment by pwsync is going on.',
      owner: `${userName()}@${os.hostname()}`,
      process: process.pid,
      machine: machine(),
      since: new Date().toISOString(),
    } satisfies Holder);
    const [other] = (await locks(client)).filter((id) => id !== own);
    if (other !== undefined) throw locked(client, other, await holderOf(client, other));
  } catch (error) {
    await removeQuietly(client, own);
    throw error;
  }
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await removeQuietly(client, own);
    throw error;
  }
  await removeConfig(client, own);
  return result;
}

async function locks(client: IdmClient): Promise<string[]> {
  return (await configIds(client)).filter((id) => id.startsWith(prefix)).sort();
}

async function holderOf(client: IdmClient, id: string): Promise<Partial<Holder> | undefined> {
  return (await client.read(resourceOf(id))) as Partial<Holder> | undefined;
}

/** What has failed before is told rather than this; the lock of a process that has ended holds nobody up. */
async function removeQuietly(client: IdmClient, id: string): Promise<void> {
  await removeConfig(client, id).catch(() => undefined);
}

function isAbandoned({ machine: where, process: pid }: Partial<Holder>): boolean {
  return where === machine() && typeof pid === 'number' && isGone(pid);
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}

function locked(client: IdmClient, id: string, holder: Partial<Holder> | undefined): KnownFailure {
  const who = holder?.owner === undefined ? '' : `: ${holder.owner}, process ${holder.process}, since ${holder.since}`;
  return new KnownFailure([
    {
      code: 'locked',
      file: `${client.base}/config/${id}`,
      what: `another deployment is going on${who}`,
      mend: 'Wait for its end, and repeat the command. If it is no more, take the lock over with --break-lock.',
    },
  ]);
}

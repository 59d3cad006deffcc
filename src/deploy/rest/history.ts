import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { KnownFailure } from '../../environment/problem';
import type { IdmClient } from '../../idm/rest/client';
import type { History } from '../model';
import { isHistory } from '../plan-schema';
import { resourceOf } from './config-path';
import { putConfig, removeConfig } from './configs';

/** IDM itself remembers: whoever administers it can go back, from any machine. */
export const historyId = 'custom/idcsPasswordSyncDeployments';

/**
 * What is remembered, packed: as it stands IDM would put values in for `&{...}` and take `$crypto` for its own.
 * OpenIDM 7.0.1 takes a string of 1.5 MB; a deployment is less than a tenth of that.
 */
export interface Packed {
  readonly about: string;
  readonly format: 1;
  /** JSON of the History, brotli, base64. */
  readonly data: string;
}

const about = 'What pwsync has deployed, for its rollback. It is removed with the last rollback.';

/** Throws a KnownFailure `broken-history`, and what the client throws. */
export async function readHistory(client: IdmClient): Promise<History> {
  const content = await client.read(resourceOf(historyId));
  return content === undefined ? { made: [] } : unpacked(content, `${client.base}/config/${historyId}`);
}

/** What is remembered, by the content of the configuration. Throws a KnownFailure `broken-history` that names `shown`. */
export function unpacked(content: unknown, shown: string): History {
  const { format, data } = content as Partial<Packed>;
  if (format !== 1 || typeof data !== 'string') throw broken(shown, 'it is of another format');
  try {
    const history: unknown = JSON.parse(brotliDecompressSync(Buffer.from(data, 'base64')).toString());
    if (!isHistory(history)) throw new Error('it is no history');
    return history as History;
  } catch (error) {
    throw broken(shown, (error as Error).message);
  }
}

export function packed(history: History): Packed {
  // The scripts of a deployment have most in common; that lies further apart than gzip looks.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6 };
  const data = brotliCompressSync(JSON.stringify(history), { params }).toString('base64');
  return { about, format: 1, data };
}

/** Replaces it; an empty one leaves no trace. */
export async function writeHistory(client: IdmClient, history: History): Promise<void> {
  if (history.made.length === 0 && !history.underway) return removeConfig(client, historyId);
  await putConfig(client, historyId, { ...packed(history) });
}

function broken(file: string, why: string): KnownFailure {
  const what = `can't be read: ${why}`;
  const mend = 'Another version of pwsync may have written it, and can read it.';
  return new KnownFailure([{ code: 'broken-history', file, what, mend }]);
}

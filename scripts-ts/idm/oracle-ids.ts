import type { IdCache } from '../oracle/find';
import type { UserRef } from '../sync/ports';
import { sharedStrings } from './jvm';

/** Beyond as many ids this JVM forgets all of them and looks them up again. */
const MAX_IDS = 50000;

/** Oracle's user ids in one identity domain, for all scripts and threads of this JVM. */
export function oracleIds(baseUrl: string): IdCache {
  const ids = sharedStrings(`ids ${baseUrl}`, MAX_IDS);
  const prefix = (ref: UserRef): string => `${ref.object}/${ref.id} `;
  return {
    read: (ref, userName) => ids.get(prefix(ref) + userName),
    write: (ref, userName, id) => ids.put(prefix(ref) + userName, id),
    drop: (ref) => ids.removeWhere((key) => key.indexOf(prefix(ref)) === 0),
  };
}

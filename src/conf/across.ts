import type { Remark } from './finding';
import type { ConfFile, Context } from './kind';

/** What two files together say that neither says alone. */
export function* acrossRemarks(_context: Context): Generator<[ConfFile, Remark]> {
  yield* [];
}

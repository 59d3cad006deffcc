/** The schedule `passwordSyncRetry`: delivers whatever is due. */
import { log } from '../idm/openidm';
import { drainNow } from '../idm/drain';
import { readSettings } from '../idm/settings';

export function run(): void {
  const { looked, broken, seconds } = drainNow(readSettings(), 'due');
  if (looked > 0) log().info(`idcs-password-sync: drain looked at ${looked} entries in ${seconds} s, ${broken} broke`);
}

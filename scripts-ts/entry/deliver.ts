/**
 * Delivers one job. The post hooks load it where they need it, on a thread of the pool mostly: the user's path then does not
 * carry the delivery with it, which is most of this bundle.
 */
import type { Deliver } from '../idm/pool';
import { portsOf } from '../idm/ports';
import { readSettings, syncSettings } from '../idm/settings';
import { deliver } from '../sync/delivery';

/** Of a script that another one has loaded by IDM's `require`. */
declare const exports: { deliver?: Deliver };

export function run(): void {
  exports.deliver = (job, endBy) => {
    const settings = readSettings();
    return deliver(portsOf(settings), syncSettings(settings), job, endBy);
  };
}

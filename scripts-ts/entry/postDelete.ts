/** After IDM has deleted a user: nothing is to be delivered any more. (onDelete would be too early: a delete may fail.) */
import { bound, lenient, userRef } from '../idm/hook';
import { handoverPorts } from '../idm/hook-ports';
import { oracleIds } from '../idm/oracle-ids';
import { handOver } from '../idm/pool';
import { syncSettings } from '../idm/settings';
import { afterDelete } from '../sync/change';

export function run(): void {
  lenient('postDelete', (settings) => {
    const ref = userRef(bound.oldObject()._id);
    oracleIds(settings.idcs.baseUrl).drop(ref);
    afterDelete(handoverPorts(settings, handOver(settings)), syncSettings(settings), ref);
  });
}

/** After IDM has deleted a user: nothing is to be delivered any more. (onDelete would be too early: a delete may fail.) */
import { bound, lenient, userRef } from '../idm/hook';
import { intentPorts } from '../idm/intent-ports';
import { oracleIds } from '../idm/oracle-ids';
import { syncSettings } from '../idm/settings';
import { closeDeleted } from '../sync/intent';

export function run(): void {
  lenient('postDelete', (settings) => {
    const ref = userRef(bound.oldObject()._id);
    oracleIds(settings.idcs.baseUrl).drop(ref);
    closeDeleted(intentPorts(settings), syncSettings(settings), ref);
  });
}

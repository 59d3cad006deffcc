/** After IDM has stored a changed user: hands the user to the background and returns. */
import { bound, lenient, readNote, revisionOf, userRef } from '../idm/hook';
import { handoverPorts } from '../idm/hook-ports';
import { handOver } from '../idm/pool';
import { syncSettings } from '../idm/settings';
import { afterUpdate } from '../sync/change';

export function run(): void {
  lenient('postUpdate', (settings) => {
    const user = bound.newObject();
    const revisions = { before: revisionOf(bound.oldObject()), after: revisionOf(user) };
    const ports = handoverPorts(settings, handOver(settings));
    afterUpdate(ports, syncSettings(settings), userRef(user._id), readNote(), revisions);
  });
}

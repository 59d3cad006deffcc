/** After IDM has stored a new user: binds the intent to the id that is now known, and hands the user to the background. */
import { bound, givenId, lenient, readNote, revisionOf, userRef } from '../idm/hook';
import { handoverPorts } from '../idm/hook-ports';
import { handOver } from '../idm/pool';
import { syncSettings } from '../idm/settings';
import { storedPassword } from '../idm/vault';
import { afterCreate } from '../sync/change';

export function run(): void {
  lenient('postCreate', (settings) => {
    const user = bound.newObject();
    afterCreate(handoverPorts(settings, handOver(settings)), syncSettings(settings), userRef(user._id), readNote(), {
      revision: revisionOf(user),
      idWasGiven: givenId() !== null,
      hasPassword: storedPassword(user[settings.user.password]).kind !== 'none',
    });
  });
}

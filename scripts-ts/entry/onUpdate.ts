/** Before IDM stores a changed user: notes the intent when the password differs from the committed one. */
import { before, bound, leaveNoNote, lenient, notes, text, userRef } from '../idm/hook';
import { handoverPorts } from '../idm/hook-ports';
import { runScript } from '../idm/openidm';
import { modeOf, syncSettings } from '../idm/settings';
import { beforeUpdate } from '../sync/change';

export function run(): void {
  if (modeOf() === 'strict') {
    // A script of its own, which throws where Oracle refuses: whoever never asks Oracle first need not load the client.
    runScript('strictUpdate');
    return;
  }
  lenient(
    'onUpdate',
    (settings) => {
      const password = text(bound.newObject()[settings.user.password]);
      if (password === null) return;
      const change = { password, before: before(settings.user.password) };
      beforeUpdate(handoverPorts(settings), syncSettings(settings), userRef(bound.oldObject()._id), change, notes());
    },
    leaveNoNote,
  );
}

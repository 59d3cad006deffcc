/** Before IDM stores a changed user: notes the intent when the password differs from the committed one. */
import { bound, leaveNote, lenient, readNote, text, userRef } from '../idm/hook';
import { intentPorts } from '../idm/intent-ports';
import { syncSettings } from '../idm/settings';
import { noteChange } from '../sync/intent';

export function run(): void {
  lenient(
    'onUpdate',
    (settings) => {
      const password = text(bound.newObject()[settings.user.password]);
      const before = text(bound.oldObject()[settings.user.password]);
      if (password === null || password === before) return;
      const earlier = readNote();
      const nonce = earlier === null || earlier === 'not noted' ? null : earlier.nonce;
      const ref = userRef(bound.oldObject()._id);
      leaveNote(
        noteChange(intentPorts(settings), syncSettings(settings), ref, { password, before }, { nonce, lease: true }),
      );
    },
    () => leaveNote('not noted'),
  );
}

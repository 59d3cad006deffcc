/** Before IDM stores a new user: notes the intent, under the user's id when the creator chose it. */
import { bound, givenId, leaveNote, lenient, objectName, text, userRef } from '../idm/hook';
import { intentPorts } from '../idm/intent-ports';
import { syncSettings } from '../idm/settings';
import { isStored } from '../idm/users';
import { noteChange, noteCreate } from '../sync/intent';

export function run(): void {
  lenient(
    'onCreate',
    (settings) => {
      const user = bound.object();
      const password = text(user[settings.user.password]);
      if (password === null) return;
      const ports = intentPorts(settings);
      const sync = syncSettings(settings);
      const id = givenId();
      // IDM tries a PUT on a user who exists as a create first; it is onUpdate that can tell whether the password changes.
      if (id !== null && isStored(userRef(id))) return;
      const userName = String(user[settings.user.userName]);
      leaveNote(
        id === null
          ? noteCreate(ports, sync, { object: objectName(), userName }, password)
          : noteChange(ports, sync, userRef(id), { password, before: null }, { nonce: null, lease: false }),
      );
    },
    () => leaveNote('not noted'),
  );
}

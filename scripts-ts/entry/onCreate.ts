/** Before IDM stores a new user: notes the intent, under the user's id when the creator chose it. */
import { bound, givenId, leaveNoNote, lenient, notes, objectName, text, userRef } from '../idm/hook';
import { handoverPorts } from '../idm/hook-ports';
import { syncSettings } from '../idm/settings';
import { isStored } from '../idm/users';
import { beforeCreate } from '../sync/change';

export function run(): void {
  lenient(
    'onCreate',
    (settings) => {
      const user = bound.object();
      const password = text(user[settings.user.password]);
      if (password === null) return;
      const id = givenId();
      // IDM tries a PUT on a user who exists as a create first; it is onUpdate that can tell whether the password changes.
      if (id !== null && isStored(userRef(id))) return;
      const created = { object: objectName(), id, userName: text(user[settings.user.key]) || '' };
      beforeCreate(handoverPorts(settings), syncSettings(settings), created, password, notes());
    },
    leaveNoNote,
  );
}

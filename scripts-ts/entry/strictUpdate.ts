/**
 * onUpdate in strict mode, loaded by onUpdate.js: Oracle gets the password before IDM stores it. What it throws is the answer to
 * the user.
 */
import { before, bound, notes, text, userRef } from '../idm/hook';
import { handoverPorts } from '../idm/hook-ports';
import { copy, log } from '../idm/openidm';
import { portsOf } from '../idm/ports';
import { readSettings, syncSettings } from '../idm/settings';
import { describe } from '../idm/trouble';
import { accountOf } from '../idm/users';
import { sendFirst } from '../sync/strict';

export function run(): void {
  try {
    const settings = readSettings();
    const user = bound.newObject();
    const property = settings.user.password;
    const password = text(user[property]);
    if (password === null) return;
    const change = { password, before: before(property) };
    // Whoever changes something else need not be anybody at Oracle.
    if (change.before.kind === 'clear' && change.before.password === password) return;
    const ports = { ...portsOf(settings), ...handoverPorts(settings) };
    const ref = userRef(bound.oldObject()._id);
    // The new object of a PUT has no id yet.
    const account = accountOf({ ...(copy(user) as object), _id: ref.id }, settings);
    if ('unnamed' in account)
      throw { code: 503, message: `The password could not be set at Oracle: ${account.unnamed}` };
    sendFirst(ports, syncSettings(settings), ref, account, change, property, notes());
  } catch (caught) {
    const { code, detail } = (caught || {}) as { code?: unknown; detail?: unknown };
    if (code === 503 || detail !== undefined) throw caught;
    // In particular no 412: IDM would run the hook again for ever.
    log().error(`idcs-password-sync: the strict mode could not do its work: ${describe(caught)}`);
    throw { code: 503, message: 'The password could not be set at Oracle, and so is not changed' };
  }
}

/** After IDM has stored a new user: binds the intent to the id that is now known, and hands the user to the background. */
import { bound, givenId, type HookNote, lenient, readNote, userRef } from '../idm/hook';
import { deliverInBackground } from '../idm/pool';
import { intentPorts } from '../idm/intent-ports';
import { portsOf } from '../idm/ports';
import { type Settings, syncSettings } from '../idm/settings';
import { bindCreate, type Noted, noteStored, type SyncSettings } from '../sync/intent';
import { jobAfterCommit } from '../sync/job';
import type { UserRef } from '../sync/ports';

export function run(): void {
  lenient('postCreate', (settings) => {
    const note = readNote();
    if (note === null) return;
    const sync = syncSettings(settings);
    const ref = userRef(bound.newObject()._id);
    const noted = notedFor(settings, sync, ref, note);
    if (noted !== null) deliverInBackground(settings, jobAfterCommit(sync, ref, noted));
  });
}

function notedFor(settings: Settings, sync: SyncSettings, ref: UserRef, note: HookNote): Noted | null {
  // onCreate could not write its intent; now that the password is stored, what is stored is to be looked at.
  if (note === 'not noted') return noteStored(portsOf(settings), sync, ref);
  return givenId() === null ? bindCreate(intentPorts(settings), sync, ref, note.nonce) : note;
}

/** After IDM has stored a changed user: hands the user to the background and returns. */
import { bound, lenient, readNote, userRef } from '../idm/hook';
import { deliverInBackground } from '../idm/pool';
import { portsOf } from '../idm/ports';
import { syncSettings } from '../idm/settings';
import { noteStored } from '../sync/intent';
import { jobAfterCommit } from '../sync/job';

export function run(): void {
  lenient('postUpdate', (settings) => {
    const note = readNote();
    if (note === null) return;
    const sync = syncSettings(settings);
    const ref = userRef(bound.newObject()._id);
    // onUpdate could not write its intent; now that the password is stored, what is stored is to be looked at.
    const noted = note === 'not noted' ? noteStored(portsOf(settings), sync, ref) : note;
    if (noted !== null) deliverInBackground(settings, jobAfterCommit(sync, ref, noted));
  });
}

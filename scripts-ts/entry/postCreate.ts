/** After IDM has stored a new user: binds the intent to the id that is now known, and hands the user to the background. */
import { bound, givenId, lenient, readNote, userRef } from '../idm/hook';
import { deliverInBackground } from '../idm/pool';
import { intentPorts } from '../idm/intent-ports';
import { syncSettings } from '../idm/settings';
import { bindCreate } from '../sync/intent';
import { jobAfterCommit } from '../sync/job';

export function run(): void {
  lenient('postCreate', (settings) => {
    const note = readNote();
    if (note === null || note === 'not noted') return;
    const sync = syncSettings(settings);
    const ref = userRef(bound.newObject()._id);
    const noted = givenId() === null ? bindCreate(intentPorts(settings), sync, ref, note.nonce) : note;
    if (noted !== null) deliverInBackground(settings, jobAfterCommit(sync, ref, noted));
  });
}

/** What becomes of a committed change where there is nobody to deliver it in the background. */
import { recordId } from './ids';
import type { Job } from './job';
import { withoutMark } from './learned';
import type { HookPorts } from './ports';
import { rewrite } from './rewrite';
import type { SyncSettings } from './settings';
import { release, settle } from './transitions';

/**
 * Leaves a job to the drain: its change is in the store, and due at once. Nothing was sent under the mark of its lease, so that
 * both go; a lease of somebody else stays, and finds the record moved. One read and one write.
 *
 * @throws what the repository throws; the drain then comes when the lease has run out
 */
export function leaveToDrain(ports: HookPorts, settings: SyncSettings, job: Job): void {
  rewrite(ports, recordId(settings.target, job.ref), (record) => {
    if (record === null) return null;
    const settled = settle(record, job);
    if (settled.state === 'delivering' && settled.lease.owner !== job.owner) return settled;
    return release(job.unsent ? withoutMark(settled, job.owner) : settled, ports.now().toISOString());
  });
}

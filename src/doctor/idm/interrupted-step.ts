import { readHistory } from '../../deploy/folder/history-file';
import type { History, Underway } from '../../deploy/model';
import { unpacked } from '../../deploy/rest/history';
import { KnownFailure } from '../../environment/problem';
import { found, type CheckUp } from './check-up';
import { failedBy } from './failures';
import type { ProjectFiles } from './project-files';
import { failed, passed, warning, type Outcome } from '../step';

/** Where IDM keeps in its folder what was deployed over REST. */
const restMemory = 'conf/custom-idcsPasswordSyncDeployments.json';

/**
 * A deployment that was interrupted is told before all else: what it has not written yet, or has removed already, would be
 * called missing, and whoever deploys it anew would do what is refused.
 */
export function checkInterrupted(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  checkUp.overRest = files.bytes(restMemory) !== undefined;
  try {
    const { underway } = readHistory(files.folder);
    if (underway) return interrupted(underway, '');
    const overRest = rememberedOverRest(files);
    if (overRest.underway) return interrupted(overRest.underway, ' --url URL');
    return passed('none was interrupted');
  } catch (error) {
    if (!(error instanceof KnownFailure)) throw error;
    const outcome = failedBy(error) as Extract<Outcome, { status: 'failed' }>;
    return warning(`${outcome.what}: it is not known whether one was interrupted`, outcome.mend);
  }
}

function rememberedOverRest(files: ProjectFiles): History {
  const json = files.json(restMemory);
  return json === undefined ? { made: [] } : unpacked(json.value, files.shown(restMemory));
}

/** @param where  how the command is told where, beyond what the doctor was given */
export function interrupted({ direction, deployment }: Underway, where: string): Outcome {
  const { environment, version } = deployment.plan.bundle;
  const way = direction === 'forth' ? 'A deployment' : 'A rollback';
  return failed(
    `${way} of ${environment} (${version}) was interrupted, so that some of it is new and some old`,
    `"pwsync apply${where}" leads it on, "pwsync rollback${where}" leads it back.`,
  );
}

/** The small files of conf: schedule and endpoint. */
import { scriptFolder } from '../../conf/merge/hooks';
import { cronObjection } from '../../environment/cron';
import { bootPropertiesOf } from './boot-properties';
import { found, type CheckUp } from './check-up';
import type { ProjectFiles } from './project-files';
import { readProperties } from '../properties';
import { failed, passed, warning, type Outcome } from '../step';

type Json = Record<string, unknown>;

const deployAgain = 'Deploy the bundle again (pwsync apply).';

/** The drain runs by a schedule that Quartz takes. */
export function checkSchedule(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  const name = 'conf/schedule-passwordSyncRetry.json';
  const schedule = files.config(name)?.value as Json | undefined;
  const consequence = 'what is not delivered at once is then never delivered';
  if (schedule === undefined) return failed(`${name} is missing: ${consequence}`, deployAgain);
  const script = (schedule.invokeContext as { script?: Json } | undefined)?.script?.file;
  if (!isOurs(script, 'drain')) return failed(`${name} does not run ${scriptFolder}/drain.js`, deployAgain);
  if (schedule.enabled !== true) {
    return failed(
      `${name} is switched off: ${consequence}`,
      'Set schedule.enabled in the environment, build and deploy.',
    );
  }
  const cron = String(schedule.schedule);
  const objection = schedule.type === 'cron' ? cronObjection(cron) : undefined;
  if (objection !== undefined) {
    return failed(
      `${name}: the schedule "${cron}" ${objection}, so that IDM drops it`,
      'Correct schedule.cron of the environment, build and deploy.',
    );
  }
  if (runsNoPersisted(files) && schedule.persisted === true) {
    const mend = 'Set it to true on one node at least: on one that does not run them, another has to.';
    return warning(
      `"${cron}", and openidm.scheduler.execute.persistent.schedules is false: this node runs it never`,
      mend,
    );
  }
  return passed(`"${cron}"`);
}

function runsNoPersisted(files: ProjectFiles): boolean {
  const scheduler = files.json('conf/scheduler.json')?.value as { scheduler?: Json } | undefined;
  const value = scheduler?.scheduler?.executePersistentSchedules;
  if (String(value) === 'false') return true;
  const reference = /^&\{([^}|]+)/.exec(String(value))?.[1];
  if (reference === undefined) return false;
  const boot = bootPropertiesOf(files.folder);
  return boot !== undefined && readProperties(boot, {})(reference)?.trim() === 'false';
}

/** What operators and Prometheus ask. */
export function checkEndpoint(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  const name = 'conf/endpoint-idcsPasswordSync.json';
  const endpoint = files.config(name)?.value as Json | undefined;
  if (endpoint === undefined) return failed(`${name} is missing: no metrics, and no drain on demand`, deployAgain);
  if (!isOurs(endpoint.file, 'endpoint'))
    return failed(`${name} does not run ${scriptFolder}/endpoint.js`, deployAgain);
  return passed(`${name} runs ${scriptFolder}/endpoint.js`);
}

function isOurs(file: unknown, name: string): boolean {
  return typeof file === 'string' && file.replace(/^(\.\/|script\/)*/, '') === `${scriptFolder}/${name}.js`;
}

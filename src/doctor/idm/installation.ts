import fs from 'node:fs';
import path from 'node:path';
import { runningProcess, type IdmFolders } from '../../idm/folders';
import { bootFiles } from './boot-properties';
import type { CheckUp } from './check-up';
import { ProjectFiles } from './project-files';
import { passed, warning, type Outcome } from '../step';

/** The installation, whether it runs, and whether it has read its files since they were changed. */
export function findInstallation(checkUp: CheckUp): Outcome {
  const folders = checkUp.order.folders!;
  const pid = runningProcess(folders);
  const startedAt = pid === undefined ? undefined : pidFileWrittenAt(folders);
  const files = new ProjectFiles(folders.project);
  checkUp.installed = { folders, files, pid, startedAt };

  const name = [folders.install, versionOf(folders)].filter(Boolean).join(', ');
  const project = folders.project === folders.install ? '' : `, project ${folders.project}`;
  const what = `${name}${project}, ${pid === undefined ? 'not running' : `running as process ${pid}`}`;
  const newer = readAtStart.filter((file) => startedAt !== undefined && isNewer(files.changedAt(file), startedAt));
  if (newer.length === 0) return passed(what);
  const mend = 'Start IDM anew: it reads these at its start, and not again.';
  return warning(`${what}; changed since its start: ${newer.join(', ')}`, mend);
}

/** Where OrientDB's classes are made of, and where references find their values. */
const readAtStart = [...bootFiles, 'conf/system.properties', 'conf/repo.orientdb.json'];

function isNewer(changed: Date | undefined, start: Date): boolean {
  return changed !== undefined && changed.getTime() > start.getTime();
}

/** startup.sh writes it, and nothing does so later. */
function pidFileWrittenAt({ install }: IdmFolders): Date | undefined {
  const file = process.env.OPENIDM_PID_FILE ?? path.join(install, '.openidm.pid');
  return fs.statSync(file, { throwIfNoEntry: false })?.mtime;
}

/** By the name of a jar, which each version has in its folder `bundle`. */
function versionOf({ install }: IdmFolders): string | undefined {
  const folder = path.join(install, 'bundle');
  const jars = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const version = jars.map((name) => /(?:^|\.)openidm-core-(.+)\.jar$/.exec(name)?.[1]).find(Boolean);
  return version && `IDM ${version}`;
}

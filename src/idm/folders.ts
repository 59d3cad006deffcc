import fs from 'node:fs';
import path from 'node:path';
import { KnownFailure, shownPath } from '../environment/problem';

/** An IDM on this machine: where it is installed, and the project whose conf and script it runs with. */
export interface IdmFolders {
  /** Absolute, symbolic links resolved. */
  readonly install: string;
  /** The same as `install` unless IDM is started with `-p`, or a project is looked at alone. */
  readonly project: string;
}

/**
 * The folders of an installation, or of a project alone, as it is kept under version control or put into an image: then
 * nothing is known of what the installation brings with it.
 *
 * Throws a KnownFailure with exit code 2: `no-idm` when a folder is not what it is said to be.
 */
export function idmFolders(named: { readonly install?: string; readonly project?: string }): IdmFolders {
  const install = named.install === undefined ? undefined : installation(named.install);
  const projectOrInstall = named.project ?? named.install;
  if (projectOrInstall === undefined) throw new Error('neither an installation nor a project is named');
  const project = existing(projectOrInstall, '--project');
  if (!fs.existsSync(path.join(project, 'conf'))) {
    const mend = 'Name the folder that IDM is started with (startup.sh -p FOLDER) with --project.';
    throw noIdm(projectOrInstall, 'holds no folder conf, so that it is no project of IDM', mend);
  }
  return { install: install ?? project, project };
}

function installation(folder: string): string {
  const installed = existing(folder, '--idm');
  if (['bin/openidm.jar', 'bin/launcher.jar'].some((name) => fs.existsSync(path.join(installed, name))))
    return installed;
  throw noIdm(
    folder,
    'holds no bin/openidm.jar, so that it is no installation of IDM',
    'Name the folder that IDM was unpacked to, such as /opt/openidm, with --idm, or a project alone with --project.',
  );
}

/** The id of IDM's process when one runs from this installation: startup.sh writes it into .openidm.pid. */
export function runningProcess({ install }: IdmFolders): number | undefined {
  const file = process.env.OPENIDM_PID_FILE ?? path.join(install, '.openidm.pid');
  let pid: number;
  try {
    pid = Number(fs.readFileSync(file, 'utf8').trim());
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, and it is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid! : undefined;
  }
  return pid;
}

/** The file of a script that a configuration names, in the first of the places where IDM looks for it. */
export function scriptFile({ install, project }: IdmFolders, name: string): string | undefined {
  return [path.join(project, 'script'), project, install, path.join(install, 'bin/defaults/script')]
    .map((root) => path.join(root, name))
    .find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

function existing(folder: string, option: string): string {
  try {
    return fs.realpathSync(folder);
  } catch (error) {
    const what = `can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw noIdm(folder, what, `Name a folder that is there with ${option}.`);
  }
}

function noIdm(folder: string, what: string, mend: string): KnownFailure {
  return new KnownFailure([{ code: 'no-idm', file: shownPath(path.resolve(folder)), what, mend }], 2);
}

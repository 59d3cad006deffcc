import { Option, type Command } from 'commander';
import type { Target } from '../deploy/model';
import { KnownFailure, shownPath, type Problem } from '../environment/problem';
import type { IdmClient } from '../idm/rest/client';
import { describe } from './report';

/** How a target is named on the command line. */
export interface TargetOptions {
  readonly idm?: string;
  readonly project?: string;
  readonly url?: string;
  readonly scripts: 'inline' | 'files';
  readonly breakLock?: boolean;
}

export function withTargetOptions(command: Command): Command {
  return command
    .option('--idm <folder>', 'the folder of an IDM on this machine, such as /opt/openidm')
    .option(
      '-p, --project <folder>',
      'the project folder that IDM is started with (-p); alone: one that is kept without an installation',
    )
    .option(
      '--url <url>',
      'a running IDM, such as https://idm.example.com:8443; with a folder: the one that runs from there',
    )
    .addOption(
      new Option(
        '--scripts <where>',
        'with --url alone: put the scripts into the configuration, or know them on every node',
      )
        .choices(['inline', 'files'])
        .default('inline'),
    )
    .option('--break-lock', 'with --url alone: take over the lock of a deployment that is no more');
}

export const credentialsHelp = `
An IDM that is named with --url is asked as the administrator PWSYNC_IDM_USER (openidm-admin) with the password of the
variable PWSYNC_IDM_PASSWORD, which is asked for on a terminal, or with the bearer token of PWSYNC_IDM_TOKEN.
`;

const whatToName = 'Name a folder with --idm FOLDER (or --project FOLDER alone), or a running IDM with --url URL.';

/**
 * The target that the options name; with a folder, `--url` says where its IDM can be asked whether it runs what is there.
 *
 * Throws a KnownFailure with exit code 2.
 */
export async function targetOf(options: TargetOptions): Promise<Target> {
  const { idm, project, url } = options;
  if (idm === undefined && project === undefined) {
    if (url === undefined) throw usage('no IDM is named', whatToName);
    const { restTarget } = await import('../deploy/rest/target');
    const { client, warnings } = await clientOf(url);
    // What answers there may be anything, to which no configuration is nothing.
    await client.ping();
    return restTarget(client, { breakLock: options.breakLock ?? false, scripts: options.scripts, warnings });
  }
  const { idmFolders } = await import('../idm/folders');
  const { folderTarget } = await import('../deploy/folder/target');
  const folders = idmFolders({ ...(idm !== undefined && { install: idm }), ...(project !== undefined && { project }) });
  if (url === undefined) return folderTarget(folders);
  const { verifyLoaded } = await import('../deploy/rest/verify');
  const { client } = await clientOf(url);
  return folderTarget(folders, { verify: (made) => verifyLoaded(client, made) });
}

/** A client of the IDM at an address, with the credentials of the environment. */
export async function clientOf(address: string): Promise<{ client: IdmClient; warnings: readonly Problem[] }> {
  const { idmUrl } = await import('../idm/rest/url');
  const { idmCredentials } = await import('../idm/rest/credentials');
  const { IdmClient } = await import('../idm/rest/client');
  const { base, warnings } = idmUrl(address);
  return { client: new IdmClient(base, await idmCredentials()), warnings };
}

/**
 * Throws a KnownFailure `idm-running` (exit code 1) for a folder whose IDM runs, unless that is what is wanted: it would take up
 * one file after the other while they change.
 */
export async function refuseWhileRunning(target: Target, options: { whileRunning?: boolean }): Promise<void> {
  const running = options.whileRunning ? undefined : await runningIn(target);
  if (running) throw new KnownFailure([running]);
}

/** It stands in no plan, which says the same whether IDM runs or not. */
export async function warnOfRunning(target: Target): Promise<void> {
  const running = await runningIn(target);
  if (running) process.stderr.write(describe(running, 'warning', process.stderr));
}

async function runningIn({ id }: Target): Promise<Problem | undefined> {
  if (id.kind !== 'folder') return undefined;
  const { runningProcess } = await import('../idm/folders');
  const pid = runningProcess(id);
  if (pid === undefined) return undefined;
  return {
    code: 'idm-running',
    file: shownPath(id.install),
    what: `IDM is running from here, as process ${pid}`,
    mend:
      'Stop it first (shutdown.sh). With --while-running it takes up the files one by one while passwords change; ' +
      'what it reads only at its start it does not take up at all.',
  };
}

export function usage(what: string, mend: string): KnownFailure {
  return new KnownFailure([{ code: 'usage', what, mend }], 2);
}

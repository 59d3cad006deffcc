import path from 'node:path';
import { Command } from 'commander';
import type { IdmOrder, OracleOrder, Result, Watch } from '../doctor';
import { KnownFailure } from '../environment/problem';
import { coloursFor, printJson } from './report';
import { credentialsHelp } from './target-options';

interface Options {
  oracle?: boolean;
  idm?: string;
  url?: string;
  bundle?: string;
  env?: string;
  environments: string;
  properties?: string;
  project?: string;
  assertionKey?: string;
  user?: string;
  json?: boolean;
}

const help = `
Oracle: values of references such as &{idcs.client.secret} come from the environment variable of that name (IDCS_CLIENT_SECRET), else
from --properties. Nothing is changed at Oracle. Try it without Oracle: in one terminal
  npx pwsync simulate-idcs
and in another
  IDCS_BASE_URL=http://127.0.0.1:8765 IDCS_CLIENT_ID=simulator-client IDCS_CLIENT_SECRET=simulator-secret \\
    npx pwsync doctor --oracle --env example

IDM: --idm looks at the files, --url asks the running server, both together do both. The files are compared with what pwsync apply
remembers, or with --bundle. Nothing is changed, but for two entries that the server puts into the outbox and takes out again.
${credentialsHelp}
--oracle and these may be given together. Exit codes: 0 all passed (or a warning), 1 a check failed, 2 wrong usage.
`;

/** `pwsync doctor`. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check that passwords can be carried, step by step, and say how to mend what is in the way')
    .option('--oracle', 'check the way to Oracle: network, TLS, credentials, role, users, policy')
    .option('--env <name>', 'with --oracle: the environment whose settings are used')
    .option('--environments <folder>', 'the folder of the environment files', 'environments')
    .option('--properties <file>', "IDM's boot.properties, where references find their values (default: that of --idm)")
    .option('--assertion-key <file>', 'the private key in PEM, in place of a keystore, which Node can not read')
    .option(
      '--user <name>',
      "a user of Oracle, by userName or the environment's user.lookUp: could its password be set?",
    )
    .option('--idm <folder>', 'check the files of an installation, such as /opt/openidm')
    .option(
      '--project <folder>',
      "IDM's project folder, from which files count (default: that of --idm, of --properties, else this one)",
    )
    .option('--bundle <folder>', 'with --idm or --url: the bundle that should be there, such as generated/NAME')
    .option('--url <url>', 'check a running IDM, such as http://localhost:8080/openidm')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(doctor);
}

async function doctor(options: Options): Promise<void> {
  const { oracle: asksOracle, idm, url } = options;
  if (!asksOracle && idm === undefined && url === undefined) {
    const mend = 'Add --oracle for the way to Oracle, --idm FOLDER for an installation, --url URL for a running IDM.';
    throw usage('nothing is named that could be checked', mend);
  }
  // Everything that the call can be wrong in comes before the first check.
  const oracle = asksOracle ? await oracleOrder(options) : undefined;
  const ofIdm = idm === undefined && url === undefined ? undefined : await idmOrder(options);
  const { examineOracle, examineIdm } = await import('../doctor');
  const watch = options.json ? silent : printer();
  const results = [
    ...(oracle ? await examineOracle(oracle, watch) : []),
    ...(ofIdm ? await examineIdm(ofIdm.order, watch, ofIdm.secrets) : []),
  ];
  const ok = results.every(({ status }) => status !== 'failed');
  if (options.json) printJson({ ok, steps: results });
  else process.stdout.write(`\n${summary(results)}\n`);
  if (!ok) process.exitCode = 1;
}

async function oracleOrder(options: Options): Promise<OracleOrder> {
  if (options.env === undefined) throw usage('no environment is named', 'Name one with --env NAME.');
  const { readProperties, bootPropertiesOf } = await import('../doctor');
  const folder = options.project ?? options.idm;
  const properties = options.properties ?? (folder === undefined ? undefined : bootPropertiesOf(folder));
  return {
    environments: path.resolve(options.environments),
    env: options.env,
    properties: readProperties(properties, process.env),
    project: path.resolve(folder ?? projectOf(properties)),
    assertionKey: options.assertionKey,
    user: options.user,
  };
}

async function idmOrder({ idm, project, url, bundle }: Options): Promise<{ order: IdmOrder; secrets: string[] }> {
  const { idmFolders } = await import('../idm/folders');
  const { readBundle } = await import('../bundle/read');
  const folders =
    idm === undefined ? undefined : idmFolders({ install: idm, ...(project !== undefined && { project }) });
  const expected = bundle === undefined ? undefined : readBundle(bundle);
  if (url === undefined) return { order: { folders, bundle: expected }, secrets: [] };
  const { idmUrl } = await import('../idm/rest/url');
  const { idmCredentials } = await import('../idm/rest/credentials');
  const { IdmClient } = await import('../idm/rest/client');
  const { plainHttp } = await import('../doctor');
  const { base, warnings } = idmUrl(url);
  const credentials = await idmCredentials();
  const server = { client: new IdmClient(base, credentials), http: plainHttp(base, credentials), warnings };
  const secret = credentials.kind === 'bearer' ? credentials.token : credentials.password;
  // A password that is its user's name is no secret, and would be struck out of paths.
  const known = credentials.kind === 'password' && credentials.user === secret;
  return { order: { folders, bundle: expected, server }, secrets: known ? [] : [secret] };
}

const silent: Watch = { waiting: () => {}, ended: () => {} };

/** One line for each step as it ends, on standard output; on the other one what takes longer than a second. */
function printer(): Watch {
  const colours = coloursFor(process.stdout);
  const labels = {
    passed: colours.green('ok'.padEnd(8)),
    warning: colours.yellow('warning'.padEnd(8)),
    failed: colours.red('failed'.padEnd(8)),
    skipped: colours.dim('skipped'.padEnd(8)),
  };
  const indent = ' '.repeat(8);
  return {
    waiting: (title: string, seconds: number) => void process.stderr.write(`${title}: waiting for ${seconds} s ...\n`),
    ended: (result: Result) => {
      const lines = [`${labels[result.status]}${colours.bold(result.title)}: ${result.what}`];
      if ('mend' in result) lines.push(`${indent}${result.mend}`);
      if ('requestId' in result && result.requestId)
        lines.push(`${indent}${colours.dim(`opc-request-id ${result.requestId}`)}`);
      process.stdout.write(`${lines.join('\n')}\n`);
    },
  };
}

function summary(results: readonly Result[]): string {
  const count = (status: Result['status']) => results.filter((result) => result.status === status).length;
  const [failed, warnings, skipped] = [count('failed'), count('warning'), count('skipped')];
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warnings > 0 ? [`${warnings} with a warning`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return `${results.length} checks: ${[`${count('passed')} passed`, ...parts].join(', ')}.`;
}

/** `conf/boot/boot.properties` lies two folders below IDM's project folder. */
function projectOf(properties: string | undefined): string {
  if (properties === undefined) return '.';
  const folder = path.dirname(path.resolve(properties));
  return folder.endsWith(path.join('conf', 'boot')) ? path.resolve(folder, '../..') : '.';
}

function usage(what: string, mend: string): KnownFailure {
  return new KnownFailure([{ code: 'usage', what, mend }], 2);
}

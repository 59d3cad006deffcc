import path from 'node:path';
import { Command } from 'commander';
import type { Result } from '../doctor';
import { KnownFailure } from '../environment/problem';
import { coloursFor, printJson } from './report';

interface Options {
  oracle?: boolean;
  env?: string;
  environments: string;
  properties?: string;
  project?: string;
  assertionKey?: string;
  user?: string;
  json?: boolean;
}

const help = `
Values of references such as &{idcs.client.secret} come from the environment variable of that name (IDCS_CLIENT_SECRET), else from
--properties. Nothing is changed at Oracle. Exit codes: 0 all passed (or a warning), 1 a check failed, 2 wrong usage.

Try it without Oracle: in one terminal
  npx pwsync simulate-idcs
and in another
  IDCS_BASE_URL=http://127.0.0.1:8765 IDCS_CLIENT_ID=simulator-client IDCS_CLIENT_SECRET=simulator-secret \\
    npx pwsync doctor --oracle --env example
`;

/** `pwsync doctor`. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check that passwords can be carried, step by step, and say how to mend what is in the way')
    .option('--oracle', 'check the way to Oracle: network, TLS, credentials, role, users, policy')
    .option('--env <name>', 'the environment whose settings are used')
    .option('--environments <folder>', 'the folder of the environment files', 'environments')
    .option('--properties <file>', "IDM's conf/boot/boot.properties, where references find their values")
    .option(
      '--project <folder>',
      "IDM's project folder, from which files count (default: that of --properties, else this one)",
    )
    .option('--assertion-key <file>', 'the private key in PEM, in place of a keystore, which Node can not read')
    .option(
      '--user <name>',
      "a user of Oracle, by userName or the environment's user.lookUp: could its password be set?",
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(doctor);
}

async function doctor(options: Options): Promise<void> {
  if (!options.oracle)
    throw usage('nothing is named that could be checked', 'Add --oracle, the only check there is so far.');
  if (options.env === undefined) throw usage('no environment is named', 'Name one with --env NAME.');
  const { examineOracle, readProperties } = await import('../doctor');
  const order = {
    environments: path.resolve(options.environments),
    env: options.env,
    properties: readProperties(options.properties, process.env),
    project: path.resolve(options.project ?? projectOf(options.properties)),
    assertionKey: options.assertionKey,
    user: options.user,
  };
  const results = await examineOracle(order, options.json ? silent : printer());
  const ok = results.every(({ status }) => status !== 'failed');
  if (options.json) printJson({ ok, steps: results });
  else process.stdout.write(`\n${summary(results)}\n`);
  if (!ok) process.exitCode = 1;
}

const silent = { waiting: () => {}, ended: () => {} };

/** One line for each step as it ends, on standard output; on the other one what takes longer than a second. */
function printer() {
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

import { Command, Option } from 'commander';
import { version } from '../../package.json';
import type { Finding } from '../conf/finding';
import { platforms, type Platform } from '../platform';
import { coloursFor, printJson } from './report';

interface Options {
  idm?: string;
  platform?: Platform;
  format: 'text' | 'json' | 'sarif';
  json?: boolean;
  sarif?: boolean;
}

const help = `
DIR is a conf directory, a bundle of pwsync build, a project of IDM or a whole installation. Exit codes: 0 no errors (there may be
warnings), 1 errors, 2 wrong usage. Each line is FILE:LINE:COLUMN: /POINTER: what is wrong: how to mend it.
`;

/** `pwsync validate`. */
export function validateCommand(): Command {
  return new Command('validate')
    .description("check IDM's configuration files: what they say, and not only their form")
    .argument('<dir>', 'the folder to check')
    .option('--idm <folder>', "the installation that the files are for, to look for scripts and IDM's policies in")
    .addOption(
      new Option(
        '--platform <name>',
        'the platform the files are for (default: that of the bundle, else openidm-7)',
      ).choices(platforms),
    )
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json', 'sarif']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--sarif', 'the same as --format sarif')
    .addHelpText('after', help)
    .action(validate);
}

async function validate(folder: string, options: Options): Promise<void> {
  const [{ siteOf }, { validateConf }] = await Promise.all([import('../conf/site'), import('../conf/validate')]);
  const site = siteOf(folder, { idm: options.idm, platform: options.platform });
  const findings = validateConf(site);
  const errors = findings.filter(({ level }) => level === 'error');
  const format = options.json ? 'json' : options.sarif ? 'sarif' : options.format;
  if (format === 'json') {
    printJson({
      ok: errors.length === 0,
      kind: site.kind,
      platform: site.platform,
      files: countOf(site.conf),
      findings,
    });
  } else if (format === 'sarif') {
    const { sarifOf } = await import('../conf/sarif');
    printJson(sarifOf(findings, version, process.cwd()));
  } else {
    print(findings, errors.length, countOf(site.conf));
  }
  if (errors.length > 0) process.exitCode = 1;
}

function countOf(conf: readonly string[]): number {
  return conf.filter((name) => name.endsWith('.json')).length;
}

/** Errors first, one line each; then the warnings, apart from them. */
function print(findings: readonly Finding[], errors: number, files: number): void {
  const colours = coloursFor(process.stdout);
  const warnings = findings.length - errors;
  for (const level of ['error', 'warning'] as const) {
    const these = findings.filter((finding) => finding.level === level);
    if (these.length === 0) continue;
    const title = level === 'error' ? colours.red('Errors') : colours.yellow('Warnings');
    process.stdout.write(`${title}\n${these.map((finding) => `  ${lineOf(finding, colours)}\n`).join('')}`);
  }
  const count = (number: number, name: string) => `${number} ${name}${number === 1 ? '' : 's'}`;
  process.stdout.write(`${count(files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.\n`);
}

function lineOf({ file, pointer, what, mend, code }: Finding, colours: ReturnType<typeof coloursFor>): string {
  const line = [colours.bold(file), ...(pointer ? [pointer] : []), what, mend].join(': ');
  return `${line.replace(/\s*\n\s*/g, ' ')} ${colours.dim(`[${code}]`)}`;
}

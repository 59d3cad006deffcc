/** Reads the two workflow files, and runs the shell lines of their jobs as GitHub and GitLab do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { temporaryFolder } from '../../src/bundle/testing/folders';
import { packageRoot } from '../../src/root';
import type { Customer } from './customer';

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface GitHubJob {
  readonly if?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface GitHubWorkflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, GitHubJob>>;
}

export interface GitLabJob {
  readonly extends?: string;
  readonly rules?: readonly { readonly if: string; readonly when?: string }[];
  readonly needs?: readonly string[];
  readonly environment?: { readonly name: string; readonly action?: string };
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly artifacts?: {
    readonly when?: string;
    readonly expire_in?: string;
    readonly paths?: readonly string[];
    readonly reports?: Readonly<Record<string, string>>;
  };
}

export const gitHubText = read('ci/github/password-sync.yml');
export const gitLabText = read('ci/gitlab/password-sync.gitlab-ci.yml');
export const gitHub = parsed(gitHubText) as GitHubWorkflow;
export const gitLab = parsed(gitLabText) as Readonly<Record<string, GitLabJob>>;

function read(file: string): string {
  return fs.readFileSync(path.join(packageRoot, file), 'utf8');
}

function parsed(text: string): unknown {
  const document = parseDocument(text, { strict: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw problem;
  return document.toJS() as unknown;
}

export interface Ran {
  /** 0 when every step went well, else the exit code of the first that did not. */
  code: number;
  output: string;
  /** What GitHub shows as the summary of the job, and GitLab at the end of its log. */
  summary: string;
  /** What a job hands on to the next: its outputs, or the variables of its dotenv report. */
  outputs: Record<string, string>;
}

/** The variables of a job, and the values of the expressions that its steps use. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly expressions?: Readonly<Record<string, string>>;
}

/** Runs the shell steps of a job; after a failure only those that say so. What an action does is not done. */
export async function onGitHub(job: string, { folder, programs }: Customer, given: Given = {}): Promise<Ran> {
  const { steps } = gitHub.jobs[job]!;
  const temporary = temporaryFolder();
  const files = { summary: path.join(temporary, 'summary'), output: path.join(temporary, 'output') };
  for (const file of Object.values(files)) fs.writeFileSync(file, '');
  const ran: Ran = { code: 0, output: '', summary: '', outputs: {} };
  for (const { run, env = {}, if: condition = '' } of steps) {
    if (run === undefined || (ran.code !== 0 && !/always\(\)|!cancelled\(\)/.test(condition))) continue;
    const evaluated = Object.entries(env).map(([name, value]) => [name, evaluate(value, given.expressions)] as const);
    const { code, output } = await bash(run, folder, programs, {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_OUTPUT: files.output,
      RUNNER_TEMP: temporary,
      ...given.env,
      ...Object.fromEntries(evaluated),
    });
    ran.code ||= code;
    ran.output += output;
  }
  ran.summary = fs.readFileSync(files.summary, 'utf8');
  ran.outputs = pairs(fs.readFileSync(files.output, 'utf8'));
  return ran;
}

/** An expression that the test does not know is one that nobody has tried. */
function evaluate(value: string, expressions: Given['expressions'] = {}): string {
  return value.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const known = expressions[expression];
    if (known === undefined) throw new Error(`no value for \${{ ${expression} }}`);
    return known;
  });
}

/** Runs before_script and script as one shell, and after_script in another whatever came before. */
export async function onGitLab(name: string, { folder, programs }: Customer, given: Given = {}): Promise<Ran> {
  const job = gitLab[name]!;
  const before = job.before_script ?? gitLab[job.extends ?? '']?.before_script ?? [];
  const env = { GITLAB_CI: 'true', ...given.env };
  const script = await bash([...before, ...(job.script ?? [])].join('\n'), folder, programs, env);
  const after = await bash((job.after_script ?? []).join('\n'), folder, programs, env);
  const report = path.join(folder, job.artifacts?.reports?.dotenv ?? 'none');
  const outputs = fs.existsSync(report) ? pairs(fs.readFileSync(report, 'utf8')) : {};
  return { ...script, summary: after.output, outputs };
}

function pairs(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** With nothing of this machine's environment but its programs. */
async function bash(script: string, cwd: string, programs: string, env: Record<string, string>) {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { HOME: process.env.HOME, PATH: `${programs}:${process.env.PATH}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

/**
 * Builds every environment, checks IDM's files and plans: what a pull request has to show. From the root of the repository:
 *
 *     node ci/review.mjs FOLDER
 *
 * FOLDER is made anew and gets plan.md (for people), comment.md (the same, short enough for a comment), pwsync.sarif (for
 * GitHub's code scanning) and codequality.json (for GitLab). Exit code 1 when an environment can't be built, a file of IDM has
 * an error or there is no plan; all four files are there then too.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** The project folder of an environment: IDM's conf and script as they are kept in this repository. */
const projectOf = (name) => `idm/${name}`;

/** The comment is known again by this line. */
const marker = '<!-- pwsync: plan -->';

/** GitHub takes 65,536 characters as a comment and 1 MiB as a summary. */
const limits = { 'comment.md': 60_000, 'plan.md': 900_000 };

const out = process.argv[2] ?? 'review';
const command = ['node_modules/forgerock-idcs-password-sync/bin/pwsync.js', 'bin/pwsync.js'].find((file) =>
  fs.existsSync(file),
);
if (command === undefined) {
  console.error('pwsync is not installed: run npm ci in the root of the repository first.');
  process.exit(2);
}

const { reviews, findings } = reviewAll();
const failed = reviews.some(({ ok }) => !ok);
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
for (const [file, limit] of Object.entries(limits)) fs.writeFileSync(path.join(out, file), markdown(limit));
fs.writeFileSync(path.join(out, 'pwsync.sarif'), json(sarif()));
fs.writeFileSync(path.join(out, 'codequality.json'), json(findings.map(forGitLab)));
if (process.env.GITHUB_STEP_SUMMARY) fs.appendFileSync(process.env.GITHUB_STEP_SUMMARY, markdown(limits['plan.md']));
for (const finding of findings) console.log(process.env.GITHUB_ACTIONS ? annotation(finding) : lineOf(finding));
console.log(reviews.map(({ name, checks, plan }) => `${name}: ${checks}; ${plan}`).join('\n'));
process.exitCode = failed ? 1 : 0;

function reviewAll() {
  const built = pwsync('build', '--all', '--json');
  const { bundles = [], warnings = [], problems = [] } = parsed(built);
  const cautions = warnings.map((problem) => findingOf(problem, 'warning'));
  if (built.status !== 0 || bundles.length === 0) {
    const errors = problems.map((problem) => findingOf(problem, 'error'));
    const none = { name: 'all', ok: false, checks: 'can not be built', plan: 'no plan', text: '', found: errors };
    return { reviews: [none], findings: errors };
  }
  const each = bundles.map(({ environment }) => reviewOf(environment));
  const found = each.flatMap((review) => review.found);
  return { reviews: each, findings: [...found, ...cautions] };
}

function reviewOf(name) {
  const bundle = `generated/${name}`;
  const project = projectOf(name);
  if (!fs.existsSync(path.join(project, 'conf'))) {
    const what = `${project}/conf is missing: keep IDM's conf and script of this environment there`;
    const missing = { level: 'error', code: 'no-project', file: `environments/${name}.json`, message: what };
    return { name, ok: false, checks: 'no project folder', plan: 'no plan', text: '', found: [missing] };
  }
  const { platform } = JSON.parse(fs.readFileSync(`${bundle}/bundle.json`, 'utf8'));
  const own = validated(project, ...(platform ? ['--platform', platform] : []));
  const known = new Set(own.map(({ code, file, message }) => json([code, path.relative(project, file), message])));
  // What the build has taken over from the project is told where it can be mended, and once.
  const ours = validated(bundle).filter(
    ({ code, file, message }) => !known.has(json([code, path.relative(bundle, file), message])),
  );
  const found = [...own, ...ours];
  const errors = found.filter(({ level }) => level === 'error').length;
  const planned = pwsync('plan', bundle, '--project', project);
  const plan =
    planned.status === 0
      ? planned.stdout
          .trimEnd()
          .split('\n')
          .at(-1)
          .replace(/^Plan: |\.$/g, '')
      : 'no plan';
  const ok = errors === 0 && planned.status === 0;
  const checks = `${count(errors, 'error')}, ${count(found.length - errors, 'warning')}`;
  return { name, ok, checks, plan, text: planned.stdout + planned.stderr, found };
}

function validated(folder, ...options) {
  const done = pwsync('validate', folder, '--sarif', ...options);
  if (done.status !== 0 && done.status !== 1) throw new Error(`pwsync validate ${folder} failed:\n${done.stderr}`);
  return parsed(done).runs[0].results.map(({ ruleId, level, message, locations: [{ physicalLocation }] }) => ({
    level,
    code: ruleId,
    message: message.text,
    file: decodeURI(physicalLocation.artifactLocation.uri),
    line: physicalLocation.region?.startLine,
    column: physicalLocation.region?.startColumn,
  }));
}

/** A problem that the build has told; its file may end with `:line:column`. */
function findingOf({ code, file = '', pointer, what, mend }, level) {
  const [, name, line, column] = /^(.*?)(?::(\d+):(\d+))?$/s.exec(file);
  const message = `${pointer ? `${pointer}: ` : ''}${what}. ${mend}`;
  const place = line === undefined ? {} : { line: Number(line), column: Number(column) };
  return { level, code, file: name || 'environments', message, ...place };
}

function pwsync(...args) {
  const done = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (done.error) throw done.error;
  return done;
}

function parsed({ stdout, stderr }) {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`pwsync did not answer with JSON:\n${stdout}${stderr}`);
  }
}

function markdown(limit) {
  const rows = reviews.map(({ name, ok, checks, plan }) => `| ${ok ? '✅' : '❌'} ${name} | ${checks} | ${plan} |`);
  const parts = reviews.flatMap(({ name, found, text }) => [
    ...(found.length > 0 ? [folded(`${name}: findings`, found.map(lineOf).join('\n'), 'text', limit, true)] : []),
    ...(text ? [folded(`${name}: plan`, coloured(text), 'diff', limit, false)] : []),
  ]);
  const table = ['| environment | checks | plan |', '| --- | --- | --- |', ...rows].join('\n');
  return `${[marker, '### Password sync', table, ...parts].join('\n\n')}\n`;
}

/** Whatever stands in a file of IDM must not end the block that it is shown in. */
function folded(title, text, language, limit, open) {
  const shown = shortened(text, Math.floor((limit - 1000) / (2 * reviews.length)));
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${fence}${language}\n${shown}\n${fence}\n\n</details>`;
}

function shortened(text, limit) {
  const lines = text.trimEnd().split('\n');
  let size = 0;
  const end = lines.findIndex((line) => (size += Buffer.byteLength(line) + 1) > limit);
  if (end === -1) return lines.join('\n');
  return [...lines.slice(0, end), `... ${count(lines.length - end, 'line')} more, see the job`].join('\n');
}

/** Hosts colour a line by its first character; pwsync indents the lines of a file. */
function coloured(text) {
  return text.replace(/^ {4}/gm, '');
}

function lineOf({ level, code, file, line, column, message }) {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${level} ${place}: ${message.replace(/\s*\n\s*/g, ' ')} [${code}]`;
}

/** GitHub shows it beside the line, and needs no permission for that. */
function annotation({ level, code, file, line, column, message }) {
  const data = (text) => String(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const value = (text) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  const place = line === undefined ? '' : `,line=${line}${column === undefined ? '' : `,col=${column}`}`;
  return `::${level} file=${value(file)}${place},title=${value(code)}::${data(message)}`;
}

/** One run: GitHub refuses several of one tool and category. */
function sarif() {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  const results = findings.map(({ level, code, file, line, column, message }) => {
    const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
    const location = { physicalLocation: { artifactLocation: { uri: encodeURI(file) }, ...region } };
    return { ruleId: code, level, message: { text: message }, locations: [location] };
  });
  const driver = { name: 'pwsync', rules: rules.map((id) => ({ id, shortDescription: { text: id } })) };
  const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
  return { $schema: schema, version: '2.1.0', runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }] };
}

function forGitLab({ level, code, file, line, message }) {
  return {
    description: message,
    check_name: code,
    fingerprint: createHash('sha256')
      .update(json([code, file, message]))
      .digest('hex'),
    severity: level === 'error' ? 'major' : 'minor',
    location: { path: file, lines: { begin: line ?? 1 } },
  };
}

function count(number, name) {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

import { parseJson } from '../environment/json-text';
import { isUtf8 } from 'node:buffer';
import { KnownFailure, pointerOf } from '../environment/problem';
import { platformFacts } from '../platform';
import { acrossRemarks } from './across';
import { accessScriptRemarks } from './access';
import { configIdOf } from './file-name';
import type { Finding, Remark } from './finding';
import type { ConfFile, Context, Kind } from './kind';
import { kinds } from './kinds';
import { nameRemarks } from './names';
import { placeOf } from './place';
import { referenceRemarks } from './references';
import { scriptsIn } from './scripts';
import { secretRemarks } from './secrets';
import { shapeRemarks } from './shape';
import type { Site } from './site';
import { isMap } from './values';

export type { Finding } from './finding';
export type { Site } from './site';

/** Everything that is wrong or doubtful in the configuration, in the order of the files and of the places in them. */
export function validateConf(site: Site): Finding[] {
  const findings: Finding[] = [];
  const files = new Map<string, ConfFile>();
  const broken = new Set<string>();
  for (const name of site.conf) {
    const id = configIdOf(name);
    if (id === undefined) continue;
    const path = `conf/${name}`;
    const read = readConf(site, path);
    if (Array.isArray(read)) {
      findings.push(...read);
      broken.add(id.id);
    } else {
      findings.push(...read.remarks.map((remark) => findingOf(remark, read.file, site)));
      files.set(id.id, read.file);
    }
  }
  const context: Context = { site, files, broken, closed: site.platform === 'openidm-7' };
  for (const name of site.conf) {
    const file = [...files.values()].find(({ path }) => path === `conf/${name}`);
    for (const remark of nameRemarks(name, context))
      findings.push(file ? findingOf(remark, file, site) : bare(remark, name, site));
  }
  for (const file of files.values()) {
    for (const remark of remarksOn(file, context)) findings.push(findingOf(remark, file, site));
  }
  for (const [file, remark] of acrossRemarks(context)) findings.push(findingOf(remark, file, site));
  findings.push(...accessFindings(context));
  return inOrder(findings);
}

/** script/access.js holds the rules of OpenIDM 7 and of IDM 6.5: a script, and as much configuration as any file of conf. */
function accessFindings({ site }: Context): Finding[] {
  const file = 'script/access.js';
  const content = platformFacts[site.platform].accessFile === file ? site.read(file) : undefined;
  if (content === undefined) return [];
  const path = site.shown(file);
  return accessScriptRemarks(content.toString('utf8')).map(({ level, code, at, what, mend, line, column }) => {
    return { level, code, file: `${path}:${line}:${column}`, path, line, column, pointer: pointerOf(at), what, mend };
  });
}

function* remarksOn(file: ConfFile, context: Context): Generator<Remark> {
  const kind: Kind | undefined = kinds.find(({ service }) => service === file.id.service);
  const facts = platformFacts[context.site.platform];
  const shape = kind?.schema ? shapeRemarks(kind.schema, file.value, facts) : [];
  yield* shape;
  yield* referenceRemarks(file, context);
  yield* scriptsIn(file.value, kind?.scripts?.(file.value, file) ?? [], context);
  yield* secretRemarks(file, kind?.secrets ?? []);
  if (kind?.check) yield* kind.check(file, context);
}

/** The file as IDM would read it, with what is to be said of its form; or why it can't be read. */
function readConf(site: Site, path: string): { file: ConfFile; remarks: Remark[] } | Finding[] {
  const shown = site.shown(path);
  const content = site.read(path);
  const fail = (code: string, what: string, mend: string): Finding[] => [
    { level: 'error', code, file: shown, path: shown, pointer: '', what, mend },
  ];
  if (content === undefined) {
    return fail(
      'unreadable',
      `can't be read: ${site.unreadable(path) ?? 'it is gone'}`,
      'Check the file and what it links to.',
    );
  }
  if (!isUtf8(content)) return fail('not-utf8', 'is not UTF-8, as IDM reads it', 'Save the file as UTF-8.');
  try {
    const json = parseJson(content.toString('utf8'), shown);
    const remarks: Remark[] = [];
    if (json.bom) {
      const what = 'begins with a byte order mark, which IDM takes for a broken file';
      remarks.push({
        level: 'error',
        code: 'byte-order-mark',
        at: [],
        what,
        mend: 'Save the file as UTF-8 without it.',
      });
    }
    if (!isMap(json.value)) return fail('wrong-type', 'has to be an object', 'Write { ... } around it.');
    return { file: { path, id: configIdOf(path.slice('conf/'.length))!, json, value: json.value }, remarks };
  } catch (error) {
    if (!(error instanceof KnownFailure)) throw error;
    return error.problems.map((problem) => {
      const [line, column] =
        /:(\d+):(\d+)$/
          .exec(problem.file ?? '')
          ?.slice(1)
          .map(Number) ?? [];
      const place = line && column ? { line, column } : {};
      return { pointer: '', file: shown, ...problem, level: 'error', path: shown, ...place };
    });
  }
}

function findingOf({ level, code, at, what, mend }: Remark, { path, json }: ConfFile, site: Site): Finding {
  const { line, column } = placeOf(json, at);
  const shown = site.shown(path);
  const file = `${shown}:${line}:${column}`;
  return { level, code, file, path: shown, line, column, pointer: pointerOf(at), what, mend };
}

/** A remark on a file that has no places: one that can't be read, or is none of ours to read. */
function bare({ level, code, what, mend }: Remark, name: string, site: Site): Finding {
  const shown = site.shown(`conf/${name}`);
  return { level, code, file: shown, path: shown, pointer: '', what, mend };
}

function inOrder(findings: Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter(({ code, file, pointer, what }) => {
      const key = [code, file, pointer, what].join('\0');
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
}

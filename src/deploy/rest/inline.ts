/**
 * Scripts in the configuration itself: over REST there is no other way to bring them to IDM. Where a configuration names a
 * file of ours, or requires one within its source, it gets the text of that file between two marks, by which it is
 * turned back before the next merge.
 */
import { settingsFile } from '../../bundle/manifest';
import { scriptFolder } from '../../conf/merge/hooks';
import { requireCalls, withoutComments } from '../../conf/merge/require-calls';
import { pointerOf, throwIfAny, type Problem } from '../../environment/problem';
import { canonical, configText } from './canonical';

/** The bytes of the files of a bundle, the customer's own with our additions included, by path. */
export type Files = ReadonlyMap<string, Buffer>;

/**
 * The configurations that say the same without a file of ours, canonical; the scripts are in them.
 *
 * Throws a KnownFailure `scripts-needed` for what can't do without: another delivery than in the background, and whatever
 * loads a script of ours in a way of its own.
 */
export function inlineScripts(files: Files): Map<string, Buffer> {
  const scripts = scriptsIn(files);
  const problems: Problem[] = [];
  const inlined = new Map<string, Buffer>();
  for (const [path, bytes] of files) {
    if (!isConfiguration(path)) continue;
    const value = mapScripts(JSON.parse(canonical(bytes.toString(), path)), (config) => inlineOf(config, scripts));
    if (path === settingsFile) problems.push(...settingsWith(value as Settings));
    problems.push(...left(value, path));
    inlined.set(path, Buffer.from(configText(value)));
  }
  throwIfAny(problems);
  return inlined;
}

/** The configurations alone, canonical, for an IDM whose nodes hold the scripts already. */
export function configurationsOf(files: Files): Map<string, Buffer> {
  const found = [...files].filter(([path]) => isConfiguration(path));
  return new Map(found.map(([path, bytes]) => [path, Buffer.from(canonical(bytes.toString(), path))]));
}

/** A configuration as it would be with the scripts in files: what inlineScripts has put in becomes a name again. */
export function outlineScripts(text: string, path: string): string {
  if (!isConfiguration(path) || !text.includes(`${scriptFolder}/`)) return text;
  return configText(mapScripts(JSON.parse(text), outlineOf));
}

interface ScriptConfig {
  readonly file?: unknown;
  readonly source?: unknown;
}

/** By name: `onUpdate`. */
function scriptsIn(files: Files): Map<string, string> {
  const scripts = new Map<string, string>();
  for (const [path, bytes] of files) {
    const name = new RegExp(`^script/${scriptFolder}/(\\w+)\\.js$`).exec(path)?.[1];
    if (name !== undefined) scripts.set(name, bytes.toString());
  }
  return scripts;
}

function isConfiguration(path: string): boolean {
  return /^conf\/[^/]+\.json$/.test(path);
}

/** Copies a value with another one in the place of each object that has a file or a source. */
function mapScripts(value: unknown, change: (config: ScriptConfig) => object): unknown {
  if (Array.isArray(value)) return value.map((each) => mapScripts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  const config = 'file' in value || 'source' in value ? change(value) : value;
  return Object.fromEntries(Object.entries(config).map(([key, each]) => [key, mapScripts(each, change)]));
}

function inlineOf(config: ScriptConfig, scripts: ReadonlyMap<string, string>): object {
  const { file, source } = config;
  if (typeof file === 'string' && source === undefined) {
    const name = new RegExp(`^(?:script/)?${scriptFolder}/(\\w+)\\.js$`).exec(file)?.[1];
    const text = name === undefined ? undefined : scripts.get(name);
    // As it stands: what its last statement gives is what an endpoint answers.
    return text === undefined ? config : renamed(config, 'file', 'source', marked(name!, text));
  }
  if (typeof source !== 'string') return config;
  let inlined = source;
  // From the end, so that the places before it stay where they are.
  for (const { script: name, start, end, used } of requireCalls(source).reverse()) {
    const text = scripts.get(name);
    if (text === undefined || used) continue;
    inlined = source.slice(0, start) + markedCall(name, text) + inlined.slice(end);
  }
  return { ...config, source: inlined };
}

function marked(name: string, text: string): string {
  return `${mark(name, 'begin')}\n${text.trimEnd()}\n${mark(name, 'end')}`;
}

/**
 * An expression that can stand wherever the call of `require` stood, and gives an object without anything in it, as that did. In a
 * scope of its own: each of our scripts declares the same variables. `(function` would call what a line before it without
 * a semicolon gives, and a new line before `new` would end a `return`.
 */
function markedCall(name: string, text: string): string {
  return `${mark(name, 'begin')} new function () {\n${text.trimEnd()}\n}()\n${mark(name, 'end')}`;
}

function mark(name: string, which: 'begin' | 'end'): string {
  return `/* ${scriptFolder}/${name}: ${which} */`;
}

const block = `/\\* ${scriptFolder}/(\\w+): begin \\*/([\\s\\S]*?)/\\* ${scriptFolder}/\\1: end \\*/`;

/** How the text between the marks begins that stands for a call: by markedCall, and of bundles before it a statement. */
const call = /^(?: new function \(\) \{|\n(?<statement>\(function \(\) \{))/;

function outlineOf(config: ScriptConfig): object {
  const { source } = config;
  if (typeof source !== 'string') return config;
  const [, whole, within] = new RegExp(`^${block}$`).exec(source) ?? [];
  // A block that ends early is the whole text of another one.
  const alone = whole !== undefined && !within!.includes(mark(whole, 'end'));
  if (alone && !call.test(within!)) return renamed(config, 'source', 'file', `${scriptFolder}/${whole}.js`);
  const lines = source.replace(new RegExp(block, 'g'), (_found, name: string, text: string) => {
    const semicolon = call.exec(text)?.groups?.statement === undefined ? '' : ';';
    return `require('${scriptFolder}/${name}')${semicolon}`;
  });
  return { ...config, source: lines };
}

/** Puts another key with its value in the place of one. */
function renamed(config: object, from: string, to: string, value: string): object {
  return Object.fromEntries(Object.entries(config).map(([key, each]) => (key === from ? [to, value] : [key, each])));
}

interface Settings {
  scripts?: string;
  readonly delivery?: { readonly mode?: string };
}

/** Says in the settings where the scripts are, for the hooks then leave the delivery to the schedule. */
function settingsWith(settings: Settings): Problem[] {
  settings.scripts = 'inline';
  const mode = settings.delivery?.mode;
  if (mode === undefined || mode === 'background') return [];
  const what = `the mode ${mode} delivers within the request, for which the hooks load a script that is a file`;
  return [{ code: 'scripts-needed', file: settingsFile, pointer: '/delivery/mode', what, mend: filesMend }];
}

const filesMend =
  'Bring script/idcs-password-sync of the bundle to every node (an image, a mounted volume), and say --scripts files.';

/** What still names a file of ours. */
function left(value: unknown, path: string, keys: (string | number)[] = []): Problem[] {
  if (typeof value === 'string') {
    const named = new RegExp(`\\b${scriptFolder}/\\w`);
    // With a number in the place of a block the rest can still be parsed.
    const rest = value.replace(new RegExp(block, 'g'), '0');
    if (!named.test(rest) || !named.test(withoutComments(rest))) return [];
    const what = 'names a script of the bundle in a way that can not be put into the configuration';
    return [{ code: 'scripts-needed', file: path, pointer: pointerOf(keys), what, mend: filesMend }];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, each]) => left(each, path, [...keys, key]));
}

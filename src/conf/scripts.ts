import { nearest } from '../environment/nearest';
import { defaultScripts } from './default-scripts';
import { error, warning, type Path, type Remark } from './finding';
import { parseScript, requiredBy, type Fault } from './javascript';
import type { Context } from './kind';
import { everyValue } from './place';
import { hasReference, isMap, type JsonMap } from './values';

/**
 * The names, MIME types and language names of IDM's two script engines: Utils.findScriptEngineFactory of ForgeRock's commons asks
 * RhinoScriptEngineFactory and GroovyScriptEngineFactory for them, and minds upper and lower case.
 */
const javaScriptTypes = [
  ...['text/javascript', 'application/javascript', 'text/ecmascript', 'application/ecmascript'],
  ...['javascript', 'JavaScript', 'ecmascript', 'ECMAScript', 'js', 'rhino'],
];
const groovyTypes = ['groovy', 'Groovy', 'application/x-groovy'];
const types: ReadonlySet<string> = new Set([...javaScriptTypes, ...groovyTypes]);
const javaScript: ReadonlySet<string> = new Set(javaScriptTypes);

/** The folder of our own scripts: of these a bundle holds all. */
export const ownFolder = 'idcs-password-sync/';

/**
 * The scripts of a file: those at the places that the kind names, and whatever else looks like one.
 */
export function* scriptsIn(value: JsonMap, named: Iterable<Path>, context: Context): Generator<Remark> {
  const seen = new Set<string>();
  for (const at of named) {
    seen.add(at.join('\0'));
    yield* scriptRemarks(valueAt(value, at), at, context);
  }
  for (const [at, each] of everyValue(value)) {
    if (!isMap(each) || seen.has(at.join('\0')) || !types.has(String(each.type))) continue;
    if (typeof each.file === 'string' || typeof each.source === 'string') yield* scriptRemarks(each, at, context);
  }
}

function valueAt(value: unknown, at: Path): unknown {
  return at.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

/** One script, as ScriptRegistryService.takeScript of OpenIDM's openidm-script and ScriptRegistryImpl of the commons take it. */
function* scriptRemarks(script: unknown, at: Path, context: Context): Generator<Remark> {
  if (!isMap(script)) {
    const mend = 'Write {"type": "text/javascript", "file": "NAME.js"}, or "source" in place of "file".';
    yield error('not-a-script', at, 'has to be a script and is none', mend);
    return;
  }
  const { type, file, source } = script;
  if (file === undefined && source === undefined && script.name === undefined) {
    yield error(
      'no-script',
      at,
      'is a script without "file" and without "source"',
      'Name the file, or write the source.',
    );
    return;
  }
  if (typeof file === 'string' && typeof source === 'string') {
    yield warning('two-scripts', at, 'has "file" and "source", and IDM runs the source', 'Keep one of the two.');
  }
  yield* typeRemarks(script, at);
  if (source !== undefined) yield* sourceRemarks(source, type, [...at, 'source'], context);
  else if (file !== undefined) yield* fileRemarks(file, type, [...at, 'file'], context);
}

function* typeRemarks({ type, file, source }: JsonMap, at: Path): Generator<Remark> {
  if (type === undefined) {
    // ScriptRegistryImpl: "Embedded script must have type". Of a file, the end of its name tells.
    if (source !== undefined && file === undefined) {
      yield error(
        'missing-key',
        [...at, 'type'],
        'the key "type" is missing, which an inline source needs',
        'Add "type": "text/javascript".',
      );
    }
  } else if (typeof type !== 'string' || (!types.has(type) && !hasReference(type))) {
    const meant = typeof type === 'string' ? nearest(type, types) : undefined;
    const mend = meant ? `Did you mean "${meant}"?` : `Write "text/javascript" or "groovy".`;
    yield error('script-type', [...at, 'type'], `IDM has no script engine for ${JSON.stringify(type)}`, mend);
  } else if (typeof file === 'string' && source === undefined) {
    const ending = /\.(js|groovy)$/.exec(file)?.[1];
    if ((ending === 'js' && !javaScript.has(type)) || (ending === 'groovy' && javaScript.has(type))) {
      yield error(
        'script-type',
        [...at, 'type'],
        `says "${type}" of the file "${file}"`,
        'Write the type that the file is of.',
      );
    }
  }
}

function* sourceRemarks(source: unknown, type: unknown, at: Path, context: Context): Generator<Remark> {
  if (typeof source !== 'string') {
    yield error(
      'wrong-type',
      at,
      'has to be a text: the source of the script',
      'Write the source as one text, lines parted by \\n.',
    );
    return;
  }
  if (!javaScript.has(String(type)) || hasReference(source)) return;
  const { program, faults } = parseScript(source);
  for (const fault of faults) yield syntax(fault, at);
  if (!program) return;
  for (const { name } of requiredBy(program)) {
    const state = context.site.script(name.endsWith('.js') ? name : `${name}.js`);
    if (state === 'missing' || (state === 'unknown' && name.startsWith(ownFolder))) {
      yield error('no-such-script', at, `requires "${name}", which is not there`, guess(`${name}.js`));
    }
  }
}

function syntax({ what, line, column }: Fault, at: Path): Remark {
  const where = line === 1 ? `at its letter ${column}` : `at its line ${line}, column ${column}`;
  return error('script-syntax', at, `is no JavaScript that IDM could run: ${what} ${where}`, 'Mend the script.');
}

function* fileRemarks(file: unknown, type: unknown, at: Path, context: Context): Generator<Remark> {
  if (typeof file !== 'string' || file === '') {
    yield error('wrong-type', at, 'has to be the name of a script', 'Write the name of a file below script.');
    return;
  }
  if (hasReference(file)) return;
  if (file.includes('\\')) {
    yield error('script-path', at, `"${file}" has backslashes`, 'Write / between folders, on Windows too.');
    return;
  }
  const state = context.site.script(file);
  if (state === 'missing') {
    yield error(
      'no-such-script',
      at,
      `there is no script "${file}", neither in the project nor in the installation`,
      guess(file),
    );
  } else if (state === 'unknown') {
    yield* unseen(file, at, context);
  } else {
    yield* contentRemarks(file, type, at, context);
  }
}

/** A script that may stand where we can't look. A bundle names the customer's: of those only ours have to be in it. */
function* unseen(file: string, at: Path, { site, closed }: Context): Generator<Remark> {
  if (file.startsWith(ownFolder)) {
    yield error('no-such-script', at, `there is no script "${file}"`, 'Build the bundle again.');
  } else if (site.kind !== 'bundle' && closed) {
    const what = `"${file}" is neither in the project nor one of IDM's own scripts`;
    yield warning('script-not-seen', at, what, `${guess(file)} --idm FOLDER names an installation to look in as well.`);
  }
}

/** A script of the project that does not parse fails when it is called, not when it is loaded: the best moment to tell is now. */
function* contentRemarks(file: string, type: unknown, at: Path, { site }: Context): Generator<Remark> {
  const own = site.ownScript(file);
  if (
    own === undefined ||
    own.endsWith('.groovy') ||
    !(type === undefined ? own.endsWith('.js') : javaScript.has(String(type)))
  )
    return;
  const text = site.read(own)?.toString('utf8') ?? '';
  for (const { what, line, column } of parseScript(text).faults) {
    yield error(
      'script-syntax',
      at,
      `${own}:${line}:${column} is no JavaScript that IDM could run: ${what}`,
      'Mend the script.',
    );
  }
}

function guess(file: string): string {
  const meant = nearest(file, defaultScripts);
  return meant && meant !== file ? `Did you mean "${meant}"?` : 'Check the name, or add the file below script.';
}

import type { JsonText } from '../../environment/json-text';
import { pointerOf, throwIfAny, type Problem } from '../../environment/problem';
import type { EnvironmentSettings } from '../../environment/settings';
import { chainingOf, type Chaining } from './chain';
import { checked } from './checked';
import { hookConfig, hookNames, type HookName } from './hooks';
import { JsonEdit } from './json-edit';

type ManagedObject = Record<string, unknown>;
type Mode = EnvironmentSettings['delivery']['mode'];

/**
 * The customer's managed.json with our hooks in the named objects and every other byte as it was. What it gives back
 * stays the same when it is merged again.
 *
 * Throws a KnownFailure with every reason why it can't be: `no-managed-objects`, `no-managed-object`,
 * `no-password-property`, `strict-with-hash`, `plain-password`, `hook-not-chained`, `hook-not-ascii`.
 */
export function mergeManaged(
  json: JsonText,
  names: readonly string[],
  passwordProperty: string,
  mode: Mode = 'background',
  scripts: ReadonlyMap<string, Buffer> = new Map(),
): string {
  const objects = objectsOf(json);
  const problems: Problem[] = [];
  const steps: Step[] = [];
  for (const name of names) {
    const index = objects.findIndex((object) => object.name === name);
    const object = objects[index];
    if (!object) {
      problems.push({
        code: 'no-managed-object',
        file: json.file,
        pointer: '/objects',
        what: `there is no managed object "${name}"`,
        mend: `Correct managedObjects of the environment. There are: ${objects.map((each) => each.name).join(', ')}.`,
      });
      continue;
    }
    problems.push(...passwordObjections(object, index, passwordProperty, mode, json.file));
    for (const hook of hookNames) {
      const chaining = object[hook] === undefined ? undefined : chainingOf(object[hook], hook);
      if (chaining?.kind === 'impossible') {
        const pointer = pointerOf(['objects', index, hook]);
        problems.push({ code: 'hook-not-chained', file: json.file, pointer, what: chaining.what, mend: chaining.mend });
      }
      if (chaining?.kind === 'file') problems.push(...encodingObjections(object, index, hook, scripts, json.file));
      steps.push({ index, hook, chaining });
    }
  }
  throwIfAny(problems);
  return merged(json, steps);
}

function objectsOf(json: JsonText): ManagedObject[] {
  const objects = (json.value as { objects?: unknown } | null)?.objects;
  if (Array.isArray(objects) && objects.every((each) => typeof each === 'object' && each !== null)) return objects;
  const what = 'holds no list "objects" of managed objects';
  const mend = "Name the conf directory that holds IDM's own managed.json.";
  throwIfAny([{ code: 'no-managed-objects', file: json.file, pointer: '/objects', what, mend }]);
  return [];
}

/**
 * Whether the password that a hook sees is the one that IDM stores, in each of these objects: a script could change it on the
 * way. (onStore runs after onUpdate and onCreate.)
 */
export function storesWhatHooksSee(json: JsonText, names: readonly string[], property: string): boolean {
  const named = objectsOf(json).filter((object) => names.includes(String(object.name)));
  return named.every((object) => !object.onStore && !passwordOf(object, property)?.onStore);
}

function passwordOf(object: ManagedObject, property: string): Record<string, unknown> | null | undefined {
  const schema = object.schema as { properties?: Record<string, Record<string, unknown> | null> } | undefined;
  return schema?.properties?.[property];
}

function passwordObjections(
  object: ManagedObject,
  index: number,
  property: string,
  mode: Mode,
  file: string,
): Problem[] {
  const password = passwordOf(object, property);
  const pointer = pointerOf(['objects', index, 'schema', 'properties', property]);
  const objection = (code: string, what: string, mend: string) => [{ code, file, pointer, what, mend }];
  if (!password) {
    const mend = 'Name the property that holds the password under user.password of the environment.';
    return objection('no-password-property', `"${object.name}" has no property "${property}"`, mend);
  }
  if (password.secureHash && mode === 'strict') {
    const what = 'IDM keeps a hash of this password, and the strict mode needs one that it can give to Oracle again';
    const mend = 'Give the property an "encryption" in place of "secureHash", or choose another delivery.mode.';
    return objection('strict-with-hash', what, mend);
  }
  if (!password.encryption && !password.secureHash) {
    const mend = 'Give the property an "encryption", as IDM\'s own managed.json has it.';
    return objection('plain-password', 'IDM would keep this password neither encrypted nor hashed', mend);
  }
  return [];
}

/** IDM reads the file of a hook as UTF-8, and the same file as Latin-1 when a script requires it. */
function encodingObjections(
  object: ManagedObject,
  index: number,
  hook: HookName,
  scripts: ReadonlyMap<string, Buffer>,
  file: string,
): Problem[] {
  const script = (object[hook] as { file: string }).file;
  if (!scripts.get(script)?.some((byte) => byte > 0x7f)) return [];
  return [
    {
      code: 'hook-not-ascii',
      file,
      pointer: pointerOf(['objects', index, hook, 'file']),
      what: `names ${script}, which holds characters beyond ASCII; IDM reads them wrongly once the hook is chained`,
      mend: 'Write them as \\uXXXX in that script.',
    },
  ];
}

interface Step {
  readonly index: number;
  readonly hook: HookName;
  /** Undefined for a hook that the customer does not have. */
  readonly chaining: Chaining | undefined;
}

/** Edits the text and, apart from it, the value; both have to agree in the end, or something else was touched. */
function merged(json: JsonText, steps: readonly Step[]): string {
  const edit = new JsonEdit(json.text);
  const expected = JSON.parse(json.text) as { objects: ManagedObject[] };
  for (const { index, hook, chaining } of steps) {
    const path = ['objects', index, hook];
    const object = expected.objects[index]!;
    const config = object[hook] as { source: string };
    if (chaining === undefined) {
      edit.insert(path, hookConfig(hook), standsBeforeHooks);
      object[hook] = hookConfig(hook);
    } else if (chaining.kind === 'source') {
      edit.extendString([...path, 'source'], chaining.before, chaining.after);
      config.source = chaining.before + config.source + chaining.after;
    } else if (chaining.kind === 'file') {
      edit.replaceProperty([...path, 'file'], 'source', chaining.source);
      object[hook] = { ...without(config, 'file'), source: chaining.source };
    }
  }
  return checked(json, edit, expected);
}

function without(config: object, key: string): object {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}

/** A new hook goes behind the hooks that are there, else behind the name. */
function standsBeforeHooks(key: string): boolean {
  return key === 'name' || /^(on|post)[A-Z]/.test(key);
}

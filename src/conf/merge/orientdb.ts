import type { JsonText } from '../../environment/json-text';
import { pointerOf, throwIfAny, type Problem } from '../../environment/problem';
import type { EnvironmentSettings } from '../../environment/settings';
import { checked, isRecord } from './checked';
import { JsonEdit } from './json-edit';

interface Index {
  propertyName: string;
  propertyType: 'string';
  indexType: 'unique' | 'notunique';
}

type Classes = Record<string, { index: Index[] }>;

/**
 * The classes to declare for our repository paths. Without the unique index OrientDB accepts two records of one id.
 */
export function orientdbClasses({ path, keysPath }: EnvironmentSettings['outbox']): Classes {
  const id: Index = { propertyName: '_openidm_id', propertyType: 'string', indexType: 'unique' };
  const due: Index = { propertyName: 'due', propertyType: 'string', indexType: 'notunique' };
  return { [className(path)]: { index: [id, due] }, [className(keysPath)]: { index: [id] } };
}

function className(path: string): string {
  return path.replace(/^repo\//, '').replace(/\//g, '_');
}

/**
 * The customer's repo.orientdb.json with our classes declared and every other byte as it was.
 *
 * Throws a KnownFailure when what is declared already contradicts: `orientdb-class`.
 */
export function mergeOrientdb(json: JsonText, classes: Classes): string {
  const edit = new JsonEdit(json.text);
  const expected = JSON.parse(json.text) as { dbStructure?: { orientdbClass?: Record<string, unknown> } };
  const problems: Problem[] = [];
  const declared = declaredClasses(json, problems);
  for (const [name, { index }] of Object.entries(classes)) {
    const path = ['dbStructure', 'orientdbClass', name];
    const present = declared?.[name] as { index?: unknown } | undefined;
    if (present === undefined) {
      edit.insert(path, { index });
      ((expected.dbStructure ??= {}).orientdbClass ??= {})[name] = { index };
      continue;
    }
    if (isRecord(present) && present.index === undefined) {
      edit.insert([...path, 'index'], index);
      expected.dbStructure!.orientdbClass![name] = { ...present, index };
      continue;
    }
    const list = indexesOf(present);
    for (const wanted of index) {
      const same = list?.find((each) => each.propertyName === wanted.propertyName);
      if (!list || (same && same.indexType !== wanted.indexType)) {
        problems.push(
          contradiction(
            json.file,
            [...path, 'index'],
            `has no ${wanted.indexType} index on ${wanted.propertyName}`,
            wanted,
          ),
        );
      } else if (!same) {
        edit.insert([...path, 'index', list.length], wanted);
        list.push(wanted);
        expected.dbStructure!.orientdbClass![name] = { ...present, index: list };
      }
    }
  }
  throwIfAny(problems);
  return checked(json, edit, expected);
}

function declaredClasses(json: JsonText, problems: Problem[]): Record<string, unknown> | undefined {
  let at: unknown = json.value;
  const path: string[] = [];
  for (const key of ['dbStructure', 'orientdbClass']) {
    at = isRecord(at) ? at[key] : undefined;
    path.push(key);
    if (at !== undefined && !isRecord(at)) problems.push(contradiction(json.file, path, 'is not an object', {}));
    if (!isRecord(at)) return undefined;
  }
  return at as Record<string, unknown>;
}

function indexesOf(present: unknown): Partial<Index>[] | undefined {
  const index = isRecord(present) ? present.index : undefined;
  return Array.isArray(index) && index.every(isRecord) ? [...(index as Partial<Index>[])] : undefined;
}

function contradiction(file: string, path: string[], what: string, wanted: object): Problem {
  return {
    code: 'orientdb-class',
    file,
    pointer: pointerOf(path),
    what,
    mend: `Write ${JSON.stringify(wanted)} there.`,
  };
}

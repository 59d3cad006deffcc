import { nearest } from '../../environment/nearest';
import { error, warning, type Path, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import schema from '../schemas/sync.json';
import { managedNames, systemRemark } from '../systems';
import { unknownName } from '../unknown';
import { hasReference, isMap, isSet, listOf, mapOf, textOf, type JsonMap } from '../values';

/** Situation and ReconAction of OpenIDM's openidm-core. */
const situations = [
  ...['CONFIRMED', 'FOUND', 'FOUND_ALREADY_LINKED', 'ABSENT', 'AMBIGUOUS', 'MISSING', 'UNQUALIFIED', 'SOURCE_IGNORED'],
  ...['TARGET_IGNORED', 'UNASSIGNED', 'SOURCE_MISSING', 'LINK_ONLY', 'ALL_GONE'],
];
const actions = ['CREATE', 'UPDATE', 'DELETE', 'LINK', 'UNLINK', 'EXCEPTION', 'REPORT', 'NOREPORT', 'ASYNC', 'IGNORE'];

const mappingScripts = [
  ...[
    'validSource',
    'validTarget',
    'onCreate',
    'onUpdate',
    'onDelete',
    'onLink',
    'onUnlink',
    'onError',
    'defaultMapping',
  ],
  ...['postMapping', 'onRecon', 'result', 'correlationScript'],
];

/** sync.json, as Mappings, ObjectMapping, Policy and PropertyMapping of OpenIDM's openidm-core read it. */
export const sync: Kind = { service: 'sync', files: 'one', schema, scripts, check };

function* scripts({ mappings }: JsonMap): Generator<Path> {
  for (const [index, each] of listOf(mappings).entries()) {
    const mapping = mapOf(each);
    const at: Path = ['mappings', index];
    for (const key of mappingScripts) if (isMap(mapping[key]) && !hasExpression(mapping[key])) yield [...at, key];
    yield* correlations(mapping.correlationQuery, [...at, 'correlationQuery']);
    for (const [position, property] of listOf(mapping.properties).entries()) {
      if (isSet(mapOf(property).transform)) yield [...at, 'properties', position, 'transform'];
    }
    for (const [position, policy] of listOf(mapping.policies).entries()) {
      for (const key of ['action', 'postAction'])
        if (isMap(mapOf(policy)[key])) yield [...at, 'policies', position, key];
    }
  }
}

function* correlations(query: unknown, at: Path): Generator<Path> {
  if (Array.isArray(query)) for (const index of query.keys()) yield [...at, index];
  else if (isMap(query)) yield at;
}

/** Later versions can write some of these as a query in place of a script. */
function hasExpression(value: unknown): boolean {
  return (
    ['expressionTree', '_queryFilter', 'linkQualifier'].some((key) => key in mapOf(value)) &&
    mapOf(value).type === undefined
  );
}

function* check({ value }: ConfFile, context: Context): Generator<Remark> {
  const mappings = listOf(value.mappings).map(mapOf);
  const names = mappings.map(({ name }) => textOf(name));
  for (const [index, mapping] of mappings.entries()) {
    const at: Path = ['mappings', index];
    if (names[index] !== undefined && names.indexOf(names[index]) !== index) {
      yield error(
        'name-twice',
        [...at, 'name'],
        `"${names[index]}" is the name of another mapping above`,
        'Give it a name of its own.',
      );
    }
    for (const key of ['source', 'target'] as const) yield* resourceRemarks(mapping[key], [...at, key], context);
    yield* linkRemarks(mapping, at, names);
    yield* policyRemarks(mapping, at);
  }
}

function* resourceRemarks(path: unknown, at: Path, context: Context): Generator<Remark> {
  if (typeof path !== 'string' || hasReference(path)) return;
  if (!path.includes('/')) {
    yield error('wrong-value', at, `"${path}" is no set of objects`, 'Write "managed/user" or "system/NAME/TYPE".');
    return;
  }
  const name = /^managed\/([^/]+)/.exec(path)?.[1];
  const names = managedNames(context);
  if (name !== undefined && names && !names.includes(name)) {
    const meant = nearest(name, names);
    const what = `there is no managed object "${name}"`;
    yield error('no-such-object', at, what, meant ? `Did you mean "managed/${meant}"?` : 'Name one of managed.json.');
  }
  yield* systemRemark(path, at, context);
}

function* linkRemarks({ links, name }: JsonMap, at: Path, names: readonly (string | undefined)[]): Generator<Remark> {
  if (typeof links !== 'string' || links === '' || links === name || names.includes(links) || hasReference(links))
    return;
  const known = names.filter((each) => each !== undefined);
  yield unknownName(links, known, [...at, 'links'], {
    code: 'no-such-mapping',
    what: `there is no mapping "${links}" whose links it could share`,
    closed: false,
  });
}

function* policyRemarks({ policies, correlationQuery, correlationScript }: JsonMap, at: Path): Generator<Remark> {
  const seen = new Set<string>();
  for (const [index, policy] of listOf(policies).entries()) {
    const { situation, action, condition } = mapOf(policy);
    const place = [...at, 'policies', index];
    if (typeof situation === 'string' && !hasReference(situation)) {
      const name = situation.toUpperCase();
      if (!situations.includes(name)) {
        const what = `there is no situation "${situation}"`;
        yield unknownName(situation, situations, [...place, 'situation'], { code: 'wrong-value', what, closed: true });
      } else if (seen.has(name)) {
        yield warning(
          'policy-twice',
          [...place, 'situation'],
          `"${situation}" has another policy above without a condition, which wins`,
          'Keep one of the two.',
        );
      }
      if (condition === undefined) seen.add(name);
    }
    if (typeof action === 'string' && !actions.includes(action.toUpperCase()) && !hasReference(action)) {
      const what = `there is no action "${action}"`;
      yield unknownName(action, actions, [...place, 'action'], { code: 'wrong-value', what, closed: true });
    }
  }
  if (correlationQuery !== undefined && correlationScript !== undefined) {
    yield error(
      'two-correlations',
      [...at, 'correlationScript'],
      'stands beside "correlationQuery", and IDM refuses both at once',
      'Keep one of the two.',
    );
  }
}

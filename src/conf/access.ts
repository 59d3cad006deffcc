import type { Program } from 'acorn';
import { parse } from 'acorn';
import { nearest } from '../environment/nearest';
import { platformFacts } from '../platform';
import { readAccessScript, type Rule } from './access-script';
import { error, warning, type Path, type Remark } from './finding';
import { walk, type AnyNode } from './javascript';
import type { ConfFile, Context, Kind } from './kind';
import schema from './schemas/access.json';
import { slipOf, unknownName } from './unknown';
import { listOf, mapOf } from './values';

/** What can be asked for, besides `*`: router-authz.js compares with the request's method, and `script` is one of system/. */
const methods = ['create', 'read', 'update', 'delete', 'patch', 'query', 'action', 'script'];

const keys = ['pattern', 'roles', 'methods', 'actions', 'customAuthz', 'excludePatterns'];

/** What a rule may call: functions of OpenIDM 7.0.1's bin/defaults/script/router-authz.js, and what it has at hand. */
const known = [
  ...['isMyTask', 'join', 'isUserCandidateForTask', 'canUpdateTask', 'isProcessOnUsersList', 'isAllowedToStartProcess'],
  ...[
    'isOneOfMyWorkflows',
    'isQueryOneOf',
    'checkIfUIIsEnabled',
    'ownDataOnly',
    'restrictPatchToFields',
    'getChangedValues',
  ],
  ...[
    'onlyEditableManagedObjectProperties',
    'reauthIfProtectedAttributeChange',
    'managedUserRestrictedToAllowedProperties',
  ],
  ...[
    'disallowQueryExpression',
    'disallowCommandAction',
    'isSelfServiceRequest',
    'isAJAXRequest',
    'contains',
    'containsItem',
  ],
  ...['containsItems', 'containsIgnoreCase', 'matchesResourceIdPattern', 'passesAccessConfig', 'allow'],
  ...['ownRelationship', 'ownRelationshipProperty', 'ownRelationshipCollection', 'isReportOnSelf', 'hasPrivileges'],
  ...[
    'String',
    'Number',
    'Boolean',
    'Array',
    'Object',
    'Date',
    'RegExp',
    'JSON',
    'Math',
    'parseInt',
    'require',
    'load',
  ],
];

/** conf/access.json of ForgeRock IDM 7 and PingIDM: the rules of script/access.js as JSON. */
export const access: Kind = { service: 'access', files: 'one', schema, check };

function* check({ value }: ConfFile, context: Context): Generator<Remark> {
  const facts = platformFacts[context.site.platform];
  if (facts.accessFile !== 'conf/access.json') {
    const what = `${facts.name} does not read this file: its rules stand in ${facts.accessFile}`;
    yield warning('not-on-platform', [], what, `Write the rules into ${facts.accessFile}.`);
  }
  for (const [index, each] of listOf(value.configs).entries()) yield* ruleRemarks(mapOf(each), ['configs', index], []);
}

/** A remark on script/access.js, with its place in that text. */
export interface ScriptRemark extends Remark {
  readonly line: number;
  readonly column: number;
}

/** What is to be said of script/access.js, where the platform reads it. */
export function accessScriptRemarks(text: string): ScriptRemark[] {
  const { rules, functions, faults } = readAccessScript(text);
  const found = faults.map(({ line, column, code, what, mend }) => ({ ...error(code, [], what, mend), line, column }));
  for (const [index, rule] of rules.entries()) {
    const at: Path = ['configs', index];
    for (const remark of [...keyRemarks(rule, at), ...ruleRemarks(rule.values, at, functions)]) {
      const place = rule.places[String(remark.at[2])] ?? rule.place;
      found.push({ ...remark, ...place });
    }
  }
  return found;
}

function* keyRemarks({ values, places }: Rule, at: Path): Generator<Remark> {
  for (const key of Object.keys(places)) {
    if (keys.includes(key)) continue;
    yield unknownName(key, keys, [...at, key], {
      code: 'unknown-key',
      what: `no rule has a key "${key}"`,
      closed: slipOf(key, keys) !== undefined,
    });
  }
  for (const key of ['pattern', 'roles', 'methods', 'actions']) {
    if (!(key in places))
      yield error('missing-key', [...at, key], `the key "${key}" is missing`, 'Add it; "*" stands for all.');
    else if (key in values && typeof values[key] !== 'string') {
      yield error('wrong-type', [...at, key], 'has to be a text', 'Write it in one text, parted by commas.');
    }
  }
}

/** One rule, as router-authz.js uses it: it splits at commas and trims nothing. */
function* ruleRemarks(
  rule: Readonly<Record<string, unknown>>,
  at: Path,
  functions: readonly string[],
): Generator<Remark> {
  for (const key of ['roles', 'methods', 'actions', 'excludePatterns']) {
    const text = rule[key];
    if (typeof text === 'string' && /\s,|,\s|^\s|\s$/.test(text)) {
      yield error(
        'blank-in-list',
        [...at, key],
        'has a blank beside a comma, and IDM takes it for a part of the name',
        'Write "read,query".',
      );
    }
  }
  if (typeof rule.methods === 'string' && rule.methods !== '*') {
    for (const name of rule.methods.split(',').map((each) => each.trim())) {
      if (name === '' || methods.includes(name.toLowerCase()) || name === '*') continue;
      yield unknownName(name, methods, [...at, 'methods'], {
        code: 'wrong-value',
        what: `there is no method "${name}"`,
        closed: true,
      });
    }
  }
  if (typeof rule.pattern === 'string' && /\*./.test(rule.pattern)) {
    const what = 'has a "*" that is not its end, where it stands for itself';
    yield warning('wrong-value', [...at, 'pattern'], what, 'Write "managed/*", or one rule for each.');
  }
  if (typeof rule.customAuthz === 'string') yield* customRemarks(rule.customAuthz, [...at, 'customAuthz'], functions);
}

function* customRemarks(text: string, at: Path, functions: readonly string[]): Generator<Remark> {
  let program: Program;
  try {
    program = parse(text, { ecmaVersion: 2022 });
  } catch (failure) {
    const what = `is no JavaScript: ${(failure as Error).message.replace(/ \(\d+:\d+\)$/, '')}`;
    yield error('script-syntax', at, what, 'Mend the expression; nobody passes this rule.');
    return;
  }
  const called = new Set<string>();
  walk(program, (node) => {
    const callee = node.callee as AnyNode | undefined;
    if (node.type === 'CallExpression' && callee?.type === 'Identifier') called.add(String(callee.name));
  });
  for (const name of called) {
    if (known.includes(name) || functions.includes(name)) continue;
    const meant = nearest(name, [...functions, ...known]);
    const mend = meant ? `Did you mean "${meant}"?` : 'Define it in access.js, or call one of router-authz.js.';
    yield error('no-such-function', at, `calls "${name}", which is not defined`, mend);
  }
}

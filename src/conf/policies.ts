import { nearest } from '../environment/nearest';
import { error, warning, type Path, type Remark } from './finding';
import type { Context } from './kind';
import { hasReference, inProse, isMap, listOf, mapOf, textOf } from './values';

/** The policies of OpenIDM 7.0.1 (bin/defaults/script/policy.js), each with the parameters that it can't do without. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  required: [],
  'not-empty': [],
  'max-attempts-triggers-lock-cooldown': ['max', 'numMinutes', 'dateTimeField'],
  unique: [],
  'no-internal-user-conflict': [],
  regexpMatches: ['regexp'],
  'valid-type': ['types'],
  'valid-date': [],
  'valid-email-address-format': [],
  'valid-name-format': [],
  'valid-phone-format': [],
  'at-least-X-capitals': ['numCaps'],
  'at-least-X-numbers': ['numNums'],
  'minimum-length': ['minLength'],
  'cannot-contain-others': ['disallowedFields'],
  'cannot-contain-characters': ['forbiddenChars'],
  'cannot-contain-duplicates': [],
  'mapping-exists': [],
};

/** What Ping's documentation adds to them. */
const documentedForPing = [
  ...[
    'maximum-length',
    'minimum-number',
    'maximum-number',
    'valid-number',
    'valid-boolean',
    'valid-int',
    'valid-array-items',
  ],
  ...[
    'valid-accountStatus',
    'valid-permissions',
    'valid-query-filter',
    'valid-temporal-constraint',
    'valid-json',
    'valid-duration',
  ],
  ...['valid-event-scripts', 'valid-metric-name', 're-auth-required', 'is-new', 'not-internal', 'password-expiration'],
];

/** What parameters a number has to stand in. */
const numeric = new Set(['numCaps', 'numNums', 'minLength', 'max', 'numMinutes']);

interface KnownPolicies {
  readonly ids: ReadonlySet<string>;
  /** Whether there can be no others. */
  readonly closed: boolean;
}

const cache = new WeakMap<Context, KnownPolicies>();

/** The policies that can be named: IDM's own, and what the files that policy.json lists add by addPolicy. */
export function knownPolicies(context: Context): KnownPolicies {
  const known = cache.get(context) ?? readPolicies(context);
  cache.set(context, known);
  return known;
}

function readPolicies({ site, files, broken, closed }: Context): KnownPolicies {
  const ids = new Set([
    ...Object.keys(builtIn),
    ...(closed ? [] : documentedForPing),
    ...idsIn(site.policyScript ?? ''),
  ]);
  let complete = (closed || site.policyScript !== undefined) && !broken.has('policy');
  const { file, additionalFiles } = files.get('policy')?.value ?? {};
  // A policy script of the customer's own in place of IDM's may know anything.
  const own = typeof file === 'string' ? site.ownScript(file) : undefined;
  for (const path of [...listOf(additionalFiles), ...(own === undefined ? [] : [own])]) {
    const text = typeof path === 'string' ? site.read(path)?.toString('utf8') : undefined;
    if (text === undefined) complete = false;
    else for (const id of idsIn(text)) ids.add(id);
  }
  // A bundle may have no policy.json, and the installation that it is for one with policies of its own.
  if (!files.has('policy') && site.kind !== 'installation') complete = false;
  return { ids, closed: complete };
}

function idsIn(script: string): string[] {
  return [...script.matchAll(/["']?\bpolicyId["']?\s*:\s*(["'])((?:(?!\1).)+)\1/g)].map(([, , id]) => id!);
}

/** A list of policies of one property, in managed.json or policy.json. */
export function* policyRemarks(policies: unknown, at: Path, context: Context): Generator<Remark> {
  const { ids, closed } = knownPolicies(context);
  const seen = new Set<string>();
  for (const [index, policy] of listOf(policies).entries()) {
    const { policyId, params } = mapOf(policy);
    if (typeof policyId !== 'string' || hasReference(policyId)) continue;
    if (!ids.has(policyId)) {
      const what = `there is no policy "${policyId}", and IDM refuses every object with such a property`;
      const meant = nearest(policyId, ids);
      const mend = meant
        ? `Did you mean "${meant}"?`
        : `Add it by addPolicy in a file of policy.json's additionalFiles. Known are ${inProse([...ids])}.`;
      yield (closed ? error : warning)('no-such-policy', [...at, index, 'policyId'], what, mend);
    } else {
      yield* paramRemarks(policyId, params, [...at, index], context);
    }
    const key = JSON.stringify([policyId, params]);
    if (seen.has(key))
      yield warning('policy-twice', [...at, index], `"${policyId}" stands here twice`, 'Keep one of the two.');
    seen.add(key);
  }
}

function* paramRemarks(policyId: string, params: unknown, at: Path, { site }: Context): Generator<Remark> {
  const needed = builtIn[policyId];
  if (needed === undefined || (site.policyScript !== undefined && site.platform !== 'openidm-7')) return;
  for (const name of needed) {
    const value = mapOf(params)[name];
    const place = isMap(params) ? [...at, 'params', name] : [...at, 'params'];
    if (value === undefined) {
      const what = `"${policyId}" needs the parameter "${name}"`;
      yield error('missing-key', place, what, `Add "params": {"${name}": ...}.`);
    } else if (numeric.has(name) && !/^\d+$/.test(String(value)) && !hasReference(value)) {
      yield error('wrong-value', place, `"${name}" has to be a number`, 'Write a whole number.');
    }
  }
  const regexp = policyId === 'regexpMatches' ? textOf(mapOf(params).regexp) : undefined;
  if (regexp !== undefined && !compiles(regexp)) {
    yield error(
      'wrong-value',
      [...at, 'params', 'regexp'],
      'is no regular expression',
      'Mend it; \\ is written \\\\ in JSON.',
    );
  }
}

export function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

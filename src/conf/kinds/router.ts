import { error, warning, type Path, type Remark } from '../finding';
import type { ConfFile, Kind } from '../kind';
import { compiles } from '../policies';
import schema from '../schemas/router.json';
import { unknownName } from '../unknown';
import { hasReference, isSet, listOf, mapOf, type JsonMap } from '../values';

/** RequestType of ForgeRock's json-resource, in any case. */
const methods = ['create', 'read', 'update', 'delete', 'patch', 'action', 'query'];
const hooks = ['onRequest', 'onResponse', 'onFailure'];

/** router.json, as RouterConfig of OpenIDM's openidm-router reads it. */
export const router: Kind = { service: 'router', files: 'one', schema, scripts, check };

function* scripts({ filters }: JsonMap): Generator<Path> {
  for (const [index, filter] of listOf(filters).entries()) {
    for (const key of ['condition', ...hooks]) if (isSet(mapOf(filter)[key])) yield ['filters', index, key];
  }
}

function* check({ value }: ConfFile): Generator<Remark> {
  const filters = listOf(value.filters);
  for (const [index, filter] of filters.entries()) {
    const at: Path = ['filters', index];
    const { pattern, methods: listed } = mapOf(filter);
    if (hooks.every((hook) => mapOf(filter)[hook] === undefined)) {
      yield warning(
        'filter-without-script',
        at,
        'calls no script, and IDM passes over it',
        'Add "onRequest", "onResponse" or "onFailure".',
      );
    }
    if (typeof pattern === 'string' && !hasReference(pattern) && !compiles(pattern)) {
      yield error(
        'wrong-value',
        [...at, 'pattern'],
        'is no regular expression',
        'It is no glob: write "managed/user.*" for all below managed/user.',
      );
    }
    for (const [position, method] of listOf(listed).entries()) {
      if (typeof method !== 'string' || methods.includes(method.toLowerCase()) || hasReference(method)) continue;
      const what = `there is no method "${method}", and IDM drops all filters`;
      yield unknownName(method, methods, [...at, 'methods', position], { code: 'wrong-value', what, closed: true });
    }
  }
}

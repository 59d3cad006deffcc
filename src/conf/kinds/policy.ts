import { nearest } from '../../environment/nearest';
import { error, warning, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import { policyRemarks } from '../policies';
import schema from '../schemas/policy.json';
import { managedNames } from '../systems';
import { isMap, listOf, mapOf, textOf } from '../values';

/** policy.json, as PolicyService of OpenIDM's openidm-policy reads it and bin/defaults/script/policy.js uses it. */
export const policy: Kind = {
  service: 'policy',
  files: 'one',
  schema,
  scripts: ({ file, source }) => (file === undefined && source === undefined ? [] : [[]]),
  check,
};

function* check({ value }: ConfFile, context: Context): Generator<Remark> {
  const { site } = context;
  for (const [index, file] of listOf(value.additionalFiles).entries()) {
    // PolicyService reads them below the project folder, and goes on with a line in the log where one is missing.
    if (typeof file !== 'string' || site.read(file) !== undefined) continue;
    const what = `there is no file "${file}", and the policies that it adds are unknown`;
    const mend =
      site.script(file) === 'there'
        ? `Write "script/${file}": it counts from the project folder.`
        : 'Check the name; it counts from the project folder.';
    const level = site.kind === 'installation' || site.kind === 'project' ? error : warning;
    if (site.kind !== 'bundle') yield level('no-such-script', ['additionalFiles', index], what, mend);
  }
  const objects = managedNames(context);
  for (const [index, entry] of listOf(value.resources).entries()) {
    const { resource, properties } = mapOf(entry);
    const name = /^managed\/([^/*]+)/.exec(textOf(resource) ?? '')?.[1];
    if (name !== undefined && objects && !objects.includes(name)) {
      const meant = nearest(name, objects);
      const what = `there is no managed object "${name}"`;
      yield error(
        'no-such-object',
        ['resources', index, 'resource'],
        what,
        meant ? `Did you mean "managed/${meant}/*"?` : 'Name one of managed.json.',
      );
    }
    for (const [at, property] of listOf(properties).entries()) {
      if (isMap(property))
        yield* policyRemarks(property.policies, ['resources', index, 'properties', at, 'policies'], context);
    }
  }
}

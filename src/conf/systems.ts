import { nearest } from '../environment/nearest';
import { warning, type Path, type Remark } from './finding';
import type { ConfFile, Context } from './kind';
import { hasReference, mapOf, textOf } from './values';

/** The provisioner files by the name of their system. */
export function systems({ files }: Context): Map<string, ConfFile> {
  const found = new Map<string, ConfFile>();
  for (const file of files.values()) {
    if (file.id.service !== 'provisioner.openicf') continue;
    const name = textOf(file.value.name)?.trim() ?? file.id.alias;
    if (name) found.set(name, file);
  }
  return found;
}

/** The names of the managed objects; undefined when there is no list of them to be read. */
export function managedNames({ files }: Context): string[] | undefined {
  const objects = files.get('managed')?.value.objects;
  return Array.isArray(objects) ? objects.flatMap((object) => textOf(mapOf(object).name) ?? []) : undefined;
}

/**
 * Whether there is a provisioner for `system/NAME/TYPE`, and an object type of that name. Only a warning: the provisioner may be
 * a file of another bundle, or made over REST.
 */
export function* systemRemark(path: string, at: Path, context: Context): Generator<Remark> {
  const [, name, type] = /^\/?system\/([^/]+)(?:\/([^/]+))?/.exec(path) ?? [];
  if (
    name === undefined ||
    hasReference(path) ||
    [...context.broken].some((id) => id.startsWith('provisioner.openicf'))
  )
    return;
  const known = systems(context);
  const file = known.get(name);
  if (file === undefined) {
    const meant = nearest(name, known.keys());
    const what = `no provisioner of conf is called "${name}"`;
    yield warning(
      'no-such-system',
      at,
      what,
      meant ? `Did you mean "${meant}"?` : `Add provisioner.openicf-${name}.json.`,
    );
  } else if (type !== undefined && file.value.objectTypes !== undefined && !(type in mapOf(file.value.objectTypes))) {
    const meant = nearest(type, Object.keys(mapOf(file.value.objectTypes)));
    const what = `the provisioner "${name}" has no object type "${type}"`;
    yield warning('no-such-object-type', at, what, meant ? `Did you mean "${meant}"?` : 'Name one of its objectTypes.');
  }
}

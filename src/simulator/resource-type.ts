import type { Asked, AttributeSet } from './asked';
import { copyAt, pathNames, setAt, valueAt } from './attribute-path';
import type { JsonObject } from './json';

/** What Oracle's schema says of the attributes of a resource, as paths of names. All that is not named is returned: default. */
export interface ResourceType {
  /** The core schema, whose name may stand before an attribute. */
  schema: string;
  /** The attributes marked returned: always. */
  always: string[][];
  /** Those marked returned: request. */
  onRequest: string[][];
  /** Those marked returned: always within a complex attribute: they come with any part of it. */
  withParent: string[][];
  /** The paths that a list can be sorted by. */
  sortable: string[];
}

/**
 * A resource as Oracle shows it [D]: with all but what comes on request when nothing is asked for; else with the attributes
 * and the sets of attributes that are asked for, and always with what is marked so. `whole` has all that may ever be shown:
 * what is marked returned: never is no part of it, and so nobody can ask for it. A name that is asked for whole brings all
 * its parts, those on request too [I].
 */
export function shown(whole: JsonObject, type: ResourceType, asked: Asked | undefined): JsonObject {
  const byDefault = structuredClone(whole);
  for (const path of type.onRequest) setAt(byDefault, path, undefined);
  if (!asked) return byDefault;

  const wants = (set: AttributeSet) => asked.sets.includes(set) || asked.sets.includes('all');
  const view = wants('default') ? byDefault : {};
  const paths = [
    ...type.always,
    ...(wants('request') ? type.onRequest : []),
    ...asked.attributes.map((path) => pathNames(path, type.schema) ?? []),
  ];
  for (const path of paths) copyAt(whole, view, path);
  for (const path of type.withParent) if (valueAt(view, path.slice(0, -1)) !== undefined) copyAt(whole, view, path);
  return view;
}

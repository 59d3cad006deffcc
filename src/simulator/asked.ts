import type { Call } from './call';
import { ScimError } from './scim-error';

const attributeSets = ['all', 'always', 'never', 'request', 'default'] as const;
export type AttributeSet = (typeof attributeSets)[number];

/** What a client asks to be shown of a resource: attributes by their paths, and sets by when Oracle returns their members. */
export interface Asked {
  attributes: string[];
  sets: AttributeSet[];
}

/**
 * Reads `attributes` and `attributeSets`, which are lists in a search request and, separated by commas or repeated, in a
 * query. Undefined when nothing is asked for; 400 for a set that Oracle does not have [I].
 */
export function askedIn({ attributes, attributeSets: sets }: Record<string, unknown>): Asked | undefined {
  const asked = { attributes: namesIn(attributes), sets: namesIn(sets).map(setNamed) };
  return asked.attributes.length + asked.sets.length > 0 ? asked : undefined;
}

/** The same from the query of a request. */
export function askedInQuery({ query }: Call): Asked | undefined {
  return askedIn({ attributes: query.getAll('attributes'), attributeSets: query.getAll('attributeSets') });
}

function namesIn(value: unknown): string[] {
  const list = (Array.isArray(value) ? value : [value ?? '']).flatMap((one) => String(one).split(','));
  return list.map((name) => name.trim()).filter((name) => name !== '');
}

function setNamed(name: string): AttributeSet {
  const set = attributeSets.find((one) => one === name.toLowerCase());
  if (!set) throw new ScimError(400, `attributeSets must be of ${attributeSets.join(', ')}.`);
  return set;
}

import { scim, type Answer } from './answer';
import { askedIn } from './asked';
import { pathNames, valueAt } from './attribute-path';
import type { Call } from './call';
import { isObject, type JsonObject } from './json';
import { shown, type ResourceType } from './resource-type';
import { schemas } from './schemas';
import { ScimError } from './scim-error';

/** The parameters of a list, from a query or from the body of a POST to /.search, not yet checked. */
export type ListRequest = Record<string, unknown>;

const defaultCount = 50;
const greatestCount = 1000;

/** The parameters of a list as a query has them. */
export function listRequestIn({ query }: Call): ListRequest {
  const number = (name: string) => (query.has(name) ? Number(query.get(name) || NaN) : undefined);
  const text = (name: string) => query.get(name) ?? undefined;
  return {
    filter: text('filter'),
    attributes: query.getAll('attributes'),
    attributeSets: query.getAll('attributeSets'),
    sortBy: text('sortBy'),
    sortOrder: text('sortOrder'),
    startIndex: number('startIndex'),
    count: number('count'),
  };
}

/**
 * 200 ListResponse with one page of what was found, in the order that was asked for. itemsPerPage echoes the count of the
 * request. Without a count, or with a negative one, it is 50, above 1000 it is 1000 [D; to cap and not to refuse: I]. A
 * startIndex below 1 is 1 [D].
 */
export function listAnswer<T>(
  request: ListRequest,
  found: T[],
  type: ResourceType,
  wholeOf: (one: T) => JsonObject,
): Answer {
  const startIndex = Math.max(1, wholeNumber(request, 'startIndex', 1));
  const count = wholeNumber(request, 'count', defaultCount);
  const itemsPerPage = count < 0 ? defaultCount : Math.min(greatestCount, count);
  const asked = askedIn(request);
  const page = sorted(request, found, type, wholeOf).slice(startIndex - 1, startIndex - 1 + itemsPerPage);
  return scim(200, {
    schemas: [schemas.listResponse],
    totalResults: found.length,
    Resources: page.map((one) => shown(wholeOf(one), type, asked)),
    startIndex,
    itemsPerPage,
  });
}

/**
 * Sorted as RFC 7644, 3.4.2.3 has it: text without regard to case, by the primary one of several values, and what has no
 * value behind all that have, or before when descending. 400 for an attribute that the simulator does not sort by, for a list
 * in another order than was asked for is a wrong list.
 */
function sorted<T>(
  { sortBy, sortOrder = 'ascending' }: ListRequest,
  found: T[],
  type: ResourceType,
  wholeOf: (one: T) => JsonObject,
): T[] {
  const order = typeof sortOrder === 'string' ? sortOrder.toLowerCase() : '';
  if (order !== 'ascending' && order !== 'descending')
    throw new ScimError(400, 'sortOrder must be ascending or descending.');
  if (sortBy === undefined) return found;
  const path = typeof sortBy === 'string' ? pathNames(sortBy, type.schema) : undefined;
  const name = path?.join('.').toLowerCase();
  if (!path || !type.sortable.some((one) => one.toLowerCase() === name))
    throw new ScimError(400, `The simulator sorts by ${type.sortable.join(', ')} only.`);
  const keyed = found.map((one) => ({ one, key: sortKey(wholeOf(one), path) }));
  const sign = order === 'ascending' ? 1 : -1;
  return keyed.sort((left, right) => sign * compared(left.key, right.key)).map(({ one }) => one);
}

function sortKey(whole: JsonObject, [first = '', ...rest]: string[]): unknown {
  const value = valueAt(whole, [first]);
  const one: unknown = Array.isArray(value)
    ? (value.find((element) => isObject(element) && element.primary === true) ?? value[0])
    : value;
  const key = rest.length > 0 && isObject(one) ? valueAt(one, rest) : one;
  return typeof key === 'string' ? key.toLowerCase() : key;
}

/** Keys of one attribute are of one type: text, numbers or booleans. */
function compared(left: unknown, right: unknown): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  const [first, second] = [left, right] as [string, string];
  return first < second ? -1 : Number(first > second);
}

function wholeNumber(request: ListRequest, name: string, otherwise: number): number {
  const value = request[name] ?? otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new ScimError(400, `${name} must be an integer.`);
  return value;
}

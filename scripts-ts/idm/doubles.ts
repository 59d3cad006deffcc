import { copy, idm } from './openidm';

/** As many records are looked at in one answer; the keys of a large installation are more. */
export const MOST = 10000;

/**
 * How many ids are there more than once, which keep IDM from starting once a unique index is declared; null where that can't be
 * told cheaply.
 */
export function doublesIn(path: string): number | null {
  let ids: string[];
  try {
    const { result } = idm().query(path, { _queryFilter: 'true', _pageSize: MOST }, ['_id']);
    ids = (copy(result) as Array<{ _id: string }>).map(({ _id }) => _id);
  } catch (_unanswered) {
    return null;
  }
  if (ids.length >= MOST) return null;
  // A total order: equal ids can't be told apart.
  // eslint-disable-next-line no-restricted-syntax
  ids.sort();
  // The second one of each id, and not a third.
  return ids.filter((id, index) => id === ids[index - 1] && id !== ids[index - 2]).length;
}

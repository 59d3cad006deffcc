import { doublesIn, MOST } from './doubles';
import { idm } from './openidm';

jest.mock('./openidm', () => ({ copy: (value: unknown) => value, idm: jest.fn() }));

function stored(...ids: string[]): jest.Mock {
  const query = jest.fn(() => ({ result: ids.map((_id) => ({ _id })) }));
  jest.mocked(idm).mockReturnValue({ query } as never);
  return query;
}

test.each([
  [[], 0],
  [['b', 'a', '__proto__'], 0],
  [['b', 'a', 'b', '__proto__', 'c', '__proto__', 'b'], 2],
])('of %j are there more than once: %d', (ids, count) => {
  const query = stored(...ids);
  expect(doublesIn('repo/x')).toBe(count);
  expect(query).toHaveBeenCalledWith('repo/x', { _queryFilter: 'true', _pageSize: MOST }, ['_id']);
});

test('more than are looked at are not counted', () => {
  stored(...Array.from({ length: MOST }, (_, index) => String(index)));
  expect(doublesIn('repo/x')).toBeNull();
});

test('what can not be asked for is not known', () => {
  const query = stored();
  query.mockImplementation(() => {
    throw new Error('no');
  });
  expect(doublesIn('repo/x')).toBeNull();
});

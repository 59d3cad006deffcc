import { slipOf } from './unknown';

it.each([
  ['enabeld', 'enabled'],
  ['nmae', 'name'],
  ['names', 'name'],
  ['nam', 'name'],
  ['mame', 'name'],
  ['Name', 'name'],
  ['shema', 'schema'],
])('%s is a slip of the pen', (key, meant) => {
  expect(slipOf(key, ['enabled', 'name', 'schema'])).toBe(meant);
});

it.each(['note', 'nick', 'owner', 'colour'])('%s is a key of its own', (key) => {
  expect(slipOf(key, ['name', 'icon', 'order', 'schema'])).toBeUndefined();
});

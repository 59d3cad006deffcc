import { mapped } from './mapping';

const user = { userName: 'anna', mail: 'anna@example.com', sn: '', number: 7, roles: ['a'], odd: '$& {userName}' };

it.each([
  ['mail', 'anna@example.com'],
  ['number', '7'],
  ['{userName}@example.org', 'anna@example.org'],
  ['{number}-{userName}-{number}', '7-anna-7'],
  ['x{odd}', 'x$& {userName}'],
  ['sn', null],
  ['roles', null],
  ['missing', null],
  ['{userName} {sn}', null],
  ['{userName} {missing}', null],
])('%s makes %j', (mapping, made) => {
  expect(mapped(user, mapping)).toBe(made);
});

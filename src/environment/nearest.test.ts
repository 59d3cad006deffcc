import { nearest } from './nearest';

const known = ['baseUrl', 'clientId', 'clientSecret', 'scope'];

it.each([
  ['baseURL', 'baseUrl'],
  ['clientSecrets', 'clientSecret'],
  ['secretClient', undefined],
  ['scop', 'scope'],
  ['x', undefined],
  ['', undefined],
])('%s looks like %s', (name, meant) => {
  expect(nearest(name, known)).toBe(meant);
});

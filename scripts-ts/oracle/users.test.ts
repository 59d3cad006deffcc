import { USER_EXTENSION } from './scim';
import { createBody, matchOf, searchBody } from './users';

const user = (userName: unknown, more: object = {}) => ({ id: `id of ${String(userName)}`, userName, ...more });
const list = (...Resources: unknown[]) => ({ totalResults: Resources.length, Resources });

describe('matchOf', () => {
  test.each<[string, { [key: string]: unknown }, unknown]>([
    ['one', list(user('anna')), { id: 'id of anna', passwordElsewhere: false }],
    ['one in other letter case', list(user('ANNA')), { id: 'id of ANNA', passwordElsewhere: false }],
    ['one among others', list(user('bob'), user('anna')), { id: 'id of anna', passwordElsewhere: false }],
    ['none', { totalResults: 0 }, null],
    ['none, with an empty list', list(), null],
    ['others only', list(user('annabel'), user('ann')), null],
    ['a user without a name', list({ id: '1' }), null],
    ['something that is no user', list(null, 7, 'anna', ['anna']), null],
    ['several', list(user('anna'), user('Anna')), 'several'],
    ['no total', { Resources: [user('anna')] }, 'unreadable'],
    ['a total that is text', { totalResults: '1', Resources: [user('anna')] }, 'unreadable'],
    ['no list', { totalResults: 1 }, 'unreadable'],
    ['a list that is an object', { totalResults: 1, Resources: { 0: user('anna') } }, 'unreadable'],
    ['a user without an id', list({ userName: 'anna' }), 'unreadable'],
    ['a user whose id is a number', list(user('anna', { id: 7 })), 'unreadable'],
    ['nothing at all', {}, 'unreadable'],
    ['an error', { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '500' }, 'unreadable'],
  ])('%s', (_what, answer, match) => {
    expect(matchOf(answer, 'anna')).toEqual(match);
  });

  test.each<[unknown, boolean]>([
    [{ isFederatedUser: true }, true],
    [{ isFederatedUser: false }, false],
    [{ isFederatedUser: 'true' }, false],
    [{ delegatedAuthenticationTargetApp: { value: 'app', type: 'IdentitySource' } }, true],
    [{ delegatedAuthenticationTargetApp: null }, false],
    [{}, false],
    [null, false],
    ['text', false],
  ])('extension %j: the password is elsewhere: %s', (extension, passwordElsewhere) => {
    expect(matchOf(list(user('anna', { [USER_EXTENSION]: extension })), 'anna')).toEqual({
      id: 'id of anna',
      passwordElsewhere,
    });
  });
});

test('a search names the attributes it needs, and asks for two so that several are seen', () => {
  expect(searchBody('anna')).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    filter: 'userName eq "anna"',
    attributes: [
      'id',
      'userName',
      'urn:ietf:params:scim:schemas:oracle:idcs:extension:user:User:isFederatedUser',
      'urn:ietf:params:scim:schemas:oracle:idcs:extension:user:User:delegatedAuthenticationTargetApp',
    ],
    startIndex: 1,
    count: 2,
  });
});

describe('createBody', () => {
  const schemas = [
    'urn:ietf:params:scim:schemas:core:2.0:User',
    'urn:ietf:params:scim:schemas:oracle:idcs:extension:user:User',
  ];
  const quiet = { [USER_EXTENSION]: { bypassNotification: true } };

  test('of a whole profile, without a password', () => {
    const profile = { givenName: 'Anna', familyName: 'Berg', email: 'anna@example.com' };
    expect(createBody({ userName: 'anna', profile })).toStrictEqual({
      schemas,
      userName: 'anna',
      name: { givenName: 'Anna', familyName: 'Berg' },
      emails: [{ value: 'anna@example.com', type: 'work', primary: true }],
      ...quiet,
    });
  });

  test('of an empty profile: Oracle asks for a family name', () => {
    expect(createBody({ userName: 'anna', profile: {} })).toStrictEqual({
      schemas,
      userName: 'anna',
      name: { familyName: 'anna' },
      ...quiet,
    });
  });
});

import { USER_EXTENSION } from './scim';
import { createBody, keyOf, matchOf, searchBody } from './users';

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
    expect(matchOf(answer, 'userName', 'anna')).toEqual(match);
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
    expect(matchOf(list(user('anna', { [USER_EXTENSION]: extension })), 'userName', 'anna')).toEqual({
      id: 'id of anna',
      passwordElsewhere,
    });
  });
});

describe('an externalId', () => {
  const known = (externalId: unknown) => ({ id: '7', externalId });
  test.each<[string, { [key: string]: unknown }, unknown]>([
    ['the same', list(known('E-1')), { id: '7', passwordElsewhere: false }],
    ['in other letter case', list(known('e-1')), null],
    ['twice', list(known('E-1'), known('E-1')), 'several'],
    ['none', list(user('E-1')), null],
  ])('%s', (_what, answer, match) => {
    expect(matchOf(answer, 'externalId', 'E-1')).toEqual(match);
  });

  test('is searched for, and asked for', () => {
    expect(searchBody('externalId', 'E "1"')).toMatchObject({ filter: String.raw`externalId eq "E \"1\""` });
    expect(searchBody('externalId', 'E')).toHaveProperty('attributes.1', 'externalId');
  });

  test('names an account only where users are looked up by it', () => {
    const both = { userName: 'anna', externalId: 'E-1', profile: {} };
    expect([keyOf(both, 'externalId'), keyOf(both, 'userName')]).toEqual(['E-1', 'anna']);
  });
});

test('a search names the attributes it needs, and asks for two so that several are seen', () => {
  expect(searchBody('userName', 'anna')).toEqual({
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

  test('of everything that a profile may hold', () => {
    const profile = {
      givenName: 'Anna',
      middleName: 'B.',
      familyName: 'Berg',
      honorificPrefix: 'Dr.',
      email: 'anna@example.com',
      displayName: 'Anna Berg',
      nickName: 'Annie',
      title: 'Engineer',
      userType: 'Employee',
      preferredLanguage: 'de',
      locale: 'de-CH',
      timezone: 'Europe/Zurich',
      mobile: '+41 79 000 00 00',
      workPhone: '+41 44 000 00 00',
      employeeNumber: '7',
      department: 'D',
      organization: 'O',
      costCenter: 'C',
    };
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    expect(createBody({ userName: 'anna', externalId: 'E-1', profile })).toStrictEqual({
      schemas: [...schemas, enterprise],
      userName: 'anna',
      externalId: 'E-1',
      displayName: 'Anna Berg',
      nickName: 'Annie',
      title: 'Engineer',
      userType: 'Employee',
      preferredLanguage: 'de',
      locale: 'de-CH',
      timezone: 'Europe/Zurich',
      name: { givenName: 'Anna', middleName: 'B.', familyName: 'Berg', honorificPrefix: 'Dr.' },
      emails: [{ value: 'anna@example.com', type: 'work', primary: true }],
      phoneNumbers: [
        { value: '+41 79 000 00 00', type: 'mobile' },
        { value: '+41 44 000 00 00', type: 'work' },
      ],
      [enterprise]: { employeeNumber: '7', department: 'D', organization: 'O', costCenter: 'C' },
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

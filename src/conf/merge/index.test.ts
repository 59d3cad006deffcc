import { KnownFailure } from '../../environment/problem';
import { mergeAdditions, type Additions } from './index';
import { customer } from './testing';

const additions: Additions = {
  platform: 'openidm-7',
  managedObjects: ['user'],
  passwordProperty: 'password',
  mode: 'background',
  outbox: { path: 'repo/passwordsync/outbox', keysPath: 'repo/passwordsync/keys' },
  passwordPolicies: [],
  policyFiles: [],
  auditTopic: null,
  endpointRoles: [],
};

const user = { name: 'user', schema: { properties: { password: { encryption: {} } } } };
const managed = JSON.stringify({ objects: [user] });

function problemsOf(files: Record<string, string>, more: Partial<Additions> = {}) {
  try {
    mergeAdditions({ ...additions, ...more }, customer(files));
  } catch (error) {
    if (error instanceof KnownFailure) return error.problems;
    throw error;
  }
  throw new Error('it did not fail');
}

it('merges the files that are there, and the same again', () => {
  const files = { 'conf/managed.json': managed, 'conf/repo.orientdb.json': '{}' };
  const merged = mergeAdditions(additions, customer(files));
  expect(merged.map(({ path }) => path)).toEqual(['conf/managed.json', 'conf/repo.orientdb.json']);
  const again = customer(Object.fromEntries(merged.map(({ path, text }) => [path, text])));
  expect(mergeAdditions(additions, again)).toEqual(merged);
});

it('needs no file of another repository, nor one that nothing is added to', () => {
  const merged = mergeAdditions(additions, customer({ 'conf/managed.json': managed, 'conf/audit.json': '{' }));
  expect(merged.map(({ path }) => path)).toEqual(['conf/managed.json']);
});

it('needs managed.json', () => {
  expect(problemsOf({})).toEqual([
    expect.objectContaining({ code: 'no-managed-json', file: 'shown/conf/managed.json' }),
  ]);
});

it('looks at the scripts of hooks', () => {
  const objects = [{ ...user, onUpdate: { type: 'text/javascript', file: 'mine.js' } }];
  const files = { 'conf/managed.json': JSON.stringify({ objects }), 'script/mine.js': "'Zürich'" };
  expect(problemsOf(files)).toMatchObject([{ code: 'hook-not-ascii' }]);
});

it('tells what is wrong with every file, at once', () => {
  const files = { 'conf/managed.json': '{"objects": []}', 'conf/repo.orientdb.json': '{' };
  expect(problemsOf(files).map(({ code }) => code)).toEqual(['no-managed-object', 'broken-json']);
});

describe('with all that can be asked for', () => {
  const most: Additions = {
    ...additions,
    passwordPolicies: [{ policyId: 'not-empty' }],
    policyFiles: ['script/policies.js'],
    auditTopic: 'passwordSync',
    endpointRoles: ['monitoring'],
  };
  const whole = {
    'conf/managed.json': `\uFEFF${managed}`,
    'conf/repo.orientdb.json': '{}',
    'conf/policy.json': '{}',
    'conf/audit.json': '{"eventHandlers":[{"config":{"topics":["activity"]}}]}',
    'conf/access.json': '{"configs":[]}',
    'script/access.js': 'var httpAccessConfig = {configs: []};',
  };

  it.each([
    ['openidm-7', 'script/access.js', false],
    ['ping-6.5', 'script/access.js', false],
    ['ping-7', 'conf/access.json', true],
    ['ping-8', 'conf/access.json', true],
  ] as const)('%s has its rules in %s', (platform, accessFile, safelist) => {
    const merged = mergeAdditions({ ...most, platform }, customer(whole));
    const texts = Object.fromEntries(merged.map(({ path, text }) => [path, text]));
    expect(Object.keys(texts)).toEqual([
      ...['conf/managed.json', 'conf/repo.orientdb.json', 'conf/policy.json', 'conf/audit.json'],
      accessFile,
    ]);
    expect(texts['conf/managed.json']).toMatch(/^\uFEFF.*idcs-password-sync\/onUpdate.*not-empty/);
    expect(texts['conf/audit.json']!.includes('includeIf')).toBe(safelist);
    expect(mergeAdditions({ ...most, platform }, customer({ ...whole, ...texts }))).toEqual(merged);
  });

  it('needs the files that something goes into', () => {
    const found = problemsOf({ 'conf/managed.json': managed }, most);
    expect(found.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'no-policy-json shown/conf/policy.json',
      'no-audit-json shown/conf/audit.json',
      'no-access-file shown/script/access.js',
    ]);
    for (const { mend } of found) expect(mend).toMatch(/environment|activity/);
  });

  it('merges only what it is told to', () => {
    const paths = mergeAdditions(most, customer({ 'conf/policy.json': '{}' }), ['conf/policy.json']);
    expect(paths.map(({ path }) => path)).toEqual(['conf/policy.json']);
  });

  it('tells what is wrong with policies and with hooks of one file', () => {
    const password = { encryption: {}, policies: [{ policyId: 'not-empty', params: { a: 1 } }] };
    const objects = [{ name: 'user', onUpdate: { type: 'groovy' }, schema: { properties: { password } } }];
    const found = problemsOf({ ...whole, 'conf/managed.json': JSON.stringify({ objects }) }, most);
    expect(found.map(({ code }) => code)).toEqual(['policy-contradicts', 'hook-not-chained']);
  });
});

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

function problemsOf(files: Record<string, string>) {
  try {
    mergeAdditions(additions, customer(files));
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

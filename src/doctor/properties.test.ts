import path from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { KnownFailure } from '../environment/problem';
import { EncryptedProperty, readProperties, variableOf } from './properties';
import { resolveReferences } from './references';

afterAll(removeTemporaryFolders);

const boot = String.raw`
# comment
idcs.client.id = abc
idcs.client.secret={"$crypto":{"type":"x-simple-encryption","value":{"data":"x"}}}
long=one \
     two
escaped\ key:caf\u00e9
empty=
twice=${'first'}
twice=second
`;
const file = path.join(temporaryFolder({ 'boot.properties': boot }), 'boot.properties');

describe('properties', () => {
  it('are those of the file, in the form of java.util.Properties', () => {
    const properties = readProperties(file, {});
    expect(['idcs.client.id', 'long', 'escaped key', 'empty', 'twice', 'absent', 'toString'].map(properties)).toEqual([
      'abc',
      'one two',
      'café',
      '',
      'second',
      undefined,
      undefined,
    ]);
  });

  it('are those of environment variables first', () => {
    const properties = readProperties(file, { IDCS_CLIENT_ID: 'other', IDCS_CLIENT_SECRET: 's', LONG: '' });
    expect(['idcs.client.id', 'idcs.client.secret', 'long'].map(properties)).toEqual(['other', 's', 'one two']);
    expect(variableOf('proxy-1.pass_word')).toBe('PROXY_1_PASS_WORD');
  });

  it('can not be decrypted here', () => {
    expect(() => readProperties(file, {})('idcs.client.secret')).toThrow(EncryptedProperty);
  });

  it('from a file that is not there: wrong usage', () => {
    const read = () => readProperties('/nowhere/boot.properties', {});
    expect(read).toThrow(KnownFailure);
    expect(read).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(readProperties(undefined, {})('a')).toBeUndefined();
  });
});

describe('references', () => {
  const properties = (name: string) => ({ a: 'A', 'b.c': 'B' })[name];

  it('are found anywhere, and may have a default', () => {
    const value = {
      one: '&{a}',
      list: ['x&{b.c}y', '&{none|default}', 3],
      deep: { two: '&{a|unused}-&{a}' },
      no: null,
    };
    expect(resolveReferences(value, properties)).toEqual({
      value: { one: 'A', list: ['xBy', 'default', 3], deep: { two: 'A-A' }, no: null },
      missing: [],
    });
  });

  it('without a value stay, and are told once', () => {
    expect(resolveReferences(['&{none}', '&{none}&{other}'], properties)).toEqual({
      value: ['&{none}', '&{none}&{other}'],
      missing: ['none', 'other'],
    });
  });
});

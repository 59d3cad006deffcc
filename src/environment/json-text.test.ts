import fs from 'node:fs';
import path from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { parseJson, readJson } from './json-text';
import { KnownFailure } from './problem';

afterAll(removeTemporaryFolders);

function problemsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof KnownFailure) return error.problems;
    throw error;
  }
  throw new Error('it did not fail');
}

it.each([
  ['{\n  "a": 1,\n  "b" 2\n}', 'x.json:3:7'],
  ['{ "a": 1 // no\n}', 'x.json:1:10'],
  ['{ "a": 1, }', 'x.json:1:11'],
  ['', 'x.json:1:1'],
  ['{ "a": 1', 'x.json:1:9'],
  ['{ "a": 1 } x', 'x.json:1:12'],
  ["{ 'a': 1 }", 'x.json:1:3'],
  ['{ "a": "\n" }', 'x.json:1:8'],
])('broken JSON %j with line and column', (text, place) => {
  expect(problemsOf(() => parseJson(text, 'x.json'))).toEqual([
    expect.objectContaining({
      code: 'broken-json',
      file: place,
      what: expect.stringMatching(/^is not JSON: \w/) as string,
    }),
  ]);
});

it('a key that stands twice', () => {
  const problems = problemsOf(() => parseJson('{ "a": [{ "b": 1, "b": 2 }],\n "a": 3 }', 'x.json'));
  expect(problems.map(({ code, file, pointer }) => [code, file, pointer])).toEqual([
    ['duplicate-key', 'x.json:1:19', '/a/0/b'],
    ['duplicate-key', 'x.json:2:2', '/a'],
  ]);
});

it('a file that is not there, not UTF-8, or begins with a byte order mark', () => {
  const folder = temporaryFolder({ 'bom.json': '\uFEFF{}' });
  const read = (name: string) => readJson(path.join(folder, name), name);
  expect(problemsOf(() => read('none.json'))).toEqual([
    expect.objectContaining({ code: 'unreadable', file: 'none.json' }),
  ]);
  fs.writeFileSync(path.join(folder, 'latin.json'), Buffer.from([0x22, 0xe9, 0x22]));
  expect(problemsOf(() => read('latin.json'))).toEqual([expect.objectContaining({ code: 'not-utf8' })]);
  expect(read('bom.json')).toMatchObject({ bom: '\uFEFF', text: '{}', value: {} });
});

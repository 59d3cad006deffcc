import fs from 'node:fs';
import path from 'node:path';
import { KnownFailure } from '../../environment/problem';
import { removeTemporaryFolders, writeFiles } from '../testing/folders';
import { compileEntry, compileFiles, scriptRoot } from '../testing/scripts';
import { compileScripts } from './compile';

afterAll(removeTemporaryFolders);

const entry = (text: string) => `export function run(): unknown { ${text} }\n`;

async function failure(work: Promise<unknown>): Promise<KnownFailure> {
  const error = await work.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(KnownFailure);
  return error as KnownFailure;
}

it('makes one file of each entry, with a banner and without anything of this machine', async () => {
  const { scripts } = await compileFiles({
    'sync/word.ts': "export const word = 'gr\u00fcn \u{1F600}';\n",
    'entry/b.ts': `import { word } from '../sync/word';\n${entry('return word;')}`,
    'entry/a.ts': entry('return 1;'),
    'entry/a.test.ts': 'this is no script',
    'entry/testing/c.ts': 'this is none either',
  });

  expect(scripts.map((script) => script.name)).toEqual(['a', 'b']);
  const { text } = scripts[1]!;
  expect(text).toMatch(
    /^\/\* forgerock-idcs-password-sync 1\.2\.3, from scripts-ts\/entry\/b\.ts\. Generated: do not edit\. \*\/\nvar __idcsPasswordSync = \{\};\n\(/,
  );
  expect(text).toMatch(/\n__idcsPasswordSync\.run\(\);\n$/);
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text).not.toContain(process.cwd());
  expect(text).not.toContain('pwsync-');
  expect(text).not.toContain('sourceMapping');
});

it('gives the same bytes wherever and however often it compiles', async () => {
  const files = { 'entry/a.ts': entry('const [x, ...y] = [1, 2]; return { x, y };'), 'entry/b.ts': entry('return 1;') };
  expect((await compileFiles(files)).scripts).toEqual((await compileFiles(files)).scripts);
});

describe('refuses', () => {
  it('wrong types, with file, line and column of each', async () => {
    const { problems, exitCode } = await failure(
      compileFiles({ 'entry/a.ts': entry("const n: number = 'x'; return n;\n  return nowhere;") }),
    );
    expect(exitCode).toBe(1);
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['script-types', 'scripts-ts/entry/a.ts:1:40'],
      ['script-types', 'scripts-ts/entry/a.ts:2:10'],
    ]);
    expect(problems[0]!.what).toBe("TS2322 Type 'string' is not assignable to type 'number'.");
  });

  it.each([
    ['Node', 'return process.env;', /process/],
    ['the browser', 'return window;', /window/],
    ['a later library', 'return Object.assign({}, {});', /assign/],
    ['Promise', 'return new Promise(() => undefined);', /Promise/],
    ['generators', 'function* f() { yield 1; } return f;', /Iterator/],
    ['async', 'return (async () => 1)();', /Promise|__awaiter/],
    ['private names', 'class A { #x = 1; get() { return this.#x; } } return new A().get();', /Private identifiers/],
  ])('%s', async (_, body, named) => {
    const { problems } = await failure(compileFiles({ 'entry/a.ts': entry(body) }));
    expect(problems[0]).toMatchObject({ code: 'script-types', what: expect.stringMatching(named) as string });
  });

  it('broken syntax', async () => {
    const { problems } = await failure(compileFiles({ 'entry/a.ts': 'export function run( {' }));
    expect(problems[0]!.file).toMatch(/^scripts-ts\/entry\/a\.ts:1:\d+$/);
  });

  it.each(['/\\u{1F600}/u', '/a.b/s', '/(?<=a)b/', '/(?<n>a)/'])('the regular expression %s', async (regexp) => {
    const { problems } = await failure(compileFiles({ 'entry/a.ts': entry(`return ${regexp};`) }));
    expect(problems[0]!.code).toMatch(/^script-(types|build|not-es5)$/);
  });

  it('an entry without run', async () => {
    const { problems } = await failure(compileFiles({ 'entry/a.ts': 'export function walk(): void {}\n' }));
    expect(problems).toEqual([expect.objectContaining({ code: 'script-without-run', file: 'scripts-ts/entry/a.ts' })]);
  });

  it('a dollar sign before a brace, which importing tools replace', async () => {
    const { problems } = await failure(compileFiles({ 'entry/a.ts': entry("return '${KEY}';") }));
    expect(problems).toEqual([expect.objectContaining({ code: 'script-placeholder', file: 'a.js' })]);
  });

  it('more than 200 KB', async () => {
    const { problems } = await failure(compileFiles({ 'entry/a.ts': entry(`return '${'x'.repeat(205_000)}';`) }));
    expect(problems).toEqual([
      expect.objectContaining({ code: 'script-too-large', what: expect.stringMatching(/^is 20\d KB/) as string }),
    ]);
  });

  it('sources without entries, and no sources', async () => {
    expect((await failure(compileFiles({}))).problems[0]!.code).toBe('no-entry-scripts');
    const nowhere = compileScripts({ root: path.join(scriptRoot({}), 'cache'), version: '1' });
    expect((await failure(nowhere)).problems[0]!.code).toBe('no-script-sources');
  });
});

it('warns above 60 KB of a hook and 160 KB of the rest, and not below, from the cache as well', async () => {
  const root = scriptRoot({
    'entry/drain.ts': entry(`return '${'x'.repeat(164_000)}';`),
    'entry/endpoint.ts': entry(`return '${'x'.repeat(150_000)}';`),
    'entry/onUpdate.ts': entry(`return '${'x'.repeat(62_000)}';`),
    'entry/postUpdate.ts': entry(`return '${'x'.repeat(50_000)}';`),
  });
  const compile = () => compileScripts({ root, version: '1' }, path.join(root, 'cache'));
  const [first, again] = [await compile(), await compile()];
  expect(first.warnings).toMatchObject([
    { code: 'script-large', file: 'drain.js', what: expect.stringMatching(/160 KB is the budget/) as string },
    { code: 'script-large', file: 'onUpdate.js', what: expect.stringMatching(/ 60 KB is the budget/) as string },
  ]);
  expect(again.cached).toBe(true);
  expect(again.warnings).toEqual(first.warnings);
});

it('needs no template literal, class or for-of in what it hands out', async () => {
  const text = await compileEntry(entry('let s = ``; for (const c of ["a"]) s += `${c}!`; return s;'));
  expect(text).not.toMatch(/`|\blet\b|\bconst\b|=>/);
});

it("gives IDM's own require to a script that runs another, and to no other", async () => {
  const source = 'declare const idmRequire: (script: string) => unknown;\n' + entry("return idmRequire('other');");
  const text = await compileEntry(source);
  expect(text).toContain('\nvar idmRequire = require;\n');
  expect(text.match(/\brequire\b/g)).toEqual(['require']);
  expect(await compileEntry(entry('return 1;'))).not.toContain('require');
});

describe('the cache', () => {
  const source = entry('return 1;');

  it('is used while the sources stay the same', async () => {
    const root = scriptRoot({ 'entry/a.ts': source, 'sync/b.ts': 'export const b = 1;\n' });
    const compile = (version = '1') => compileScripts({ root, version }, path.join(root, 'cache'));
    expect((await compile()).cached).toBe(false);
    expect((await compile()).cached).toBe(true);
    expect((await compile('2')).cached).toBe(false);
    fs.appendFileSync(path.join(root, 'scripts-ts/sync/b.ts'), '\n');
    expect((await compile()).cached).toBe(false);
    writeFiles(path.join(root, 'scripts-ts/sync'), { 'b.test.ts': 'a test', 'testing/b.ts': 'a helper of tests' });
    expect((await compile()).cached).toBe(true);
  });

  it('is ignored when it is damaged, and done without when it can not be written', async () => {
    const root = scriptRoot({ 'entry/a.ts': source });
    const folder = path.join(root, 'cache');
    const { scripts } = await compileScripts({ root, version: '1' }, folder);
    const file = path.join(folder, fs.readdirSync(folder)[0]!);
    for (const damage of ['', '{}', fs.readFileSync(file, 'utf8').replace('return 1', 'return 2')]) {
      fs.writeFileSync(file, damage);
      const again = await compileScripts({ root, version: '1' }, folder);
      expect(again).toMatchObject({ cached: false, scripts });
    }
    const blocked = await compileScripts({ root, version: '1' }, path.join(root, 'scripts-ts/tsconfig.json/cache'));
    expect(blocked).toMatchObject({ cached: false, scripts });
  });

  it('keeps nothing of a compilation that failed', async () => {
    const root = scriptRoot({ 'entry/a.ts': entry('return nowhere;') });
    await failure(compileScripts({ root, version: '1' }, path.join(root, 'cache')));
    expect(fs.existsSync(path.join(root, 'cache'))).toBe(false);
  });
});

import { removeTemporaryFolders } from '../testing/folders';
import { runWithEs5 } from '../testing/es5';
import { compileEntry } from '../testing/scripts';

afterAll(removeTemporaryFolders);

/** Compiles the body of `run` and runs the file as IDM does, with the built-ins of ES5 alone. */
async function result(body: string, variables: Record<string, unknown> = {}, before = ''): Promise<unknown> {
  const declared = Object.keys(variables).map((name) => `declare const ${name}: any;`);
  const script = await compileEntry(`${declared.join('\n')}\n${before}\nexport function run(): unknown { ${body} }\n`);
  return JSON.parse(JSON.stringify(runWithEs5(script, variables) ?? null));
}

it('has the result of run as its completion value', async () => {
  expect(await result('return request.method;', { request: { method: 'GET' } })).toBe('GET');
});

it('works when another script loads the file as a module, which sees the same variables', async () => {
  const script = await compileEntry(
    'declare const seen: string[];\nexport function run(): unknown { return seen.push("x"); }\n',
  );
  const seen: string[] = [];
  runWithEs5(`(function (exports, module) {\n${script}\n})({}, {});`, { seen });
  expect(seen).toEqual(['x']);
});

it('works at a top scope that takes no new properties', async () => {
  const script = await compileEntry('export function run(): unknown { return 7; }\n');
  expect(runWithEs5(`(function () { return eval(${JSON.stringify(script)}); })()`)).toBe(7);
});

it.each([
  [
    'a closure in a for loop',
    'const f: (() => number)[] = []; for (let i = 0; i < 3; i++) f.push(() => i); return f.map((g) => g());',
    [0, 1, 2],
  ],
  [
    'a closure in for-of',
    'const f: (() => number)[] = []; for (const i of [4, 5]) f.push(() => i); return f.map((g) => g());',
    [4, 5],
  ],
  [
    'a const in a while loop',
    'const r: number[] = []; let i = 0; while (i < 3) { const j = i++; r.push(j); } return r;',
    [0, 1, 2],
  ],
  [
    'for-of over a growing list',
    'const l = [1]; const r: number[] = []; for (const i of l) { r.push(i); if (i < 4) l.push(i + 1); } return r;',
    [1, 2, 3, 4],
  ],
  [
    'leaving for-of early',
    'const r: number[] = []; for (const i of [1, 2, 3]) { if (i === 2) break; r.push(i); } return r;',
    [1],
  ],
  [
    'patterns and defaults',
    'const { a, b = 2, ...c } = { a: 1, d: 3 } as { a: number; b?: number; d: number }; const [x, , y = 9, ...z] = [1, 2]; return { a, b, c, x, y, z };',
    { a: 1, b: 2, c: { d: 3 }, x: 1, y: 9, z: [] },
  ],
  [
    'spread',
    'const a = [1, [2]]; return { l: [...a, ...a, 3], o: { ...{ a: 0, b: 0 }, ...{ a: 1, b: 2 }, b: 3 }, m: Math.max(...[1, 5, 2]) };',
    { l: [1, [2], 1, [2], 3], o: { a: 1, b: 3 }, m: 5 },
  ],
  [
    'spread of nothing',
    'const n = null as { a: 1 } | null; const u = undefined as { a: 1 } | undefined; return { ...n, ...u, b: 2 };',
    { b: 2 },
  ],
  [
    'optional chaining and defaults',
    'const o = { a: null } as { a: { b: number } | null; c?: number }; return [o.a?.b ?? 5, o.c ?? 6];',
    [5, 6],
  ],
  ['templates', 'const n = 5; return `a${n}b${[1, 2]}c`;', 'a5b1,2c'],
  ['rest parameters', 'const f = (a: number, ...r: number[]) => [a, r.length]; return f(1, 2, 3);', [1, 2]],
])('%s', async (_, body, expected) => {
  expect(await result(body)).toEqual(expected);
});

it('classes inherit', async () => {
  const classes = `class A { static kind = 'k'; constructor(readonly n: number) {} twice(): number { return this.n * 2; } }
    class B extends A { constructor() { super(4); } override twice(): number { return super.twice() + 1; } }`;
  const body = 'const b = new B(); return [b.twice(), b instanceof A, B.kind, b.constructor === B, { ...b }];';
  expect(await result(body, {}, classes)).toEqual([9, true, 'k', true, { n: 4 }]);
});

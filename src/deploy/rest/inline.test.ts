import { runInNewContext } from 'node:vm';
import { KnownFailure } from '../../environment/problem';
import { mergeAdditions, type Additions } from '../../conf/merge';
import { configurationsOf, inlineScripts, outlineScripts } from './inline';

const type = 'text/javascript';
const folder = 'idcs-password-sync';

/** As the build makes them: the value of the last statement is what IDM takes from a script. */
function script(says: string): string {
  return `/* generated */\nvar ours = {};\n(function () { ours.run = function () { return log.push(${JSON.stringify(says)}) && ${JSON.stringify(says)}; }; })();\nours.run();\n`;
}

function files(given: Record<string, unknown>): Map<string, Buffer> {
  const entries = Object.entries(given).map(([path, content]) => [
    path,
    Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  ]);
  return new Map(entries as [string, Buffer][]);
}

const scripts = {
  [`script/${folder}/onUpdate.js`]: script('onUpdate'),
  [`script/${folder}/endpoint.js`]: script('endpoint 2'),
};

function inlined(path: string, config: unknown): unknown {
  return JSON.parse(String(inlineScripts(files({ ...scripts, [path]: config })).get(path))) as unknown;
}

function outlined(config: unknown): unknown {
  return JSON.parse(outlineScripts(JSON.stringify(config), 'conf/x.json')) as unknown;
}

/** Runs a source as IDM does, and says what it gave and what it did. */
function ran(source: string): { value: unknown; log: string[] } {
  const log: string[] = [];
  const value: unknown = runInNewContext(source, { log });
  return { value, log };
}

it('puts a script in the place of its file, keys around it as they were', () => {
  const config = inlined('conf/endpoint-x.json', { type, file: `${folder}/endpoint.js`, context: 'x' }) as {
    source: string;
  };
  expect(Object.keys(config)).toEqual(['type', 'source', 'context']);
  expect(ran(config.source)).toEqual({ value: 'endpoint 2', log: ['endpoint 2'] });
  expect(outlined(config)).toEqual({ type, file: `${folder}/endpoint.js`, context: 'x' });
});

it('reaches a script that stands deeper', () => {
  const config = inlined('conf/schedule-x.json', {
    invokeContext: { script: { type, file: `script/${folder}/onUpdate.js` } },
  });
  expect(JSON.stringify(config)).toContain('onUpdate: begin');
  expect(outlined(config)).toEqual({ invokeContext: { script: { type, file: `${folder}/onUpdate.js` } } });
});

it.each([
  ['after', `log.push('theirs');\nrequire('${folder}/onUpdate');`, ['theirs', 'onUpdate']],
  ['before', `require('${folder}/onUpdate');\nlog.push('theirs');`, ['onUpdate', 'theirs']],
  ['alone', `require('${folder}/onUpdate');`, ['onUpdate']],
])('puts a script in the place of the line that loads it: %s', (_, source, log) => {
  const config = inlined('conf/managed.json', { type, source }) as { source: string };
  expect(ran(config.source).log).toEqual(log);
  expect(outlined(config)).toEqual({ type, source });
});

it.each([
  ['behind what looks like a comment', `var u = 'http://x'; require('${folder}/onUpdate');`],
  ['between what looks like a comment', `var a = 'a/*'; require('${folder}/onUpdate'); var b = '*/';`],
  ['with a remark behind it', `require('${folder}/onUpdate') /* ours */; // last`],
  ['without a semicolon', `require('${folder}/onUpdate')\nvar a = 1;`],
  ['behind a statement without one', `log.slice()\nrequire('${folder}/onUpdate')`],
  ['before else', `if (log) require('${folder}/onUpdate'); else log.push('else');`],
  [
    'in a declaration',
    `var x = require('${folder}/onUpdate'), y = 1; if (typeof x !== 'object' || y !== 1) log.push(x);`,
  ],
  ['in an expression', `log && require('${folder}/onUpdate') && log.slice();`],
  ['in a list', `require('${folder}/onUpdate'), log.slice();`],
  ['behind return', `(function () { return require('${folder}/onUpdate'); })();`],
])('runs a script once, and gives the source back: %s', (_, source) => {
  const config = inlined('conf/managed.json', { type, source }) as { source: string };
  expect(ran(config.source).log).toEqual(['onUpdate']);
  expect(outlined(config)).toEqual({ type, source });
});

it.each([
  `require( '${folder}/onUpdate' );`,
  `require("${folder}/onUpdate");`,
  `require('${folder}/onUpdate.js');`,
  `require('script/${folder}/onUpdate');`,
])('knows a script by its name, however that is written: %s', (source) => {
  const config = inlined('conf/managed.json', { type, source }) as { source: string };
  expect(ran(config.source).log).toEqual(['onUpdate']);
  expect(outlined(config)).toEqual({ type, source: `require('${folder}/onUpdate');` });
});

it("puts a script into a source of Mozilla's own dialect", () => {
  const source = `for each (var a in b) c('http://x');\nd()\nrequire('${folder}/onUpdate');`;
  const config = inlined('conf/managed.json', { type, source }) as { source: string };
  expect(config.source).toContain('onUpdate: begin');
  expect(ran(config.source.replace(/^.*\n/, 'function d() {}\n')).log).toEqual(['onUpdate']);
  expect(outlined(config)).toEqual({ type, source });
});

it('gives back what earlier versions have put in, semicolon and all', () => {
  const old = (name: string) =>
    `/* ${folder}/${name}: begin */\n(function () {\n${script(name)}})();\n/* ${folder}/${name}: end */`;
  const source = `require('${folder}/onUpdate');`;
  expect(outlined({ type, source: old('onUpdate') })).toEqual({ type, source });
  expect(outlined({ type, source: `a();\n${old('endpoint')}\n${old('onUpdate')}` })).toEqual({
    type,
    source: `a();\nrequire('${folder}/endpoint');\n${source}`,
  });
});

it('keeps the variables of two scripts apart', () => {
  const source = `require('${folder}/onUpdate');\nrequire('${folder}/endpoint');`;
  const config = inlined('conf/managed.json', { type, source }) as { source: string };
  expect(ran(`var ours = 'theirs';\n${config.source}\nlog.push(ours);`).log).toEqual([
    'onUpdate',
    'endpoint 2',
    'theirs',
  ]);
});

it.each([`/* require('${folder}/onUpdate') */ a();`, `// require('${folder}/onUpdate');\na();`])(
  'leaves a comment alone: %j',
  (source) => expect(inlined('conf/managed.json', { type, source })).toEqual({ type, source }),
);

it('puts the text of a newer script in the place of the older one', () => {
  const merged = { type, source: `a();\nrequire('${folder}/onUpdate');` };
  const older = inlineScripts(files({ ...scripts, 'conf/managed.json': merged })).get('conf/managed.json')!;
  const newer = inlineScripts(
    files({
      [`script/${folder}/onUpdate.js`]: script('newer'),
      'conf/managed.json': outlineScripts(older.toString(), 'conf/managed.json'),
    }),
  ).get('conf/managed.json')!;
  expect(newer.toString()).toContain('newer');
  expect(newer.toString()).not.toContain('push(\\"onUpdate');
});

it('takes a customer configuration without ours as it is', () => {
  const text = '{"objects":[{"name":"user","onUpdate":{"type":"x","source":"a();"}}]}';
  expect(outlineScripts(text, 'conf/managed.json')).toBe(text);
});

describe('with the merges', () => {
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
  const hooks = ['onCreate', 'onUpdate', 'postCreate', 'postUpdate', 'postDelete'];
  const allScripts = Object.fromEntries(hooks.map((name) => [`script/${folder}/${name}.js`, script(name)]));
  const managed = {
    objects: [
      {
        name: 'user',
        onCreate: { type, file: 'hooks/theirs.js' },
        onUpdate: { type, source: 'theirs();', globals: { a: 1 } },
        schema: { properties: { password: { type: 'string', encryption: { key: 'k' } } } },
      },
    ],
  };

  function deployed(text: string): string {
    const read = (path: string) => (path === 'conf/managed.json' ? Buffer.from(text) : undefined);
    const merged = mergeAdditions(additions, { read, script: () => undefined, shown: (path) => path });
    const all = files({ ...allScripts, ...Object.fromEntries(merged.map(({ path, text: each }) => [path, each])) });
    return inlineScripts(all).get('conf/managed.json')!.toString();
  }

  it('changes nothing more the second time', () => {
    const once = deployed(JSON.stringify(managed));
    expect(deployed(outlineScripts(once, 'conf/managed.json'))).toBe(once);
    for (const hook of hooks) expect(once).toContain(`${folder}/${hook}: begin`);
  });
});

it.each([
  ['the strict mode', 'conf/custom-idcsPasswordSync.json', { delivery: { mode: 'strict' } }, '/delivery/mode'],
  ['the inline mode', 'conf/custom-idcsPasswordSync.json', { delivery: { mode: 'inline' } }, '/delivery/mode'],
  ['a file of policies', 'conf/policy.json', { additionalFiles: [`script/${folder}/policy.js`] }, '/additionalFiles/0'],
  ['a script that is not there', 'conf/x.json', { a: { type, file: `${folder}/gone.js` } }, '/a/file'],
  ['an object that is used', 'conf/x.json', { source: `var x = require('${folder}/onUpdate').x;` }, '/source'],
  [
    'one within another',
    'conf/x.json',
    { source: `require('${folder}/a', require('${folder}/onUpdate'));` },
    '/source',
  ],
  ['one that is called', 'conf/x.json', { source: `require('${folder}/onUpdate')\n(a);` }, '/source'],
  ['one behind an address', 'conf/x.json', { source: `a('http://x'); require('${folder}/onUpdate').x();` }, '/source'],
  [
    'one beside another',
    'conf/x.json',
    { source: `require('${folder}/onUpdate'); a('http://x', require('${folder}/gone'));` },
    '/source',
  ],
  [
    "one in Mozilla's own dialect",
    'conf/x.json',
    { source: `for each (var a in b) c('http://x', require('${folder}/onUpdate').x);` },
    '/source',
  ],
])('needs files for %s', (_, path, config, pointer) => {
  expect(() => inlineScripts(files({ ...scripts, [path]: config }))).toThrow(KnownFailure);
  try {
    inlined(path, config);
  } catch (error) {
    expect((error as KnownFailure).problems).toMatchObject([{ code: 'scripts-needed', file: path, pointer }]);
  }
});

it('says in the settings where the scripts are', () => {
  const config = inlined('conf/custom-idcsPasswordSync.json', { version: '1', delivery: { mode: 'background' } });
  expect(config).toEqual({ version: '1', delivery: { mode: 'background' }, scripts: 'inline' });
});

it('sends the configurations as built to nodes that hold the scripts', () => {
  const config = { type, file: `${folder}/endpoint.js` };
  const sent = configurationsOf(files({ ...scripts, 'conf/endpoint-x.json': config }));
  expect([...sent].map(([path, bytes]) => [path, bytes.toString()])).toEqual([
    ['conf/endpoint-x.json', `${JSON.stringify(config, null, 2)}\n`],
  ]);
});

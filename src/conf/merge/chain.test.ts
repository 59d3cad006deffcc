import { chainingOf } from './chain';

const type = 'text/javascript';

it.each([
  [
    'onUpdate',
    { type, source: 'a();' },
    { kind: 'source', before: '', after: "\nrequire('idcs-password-sync/onUpdate');" },
  ],
  [
    'onCreate',
    { type, source: 'a() // last' },
    { kind: 'source', before: '', after: "\nrequire('idcs-password-sync/onCreate');" },
  ],
  [
    'postUpdate',
    { type, source: 'a();' },
    { kind: 'source', before: "require('idcs-password-sync/postUpdate');\n", after: '' },
  ],
  [
    'onCreate',
    { type, file: 'hooks/mine.js' },
    { kind: 'file', source: "require('hooks/mine');\nrequire('idcs-password-sync/onCreate');" },
  ],
  [
    'postDelete',
    { type, file: 'script/mine.js' },
    { kind: 'file', source: "require('idcs-password-sync/postDelete');\nrequire('script/mine');" },
  ],
  [
    'onUpdate',
    { type, file: './hooks/mine.js' },
    { kind: 'file', source: "require('hooks/mine');\nrequire('idcs-password-sync/onUpdate');" },
  ],
  [
    'postUpdate',
    { type, source: "'use strict'; a();" },
    { kind: 'source', before: "'use strict';\nrequire('idcs-password-sync/postUpdate');\n", after: '' },
  ],
] as const)('%s: %j', (hook, config, chaining) => {
  expect(chainingOf(config, hook)).toEqual(chaining);
});

it.each([
  [{ type, file: 'idcs-password-sync/postUpdate.js' }],
  [{ type, file: 'script/idcs-password-sync/postUpdate.js' }],
  [{ type, source: "require('idcs-password-sync/postUpdate');\na();" }],
  [{ type, source: 'a();require("idcs-password-sync/postUpdate")' }],
])('%j runs ours already', (config) => {
  expect(chainingOf(config, 'postUpdate')).toEqual({ kind: 'ours' });
});

it.each(["// require('idcs-password-sync/onUpdate')\na();", "/* require('idcs-password-sync/onUpdate') */ a();"])(
  'is not taken in by a comment: %j',
  (source) => {
    expect(chainingOf({ type, source }, 'onUpdate').kind).toBe('source');
  },
);

it('is not taken in by another script of ours', () => {
  expect(chainingOf({ type, source: "require('idcs-password-sync/postUpdate')" }, 'onUpdate').kind).toBe('source');
});

it.each([
  ['groovy', { type: 'groovy', file: 'x.groovy' }, /type "groovy"/],
  ['no type', { source: 'a();' }, /type unknown/],
  ['neither file nor source', { type }, /file and source/],
  ['both', { type, file: 'a.js', source: 'a();' }, /file and source/],
  ['a source of lines', { type, source: ['a();'] }, /file and source/],
  ['a file that require does not find', { type, file: 'a.mjs' }, /a\.mjs/],
  ['a file that ends the string', { type, file: "a');evil('.js" }, /can be loaded/],
  ['a text', 'a();', /not a script/],
  ['null', null, /not a script/],
])('%s can not be chained', (_, config, what) => {
  expect(chainingOf(config, 'onUpdate')).toEqual({
    kind: 'impossible',
    what: expect.stringMatching(what) as string,
    mend: expect.stringMatching(/\w/) as string,
  });
});

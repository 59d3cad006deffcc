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
  [
    'onUpdate',
    { type, source: "'use strict'; a();" },
    { kind: 'source', before: '', after: "\nrequire('idcs-password-sync/onUpdate');" },
  ],
] as const)('%s: %j', (hook, config, chaining) => {
  expect(chainingOf(config, hook)).toEqual(chaining);
});

it.each([
  [{ type, file: 'idcs-password-sync/postUpdate.js' }],
  [{ type, file: 'script/idcs-password-sync/postUpdate.js' }],
  [{ type, source: "require('idcs-password-sync/postUpdate');\na();" }],
  [{ type, source: 'a();require("idcs-password-sync/postUpdate")' }],
  [{ type, source: "var u='http://x'; require('idcs-password-sync/postUpdate');" }],
  [{ type, source: "var glob = 'a/*'; require('idcs-password-sync/postUpdate'); var all = '*/';" }],
  [{ type, source: "if (/[/*]/.test(a)) require('idcs-password-sync/postUpdate'); /* b */" }],
  [{ type, source: "require( 'idcs-password-sync/postUpdate' );" }],
  [{ type, source: "require('idcs-password-sync/postUpdate.js');" }],
  [{ type, source: "require('script/idcs-password-sync/postUpdate');" }],
  [{ type, source: "require(/* ours */ 'idcs-password-sync/postUpdate');" }],
  [{ type, source: 'require(`idcs-password-sync/postUpdate`);' }],
  [{ type, source: "var ours = require('idcs-password-sync/postUpdate'), b;" }],
  [{ type, source: "if (a) return;\nrequire('idcs-password-sync/postUpdate');" }],
  [{ type, source: "for each (var a in b) c('http://x'); require( 'idcs-password-sync/postUpdate.js' );" }],
  [{ type, source: "var a = <b c='http://x'/>; var d = /'/; require('idcs-password-sync/postUpdate')" }],
])('%j runs ours already', (config) => {
  expect(chainingOf(config, 'postUpdate')).toEqual({ kind: 'ours' });
});

it.each(["// require('idcs-password-sync/onUpdate')\na();", "/* require('idcs-password-sync/onUpdate') */ a();"])(
  'is not taken in by a comment: %j',
  (source) => {
    expect(chainingOf({ type, source }, 'onUpdate').kind).toBe('source');
  },
);

it.each([
  ['a comment of what is no ECMAScript', "for each (var a in b) c(); // require('idcs-password-sync/onUpdate')"],
  ['a text of what is no ECMAScript', 'for each (var a in b) c("require(\'idcs-password-sync/onUpdate\')");'],
  ['a text', "log('http://x', \"require('idcs-password-sync/onUpdate')\");"],
  ['a regular expression', "a.match(/require('idcs-password-sync.onUpdate')/);"],
  ['another function of this name', "a.require('idcs-password-sync/onUpdate');"],
  ['a name that only begins so', "require('idcs-password-sync/onUpdated'); require('my/idcs-password-sync/onUpdate');"],
  ['another script of ours', "require('idcs-password-sync/postUpdate')"],
])('is not taken in by %s', (_, source) => {
  expect(chainingOf({ type, source }, 'onUpdate').kind).toBe('source');
});

// Each was given to Rhino 1.7.14, which then did or did not refuse an undeclared variable.
it.each([
  ["/* theirs */ 'use strict'; a();", true],
  ['// theirs\n"use strict"\na();', true],
  ["'other'; 'use strict'; a();", true],
  ["/* 'other' */ 'other'; 'use strict'; for each (var a in b) c();", true],
  ["// 'use strict';\na();", false],
  ["a(); 'use strict';", false],
  ["'use strict'.length;", false],
  ["('use strict');", false],
  ["/* 'use strict'; */ for each (var a in b) c();", false],
])('leaves %j as strict as it was: %s', (source, strict) => {
  const before = `${strict ? "'use strict';\n" : ''}require('idcs-password-sync/postUpdate');\n`;
  expect(chainingOf({ type, source }, 'postUpdate')).toEqual({ kind: 'source', before, after: '' });
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

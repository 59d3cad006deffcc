'use strict';
const tseslint = require('typescript-eslint');

/** What never runs inside IDM. */
const testing = ['**/*.test.ts', '**/testing/**'];

/** What a layer of the scripts may not import: imports point from entry to idm, oracle and sync, never back. */
const layer = (folder, forbidden) => ({
  files: [`scripts-ts/${folder}/**/*.ts`],
  ignores: testing,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: forbidden.map((name) => `../${name}/*`), message: `${folder}/ stands below it` }] },
    ],
  },
});

const trap = (selector, message) => ({ selector, message });

/** What type-checks and parses as ES5 and still goes wrong inside IDM (docs/rhino.md). */
const rhinoTraps = [
  trap(
    "CallExpression[callee.object.name='Array'][callee.property.name='isArray']",
    'is false for an IDM list: copy it first (idm/openidm)',
  ),
  trap(
    "MemberExpression[object.name='Object'][property.name=/^(assign|entries|values|fromEntries)$/]",
    'throws or loses data on IDM maps: use for-in',
  ),
  trap("NewExpression[callee.name='Error']", 'reaches IDM as {}: throw {code, message, detail}'),
  trap('ThrowStatement > NewExpression', 'reaches IDM as {}: throw {code, message, detail}'),
  trap("ClassDeclaration[superClass.name='Error']", 'extending Error does not survive ES5'),
  trap(
    'Identifier[name=/^(Intl|globalThis|Promise|Proxy|Reflect|Symbol|WeakMap|WeakSet|BigInt|setTimeout|setInterval|TextEncoder|btoa|atob)$/]',
    'does not exist in every Rhino that IDM ships',
  ),
  trap(
    'Identifier[name=/^(Int8|Uint8|Uint8Clamped|Int16|Uint16|Int32|Uint32|Float32|Float64)Array$/]',
    'does not exist in every Rhino that IDM ships',
  ),
  trap('Literal[regex.flags=/[uysd]/]', 'Rhino knows the flags g, i and m only'),
  trap("CallExpression[callee.property.name='sort']", 'is unstable in Rhino 1.7: sort by a total order and say so'),
];

module.exports = tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'generated/', '**/target/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './scripts-ts/tsconfig.json'], tsconfigRootDir: __dirname },
    },
  },
  {
    files: ['**/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['scripts-ts/**/*.ts'],
    ignores: testing,
    rules: { 'no-restricted-syntax': ['error', ...rhinoTraps] },
  },
  layer('sync', ['oracle', 'idm', 'entry']),
  layer('oracle', ['idm', 'entry']),
  layer('idm', ['entry']),
);

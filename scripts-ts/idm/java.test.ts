import { hasJava } from './java';

const globals = globalThis as { java?: unknown; javax?: unknown };
afterEach(() => {
  delete globals.java;
  delete globals.javax;
});

test.each([
  ['nothing', undefined, undefined, false],
  [
    'classes',
    { lang: { System: { getProperties: () => ({}) } } },
    { crypto: { Mac: { getInstance: () => ({}) } } },
    true,
  ],
  [
    'packages, where a shutter keeps the classes',
    { lang: { System: { getProperties: {} } } },
    { crypto: { Mac: { getInstance: {} } } },
    false,
  ],
  ['some of them', { lang: { System: { getProperties: () => ({}) } } }, undefined, false],
])('of %s: %#', (_what, java, javax, expected) => {
  Object.assign(globals, { java, javax });
  expect(hasJava()).toBe(expected);
});

import { readSettings } from './settings';

const globals = globalThis as { openidm?: unknown; identityServer?: unknown };
afterEach(() => {
  delete globals.openidm;
  delete globals.identityServer;
});

/** What the scripts read of a file that says this. */
function read(file: object) {
  globals.openidm = { read: () => file };
  globals.identityServer = { getProperty: (name: string, missing: string) => (name === 'known' ? 'value' : missing) };
  return readSettings();
}

test('references get their values, and stay where IDM has none', () => {
  expect(read({ idcs: { a: '&{known}', b: ['&{none}', '&{none|else}'] } })).toMatchObject({
    idcs: { a: 'value', b: ['&{none}', 'else'] },
  });
});

test('a file of an older version has neither a topic nor a word about the scripts', () => {
  expect(read({ version: '0.1.0' })).toEqual({ version: '0.1.0', audit: { topic: 'activity' }, scripts: 'files' });
  const newer = { audit: { topic: 'passwordSync' }, scripts: 'inline' };
  expect(read(newer)).toEqual(newer);
});

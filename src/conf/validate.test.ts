import fs from 'node:fs';
import path from 'node:path';
import { jdbcMistakes, mistakes, pingMistakes } from '../../test/conf/mistakes';
import { planted, soundSite, type Mistake } from '../../test/conf/planting';
import { kinds } from './kinds';
import { siteOf } from './site';
import { validateConf } from './validate';

const sound = soundSite('sound');
const jdbc = soundSite('sound-jdbc');
const ping = soundSite('sound-ping', { platform: 'ping-7' });

it.each([
  ['sound', sound],
  ['sound-jdbc', jdbc],
  ['sound-ping', ping],
])('the project %s has nothing to be found', (_, site) => {
  expect(validateConf(site)).toEqual([]);
});

const all = [
  ...mistakes.map((mistake) => ({ site: sound, mistake })),
  ...jdbcMistakes.map((mistake) => ({ site: jdbc, mistake })),
  ...pingMistakes.map((mistake) => ({ site: ping, mistake })),
];

describe(`${all.length} planted mistakes`, () => {
  it.each(all.map((each) => [titleOf(each.mistake), each] as const))('%s', (_, { site, mistake }) => {
    const found = validateConf(planted(site, mistake));
    const { code, at, level = 'error', found: where, also = [] } = mistake;
    const file = where ?? ('as' in mistake ? mistake.as! : mistake.file);
    const main = found.find((each) => each.code === code && each.pointer === at && each.path.endsWith(`/${file}`));
    expect(found.map((each) => `${each.code} ${each.pointer}`.trim()).sort()).toEqual(
      [`${code} ${at}`.trim(), ...also].sort(),
    );
    expect(main).toMatchObject({ level });
    expect(main!.what).not.toContain('Secret.1');
  });
});

function titleOf({ file, code, at, as, set, rename, text, content }: Mistake): string {
  const how =
    as ?? JSON.stringify(set ?? rename ?? text?.[1] ?? (content === undefined ? 'taken away' : String(content)));
  return `${file}: ${how.slice(0, 90)}: ${code} at ${at || 'the file'}`;
}

it('plants mistakes in files of every kind', () => {
  const files = all.map(({ mistake }) => path.basename(mistake.file));
  const without = kinds.filter(
    ({ service }) => !files.some((file) => file === `${service}.json` || file.startsWith(`${service}-`)),
  );
  expect(without.map(({ service }) => service)).toEqual([]);
});

it('tells line and column of what it found', () => {
  const text = '{\r\n  "objects": [\r\n    { "name": "user",\r\n      "onUpdated": {} }\r\n  ]\r\n}';
  const [found] = validateConf(planted(jdbc, { file: 'conf/managed.json', content: text, code: '', at: '' }));
  expect(found).toMatchObject({ code: 'unknown-hook', line: 4, column: 7, pointer: '/objects/0/onUpdated' });
  expect(found!.file).toMatch(/conf\/managed\.json:4:7$/);
  const [broken] = validateConf(
    planted(jdbc, { file: 'conf/managed.json', content: '{\n  "objects": [,]\n}', code: '', at: '' }),
  );
  expect(broken).toMatchObject({ code: 'broken-json', line: 2, column: 15 });
});

const home = process.env.OPENIDM_HOME;

/** Every folder called conf in an installation: its own, and those of its samples and data bases. */
function confFolders(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const inner = path.join(folder, entry.name);
    return [...(entry.name === 'conf' ? [inner] : []), ...confFolders(inner)];
  });
}

if (home === undefined) {
  it.skip('THE CONFIGURATIONS OF OPENIDM ARE NOT CHECKED: OPENIDM_HOME IS NOT SET', () => {});
} else {
  const folders = confFolders(home);

  it('finds the configurations of OpenIDM', () => expect(folders.length).toBeGreaterThan(30));

  it.each(folders.map((folder) => [path.relative(home, folder), folder]))('%s has no errors', (_, folder) => {
    expect(validateConf(siteOf(folder)).filter(({ level }) => level === 'error')).toEqual([]);
  });

  // Files to copy into a conf, not confs; those of samples/syncfailure are parts of files.
  const loose = [
    'provisioners',
    'schedules',
    'misc',
    'sample6/alternatives',
    'usecase/db/postgresql',
    'usecase/db/mysql',
  ];

  it.each(loose)('samples/%s has no errors', (name) => {
    const folder = path.join(home, 'samples', name);
    expect(validateConf(siteOf(folder)).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('has nothing at all to say about the stock configuration', () => expect(validateConf(siteOf(home))).toEqual([]));
}

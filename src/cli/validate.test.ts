import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { platforms } from '../platform';
import { packageRoot } from '../root';

const run = (program: string, ...args: string[]) =>
  spawnSync(process.execPath, [path.join(packageRoot, 'bin', program), ...args], {
    encoding: 'utf8',
    cwd: packageRoot,
  });
const validate = (...args: string[]) => run('pwsync.js', 'validate', ...args);

beforeAll(() => expect(run('compile.js').status).toBe(0));
afterAll(removeTemporaryFolders);

const wrong = () =>
  temporaryFolder({
    'conf/managed.json': '{\n  "objects": [\n    { "name": "user", "onUpdated": {} }\n  ]\n}\n',
    'conf/external.email.json': '{ "host": "h", "auth": { "enable": true, "username": "u", "password": "Secret.1" } }',
    'conf/cluster.json': '{ "enabled": }',
  });

it('accepts the committed example', () => {
  const done = validate('generated/example');
  expect(done).toMatchObject({ status: 0, stderr: '', stdout: '4 files: 0 errors, 0 warnings.\n' });
});

it('tells people one finding a line, errors first and warnings apart', () => {
  const done = validate(wrong());
  expect(done.status).toBe(1);
  const lines = done.stdout.split('\n');
  expect(lines[0]).toBe('Errors');
  expect(lines[1]).toMatch(
    /conf\/cluster\.json:1:14: is not JSON: .*: Mend the JSON; it knows no comments\. \[broken-json\]$/,
  );
  expect(lines[2]).toMatch(
    /conf\/managed\.json:3:23: \/objects\/0\/onUpdated: IDM calls no hook "onUpdated" here: Did you mean "onUpdate"\? \[unknown-hook\]$/,
  );
  expect(lines[3]).toBe('Warnings');
  expect(lines[4]).toMatch(/conf\/external\.email\.json:1:59: \/auth\/password: .* \[clear-secret\]$/);
  expect(lines.slice(5)).toEqual(['3 files: 2 errors, 1 warning.', '']);
  expect(done.stdout).not.toContain('Secret.1');
});

it('ends well when there are but warnings', () => {
  const done = validate(temporaryFolder({ 'conf/limits.json': '{}' }));
  expect(done.status).toBe(0);
  expect(done.stdout).toMatch(/^Warnings\n.*\[file-name\]\n1 file: 0 errors, 1 warning\.\n$/);
});

it.each([['--json'], ['--format', 'json']])('tells machines with %s %s', (...args: string[]) => {
  const done = validate(wrong(), ...args);
  expect(done.status).toBe(1);
  const result = JSON.parse(done.stdout) as { findings: object[] };
  expect(result).toMatchObject({ ok: false, kind: 'project', platform: 'openidm-7', files: 3 });
  expect(result.findings).toEqual([
    expect.objectContaining({ level: 'error', code: 'broken-json', line: 1, column: 14, pointer: '' }),
    expect.objectContaining({ level: 'warning', code: 'clear-secret', pointer: '/auth/password' }),
    expect.objectContaining({
      level: 'error',
      code: 'unknown-hook',
      line: 3,
      column: 23,
      pointer: '/objects/0/onUpdated',
    }),
  ]);
  expect(done.stdout).not.toContain('Secret.1');
});

it('tells code hosts in SARIF 2.1.0', () => {
  const done = validate(wrong(), '--sarif');
  expect(done.status).toBe(1);
  interface Result {
    ruleId: string;
    ruleIndex: number;
    level: string;
    message: { text: string };
    locations: { physicalLocation: { artifactLocation: { uri: string }; region: object } }[];
  }
  const log = JSON.parse(done.stdout) as {
    version: string;
    runs: { tool: { driver: { rules: { id: string }[] } }; results: Result[] }[];
  };
  const { tool, results } = log.runs[0]!;
  expect(log.version).toBe('2.1.0');
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]!.id)).toEqual(results.map(({ ruleId }) => ruleId));
  expect(results[2]).toMatchObject({ ruleId: 'unknown-hook', level: 'error' });
  expect(results[2]!.message.text).toMatch(/^\/objects\/0\/onUpdated: /);
  expect(results[2]!.locations[0]!.physicalLocation).toMatchObject({ region: { startLine: 3, startColumn: 23 } });
  expect(results[2]!.locations[0]!.physicalLocation.artifactLocation.uri).toMatch(
    /^file:\/\/\/.*\/conf\/managed\.json$/,
  );
  const inside = JSON.parse(validate('test/conf/sound-ping', '--sarif').stdout) as typeof log;
  expect(inside.runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation).toMatchObject({
    uri: expect.stringMatching(/^test\/conf\/sound-ping\/conf\//) as string,
    uriBaseId: 'SRCROOT',
  });
});

it.each(platforms)('finds nothing wrong in all that the build can emit for %s', (platform) => {
  const environment = {
    platform,
    idcs: { baseUrl: '&{idcs.base.url}', clientId: '&{idcs.client.id}', clientSecret: '&{idcs.client.secret}' },
    connector: { enabled: true },
    customerConf: path.join(packageRoot, 'environments/example-customer/conf'),
  };
  const folder = temporaryFolder({ 'all.json': JSON.stringify(environment) });
  const built = run('pwsync.js', 'build', '--env', 'all', '--environments', folder, '--out', path.join(folder, 'out'));
  expect([built.status, built.stderr]).toEqual([0, '']);
  const done = validate(path.join(folder, 'out/all'));
  expect([done.status, done.stdout]).toEqual([0, expect.stringMatching(/^\d+ files: 0 errors/m)]);
});

it('checks for the platform that is named', () => {
  expect(validate('test/conf/sound-ping', '--platform', 'ping-7').status).toBe(0);
  expect(validate('test/conf/sound-ping').status).toBe(1);
});

it.each([
  [[], /missing required argument/],
  [['absent'], /can't be read: ENOENT/],
  [['docs'], /holds neither a folder conf nor configuration files/],
  [['generated/example', '--platform', 'openam'], /Allowed choices/],
  [['generated/example', '--format', 'xml'], /Allowed choices/],
  [['generated/example', '--idm', 'docs'], /holds no bin\/defaults\/script/],
])('ends with 2 when called with %j', (args: string[], said) => {
  const done = validate(...args);
  expect(done.status).toBe(2);
  expect(done.stderr).toMatch(said);
});

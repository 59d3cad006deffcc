import fs from 'node:fs';
import path from 'node:path';
import type { Plan } from '../../src/deploy/model';
import { machine } from '../../src/deploy/this-process';
import {
  builtBundle,
  customersFiles,
  everythingIn,
  installation,
  pwsync,
  removeTemporaryFolders,
  temporaryFolder,
  whatIdmSees,
} from './installation';

let bundle: string;
let other: string;

beforeAll(async () => {
  [bundle, other] = await Promise.all([
    builtBundle(),
    builtBundle({ managedObjects: ['alpha_user'], schedule: { cron: '0 0/5 * * * ?' } }),
  ]);
});
afterAll(removeTemporaryFolders);

async function done(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await pwsync(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) as string });
  return stdout;
}

const applied = (idm: string, from = bundle) => done('apply', from, '--idm', idm, '--yes');

test('a plan changes nothing, and is the same bytes each time', async () => {
  const idm = installation();
  const before = everythingIn(idm);
  const file = path.join(temporaryFolder(), 'plan.json');
  const shown = await done('plan', bundle, '--idm', idm, '--json', '--out', file);
  const first = fs.readFileSync(file, 'utf8');
  fs.chmodSync(file, 0o644);
  expect(await done('plan', bundle, '--idm', idm, '--json', '--out', file)).toBe(shown);
  expect(fs.readFileSync(file, 'utf8')).toBe(first);
  // It holds the customer's files, whoever could read what was there.
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(everythingIn(idm)).toEqual(before);
});

test('what a person is shown: each file, and the lines of those that are theirs', async () => {
  const idm = installation();
  const shown = await done('plan', bundle, '--idm', idm);
  expect(shown).not.toContain('\u001b');
  expect(shown).toContain(
    '+                 "source" : "require(\'hooks/keep\').keep(object, oldObject);\\nrequire(\'idcs-password-sync/onUpdate\');"',
  );
  expect(shown).toMatch(/\+ script\/idcs-password-sync\/onUpdate\.js {2}[\d.]+ KB\n/);
  expect(shown).toMatch(/~ conf\/repo\.orientdb\.json/);
  expect(shown).toMatch(/Plan: 12 to create, 2 to change, 0 to delete\.\n$/);
});

test('applied, there is nothing to do; rolled back, it is what it was, byte for byte', async () => {
  const idm = installation();
  const before = everythingIn(idm);
  expect(await applied(idm)).toMatch(/Applied 0\.1\.0 \(test\) to /);
  const after = everythingIn(idm);
  expect(await done('plan', bundle, '--idm', idm, '--check')).toMatch(/^Nothing to do\.\n$/);
  expect(await applied(idm)).toMatch(/Nothing to do/);
  expect(everythingIn(idm)).toEqual(after);
  expect(await done('rollback', '--idm', idm, '--yes')).toMatch(/Rolled back 0\.1\.0 \(test\)/);
  expect(everythingIn(idm)).toEqual(before);
});

test('a plan file is applied exactly as it is, without a question', async () => {
  const idm = installation();
  const file = path.join(temporaryFolder(), 'plan.json');
  await done('plan', bundle, '--idm', idm, '--out', file);
  const plan = JSON.parse(fs.readFileSync(file, 'utf8')) as Plan;
  const { changes } = JSON.parse(await done('apply', file, '--json')) as { changes: object[] };
  expect(changes).toEqual(plan.changes.map(({ kind, path: name }) => ({ kind, path: name })));
  for (const change of plan.changes) {
    if (change.kind !== 'delete' && 'text' in change.after)
      expect(fs.readFileSync(path.join(idm, change.path), 'utf8')).toBe(change.after.text);
  }
});

test('a plan file that was applied is applied once', async () => {
  const idm = installation();
  const file = path.join(temporaryFolder(), 'plan.json');
  await done('plan', bundle, '--idm', idm, '--out', file);
  await done('apply', file);
  const before = everythingIn(idm);
  expect(await done('apply', file)).toMatch(/^Nothing to do: this plan was applied at \d{4}-/);
  expect(everythingIn(idm)).toEqual(before);
});

test('what was deployed over REST is not deployed to the folder as well', async () => {
  const idm = installation({ 'conf/custom-idcsPasswordSyncDeployments.json': '{}' });
  for (const args of [['apply', bundle], ['rollback']]) {
    const { code, stderr } = await pwsync([...args, '--idm', idm, '--yes']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/--url.*\[deployed-over-rest\]/) as string]);
  }
});

test('a target that has changed since is refused, and stays as it is', async () => {
  const idm = installation();
  const file = path.join(temporaryFolder(), 'plan.json');
  await done('plan', bundle, '--idm', idm, '--out', file);
  fs.appendFileSync(path.join(idm, 'conf/managed.json'), ' ');
  const before = everythingIn(idm);
  const { code, stderr } = await pwsync(['apply', file]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/managed\.json: is not as it was when this was planned\n.*\[target-changed\]/);
  expect(everythingIn(idm)).toEqual(before);
});

test('an upgrade removes what the older bundle has added, and is taken back to it', async () => {
  const idm = installation();
  const before = everythingIn(idm);
  await applied(idm);
  fs.writeFileSync(path.join(idm, 'script/idcs-password-sync/ofAnOlderBundle.js'), 'old();');
  const between = whatIdmSees(idm);
  await applied(idm, other);
  const { objects } = JSON.parse(fs.readFileSync(path.join(idm, 'conf/managed.json'), 'utf8')) as {
    objects: Record<string, unknown>[];
  };
  const original = JSON.parse(customersFiles['conf/managed.json']!) as { objects: unknown[] };
  expect(objects.slice(0, 2)).toEqual(original.objects.slice(0, 2));
  expect(objects[2]).toHaveProperty('onUpdate');
  expect(fs.existsSync(path.join(idm, 'script/idcs-password-sync/ofAnOlderBundle.js'))).toBe(false);
  await done('rollback', '--idm', idm, '--yes');
  expect(whatIdmSees(idm)).toEqual(between);
  fs.rmSync(path.join(idm, 'script/idcs-password-sync/ofAnOlderBundle.js'));
  await done('rollback', '--idm', idm, '--yes');
  expect(everythingIn(idm)).toEqual(before);
});

test('an upgrade that no longer asks for a policy, a topic and readers takes them out of the files', async () => {
  const files = {
    'conf/policy.json': '{\n  "additionalFiles": [],\n  "resources": []\n}\n',
    'conf/audit.json': '{ "eventHandlers": [ { "class": "x", "config": { "topics": [ "activity" ] } } ] }\n',
    'script/access.js': '// mine\nvar httpAccessConfig = {\n  "configs": [\n    { "pattern": "*" }\n  ]\n};\n',
    'script/mine.js': 'addPolicy({ "policyId": "mine" });\n',
  };
  const idm = installation(files);
  const asks = await builtBundle({
    passwordPolicies: [{ policyId: 'at-least-X-capitals', params: { numCaps: 1 } }],
    policyFiles: ['script/mine.js'],
    audit: { topic: 'passwordSync' },
    endpointRoles: ['internal/role/monitoring'],
  });
  const text = (name: string) => fs.readFileSync(path.join(idm, name), 'utf8');
  await applied(idm, asks);
  for (const name of Object.keys(files).slice(0, 3)) expect(text(name)).not.toBe(files[name as keyof typeof files]);
  expect(text('conf/managed.json')).toContain('at-least-X-capitals');
  await applied(idm);
  for (const [name, content] of Object.entries(files)) expect(text(name)).toBe(content);
  expect(text('conf/managed.json')).not.toContain('at-least-X-capitals');
  expect(text('conf/managed.json')).toContain('idcs-password-sync');
});

test('an upgrade may change what the older bundle had added, where a file of the customer would contradict', async () => {
  const idm = installation();
  const withLimit = (numCaps: number) =>
    builtBundle({ passwordPolicies: [{ policyId: 'at-least-X-capitals', params: { numCaps } }] });
  await applied(idm, await withLimit(1));
  await applied(idm, await withLimit(2));
  const text = fs.readFileSync(path.join(idm, 'conf/managed.json'), 'utf8');
  expect([...text.matchAll(/"numCaps"\s*:\s*(\d)/g)].map(([, number]) => number)).toEqual(['2']);
});

test('hooks of ours that nothing is remembered of are told, where the bundle does not want them', async () => {
  const idm = installation();
  await applied(idm);
  fs.rmSync(path.join(idm, '.pwsync'), { recursive: true });
  const { code, stderr } = await pwsync(['plan', other, '--idm', idm]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/managed\.json#\/objects\/1\/onUpdate: runs our script for "user"/);
});

test('what the customer has changed since stays, deployed anew and rolled back', async () => {
  const idm = installation();
  await applied(idm);
  const file = path.join(idm, 'conf/managed.json');
  const rename = (text: string) => text.replace('"name": "alpha_user"', '"name": "beta_user"');
  fs.writeFileSync(file, rename(fs.readFileSync(file, 'utf8')));
  expect(await done('plan', bundle, '--idm', idm)).toBe('Nothing to do.\n');
  await done('rollback', '--idm', idm, '--yes');
  expect(fs.readFileSync(file, 'utf8')).toBe(rename(customersFiles['conf/managed.json']!));
});

test('a hook that was changed around our line, and a file that was laid out anew, lose only what is ours', async () => {
  const idm = installation();
  await applied(idm);
  const file = path.join(idm, 'conf/managed.json');
  const edit = (text: string) => text.replace('keep(object', 'keep(newObject');
  const say = (text: string): unknown => JSON.parse(text);
  fs.writeFileSync(file, JSON.stringify(say(edit(fs.readFileSync(file, 'utf8')))));
  const plan = await pwsync(['plan', bundle, '--idm', idm]);
  expect(plan).toMatchObject({ code: 0, stdout: 'Nothing to do.\n' });
  expect(plan.stderr).not.toContain('older-additions');
  await done('rollback', '--idm', idm, '--yes');
  expect(say(fs.readFileSync(file, 'utf8'))).toEqual(say(edit(customersFiles['conf/managed.json']!)));
});

test("what another object says like ours is the customer's", async () => {
  const limit = { policyId: 'minimum-length', params: { minLength: 12 } };
  const object = (name: string, policies: object[]) => ({
    name,
    schema: { properties: { password: { encryption: {}, policies } } },
  });
  const text = (own: object[]) =>
    JSON.stringify({ objects: [object('user', own), object('contractor', [limit])] }, null, 2);
  const idm = installation({ 'conf/managed.json': text([]) });
  await applied(idm, await builtBundle({ passwordPolicies: [limit] }));
  const file = path.join(idm, 'conf/managed.json');
  const taken = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    objects: { schema: ReturnType<typeof object>['schema'] }[];
  };
  taken.objects[0]!.schema.properties.password.policies = [];
  fs.writeFileSync(file, JSON.stringify(taken, null, 2));
  await done('rollback', '--idm', idm, '--yes');
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(JSON.parse(text([])));
});

test('a file that nothing goes into keeps every byte, of whatever encoding', async () => {
  const idm = installation();
  const latin1 = Buffer.from('var httpAccessConfig = { configs: [] }; // S\xe4mtliche\n', 'latin1');
  fs.writeFileSync(path.join(idm, 'script/access.js'), latin1);
  await applied(idm);
  expect(fs.readFileSync(path.join(idm, 'script/access.js')).equals(latin1)).toBe(true);
});

test('a bundle with another outbox is refused while passwords may wait in the old one', async () => {
  const idm = installation();
  await applied(idm);
  const before = everythingIn(idm);
  const moved = await builtBundle({ outbox: { path: 'repo/passwordsync/other' } });
  const { code, stderr } = await pwsync(['apply', moved, '--idm', idm, '--yes']);
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/\[outbox-moved\]/) as string });
  expect(everythingIn(idm)).toEqual(before);
});

test('what was interrupted and edited since goes back, with --force', async () => {
  const idm = installation();
  const before = everythingIn(idm);
  await pwsync(['apply', bundle, '--idm', idm, '--yes'], { fault: 'kill:70' });
  const history = JSON.parse(fs.readFileSync(path.join(idm, '.pwsync/history.json'), 'utf8')) as { underway: object };
  expect(history.underway).toMatchObject({ direction: 'forth' });
  fs.writeFileSync(path.join(idm, 'conf/managed.json'), '{ "objects": [] }');
  const edited = whatIdmSees(idm);
  for (const command of [['apply', bundle], ['rollback']]) {
    expect((await pwsync([...command, '--idm', idm])).stderr).toMatch(/\[(usage|edited-since)\]/);
    expect(whatIdmSees(idm)).toEqual(edited);
  }
  expect((await pwsync(['apply', bundle, '--idm', idm, '--yes'])).stderr).toMatch(/\[target-changed\]/);
  await done('rollback', '--idm', idm, '--yes', '--force');
  expect(everythingIn(idm)).toEqual(before);
});

test('a rollback into what was changed since is refused, and done with --force', async () => {
  const idm = installation();
  const before = everythingIn(idm);
  await applied(idm);
  const file = path.join(idm, 'conf/managed.json');
  fs.writeFileSync(
    file,
    fs
      .readFileSync(file, 'utf8')
      .replace('"file": "idcs-password-sync/onCreate.js"', '"file": "idcs-password-sync/onCreate.js", "mine": 1'),
  );
  const edited = everythingIn(idm);
  const refused = await pwsync(['rollback', '--idm', idm, '--yes']);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /managed\.json#\/objects\/1\/onCreate: was changed since .*\n.*--force.*\[edited-since\]/,
  );
  expect(everythingIn(idm)).toEqual(edited);
  await done('rollback', '--idm', idm, '--yes', '--force');
  expect(everythingIn(idm)).toEqual(before);
});

test('a project folder of its own gets the files; the installation stays as it is', async () => {
  const idm = installation({ 'bin/defaults/script/stock/after.js': '"stock";' });
  const project = temporaryFolder({
    'conf/managed.json': customersFiles['conf/managed.json']!.replace('hooks/after.js', 'stock/after.js'),
  });
  const before = [everythingIn(idm), everythingIn(project)];
  await done('apply', bundle, '--idm', idm, '-p', project, '--yes');
  expect(everythingIn(idm)).toEqual(before[0]);
  expect(fs.existsSync(path.join(project, 'script/idcs-password-sync/onUpdate.js'))).toBe(true);
  await done('rollback', '--idm', idm, '-p', project, '--yes');
  expect([everythingIn(idm), everythingIn(project)]).toEqual(before);
});

test('a project folder without an installation, as it is kept under version control', async () => {
  const project = temporaryFolder({ 'conf/managed.json': customersFiles['conf/managed.json']! });
  const before = everythingIn(project);
  await done('apply', bundle, '--project', project, '--yes');
  expect(await done('plan', bundle, '-p', project, '--check')).toBe('Nothing to do.\n');
  await done('rollback', '-p', project, '--yes');
  expect(everythingIn(project)).toEqual(before);
});

test('two at once: one of them deploys, the other one says who does', async () => {
  const idm = installation();
  const lock = path.join(idm, '.pwsync/lock');
  fs.mkdirSync(path.dirname(lock));
  fs.writeFileSync(lock, JSON.stringify({ pid: process.pid, machine: machine(), host: 'here', since: 'now' }));
  const { code, stderr } = await pwsync(['apply', bundle, '--idm', idm, '--yes']);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`lock: another deployment is going on: process ${process.pid} on here, since now`));
  expect(fs.existsSync(path.join(idm, 'script/idcs-password-sync'))).toBe(false);
});

test('several at once leave one whole deployment', async () => {
  const idm = installation();
  const before = everythingIn(idm);
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map(() => pwsync(['apply', bundle, '--idm', idm, '--yes'])));
  expect(all.map(({ code }) => code)).toContain(0);
  for (const { code, stderr } of all) if (code !== 0) expect(stderr).toMatch(/\[(locked|target-changed)\]/);
  expect(await done('plan', bundle, '--idm', idm)).toBe('Nothing to do.\n');
  await done('rollback', '--idm', idm, '--yes');
  expect(everythingIn(idm)).toEqual(before);
});

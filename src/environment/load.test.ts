import path from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../bundle/testing/folders';
import { packageRoot } from '../root';
import { environmentNames, loadEnvironment } from './load';
import { failure, least, load, objections, problems } from './testing';

afterAll(removeTemporaryFolders);

describe('defaults', () => {
  it('fill in everything but what is required', () => {
    expect(load(least).settings).toEqual({
      idcs: {
        ...least.idcs,
        tokenEndpoint: 'standard',
        scope: 'urn:opc:idm:__myscopes__',
        passwordRequest: 'changer',
        connectTimeoutSeconds: 5,
        requestTimeoutSeconds: 10,
        tokenRefreshBufferSeconds: 300,
        transport: 'java',
        tls: { trust: 'jvm' },
        rate: { tier: 'free', sharePercent: 80, nodes: 1 },
      },
      user: { userName: 'userName', lookUp: 'userName', externalId: '_id', key: 'userName', password: 'password' },
      managedObjects: ['user'],
      provisioning: { enabled: true, attributes: { givenName: 'givenName', familyName: 'sn', email: 'mail' } },
      delivery: {
        mode: 'background',
        inlineSeconds: 5,
        fastPath: true,
        quietSeconds: 10,
        quickRetrySeconds: [2, 4, 8],
        maxAttempts: 5,
        backoffSeconds: 60,
        maxBackoffSeconds: 3600,
        graceSeconds: 600,
        threads: 4,
        queueLimit: 1000,
        drainPageSize: 50,
        timeToLiveDays: 7,
        keepDeliveredHours: 24,
      },
      outbox: { path: 'repo/passwordsync/outbox', keysPath: 'repo/passwordsync/keys' },
      schedule: { enabled: true, cron: '0 * * * * ?' },
      connector: { enabled: false },
      platform: 'openidm-7',
      passwordPolicies: [],
      policyFiles: [],
      audit: { topic: 'activity' },
      endpointRoles: [],
    });
  });

  it('leave alone what is given', () => {
    const { settings } = load({
      ...least,
      delivery: { threads: 9, quickRetrySeconds: [] },
      schedule: { enabled: false },
    });
    expect(settings.delivery).toMatchObject({ threads: 9, quickRetrySeconds: [], maxAttempts: 5 });
    expect(settings.schedule).toEqual({ enabled: false, cron: '0 * * * * ?' });
  });
});

it.each([
  [{ userName: 'mail' }, 'mail'],
  [{ userName: '{userName}@example.com' }, 'userName'],
  [{ userName: 'mail', key: 'uid' }, 'uid'],
])('of %j a user is named in IDM by %s', (user, key) => {
  expect(load({ ...least, user }).settings.user.key).toBe(key);
});

it('the environments of this repository are right, and the example runs its drain every minute', () => {
  const folder = path.join(packageRoot, 'environments');
  expect(environmentNames(folder)).toEqual(['example', 'minimal']);
  expect(loadEnvironment(folder, 'example')).toMatchObject({
    name: 'example',
    settings: { schedule: { cron: '0 * * * * ?' } },
    customerConf: path.join(folder, 'example-customer/conf'),
  });
  expect(loadEnvironment(folder, 'minimal').customerConf).toBeUndefined();
});

it('an unknown environment: the ones that there are, and exit code 2', () => {
  const folder = temporaryFolder({
    'prod.json': '{}',
    'qa.json': '{}',
    'environment.schema.json': '{}',
    'notes.txt': '',
  });
  for (const name of ['dev', '../prod', '', 'environment.schema', 'PROD']) {
    const { problems: found, exitCode } = failure(() => loadEnvironment(folder, name));
    expect(exitCode).toBe(2);
    expect(found).toEqual([expect.objectContaining({ code: 'unknown-environment', mend: 'There are: prod, qa.' })]);
  }
});

it('a folder that is not there: exit code 2', () => {
  const { problems: found, exitCode } = failure(() => environmentNames('/nowhere/environments'));
  expect(exitCode).toBe(2);
  expect(found).toEqual([expect.objectContaining({ code: 'no-environments', file: '/nowhere/environments' })]);
});

it('names the file of every problem as the user would type it', () => {
  const folder = temporaryFolder({ 'test.json': '{}' });
  const [problem] = problems(() => loadEnvironment(folder, 'test'));
  expect(problem!.file).toBe(path.join(folder, 'test.json'));
});

it('broken JSON with line and column', () => {
  expect(problems(() => load('{\n  "idcs": {,}\n}'))[0]).toMatchObject({
    code: 'broken-json',
    file: expect.stringMatching(/test\.json:2:12$/) as string,
  });
});

it.each([[[]], ['"text"'], ['null'], [5]])('%j in the place of an object', (content) => {
  expect(objections(content)).toEqual(['wrong-type ']);
});

it('all objections at once', () => {
  const wrong = {
    idcs: { baseUrl: 'https://x.example/', clientId: 5, clientSecrets: '&{a}' },
    shedule: {},
    delivery: { threads: 0, maxAttempts: '5', quickRetrySeconds: [2, -1] },
    provisioning: { attributes: { phone: 'telephoneNumber' } },
    managedObjects: [],
  };
  expect(objections(wrong).sort()).toEqual(
    [
      'wrong-url /idcs/baseUrl',
      'wrong-type /idcs/clientId',
      'unknown-key /idcs/clientSecrets',
      'missing-key /idcs/clientSecret',
      'unknown-key /shedule',
      'wrong-value /delivery/threads',
      'wrong-type /delivery/maxAttempts',
      'wrong-value /delivery/quickRetrySeconds/1',
      'unknown-key /provisioning/attributes/phone',
      'wrong-value /managedObjects',
    ].sort(),
  );
});

it('an unknown key with the nearest known one', () => {
  const [problem] = problems(() => load({ ...least, shedule: {} }));
  expect(problem).toMatchObject({ what: 'there is no key "shedule" here', mend: 'Did you mean "schedule"?' });
  const [other] = problems(() => load({ ...least, connector: { zzzzzz: 1 } }));
  expect(other!.mend).toBe('The keys here are enabled.');
});

it.each(['background', 'inline', 'strict'])('the mode %s', (mode) => {
  expect(load({ ...least, delivery: { mode } }).settings.delivery).toMatchObject({ mode, maxAttempts: 5 });
});

it('an unknown mode with those that there are', () => {
  const [problem] = problems(() => load({ ...least, delivery: { mode: 'lenient' } }));
  expect(problem!.mend).toBe('Write "background", "inline" or "strict".');
});

it('a missing key with what belongs there', () => {
  const found = problems(() => load({ idcs: {} }));
  expect(found.map(({ pointer }) => pointer)).toEqual(['/idcs/clientSecret', '/idcs/baseUrl', '/idcs/clientId']);
  expect(found[0]!.mend).toContain('cli.sh encrypt');
  expect(objections({})).toEqual(['missing-key /idcs']);
});

it.each([
  [{ delivery: { backoffSeconds: 100, maxBackoffSeconds: 50 } }, 'contradiction /delivery/maxBackoffSeconds'],
  [{ outbox: { path: 'repo/a/b', keysPath: 'repo/a/b' } }, 'contradiction /outbox/keysPath'],
  [{ outbox: { path: 'repo/linked/outbox' } }, 'wrong-value /outbox/path'],
  [{ outbox: { path: 'managed/outbox' } }, 'wrong-value /outbox/path'],
  [{ outbox: { path: 'repo/../x' } }, 'wrong-value /outbox/path'],
  [{ schedule: { cron: '* * * * *' } }, 'wrong-value /schedule/cron'],
  [{ user: { userName: 'a/b' } }, 'wrong-value /user/userName'],
  [{ managedObjects: ['user', 'user'] }, 'wrong-value /managedObjects'],
  [{ managedObjects: ['managed/user'] }, 'wrong-value /managedObjects/0'],
  [{ delivery: { threads: 1.5 } }, 'wrong-type /delivery/threads'],
  [{ delivery: { mode: 'lenient' } }, 'wrong-value /delivery/mode'],
  [{ delivery: { inlineSeconds: 0 } }, 'wrong-value /delivery/inlineSeconds'],
  [{ delivery: { fastPath: 'no' } }, 'wrong-type /delivery/fastPath'],
  [{ delivery: { quietSeconds: -1 } }, 'wrong-value /delivery/quietSeconds'],
  [{ provisioning: { enabled: 'yes' } }, 'wrong-type /provisioning/enabled'],
  [{ customerConf: '' }, 'wrong-value /customerConf'],
])('%j', (settings, expected) => {
  expect(objections({ ...least, ...settings })).toEqual([expected]);
});

/** Deployments to a running IDM over REST, on the real core: a customer without the bundle at first, and at the end again. */
import fs from 'node:fs';
import path from 'node:path';
import { readBundle, type Bundle } from '../../src/bundle/read';
import { apply, leadOn, takeBack } from '../../src/deploy/carry-out';
import type { Plan, Target } from '../../src/deploy/model';
import { planDeployment } from '../../src/deploy/plan';
import { dropQueue } from '../../src/deploy/rest/queue';
import { restTarget } from '../../src/deploy/rest/target';
import { planWayBack } from '../../src/deploy/way-back';
import { KnownFailure } from '../../src/environment/problem';
import { IdmClient } from '../../src/idm/rest/client';
import { startSimulator, type Simulator } from '../../src/simulator';
import { buildBundle, environmentsFolder, temporaryFolder } from '../installation/bundle';
import { exampleCustomer } from '../installation/core-host';
import { CoreHost } from '../installation/core-process';
import { Cutter, type Death } from '../installation/cutter';
import { until } from '../installation/until';

let folder: string;
let bundle: Bundle;
let oracle: Simulator;
let host: CoreHost;
let cutter: Cutter;
let target: Target;

const silent = { changing: () => {}, verifying: () => {} };
const now = () => new Date();
const credentials = { kind: 'password', user: 'openidm-admin', password: 'openidm-admin' } as const;

beforeAll(async () => {
  folder = temporaryFolder('deploy-rest');
  bundle = readBundle(buildBundle('example', environmentsFolder, path.join(folder, 'generated')));
  oracle = await startSimulator();
});
afterAll(async () => {
  await oracle.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

let project: string;
let client: IdmClient;

beforeEach(async () => {
  project = fs.mkdtempSync(path.join(folder, 'project-'));
  fs.cpSync(exampleCustomer, project, { recursive: true });
  host = await start();
  cutter = await Cutter.start(host.idm.url);
  client = new IdmClient(cutter.url, credentials);
  target = restTarget(client);
});
afterEach(async () => {
  await cutter.close();
  await host.stop();
});

function start(): Promise<CoreHost> {
  const properties = {
    'idcs.base.url': oracle.url,
    'idcs.client.id': 'simulator-client',
    'idcs.client.secret': 'simulator-secret',
  };
  return CoreHost.start({ project, data: path.join(project, 'data'), properties, manualSchedules: true });
}

async function planned(which = bundle): Promise<Plan> {
  return planDeployment(which, target, (await target.history()).made);
}

async function rollBack(): Promise<void> {
  await leadBack(target, silent);
}

/** Takes the last deployment back, or the one that was interrupted. */
async function leadBack(where: Target, watch: typeof silent): Promise<void> {
  const { deployment, changes } = await planWayBack(where, await where.history());
  await takeBack(deployment, changes, where, watch);
}

/** The configurations by name, what each says; keys in their order. */
function configurations(): Record<string, string> {
  const conf = path.join(project, 'conf');
  const names = fs.readdirSync(conf).filter((name) => name.endsWith('.json'));
  const entries = names.map((name) => {
    return [name, JSON.stringify(JSON.parse(fs.readFileSync(path.join(conf, name), 'utf8')))] as const;
  });
  return Object.fromEntries(entries);
}

/** Without what a deployment remembers of itself. */
function deployed(): Record<string, string> {
  const own = /^custom-idcsPasswordSync(Deployments|Lock-.*)\.json$/;
  return Object.fromEntries(Object.entries(configurations()).filter(([name]) => !own.test(name)));
}

it('brings a bundle to an IDM that runs, and takes it back without a trace', async () => {
  const before = configurations();
  const plan = await planned();
  expect(plan.changes.map(({ kind, path: name }) => `${kind} ${name}`)).toEqual([
    'create conf/custom-idcsPasswordSync.json',
    'create conf/endpoint-idcsPasswordSync.json',
    'update conf/managed.json',
    'create conf/schedule-passwordSyncRetry.json',
  ]);
  await apply(plan, target, silent, now);
  expect((await planned()).changes).toEqual([]);

  const id = await host.idm.createUser('alice');
  await host.idm.setPassword(id, 'Canary-rest-1');
  expect(await host.idm.record(id)).toMatchObject({ state: expect.stringMatching(/pending|delivering/) as string });
  await until('delivered', async () => {
    await host.idm.drain();
    return (await host.idm.record(id))?.state === 'delivered';
  });
  expect((await host.idm.ok('GET', `managed/user/${id}`)).body).toMatchObject({ displayName: 'Test Person' });

  await rollBack();
  expect(configurations()).toEqual(before);
  expect((await host.idm.call('GET', 'endpoint/idcsPasswordSync')).status).toBe(404);

  // What is queued stays until it is told otherwise.
  expect(await host.idm.record(id)).not.toBeNull();
  expect(await dropQueue(client, bundle.manifest.additions.outbox)).toMatchObject({ outbox: 1 });
  const left = Object.entries(await host.dump()).filter(
    ([type, objects]) => /passwordsync/.test(type) && objects.length > 0,
  );
  expect(left).toEqual([]);
});

it('replaces an older bundle, scripts that stand in hooks included', async () => {
  await apply(await planned(older(bundle)), target, silent, now);
  const plan = await planned();
  expect(plan.changes.map(({ kind, path: name }) => `${kind} ${name}`)).toEqual([
    'update conf/custom-idcsPasswordSync.json',
    'update conf/managed.json',
    'delete conf/custom-older.json',
  ]);
  await apply(plan, target, silent, now);
  const text = configurations()['managed.json']!;
  expect(text).not.toContain('of an older bundle');
  expect(text.match(/onUpdate: begin/g)).toHaveLength(1);

  await rollBack();
  expect(configurations()['managed.json']).toContain('of an older bundle');
  await rollBack();
  expect(deployed()).toEqual(customerAlone());
});

it('goes over to scripts that every node holds as files, and back', async () => {
  await apply(await planned(), target, silent, now);
  const inline = deployed();
  for (const { path: name, content } of bundle.files.filter(({ path: each }) => each.startsWith('script/'))) {
    fs.mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    fs.writeFileSync(path.join(project, name), content);
  }
  target = restTarget(client, { scripts: 'files' });
  await apply(await planned(), target, silent, now);
  const text = configurations()['managed.json']!;
  expect(text).not.toContain('begin */');
  expect(text).toContain('"file":"idcs-password-sync/postUpdate.js"');

  const id = await host.idm.createUser('bob');
  await host.idm.setPassword(id, 'Canary-rest-2');
  // By the pool, which loads a script: no drain runs.
  await until('delivered', async () => (await host.idm.record(id))?.state === 'delivered');

  target = restTarget(client);
  await apply(await planned(), target, silent, now);
  expect(deployed()).toEqual(inline);
});

function customerAlone(): Record<string, string> {
  const file = path.join(exampleCustomer, 'conf/managed.json');
  return { 'managed.json': JSON.stringify(JSON.parse(fs.readFileSync(file, 'utf8'))) };
}

/** The bundle as an older version would have been: another onUpdate, and a configuration that there is no more. */
function older({ manifest, files, ...others }: Bundle): Bundle {
  const changed = files.map(({ path: name, content }) => {
    if (name.endsWith('/onUpdate.js')) return { path: name, content: `/* of an older bundle */\n${content}` };
    if (!name.endsWith('custom-idcsPasswordSync.json')) return { path: name, content };
    return { path: name, content: content.replace(`"version": "${manifest.version}"`, '"version": "0.0.1"') };
  });
  const added = { path: 'conf/custom-older.json', content: '{}' };
  return { ...others, manifest: { ...manifest, version: '0.0.1' }, files: [...changed, added] };
}

it('keeps two deployments apart', async () => {
  const plan = await planned();
  await target.locked(async () => {
    await expect(apply(plan, restTarget(client), silent, now)).rejects.toMatchObject({
      problems: [{ code: 'locked' }],
    });
  });
  await apply(plan, target, silent, now);
});

it('refuses when IDM was changed since the plan', async () => {
  const plan = await planned();
  const managed = (await host.idm.ok('GET', 'config/managed')).body as { objects: object[] };
  await host.idm.ok('PUT', 'config/managed', { ...managed, objects: [...managed.objects, { name: 'mine' }] });
  const before = configurations();
  await expect(apply(plan, target, silent, now)).rejects.toMatchObject({
    problems: [{ code: 'target-changed', file: 'conf/managed.json' }],
  });
  expect(configurations()).toEqual(before);
});

it('says that the credentials are wrong, and writes nothing', async () => {
  const before = configurations();
  const stranger = restTarget(new IdmClient(cutter.url, { ...credentials, password: 'wrong' }));
  await expect(planDeployment(bundle, stranger, [])).rejects.toMatchObject({ problems: [{ code: 'idm-credentials' }] });
  await expect(apply(await planned(), stranger, silent, now)).rejects.toThrow(KnownFailure);
  expect(configurations()).toEqual(before);
});

describe('an IDM that dies on the way', () => {
  /** Another process comes later: the lock of this one, which lives on, has to be broken. */
  const later = () => restTarget(client, { breakLock: true });

  /** Lets it die at every request in turn, until one attempt gets through; `afterwards` leaves it as it was before. */
  async function atEveryRequest(
    kind: Omit<Death, 'after'>,
    attempt: () => Promise<void>,
    afterwards: (at: number) => Promise<void>,
    step = 1,
  ): Promise<number> {
    for (let at = 0; ; at += step) {
      cutter.die({ ...kind, after: at });
      const failure = await attempt().then(
        () => undefined,
        (error: unknown) => error,
      );
      const reached = cutter.seen > at;
      cutter.live();
      if (failure !== undefined) expect(failure).toBeInstanceOf(KnownFailure);
      await afterwards(at);
      if (!reached) return at;
    }
  }

  const writes = (method: string) => method !== 'GET';

  it.each([
    // What is written is the same at each of the reads between two writes.
    ['before every fifth request', { done: false, stays: true }, 5],
    ['before a write', { done: false, stays: true, counts: writes }],
    ['before a write, for a moment', { done: false, stays: false, counts: writes }],
    ['behind a write', { done: true, stays: true, counts: writes }],
    ['behind a write, for a moment', { done: true, stays: false, counts: writes }],
  ] as [string, Omit<Death, 'after'>, number?][])(
    'is led on to the new state, or back to the old one: %s',
    async (_, kind, step = 1) => {
      const before = configurations();
      const plan = await planned();
      await apply(plan, target, silent, now);
      const after = deployed();
      await rollBack();

      const requests = await atEveryRequest(
        kind,
        () => apply(plan, target, silent, now),
        async (at) => {
          const { underway } = await target.history();
          if (underway) await (at % 2 === 0 ? leadOn : leadBack)(later(), silent);
          const { made } = await target.history();
          expect(deployed()).toEqual(made.length > 0 ? after : before);
          if (made.length > 0) {
            await leadBack(later(), silent);
          } else await later().locked(async () => undefined);
          expect(configurations()).toEqual(before);
        },
        step,
      );
      expect(requests).toBeGreaterThan(plan.changes.length);
    },
  );

  it('is led back from a rollback that was interrupted, or on', async () => {
    const before = configurations();
    await apply(await planned(), target, silent, now);
    const after = deployed();
    await atEveryRequest({ done: false, stays: true, counts: writes }, rollBack, async (at) => {
      if ((await target.history()).underway) await (at % 2 === 0 ? leadBack : leadOn)(later(), silent);
      const { made } = await target.history();
      expect(deployed()).toEqual(made.length > 0 ? after : before);
      if (made.length === 0) await apply(await planned(), later(), silent, now);
      else await later().locked(async () => undefined);
    });
  });

  it('goes on after its process was killed and started again', async () => {
    const plan = await planned();
    // The lock, what is underway, and two of the changes.
    cutter.die({ after: 4, done: true, stays: true, counts: writes });
    await expect(apply(plan, target, silent, now)).rejects.toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code: 'interrupted' })]) as unknown,
    });
    await host.kill();
    host = await start();
    cutter.live(host.idm.url);
    await leadOn(later(), silent);
    expect((await host.idm.ok('GET', 'endpoint/idcsPasswordSync')).body).toMatchObject({
      version: bundle.manifest.version,
    });
    expect((await planned()).changes).toEqual([]);
  });
});

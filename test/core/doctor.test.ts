/** `pwsync doctor --url`, as it is installed, against the real core: what it says of a server that is well, and of one that is not. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { buildDoctor, commandFile, removeDoctor } from '../../src/doctor/testing/command';
import { contentOf } from '../../src/deploy/content';
import type { Deployment } from '../../src/deploy/model';
import { writeHistory } from '../../src/deploy/rest/history';
import { restTarget } from '../../src/deploy/rest/target';
import type { Result } from '../../src/doctor';
import { IdmClient } from '../../src/idm/rest/client';
import { syncedUser } from '../behaviour/steps';
import { temporaryFolder } from '../installation/bundle';
import { coreProject, exampleCustomer } from '../installation/core-host';
import { CoreHost } from '../installation/core-process';
import { Site } from '../installation/core-site';
import { until } from '../installation/until';

interface Found {
  code: number;
  stderr: string;
  steps: Result[];
  /** `status: what | mend` by the id of the step. */
  of: Record<string, string>;
}

async function doctor(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Found> {
  const child = spawn(process.execPath, [commandFile, 'doctor', '--json', ...args], {
    env: { PATH: process.env.PATH, PWSYNC_IDM_PASSWORD: 'openidm-admin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (written.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (written.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  expect(written.stdout + written.stderr).not.toContain('simulator-secret');
  const { steps = [] } = JSON.parse(written.stdout) as { steps?: Result[] };
  const of = Object.fromEntries(
    steps.map((step) => [step.id, `${step.status}: ${step.what}${'mend' in step ? ` | ${step.mend}` : ''}`]),
  );
  return { code, stderr: written.stderr, steps, of };
}

beforeAll(buildDoctor);
afterAll(removeDoctor);

describe('a server that is well', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(() => site.stop());

  test('passes every check, and is as it was before', async () => {
    await syncedUser(site);
    const before = await site.host.dump();
    const { code, steps, of } = await doctor(['--url', site.idm.url]);
    expect(steps.filter(({ status }) => status !== 'passed').map(({ id, status }) => `${id} ${status}`)).toEqual([
      'deployed skipped',
      'mail skipped',
    ]);
    expect(code).toBe(0);
    expect(of.access).toMatch('without credentials and as anonymous: refused');
    expect(of['unique-ids']).toMatch(/repo\/passwordsync\/outbox and repo\/passwordsync\/keys refuse/);
    expect(of.clocks).toBe("passed: IDM's clock agrees with this machine's; Oracle's agrees with IDM's");
    expect(of.schedule).toMatch(/^passed: "0 \* \* \* \* \?"/);
    const after = await site.host.dump();
    for (const type of ['passwordsync/outbox', 'passwordsync/keys']) expect(after[type]).toEqual(before[type]);
  });

  test('is rid of what an earlier check-up has left, and of nothing else', async () => {
    const due = '9999-12-31T23:59:59.999Z';
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const left = { schema: 0, state: 'probe', due };
    const planted: Record<string, object> = {
      'outbox/doctor-old': { ...left, since: ago(10) },
      // Version 0.1 wrote no time.
      'keys/doctor-older': left,
      // Another node tries it at this moment: without its first record the second one would seem to be taken.
      'outbox/doctor-other-node': { ...left, since: ago(0) },
      'keys/doctor-of-somebody': { since: ago(10) },
    };
    for (const [id, content] of Object.entries(planted)) {
      await site.idm.ok('PUT', `repo/passwordsync/${id}`, content, { 'if-none-match': '*' });
    }
    expect((await doctor(['--url', site.idm.url])).of['unique-ids']).toMatch(/^passed: /);
    const dump = await site.host.dump();
    const probes = ['outbox', 'keys'].flatMap((type) =>
      dump[`passwordsync/${type}`]!.map(({ _id }) => `${type}/${_id}`).filter((id) => id.includes('/doctor-')),
    );
    expect(probes).toEqual(['outbox/doctor-other-node', 'keys/doctor-of-somebody']);
  });

  test('which does not remove a record at once is asked again, and what stays is told', async () => {
    const removal = { operation: 'delete', type: 'passwordsync/keys', when: 'before', fail: 503 } as const;
    await site.host.hold(removal);
    expect((await doctor(['--url', site.idm.url])).of['unique-ids']).toMatch(/^passed: /);
    for (let count = 0; count < 4; count++) await site.host.hold(removal);
    expect((await doctor(['--url', site.idm.url])).of['unique-ids']).toMatch(
      /^warning: .*; could not be removed: repo\/passwordsync\/keys\/doctor-\S+ \| .*pwsync doctor/,
    );
  });

  test('that runs a schedule tells of it', async () => {
    await site.runSchedule();
    expect((await doctor(['--url', site.idm.url])).of.schedule).toMatch(/^passed: .*last run \d+ s ago/);
  });

  test('that Oracle refuses says so, and where to look', async () => {
    const { id, password } = await syncedUser(site);
    site.oracle.control.setFaults([{ kind: 'unauthorized-json' }]);
    try {
      await site.idm.setPassword(id, password('Refused'));
      const found = await until('the breaker is open', async () => {
        const run = await doctor(['--url', site.idm.url]);
        return run.of.queue!.includes('refuses') && run;
      });
      expect(found.code).toBe(1);
      expect(found.of.queue).toMatch(
        /^failed: 1 waits, 0 parked; Oracle refuses this node: configuration: .* \| .*--oracle/,
      );
    } finally {
      site.oracle.control.setFaults([]);
    }
  });

  test('compares what was deployed over REST', async () => {
    const client = new IdmClient(site.idm.url, { kind: 'password', user: 'openidm-admin', password: 'openidm-admin' });
    const name = 'conf/endpoint-idcsPasswordSync.json';
    const bytes = await restTarget(client).read(name);
    const change = { kind: 'create', path: name, owner: 'bundle', after: contentOf(bytes!) } as const;
    const bundle = { version: '1.0.0', environment: 'prod', sha256: 'a'.repeat(64) };
    const target = { kind: 'rest', url: client.base } as const;
    const deployment = {
      plan: { format: 1, bundle, target, changes: [change], warnings: [] },
      at: 'then',
      folders: [],
    };
    await writeHistory(client, { made: [deployment as unknown as Deployment] });
    const { deployed } = (await doctor(['--url', site.idm.url])).of;
    expect(deployed).toBe('passed: 1 configuration, compared with the deployment of prod at then');

    const { body } = await site.idm.ok('GET', 'config/endpoint/idcsPasswordSync');
    await site.idm.ok('PUT', 'config/endpoint/idcsPasswordSync', { ...body, description: 'edited' });
    expect((await doctor(['--url', site.idm.url])).of.deployed).toMatch(
      /^failed: .*not as deployed: conf\/endpoint-idcsPasswordSync\.json \| Deploy that bundle again/,
    );
  });

  test('with wrong credentials is not looked at', async () => {
    const { code, of } = await doctor(['--url', site.idm.url], { PWSYNC_IDM_PASSWORD: 'canary-wrong' });
    expect(code).toBe(1);
    expect(Object.values(of).join('\n')).toMatch(/IDM refuses .* with 401 \| Check PWSYNC_IDM_USER/);
    expect(Object.values(of).join('\n')).not.toContain('canary');
  });
});

/** What `cli.sh encrypt` of another installation gives. */
const sealed = JSON.stringify({
  $crypto: {
    type: 'x-simple-encryption',
    value: { data: 'AAAA', cipher: 'AES/CBC/PKCS5Padding', iv: 'AAAAAAAAAAAAAAAAAAAAAA==', key: 'of-another' },
  },
});

test('without Java the doctor says what is kept, and what can not be known', async () => {
  const environment = { idcs: { transport: 'externalRest', requestTimeoutSeconds: 20 } };
  const site = await Site.start({ environment, withoutJava: true, manualSchedules: true });
  try {
    const { code, of } = await doctor(['--url', site.idm.url]);
    expect(of.delivery).toMatch(/^warning: background: by the schedule alone; scripts may use no Java/);
    expect(of.schedule).toMatch(/^passed: .*without Java its last run is not known/);
    expect(of['server-tls']).toMatch(/^skipped: /);
    expect(of['unique-ids']).toMatch(/^passed: /);
    expect(code).toBe(0);
  } finally {
    await site.stop();
  }
});

describe('a server with faults', () => {
  const folder = temporaryFolder('doctor');
  const project = path.join(folder, 'project');
  let host: CoreHost;

  beforeAll(async () => {
    coreProject(folder);
    fs.rmSync(path.join(project, 'conf/schedule-passwordSyncRetry.json'));
    fs.mkdirSync(path.join(project, 'bin'));
    fs.writeFileSync(path.join(project, 'bin/openidm.jar'), '');
    host = await CoreHost.start({
      project,
      properties: { 'idcs.base.url': 'https://a.example', 'idcs.client.secret': sealed },
    });
  });
  afterAll(async () => {
    await host.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('has each of them told, with its files at hand', async () => {
    const { code, steps, of } = await doctor([
      '--url',
      host.idm.url,
      '--idm',
      project,
      '--bundle',
      path.join(folder, 'generated/example'),
    ]);
    expect(code).toBe(1);
    expect(of['bundle-files']).toMatch(/^failed: .*missing: conf\/schedule-passwordSyncRetry\.json \|/);
    // Whatever gave the server its properties, it is asked itself.
    expect(of.references).toMatch(/^warning: no value for /);
    expect(of['schedule-file']).toMatch(/^failed: /);
    expect(of.delivery).toMatch(/^failed: nothing is sent: IDM knows no property for &\{idcs\.client\.id\}/);
    expect(of.secrets).toMatch(/^failed: IDM has no value for idcs\.client\.id \| Write it in conf\/boot/);
    expect(of.schedule).toMatch(/^failed: the scheduler has no job passwordSyncRetry/);
    expect(of.mail).toMatch(/^skipped: /);
    expect(steps.filter(({ title }) => title.includes('Mail'))).toHaveLength(1);
  });

  test('which can not decrypt its secret says so, and names no value', async () => {
    await host.stop();
    const properties = {
      'idcs.base.url': 'https://a.example',
      'idcs.client.id': 'client',
      'idcs.client.secret': sealed,
    };
    host = await CoreHost.start({ project, properties });
    const { of } = await doctor(['--url', host.idm.url]);
    expect(of.secrets).toMatch(/^failed: IDM can't decrypt idcs\.client\.secret \| Encrypt it anew/);
    expect(JSON.stringify(of)).not.toContain('of-another');
  });

  test('whose scripts are older than the files is told to wait or to start anew', async () => {
    const file = path.join(project, 'script/idcs-password-sync/endpoint.js');
    const text = fs.readFileSync(file, 'utf8');
    await host.stop();
    fs.writeFileSync(file, text.replace('"health"', '"not there"').replace('drain or health', 'drain'));
    host = await CoreHost.start({ project });
    const { code, of } = await doctor(['--url', host.idm.url]);
    expect(code).toBe(1);
    expect(of.health).toMatch(/^failed: the scripts that run are older.* \| .*recompile\.minimumInterval/);
    expect(of.queue).toBe('skipped: needs "Its own check-up", which failed');
  });
});

describe('what is no server with the bundle', () => {
  /** Answers everything with this. */
  async function answering(
    status: number,
    type: string,
    text: string,
    ping = text,
  ): Promise<{ url: string; close: () => void }> {
    const server = http.createServer((request, response) => {
      response.writeHead(status, { 'content-type': type }).end(request.url?.endsWith('/info/ping') ? ping : text);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/openidm`, close: () => void server.close() };
  }

  test.each([
    [
      'a page',
      200,
      'text/html',
      '<html>Sign in</html>',
      /^failed: .*not IDM's REST interface: 200 to GET info\/ping \| Name the address/,
    ],
    ['something else that speaks JSON', 200, 'application/json', '{"hello":"world"}', /^failed: .*not IDM/],
  ])('%s', async (_, status, type, text, expected) => {
    const server = await answering(status, type, text);
    try {
      const { code, of } = await doctor(['--url', server.url]);
      expect(code).toBe(1);
      expect(of.server).toMatch(expected);
      expect(of.queue).toBe('skipped: needs "IDM answers", which failed');
    } finally {
      server.close();
    }
  });

  test('an endpoint that anybody can read', async () => {
    const ping = '{"state":"ACTIVE_READY"}';
    const server = await answering(200, 'application/json', '{"version":"1.0.0","environment":"x"}', ping);
    try {
      const { code, of } = await doctor(['--url', server.url]);
      expect(code).toBe(1);
      expect(of.access).toMatch(
        /^failed: it answers without credentials \(HTTP 200\) and as anonymous \(HTTP 200\) \| Admit only/,
      );
      expect(of.metrics).toMatch(/^failed: no metrics in the answer/);
      expect(of.health).toMatch(/^failed: its answer is of another version/);
    } finally {
      server.close();
    }
  });

  test('an address where nobody listens', async () => {
    const server = await answering(200, 'text/plain', '');
    server.close();
    const { code, of } = await doctor(['--url', server.url]);
    expect(code).toBe(1);
    expect(of.server).toMatch(/^failed: .*ECONNREFUSED \| Check that IDM runs/);
  });

  test('an IDM without the bundle', async () => {
    const host = await CoreHost.start({ project: exampleCustomer });
    try {
      const { code, of } = await doctor(['--url', host.idm.url]);
      expect(code).toBe(1);
      expect(of.endpoint).toMatch(/^failed: IDM knows no endpoint\/idcsPasswordSync \| Deploy the bundle/);
    } finally {
      await host.stop();
    }
  });
});

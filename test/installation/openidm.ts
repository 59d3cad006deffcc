import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { digestOf } from '../../src/deploy/content';
import { buildBundle, environmentsFolder, pwsync, temporaryFolder } from './bundle';
import { Idm } from './idm';
import type { OracleProperties, Server } from './index';
import { until } from './until';

const BOOT_DEADLINE_MS = 120_000;

/** What a server writes itself; at its first start it encrypts the password of its console. */
const runtime = /^(audit|db|felix-cache|logs|security|\.openidm\.pid|conf\/felix\.webconsole\.json)(\/|$)/;

/**
 * Copies the server that OPENIDM_HOME names, brings the bundle into it with `pwsync apply`, and starts it on free ports of the
 * loopback interface. The original is not touched.
 *
 * @param settings  what the environment says beside the example's
 */
export async function startOpenIdm(properties: OracleProperties, settings: object = {}): Promise<Server> {
  const home = process.env.OPENIDM_HOME;
  if (!home) throw new Error('OPENIDM_HOME names no server');
  const folder = temporaryFolder('openidm');
  const copy = path.join(folder, 'openidm');
  fs.cpSync(home, copy, { recursive: true });
  const before = digestsBelow(copy);
  const bundle = buildBundle('server', serverEnvironment(folder, settings), path.join(folder, 'generated'));
  pwsync('apply', bundle, '--idm', copy, '--yes');

  const [http, https, mutual] = await freePorts(3);
  const set = {
    ...properties,
    'openidm.port.http': http,
    'openidm.port.https': https,
    'openidm.port.mutualauth': mutual,
    'openidm.auth.clientauthonlyports': mutual,
    'logback.configurationFile': 'conf/logging-config.groovy',
  };
  const logs = path.join(folder, 'console.log');
  const output = fs.openSync(logs, 'w');
  const { OPENIDM_HOME: _original, ...environment } = process.env;
  const child = spawn('./startup.sh', [], {
    cwd: copy,
    env: {
      ...environment,
      OPENIDM_OPTS: ['-Xmx1024m', ...Object.entries(set).map(([k, v]) => `-D${k}=${v}`)].join(' '),
    },
    stdio: ['ignore', output, output],
    detached: true,
  });
  const idm = new Idm(`http://127.0.0.1:${http}/openidm`);
  const end = async (): Promise<void> => {
    // The start script ends before its JVM does, which then still writes into the folder.
    const group = -Number(child.pid);
    if (signalled(group, 'SIGTERM')) {
      await until('OpenIDM has ended', async () => !signalled(group, 0), 60_000);
    }
  };
  const stop = async (): Promise<void> => {
    await end();
    fs.closeSync(output);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('OpenIDM is ready', () => isReady(idm), BOOT_DEADLINE_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: `the OpenIDM server of ${home}`,
    idm,
    async traces() {
      const read = async (pathName: string): Promise<string> => (await idm.ok('GET', pathName)).text;
      return {
        console: fs.readFileSync(logs, 'utf8'),
        log: textBelow(path.join(copy, 'logs')),
        audit: textBelow(path.join(copy, 'audit')),
        outbox: await read('repo/passwordsync/outbox?_queryFilter=true'),
        keys: await read('repo/passwordsync/keys?_queryFilter=true'),
        users: await read('repo/managed/user?_queryFilter=true'),
      };
    },
    customerHooks: { accountStatus: 'active', effectiveRoles: [] },
    async takeOut() {
      await end();
      pwsync('rollback', '--idm', copy, '--yes');
      const after = digestsBelow(copy);
      return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
    },
    stop,
  };
}

/** Whether there was a process of that group to signal. */
function signalled(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(group, signal);
  } catch {
    return false;
  }
}

/** The example environment, which has never seen the server's configuration. */
function serverEnvironment(folder: string, settings: object): string {
  const environments = path.join(folder, 'environments');
  fs.mkdirSync(environments);
  const example = JSON.parse(fs.readFileSync(path.join(environmentsFolder, 'example.json'), 'utf8')) as object;
  const own = { ...example, customerConf: undefined, ...settings };
  fs.writeFileSync(path.join(environments, 'server.json'), JSON.stringify(own, null, 2));
  return environments;
}

/** The digest of every file below a folder that is not written by a running server. */
function digestsBelow(folder: string): Map<string, string> {
  const files = fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !runtime.test(path.relative(folder, file)));
  return new Map(files.map((file) => [path.relative(folder, file), digestOf(fs.readFileSync(file))]));
}

/** Ready is when the bundle's endpoint answers: IDM says ACTIVE_READY a moment before its scripts are registered. */
async function isReady(idm: Idm): Promise<boolean> {
  try {
    const ping = await idm.call('GET', 'info/ping');
    return ping.body.state === 'ACTIVE_READY' && (await idm.call('GET', 'endpoint/idcsPasswordSync')).status === 200;
  } catch {
    return false;
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => net.createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port)),
        ),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function textBelow(folder: string): string {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

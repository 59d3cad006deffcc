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

/** How the bundle comes into a server: into its folder before it starts, or over REST when it runs. */
export type Way = 'folder' | 'rest';

/**
 * Copies the server that OPENIDM_HOME names, brings the bundle into it with `pwsync apply`, and starts it on free ports of the
 * loopback interface. The original is not touched.
 *
 * @param settings  what the environment says beside the example's
 */
export async function startOpenIdm(
  properties: OracleProperties,
  settings: object = {},
  way: Way = 'folder',
): Promise<Server> {
  const home = process.env.OPENIDM_HOME;
  if (!home) throw new Error('OPENIDM_HOME names no server');
  const folder = temporaryFolder('openidm');
  const copy = path.join(folder, 'openidm');
  fs.cpSync(home, copy, { recursive: true });
  const files = digestsBelow(copy);
  const bundle = buildBundle('server', serverEnvironment(folder, settings), path.join(folder, 'generated'));
  if (way === 'folder') pwsync('apply', bundle, '--idm', copy, '--yes');

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
  let configurations = new Map<string, string>();
  try {
    if (way === 'rest') {
      await until('OpenIDM is up', () => isUp(idm), BOOT_DEADLINE_MS);
      configurations = await configurationsOf(idm);
      pwsync('apply', bundle, '--url', idm.url, '--yes');
    }
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
      if (way === 'rest') {
        pwsync('rollback', '--url', idm.url, '--yes');
        return different(configurations, await configurationsOf(idm));
      }
      await end();
      pwsync('rollback', '--idm', copy, '--yes');
      return different(files, digestsBelow(copy));
    },
    stop,
  };
}

function different(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
}

/** What each configuration says, by its id. */
async function configurationsOf(idm: Idm): Promise<Map<string, string>> {
  const { configurations } = (await idm.ok('GET', 'config')).body as { configurations: { _id: string }[] };
  const said = new Map<string, string>();
  for (const { _id } of configurations) said.set(_id, (await idm.call('GET', `config/${_id}`)).text);
  return said;
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

async function isUp(idm: Idm): Promise<boolean> {
  try {
    const ping = await idm.call('GET', 'info/ping');
    return (
      ping.body.state === 'ACTIVE_READY' && (await idm.call('GET', 'managed/user?_queryFilter=false')).status === 200
    );
  } catch {
    return false;
  }
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

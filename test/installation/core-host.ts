import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../src/root';
import { buildBundle, deploy, environmentsFolder, temporaryFolder } from './bundle';
import { Idm } from './idm';
import type { OracleProperties, Server } from './index';

const hostFolder = path.join(packageRoot, 'test/core/host');

/** Deploys the example bundle into the example customer's project and starts the IDM core host on it. */
export async function startCoreHost(properties: OracleProperties): Promise<Server> {
  const folder = temporaryFolder('core');
  const project = path.join(folder, 'project');
  fs.cpSync(path.join(environmentsFolder, 'example-customer'), project, { recursive: true });
  deploy(buildBundle('example', environmentsFolder, path.join(folder, 'generated')), project);

  const options = fs.readFileSync(path.join(hostFolder, 'jvm-options'), 'utf8').split('\n').filter(Boolean);
  const classPath = [path.join(hostFolder, 'target/core-host.jar'), path.join(hostFolder, 'target/lib/*')];
  const given = Object.entries(properties).flatMap(([name, value]) => ['--property', `${name}=${value}`]);
  const child = spawn(
    'java',
    [...options, '-cp', classPath.join(path.delimiter), 'passwordsync.corehost.Main', '--project', project]
      .concat(given)
      .concat('--exit-with-parent'),
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    fs.rmSync(folder, { recursive: true, force: true });
  };
  let url: string;
  try {
    ({ url } = await ready(child, () => log));
  } catch (error) {
    await stop();
    throw error;
  }
  const idm = new Idm(url);

  return {
    name: 'the IDM core of OpenIDM 7.0.1',
    idm,
    async traces() {
      const read = async (pathName: string): Promise<string> => (await idm.ok('GET', pathName)).text;
      return { log, repository: await read('_host/repo-dump'), audit: await read('audit/activity?_queryFilter=true') };
    },
    customerHooks: { accountStatus: 'active', displayName: 'Test Person' },
    async runSchedule() {
      await idm.ok('POST', 'scheduler/job/passwordSyncRetry?_action=trigger');
    },
    stop,
  };
}

interface Ready {
  url: string;
  millis: number;
}

/** The host says one line of JSON when it serves. */
function ready(child: ChildProcess, log: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('\n')) resolve(JSON.parse(output.slice(0, output.indexOf('\n'))) as Ready);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      reject(new Error(`the IDM core host ended before it was ready (${signal ?? `exit code ${code}`}):\n${log()}`));
    });
  });
}

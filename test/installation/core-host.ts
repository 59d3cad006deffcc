import fs from 'node:fs';
import path from 'node:path';
import { buildBundle, deploy, environmentsFolder, temporaryFolder } from './bundle';
import { CoreHost } from './core-process';
import type { OracleProperties, Server } from './index';

/** An environment to build, by name, and the folder in which its file stands. */
export interface Environment {
  name: string;
  folder: string;
}

/** The project of a customer who does not have the bundle. */
export const exampleCustomer = path.join(environmentsFolder, 'example-customer');

const example: Environment = { name: 'example', folder: environmentsFolder };

/** Builds a bundle, deploys it into a copy of the customer's project below the folder, and answers that. */
export function coreProject(folder: string, environment = example, customer = exampleCustomer): string {
  const project = path.join(folder, 'project');
  fs.cpSync(customer, project, { recursive: true });
  deploy(buildBundle(environment.name, environment.folder, path.join(folder, 'generated')), project);
  return project;
}

export const coreName = 'the IDM core of OpenIDM 7.0.1';

/** What the hooks of the example customer leave on a user. */
export const customerHooks = { accountStatus: 'active', displayName: 'Test Person' };

/** Everything that a host has written by now, by where it stands. */
export async function tracesOf(host: CoreHost): Promise<Record<string, string>> {
  const read = async (pathName: string): Promise<string> => (await host.idm.ok('GET', pathName)).text;
  return {
    log: host.log(),
    repository: await read('_host/repo-dump'),
    audit: await read('audit/activity?_queryFilter=true'),
  };
}

/** The IDM core host on a project of its own, both gone when it stops. */
export async function startCoreHost(properties: OracleProperties, environment = example): Promise<Server> {
  const folder = temporaryFolder('core');
  const removeFolder = (): void => fs.rmSync(folder, { recursive: true, force: true });
  let host: CoreHost;
  try {
    host = await CoreHost.start({ project: coreProject(folder, environment), properties });
  } catch (error) {
    removeFolder();
    throw error;
  }
  const { idm } = host;
  return {
    name: coreName,
    idm,
    traces: () => tracesOf(host),
    customerHooks,
    async runSchedule() {
      await idm.ok('POST', 'scheduler/job/passwordSyncRetry?_action=trigger');
    },
    async stop() {
      await host.stop();
      removeFolder();
    },
  };
}

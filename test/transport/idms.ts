/** The IDMs that the transports are tested on: the core always, a full server where OPENIDM_HOME names one. */
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../installation/bundle';
import { exampleCustomer } from '../installation/core-host';
import { CoreHost } from '../installation/core-process';
import type { Idm } from '../installation/idm';
import { startOpenIdm } from '../installation/openidm';
import { Probe } from './probe';

export type IdmKind = 'core' | 'openidm';

export interface ProbedIdm {
  probe: Probe;
  idm: Idm;
  /** IDM's project folder, where it is the caller's to write to. */
  project: string | null;
  stop(): Promise<void>;
}

export async function startIdm(kind: IdmKind, properties: Record<string, string> = {}): Promise<ProbedIdm> {
  const server = await (kind === 'core' ? startCore(properties) : startServer(properties));
  try {
    return { probe: await Probe.install(server.idm), ...server };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Declares the tests for each of them; without a server they are seen to be skipped. */
export function onEachIdm(what: string, tests: (kind: IdmKind) => void): void {
  describe(`${what} on the IDM core`, () => tests('core'));
  const server = process.env.OPENIDM_HOME;
  const onServer = server ? describe : describe.skip;
  onServer(server ? `${what} on ${server}` : 'NOT RUN, FOR OPENIDM_HOME NAMES NO SERVER:', () => tests('openidm'));
}

async function startCore(properties: Record<string, string>): Promise<Omit<ProbedIdm, 'probe'>> {
  const folder = temporaryFolder('transport');
  const project = path.join(folder, 'project');
  fs.cpSync(exampleCustomer, project, { recursive: true });
  const removeFolder = (): void => fs.rmSync(folder, { recursive: true, force: true });
  try {
    const host = await CoreHost.start({ project, properties, manualSchedules: true });
    const stop = async (): Promise<void> => {
      await host.stop();
      removeFolder();
    };
    return { idm: host.idm, project, stop };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function startServer(properties: Record<string, string>): Promise<Omit<ProbedIdm, 'probe'>> {
  const { idm, stop } = await startOpenIdm({
    'idcs.base.url': 'https://localhost',
    'idcs.client.id': 'nobody',
    'idcs.client.secret': 'throw-away',
    ...properties,
  });
  return { idm, project: null, stop };
}

/** An IDM with the bundle deployed and an IDCS simulator beside it, for the behavioural suite and the demo. */
import { startSimulator, type Simulator } from '../../src/simulator';
import { startCoreHost } from './core-host';
import type { Idm } from './idm';
import { startOpenIdm, type Way } from './openidm';

export interface Installation {
  /** What it is, for people. */
  name: string;
  idm: Idm;
  oracle: Simulator;
  /** Everything the server has written by now (logs, audit, repository), by where it stands. */
  traces(): Promise<Record<string, string>>;
  /** What the customer's own onCreate and onUpdate leave on a user of the suite. */
  customerHooks: Record<string, unknown>;
  /** Runs the schedule's job now, where the server can do that. */
  runSchedule?(): Promise<void>;
  /**
   * Takes the bundle out again; answers the files that are not, byte for byte, what they were before it came (the server is
   * stopped for that), or over REST the configurations that say something else. Where the bundle was deployed with the command.
   */
  takeOut?(): Promise<string[]>;
  stop(): Promise<void>;
}

/** A started IDM; everything of an installation but the simulator. */
export type Server = Omit<Installation, 'oracle'>;

/** The properties that the example environment refers to. */
export interface OracleProperties {
  'idcs.base.url': string;
  'idcs.client.id': string;
  'idcs.client.secret': string;
}

/**
 * `core`: the real IDM core in a small JVM. `openidm`: a copy of the full server that OPENIDM_HOME names.
 *
 * @param settings  of the environment, for the full server only
 * @param way  how the bundle comes into the full server
 */
export async function install(kind: 'core' | 'openidm', settings: object = {}, way?: Way): Promise<Installation> {
  const oracle = await startSimulator();
  const properties: OracleProperties = {
    'idcs.base.url': oracle.url,
    'idcs.client.id': 'simulator-client',
    'idcs.client.secret': 'simulator-secret',
  };
  try {
    const server = await (kind === 'core' ? startCoreHost(properties) : startOpenIdm(properties, settings, way));
    const stop = async (): Promise<void> => {
      await server.stop().finally(() => oracle.close());
    };
    return { ...server, oracle, stop };
  } catch (error) {
    await oracle.close();
    throw error;
  }
}

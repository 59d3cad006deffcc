/** A core host whose process a test may kill: project, data and the simulator outlive it. */
import fs from 'node:fs';
import path from 'node:path';
import { startSimulator, type Simulator } from '../../src/simulator';
import { environmentsFolder, temporaryFolder } from './bundle';
import { coreName, coreProject, customerHooks, exampleCustomer, tracesOf } from './core-host';
import { CoreHost } from './core-process';
import type { Idm } from './idm';
import type { Installation, OracleProperties } from './index';

/** Sections of the environment file, each on top of the example's. */
export type EnvironmentChange = Record<string, Record<string, unknown>>;

export interface SiteOptions {
  environment?: EnvironmentChange;
  /** Whether IDM keeps a hash of the passwords, or encrypts them. */
  hashed?: boolean;
  /** The drain runs only when a test triggers it. */
  manualSchedules?: boolean;
  /** Whether our scripts find no Java, as in an IDM that keeps it from them. */
  withoutJava?: boolean;
}

export class Site implements Installation {
  readonly name = coreName;
  readonly customerHooks = customerHooks;
  private current: CoreHost | undefined;
  /** What the processes that were killed have left. */
  private readonly left: Record<string, string> = {};
  private starts = 0;
  private project = '';

  private constructor(
    private readonly folder: string,
    readonly oracle: Simulator,
    private readonly options: SiteOptions,
    private readonly oracleClock: { behindMs: number },
  ) {}

  static async start(options: SiteOptions = {}): Promise<Site> {
    const folder = temporaryFolder('site');
    const clock = { behindMs: 0 };
    const oracle = await startSimulator({ clock: () => Date.now() - clock.behindMs });
    const site = new Site(folder, oracle, options, clock);
    try {
      site.deploy(options);
      await site.restart();
      return site;
    } catch (error) {
      await site.stop();
      throw error;
    }
  }

  get hashed(): boolean {
    return this.options.hashed === true;
  }

  get host(): CoreHost {
    if (this.current === undefined) throw new Error('the core host was killed and not started again');
    return this.current;
  }

  get idm(): Idm {
    return this.host.idm;
  }

  /** Does something at Oracle as if it were an hour ago. No request of IDM may come meanwhile: it would see the clock. */
  anHourAgo(run: () => void): void {
    this.oracleClock.behindMs = 3_600_000;
    run();
    this.oracleClock.behindMs = 0;
  }

  /** Builds and deploys anew, for the next start. */
  deploy({ environment = {}, hashed = false, withoutJava = false }: SiteOptions): void {
    const folder = fs.mkdtempSync(path.join(this.folder, 'bundle-'));
    this.project = coreProject(folder, environmentWith(folder, environment, hashed), customerProject(folder, hashed));
    if (withoutJava) hideJava(path.join(this.project, 'script/idcs-password-sync'));
  }

  /** Ends the process at this instant, wherever it is. */
  async kill(): Promise<void> {
    // Before its end: what it has not written to the disk is read while it still answers, whatever it is held at.
    const traces = { ...(await tracesOf(this.host)), metrics: await this.idm.metrics() };
    await this.host.kill();
    for (const [where, text] of Object.entries(traces)) this.left[`${where} of start ${this.starts}`] = text;
    this.left[`journal of start ${this.starts}`] = this.journal();
    this.current = undefined;
  }

  async restart({ manualSchedules = false }: Pick<SiteOptions, 'manualSchedules'> = this.options): Promise<void> {
    this.starts++;
    const { project, oracle } = this;
    const properties: OracleProperties = {
      'idcs.base.url': oracle.url,
      'idcs.client.id': 'simulator-client',
      'idcs.client.secret': 'simulator-secret',
    };
    const data = path.join(this.folder, 'data');
    this.current = await CoreHost.start({ project, data, properties, manualSchedules });
  }

  traces = async (): Promise<Record<string, string>> => {
    return { ...this.left, ...(await tracesOf(this.host)), journal: this.journal() };
  };

  /** Runs the drain's job now, and answers when it has ended. */
  async runSchedule(): Promise<void> {
    await this.idm.ok('POST', 'scheduler/job/passwordSyncRetry?_action=trigger');
  }

  async stop(): Promise<void> {
    await this.current?.stop();
    await this.oracle.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Everything that was ever stored since the start, what was deleted since included. */
  private journal(): string {
    return fs.readFileSync(path.join(this.folder, 'data/repository.journal'), 'utf8');
  }
}

/** A variable of the script hides what the engine has under that name. */
function hideJava(scripts: string): void {
  for (const name of fs.readdirSync(scripts)) {
    const file = path.join(scripts, name);
    fs.writeFileSync(file, `var java = undefined, javax = undefined;\n${fs.readFileSync(file, 'utf8')}`);
  }
}

function environmentWith(folder: string, change: EnvironmentChange, hashed: boolean): { name: string; folder: string } {
  const example = JSON.parse(
    fs.readFileSync(path.join(environmentsFolder, 'example.json'), 'utf8'),
  ) as EnvironmentChange;
  const changed: Record<string, unknown> = {
    ...example,
    customerConf: path.join(customerProject(folder, hashed), 'conf'),
  };
  for (const [section, values] of Object.entries(change)) changed[section] = { ...example[section], ...values };
  fs.writeFileSync(path.join(folder, 'changed.json'), JSON.stringify(changed));
  return { name: 'changed', folder };
}

/** The project of the example customer, or of one whose IDM keeps a hash. */
export function customerProject(folder: string, hashed: boolean): string {
  if (!hashed) return exampleCustomer;
  const project = path.join(folder, 'customer');
  if (fs.existsSync(project)) return project;
  fs.cpSync(exampleCustomer, project, { recursive: true });
  const file = path.join(project, 'conf/managed.json');
  const text = fs.readFileSync(file, 'utf8');
  const encryption = '"encryption": { "key": "openidm-sym-default" }';
  if (!text.includes(encryption)) throw new Error(`${file} keeps passwords in another way than expected`);
  fs.writeFileSync(file, text.replace(encryption, '"secureHash": { "algorithm": "SHA-256" }'));
  return project;
}

import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../src/root';
import { Hold, type HoldSpec, type HoldView } from './holds';
import { Idm } from './idm';

const hostFolder = path.join(packageRoot, 'test/core/host');

export interface CoreHostOptions {
  project: string;
  /** Where the objects and the key are kept for the next host; without it they die with this one. */
  data?: string;
  /** They win over the project's boot.properties. */
  properties?: object;
  jvmOptions?: string[];
  /** Jobs run only when a test triggers them. */
  manualSchedules?: boolean;
}

export interface StoredObject extends Record<string, unknown> {
  _id: string;
  _rev: string;
}

/** What the host has counted since the last reset. */
export interface Counted {
  repositoryByType: Record<string, Partial<Record<'create' | 'read' | 'update' | 'delete' | 'query', number>>>;
  /** Calls of `openidm.` by scripts. */
  script: Record<'encrypt' | 'decrypt' | 'hash' | 'matches', number>;
  keyUnseals: number;
}

/** A running IDM core host. Project and data folder are the caller's and outlive it. */
export class CoreHost {
  private constructor(
    readonly idm: Idm,
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
    private readonly written: string[],
  ) {}

  static async start(options: CoreHostOptions): Promise<CoreHost> {
    const child = spawn('java', command(options), { stdio: ['pipe', 'pipe', 'pipe'] });
    const written: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => written.push(text));
    const ended = new Promise((resolve) => child.once('close', resolve));
    try {
      const { url } = await ready(child, () => written.join(''));
      return new CoreHost(new Idm(url), child, ended, written);
    } catch (error) {
      child.kill();
      await ended;
      throw error;
    }
  }

  /** What the host has written to its log. */
  log(): string {
    return this.written.join('');
  }

  /** Ends the process at once, wherever it is, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop(): Promise<void> {
    this.child.kill();
    await this.ended;
  }

  hold(spec: HoldSpec): Promise<Hold> {
    return Hold.arm(this.idm, spec);
  }

  holds(): Promise<HoldView[]> {
    return Hold.all(this.idm);
  }

  async counted(): Promise<Counted> {
    return (await this.idm.ok('GET', '_host/counters')).body as unknown as Counted;
  }

  async resetCounters(): Promise<void> {
    await this.idm.ok('POST', '_host/counters?reset=true');
  }

  /** The whole repository by type, the oldest object of each first, as it is stored: held calls do not hold this up. */
  async dump(): Promise<Record<string, StoredObject[]>> {
    return (await this.idm.ok('GET', '_host/repo-dump')).body as Record<string, StoredObject[]>;
  }
}

function command(options: CoreHostOptions): string[] {
  const standard = fs.readFileSync(path.join(hostFolder, 'jvm-options'), 'utf8').split('\n').filter(Boolean);
  const classPath = [path.join(hostFolder, 'target/core-host.jar'), path.join(hostFolder, 'target/lib/*')];
  return [
    ...standard,
    ...(options.jvmOptions ?? []),
    ...['-cp', classPath.join(path.delimiter), 'passwordsync.corehost.Main'],
    ...['--project', options.project],
    ...(options.data === undefined ? [] : ['--data', options.data]),
    ...Object.entries(options.properties ?? {}).flatMap(([name, value]) => ['--property', `${name}=${value}`]),
    ...(options.manualSchedules ? ['--manual-schedules'] : []),
    '--exit-with-parent',
  ];
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

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder, writeFiles } from '../../../bundle/testing/folders';
import { packageRoot } from '../../../root';

const properties = `idcs.base.url=https://idcs-1.example.com
idcs.client.id=client
idcs.client.secret={"$crypto":{"type":"x-simple-encryption","value":{"data":"AA==","iv":"AA==","key":"k"}}}
`;

/** A small installation with the committed example deployed, as docs/deployment.md says; everything in it is right. */
export class SmallIdm {
  readonly folder: string;
  readonly bundle = path.join(packageRoot, 'generated/example');

  constructor() {
    const { dbStructure } = JSON.parse(
      fs.readFileSync(path.join(this.bundle, 'fragments/repo.orientdb.json'), 'utf8'),
    ) as { dbStructure: object };
    this.folder = temporaryFolder({
      'bin/openidm.jar': '',
      'bundle/org.example.openidm-core-7.0.1.jar': '',
      'conf/boot/boot.properties': properties,
      'conf/repo.orientdb.json': JSON.stringify({ dbUrl: 'plocal:x', dbStructure }),
      'security/truststore': 'store',
    });
    for (const part of ['conf', 'script']) {
      fs.cpSync(path.join(this.bundle, part), path.join(this.folder, part), { recursive: true });
    }
    // What is found does not depend on who builds.
    fs.chmodSync(this.at('conf/boot/boot.properties'), 0o600);
  }

  at(file: string): string {
    return path.join(this.folder, file);
  }

  read(file: string): string {
    return fs.readFileSync(this.at(file), 'utf8');
  }

  write(file: string, content: string): void {
    writeFiles(this.folder, { [file]: content });
  }

  /** Changes a file of JSON in place. */
  edit(file: string, change: (value: never) => void): void {
    const value = JSON.parse(this.read(file)) as never;
    change(value);
    this.write(file, JSON.stringify(value, null, 2));
  }

  remove(file: string): void {
    fs.rmSync(this.at(file));
  }

  /** Lets a process seem to be IDM, started at that time. */
  run(pid: number, startedAt: Date): void {
    this.write('.openidm.pid', `${pid}\n`);
    fs.utimesSync(this.at('.openidm.pid'), startedAt, startedAt);
  }
}

/** A certificate in PEM that its own key has signed, valid for so many days from a day on (`-400d`). */
export function certificate(days: number, from = '-1d'): string {
  const store = path.join(temporaryFolder(), 'store.p12');
  const access = ['-keystore', store, '-storepass', 'store-password', '-alias', 'ca'];
  const key = ['-keyalg', 'RSA', '-keysize', '2048', '-dname', 'CN=ca', '-startdate', from, '-validity', String(days)];
  keytool('-genkeypair', ...access, ...key);
  return keytool('-exportcert', '-rfc', ...access);
}

function keytool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('keytool', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout;
}

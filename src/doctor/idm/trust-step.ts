import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../../scripts-ts/idm/settings-file';
import { bootPropertiesOf } from './boot-properties';
import { found, type CheckUp, type Installed } from './check-up';
import { EncryptedProperty, readProperties } from '../properties';
import { failed, passed, warning, type Outcome } from '../step';

/** A certificate that ends sooner is worth a word. */
const EXPIRY_WARNING_DAYS = 21;

interface NamedFile {
  readonly setting: string;
  readonly file: string;
  /** Whether certificates in PEM are expected. */
  readonly pem?: boolean;
}

/** The files that the settings name are there and can be read: whom IDM trusts, and what it proves itself with. */
export function checkNamedFiles(checkUp: CheckUp): Outcome {
  const { idcs } = found(checkUp, 'settings');
  const named = filesOf(idcs, found(checkUp, 'installed'));
  const trusts = { jvm: 'the authorities of the JVM', idm: "IDM's truststore", pem: String(idcs.tls?.trustFile) }[
    idcs.tls?.trust
  ];
  const ends: string[] = [];
  for (const { setting, file, pem } of named) {
    const shown = `${setting}: ${file}`;
    let bytes: Buffer;
    try {
      bytes = fs.readFileSync(file);
    } catch (error) {
      const mend =
        'Put the file there, readable by the user of IDM, or correct the setting; a relative name counts from the project folder.';
      return failed(`${shown} can't be read: ${(error as NodeJS.ErrnoException).code}`, mend);
    }
    if (!pem) continue;
    const certificates =
      bytes.toString('latin1').match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
    if (certificates.length === 0) {
      return failed(
        `${shown} holds no certificate`,
        'Write the certificate of the authority in PEM (BEGIN CERTIFICATE).',
      );
    }
    for (const [index, certificate] of certificates.entries()) {
      const days = daysLeft(certificate);
      const which = `${shown}, certificate ${index + 1}`;
      if (days === undefined)
        return failed(`${which} is damaged`, 'Save the certificate of the authority anew, in PEM.');
      if (days < 0)
        return failed(`${which} has expired ${-days} days ago`, 'Add the one that follows it, and take this one out.');
      if (days < EXPIRY_WARNING_DAYS) ends.push(`${which} ends in ${days} days`);
    }
  }
  const what = [`Oracle is trusted by ${trusts}`, ...named.map(({ file }) => file)].join('; ');
  if (ends.length === 0) return passed(what);
  return warning(`${what}; ${ends.join('; ')}`, 'Add the one that follows it in time.');
}

function filesOf({ tls, assertion }: Settings['idcs'], installed: Installed): NamedFile[] {
  const inProject = (file: string) => path.resolve(installed.folders.project, file);
  const { trustFile, clientKeystore } = tls ?? {};
  const files: (NamedFile | undefined)[] = [
    tls?.trust === 'pem' ? { setting: 'idcs.tls.trustFile', file: inProject(String(trustFile)), pem: true } : undefined,
    tls?.trust === 'idm' ? { setting: 'idcs.tls.trust', file: truststore(installed) } : undefined,
    clientKeystore && { setting: 'idcs.tls.clientKeystore', file: inProject(clientKeystore.file) },
    assertion?.pemFile === undefined
      ? undefined
      : { setting: 'idcs.assertion.pemFile', file: inProject(assertion.pemFile) },
    assertion?.keystore && { setting: 'idcs.assertion.keystore', file: inProject(assertion.keystore.file) },
  ];
  return files.filter((file) => file !== undefined);
}

/** As the scripts find it: IDM's keystore is its truststore where it names no other. */
function truststore({ folders }: Installed): string {
  const properties = readProperties(bootPropertiesOf(folders.project), {});
  const value = (name: string) => {
    try {
      return properties(name);
    } catch (error) {
      if (error instanceof EncryptedProperty) return undefined;
      throw error;
    }
  };
  const location = value('openidm.truststore.location') ?? value('openidm.keystore.location') ?? 'security/truststore';
  return path.resolve(folders.install, location);
}

function daysLeft(pem: string): number | undefined {
  try {
    return Math.floor((Date.parse(new X509Certificate(pem).validTo) - Date.now()) / 86_400_000);
  } catch {
    return undefined;
  }
}

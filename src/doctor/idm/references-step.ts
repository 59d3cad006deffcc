import fs from 'node:fs';
import { bootFiles } from './boot-properties';
import { found, type CheckUp } from './check-up';
import type { ProjectFiles } from './project-files';
import { EncryptedProperty, readProperties, type Properties } from '../properties';
import { failed, passed, warning, type Outcome } from '../step';

/** Where properties stand that IDM finds, nearest first: what is in the second is a system property, which wins. */
const propertyFiles = ['conf/system.properties', ...bootFiles];

const secretName = /secret|passw/i;

type Where =
  | { readonly kind: 'plain' | 'encrypted' | 'torn' | 'empty'; readonly file: string }
  | { readonly kind: 'default' | 'missing' };

/** Each reference of the settings has a value; whether IDM can decrypt it only IDM knows. */
export function checkReferences(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  const references = referencesIn(JSON.stringify(found(checkUp, 'settings')), places(files));
  const named = (kind: Where['kind']) => references.filter(({ where }) => where.kind === kind).map(({ name }) => name);
  const boot = bootFiles.find((file) => fs.existsSync(files.at(file))) ?? bootFiles[0]!;

  const torn = named('torn');
  if (torn.length > 0) {
    const mend = `cli.sh encrypt prints several lines: join them to one behind "${torn[0]}=" in ${boot}, and start IDM anew.`;
    return failed(`${torn.join(', ')} begins like an encrypted value and is not whole`, mend);
  }
  const without = [...named('missing'), ...named('empty')];
  if (without.length > 0) {
    const what = `no value for ${without.join(', ')} in ${propertyFiles.filter((file) => fs.existsSync(files.at(file))).join(' and ')}`;
    const secret = without.find((name) => secretName.test(name));
    const encrypt = secret
      ? ` Encrypt the secret with cli.sh encrypt first, and write it on one line: ${secret}={...}.`
      : '';
    const mend =
      `Write NAME=VALUE into ${boot}, a line for each, and start IDM anew.${encrypt} ` +
      'What IDM is given on its command line is not seen here: there --url tells.';
    return checkUp.order.server ? warning(what, mend) : failed(what, mend);
  }
  const encrypted = named('encrypted');
  const what = [
    references.length === 0
      ? 'the settings refer to nothing'
      : `${references.map(({ name }) => name).join(', ')} found`,
    ...(encrypted.length > 0 ? [`only IDM can tell whether it can decrypt ${encrypted.join(', ')}`] : []),
  ].join('; ');
  const exposed = references.flatMap(({ name, where }) =>
    where.kind === 'plain' && secretName.test(name) && isReadByAll(files.at(where.file)) ? [{ name, ...where }] : [],
  );
  if (exposed.length === 0) return passed(what);
  const mend = 'Encrypt it with cli.sh encrypt, or let only the user of IDM read the file (chmod 600).';
  return warning(
    `${what}; ${exposed.map(({ name, file }) => `${name} stands in clear text in ${file}`).join(', ')}, which everybody on this machine can read`,
    mend,
  );
}

/** In the order of the files; each file's own properties alone, without those of the doctor's environment. */
function places(files: ProjectFiles): { file: string; properties: Properties }[] {
  return propertyFiles
    .filter((file) => fs.existsSync(files.at(file)))
    .map((file) => ({ file, properties: readProperties(files.at(file), {}) }));
}

function referencesIn(text: string, known: ReturnType<typeof places>): { name: string; where: Where }[] {
  const references = new Map<string, Where>();
  for (const [, name, fallback] of text.matchAll(/&\{([^}|]+)(?:\|([^}]*))?\}/g)) {
    references.set(name!, whereIs(name!, fallback !== undefined, known));
  }
  return [...references].map(([name, where]) => ({ name, where }));
}

function whereIs(name: string, hasDefault: boolean, known: ReturnType<typeof places>): Where {
  for (const { file, properties } of known) {
    let value: string | undefined;
    try {
      value = properties(name);
    } catch (error) {
      if (!(error instanceof EncryptedProperty)) throw error;
      return { kind: error.isWhole ? 'encrypted' : 'torn', file };
    }
    if (value !== undefined) {
      const kind = /^\s*\{/.test(value) ? 'torn' : value.trim() === '' ? 'empty' : 'plain';
      return { kind, file };
    }
  }
  return { kind: hasDefault ? 'default' : 'missing' };
}

function isReadByAll(file: string): boolean {
  return process.platform !== 'win32' && (fs.statSync(file).mode & 0o004) !== 0;
}

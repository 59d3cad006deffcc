import fs from 'node:fs';
import path from 'node:path';
import { readJson } from './json-text';
import { KnownFailure, shownPath, throwIfAny, type Problem } from './problem';
import { connectorContradictions } from './connector-rules';
import { idcsContradictions, missingCredentials } from './idcs-rules';
import { baseUrlObjections, contradictions, literalSecrets } from './rules';
import { checkAgainstSchema } from './schema';
import type { Environment, EnvironmentSettings } from './settings';

/** The names of the environments in a folder, sorted. Throws a KnownFailure (exit code 2) when it can't be read. */
export function environmentNames(folder: string): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch (error) {
    const what = `the environments can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    const mend = 'Name the folder of the environment files with --environments.';
    throw new KnownFailure([{ code: 'no-environments', file: shownPath(folder), what, mend }], 2);
  }
  return names
    .filter((name) => /^[A-Za-z0-9][A-Za-z0-9._-]*\.json$/.test(name) && !name.endsWith('.schema.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** Throws a KnownFailure (exit code 2) with the environments that there are, unless this one is among them. */
export function requireEnvironment(folder: string, name: string): void {
  const names = environmentNames(folder);
  if (names.includes(name)) return;
  const mend = names.length > 0 ? `There are: ${names.join(', ')}.` : 'There is none; add NAME.json.';
  const what = `there is no environment "${name}"`;
  throw new KnownFailure([{ code: 'unknown-environment', file: shownPath(folder), what, mend }], 2);
}

/**
 * Reads and checks an environment file and fills in the defaults.
 *
 * Throws a KnownFailure: exit code 2 for an unknown name, 1 with every objection to the file.
 */
export function loadEnvironment(folder: string, name: string): Environment {
  requireEnvironment(folder, name);
  const location = path.join(folder, `${name}.json`);
  const file = shownPath(location);
  const { value } = readJson(location, file);
  const specific = [
    ...literalSecrets(value, file),
    ...baseUrlObjections(value, file),
    ...missingCredentials(value, file),
  ];
  const general = checkAgainstSchema(value, file);
  throwIfAny([...specific, ...withoutRepeating(general, specific)]);

  const settings = withKey(value as EnvironmentSettings);
  throwIfAny([
    ...contradictions(settings, file),
    ...idcsContradictions(settings, file),
    ...connectorContradictions(settings, file),
  ]);
  const customerConf = settings.customerConf;
  return {
    name,
    file,
    settings,
    ...(customerConf === undefined ? {} : { customerConf: path.resolve(folder, customerConf) }),
  };
}

/** A default that depends on another key, which no schema can say: what names a user in IDM is mostly what names it at Oracle. */
function withKey(settings: EnvironmentSettings): EnvironmentSettings {
  const { user } = settings;
  const key = (user as { key?: string }).key ?? (user.userName.includes('{') ? 'userName' : user.userName);
  return { ...settings, user: { ...user, key } };
}

/** A place that a rule speaks about needs no pattern's words; an unknown key stays worth mentioning. */
function withoutRepeating(general: Problem[], specific: Problem[]): Problem[] {
  const spoken = new Set(specific.map((problem) => problem.pointer));
  return general.filter((problem) => problem.code !== 'wrong-value' || !spoken.has(problem.pointer));
}

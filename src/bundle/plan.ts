import { parseBytes } from '../environment/json-text';
import { attempt, throwIfAny, type Problem } from '../environment/problem';
import type { Environment } from '../environment/settings';
import { renderOwnConf, type Templates } from './conf';
import type { CustomerConf } from './customer';
import { fragmentsFor } from './fragments';
import { concernedFiles, mergeAdditions, type Additions, type CustomerFile } from '../conf/merge';
import { hookNames, scriptFolder } from '../conf/merge/hooks';
import { storesWhatHooksSee } from '../conf/merge/managed';
import { bundleName, fingerprint, type Manifest, type PlannedFile } from './manifest';
import { prettyJson } from './pretty-json';
import { connectorScripts } from './provisioner';
import type { CompiledScript } from './scripts/model';

/** Everything that a bundle is made of. */
export interface Ingredients {
  readonly version: string;
  readonly environment: Environment;
  readonly scripts: readonly CompiledScript[];
  readonly templates: Templates;
  readonly customer: CustomerConf | undefined;
}

/** The scripts that the configuration names. */
const neededScripts = [...hookNames, 'strictUpdate', 'deliver', 'drain', 'endpoint'];

/**
 * Says which files the bundle of an environment consists of, sorted by path, bundle.json included. The same
 * ingredients give the same bytes, and nothing is read or written.
 *
 * Throws a KnownFailure with every reason why there is no such bundle.
 */
export function planBundle(ingredients: Ingredients): PlannedFile[] {
  const { scripts, customer } = ingredients;
  const environment = withSafeFastPath(ingredients);
  const { settings } = environment;
  const problems: Problem[] = missingScripts(scripts);
  const files: PlannedFile[] = [];
  const add = (path: string, content: string | undefined) => {
    if (content !== undefined) files.push({ path, content });
  };

  for (const script of scripts) add(`script/${scriptFolder}/${script.name}.js`, script.text);
  for (const { path, template } of connectorScripts(settings)) add(path, ingredients.templates[template]);
  for (const [path, value] of renderOwnConf(environment, ingredients.version, ingredients.templates)) {
    add(path, prettyJson(value));
  }

  const additions = additionsOf(environment);
  const shown = concernedFiles(additions).filter((path) => customer?.files.read(path) !== undefined);
  const merged = customer && attempt(problems, () => mergeAdditions(additions, customer.files, shown));
  for (const { path, text } of merged ?? []) add(path, text);
  const others = concernedFiles(additions).filter((path) => !shown.includes(path) && !isNeedless(path, customer));
  for (const fragment of fragmentsFor(additions, others)) add(fragment.path, fragment.content);
  throwIfAny(problems);

  files.sort(byPath);
  return [...files, { path: 'bundle.json', content: prettyJson(manifestOf(ingredients, files)) }].sort(byPath);
}

/** Only OrientDB wants a declaration. */
function isNeedless(path: CustomerFile, customer: CustomerConf | undefined): boolean {
  return path === 'conf/repo.orientdb.json' && customer !== undefined && customer.otherRepository;
}

/** The fast path sends what a hook saw: it is off where a script of the customer's could store something else. */
function withSafeFastPath({ environment, customer }: Ingredients): Environment {
  const { settings } = environment;
  const managed = customer?.files.read(managedFile);
  if (!managed) return environment;
  const json = parseBytes(managed, customer!.files.shown(managedFile));
  if (storesWhatHooksSee(json, settings.managedObjects, settings.user.password)) return environment;
  return { ...environment, settings: { ...settings, delivery: { ...settings.delivery, fastPath: false } } };
}

const managedFile = 'conf/managed.json';

function missingScripts(scripts: readonly CompiledScript[]): Problem[] {
  return neededScripts
    .filter((name) => !scripts.some((script) => script.name === name))
    .map((name) => ({
      code: 'missing-script',
      file: `scripts-ts/entry/${name}.ts`,
      what: 'is missing, and the configuration names it',
      mend: 'Add the entry script.',
    }));
}

function manifestOf({ version, environment }: Ingredients, files: readonly PlannedFile[]): Manifest {
  return {
    name: bundleName,
    version,
    environment: environment.name,
    additions: additionsOf(environment),
    files: files.map(fingerprint),
  };
}

function additionsOf({ settings }: Environment): Additions {
  const { platform, managedObjects, user, delivery, outbox, audit } = settings;
  const { passwordPolicies, policyFiles, endpointRoles } = settings;
  return {
    platform,
    managedObjects,
    passwordProperty: user.password,
    mode: delivery.mode,
    outbox,
    passwordPolicies,
    policyFiles,
    auditTopic: audit.topic === 'activity' ? null : audit.topic,
    endpointRoles,
  };
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  return a.path < b.path ? -1 : 1;
}

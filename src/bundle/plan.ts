import { attempt, throwIfAny, type Problem } from '../environment/problem';
import type { Environment } from '../environment/settings';
import { renderOwnConf, type Templates } from './conf';
import type { CustomerConf } from './customer';
import { fragmentsReadme, managedFragment, orientdbFragment } from './fragments';
import { hookNames, scriptFolder } from '../conf/merge/hooks';
import type { Additions } from '../conf/merge';
import { mergeManaged, storesWhatHooksSee } from '../conf/merge/managed';
import { bundleName, fingerprint, type Manifest, type PlannedFile } from './manifest';
import { mergeOrientdb, orientdbClasses } from '../conf/merge/orientdb';
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

  const classes = orientdbClasses(settings.outbox);
  const { managed, orientdb } = customer ?? {};
  const parts = { managed: !managed, orientdb: !orientdb && !customer?.otherRepository };
  const { managedObjects, user } = settings;
  if (managed)
    add(
      'conf/managed.json',
      attempt(problems, () =>
        mergeManaged(managed, managedObjects, user.password, settings.delivery.mode, customer?.scripts),
      ),
    );
  if (orientdb)
    add(
      'conf/repo.orientdb.json',
      attempt(problems, () => mergeOrientdb(orientdb, classes)),
    );
  if (parts.managed) add('fragments/managed.json', prettyJson(managedFragment(managedObjects)));
  if (parts.orientdb) add('fragments/repo.orientdb.json', prettyJson(orientdbFragment(classes)));
  if (parts.managed || parts.orientdb) add('fragments/README.md', fragmentsReadme(managedObjects, parts));
  throwIfAny(problems);

  files.sort(byPath);
  return [...files, { path: 'bundle.json', content: prettyJson(manifestOf(ingredients, files)) }].sort(byPath);
}

/** The fast path sends what a hook saw: it is off where a script of the customer's could store something else. */
function withSafeFastPath({ environment, customer }: Ingredients): Environment {
  const { settings } = environment;
  const { managed } = customer ?? {};
  if (!managed || storesWhatHooksSee(managed, settings.managedObjects, settings.user.password)) return environment;
  return { ...environment, settings: { ...settings, delivery: { ...settings.delivery, fastPath: false } } };
}

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
  const { platform, managedObjects, user, delivery, outbox } = settings;
  return {
    platform,
    managedObjects,
    passwordProperty: user.password,
    mode: delivery.mode,
    outbox,
    passwordPolicies: [],
    policyFiles: [],
    auditTopic: null,
    endpointRoles: [],
  };
}

/** Two spaces, LF at the end, and no line separator that JavaScript would take for one. */
function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')}\n`;
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  return a.path < b.path ? -1 : 1;
}

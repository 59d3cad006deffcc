import fs from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import { loadEnvironment, requireEnvironment } from '../environment/load';
import { idcsCautions } from '../environment/idcs-rules';
import { attempt, throwIfAny, type Problem } from '../environment/problem';
import type { Environment } from '../environment/settings';
import { packageRoot } from '../root';
import { templateNames, type Templates } from './conf';
import { readCustomerConf, type CustomerConf } from './customer';
import type { PlannedFile } from './manifest';
import { planBundle } from './plan';
import { compileScripts } from './scripts/compile';
import { writeBundle } from './write';

export interface BuildOptions {
  /** The folder of the environment files. */
  readonly environments: string;
  /** The folder that gets one folder for each environment. */
  readonly out: string;
  /** The folder that holds `scripts-ts`; this package's own unless a test says otherwise. */
  readonly root?: string;
  readonly cache?: string;
}

/** A bundle that was written. */
export interface Built {
  readonly environment: string;
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  /** Whether any byte differs from what was there. */
  readonly changed: boolean;
}

export interface BuildResult {
  readonly bundles: readonly Built[];
  readonly warnings: readonly Problem[];
  /** Whether the scripts were compiled before. */
  readonly cached: boolean;
}

/**
 * Builds the bundles of the named environments. Everything is read, checked and planned before anything is written.
 *
 * Throws a KnownFailure: exit code 2 for an unknown environment, 1 with every problem found.
 */
export async function buildBundles(names: readonly string[], options: BuildOptions): Promise<BuildResult> {
  for (const name of names) requireEnvironment(options.environments, name);
  const problems: Problem[] = [];
  const read = names.flatMap((name) => attempt(problems, () => readEnvironment(options.environments, name)) ?? []);
  throwIfAny(problems);

  const root = options.root ?? packageRoot;
  const { scripts, warnings, cached } = await compileScripts({ root, version }, options.cache);
  const templates = readTemplates();
  const plans = read.flatMap(({ environment, customer }) => {
    const ingredients = { version, environment, customer, scripts, templates };
    const files = attempt(problems, () => planBundle(ingredients));
    return files ? [{ environment: environment.name, folder: path.join(options.out, environment.name), files }] : [];
  });
  throwIfAny(problems);

  const bundles = plans.map((plan) => ({ ...plan, changed: writeBundle(plan.folder, plan.files) }));
  const cautions = read.flatMap(({ environment }) => idcsCautions(environment));
  return { bundles, warnings: [...cautions, ...warnings], cached };
}

interface Read {
  environment: Environment;
  customer: CustomerConf | undefined;
}

function readEnvironment(folder: string, name: string): Read {
  const environment = loadEnvironment(folder, name);
  return { environment, customer: readCustomerConf(environment) };
}

function readTemplates(): Templates {
  const read = (name: string) => fs.readFileSync(path.join(packageRoot, 'templates', name), 'utf8');
  return Object.fromEntries(templateNames.map((name) => [name, read(name)]));
}

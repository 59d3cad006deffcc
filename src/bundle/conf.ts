import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../environment/settings';
import { expectedProvisioner, provisionerTemplate, provisionerTemplates, provisionerValues } from './provisioner';
import { renderJson, type TemplateValues } from './template';

/** The templates by their path below `templates`. */
export type Templates = Readonly<Record<string, string>>;

/** A file of `conf` that is ours alone. */
interface OwnFile {
  readonly name: string;
  /** Where it is not of the file's own name. */
  readonly template?: (environment: Environment) => string;
  readonly wanted: (environment: Environment) => boolean;
  /** What the rendered file has to say at least. */
  readonly expected: (environment: Environment, version: string) => object;
}

const ownFiles: readonly OwnFile[] = [
  {
    name: 'custom-idcsPasswordSync.json',
    wanted: () => true,
    expected: ({ name, settings }, version) => {
      const { managedObjects, idcs, user, provisioning, delivery, outbox, audit } = settings;
      const own = { managedObjects, idcs, user, provisioning, delivery, outbox, audit };
      return { version, environment: name, target: 'idcs', ...own, scripts: 'files' };
    },
  },
  {
    name: 'schedule-passwordSyncRetry.json',
    wanted: () => true,
    expected: ({ settings: { schedule } }) => ({ enabled: schedule.enabled, schedule: schedule.cron }),
  },
  { name: 'endpoint-idcsPasswordSync.json', wanted: () => true, expected: () => ({}) },
  {
    name: 'provisioner.openicf-idcs.json',
    template: ({ settings }) => provisionerTemplate(settings),
    wanted: ({ settings }) => settings.connector.enabled,
    expected: ({ settings }) => expectedProvisioner(settings),
  },
];

/** The names of the templates that the build reads. */
export const templateNames: readonly string[] = [
  ...ownFiles.filter(({ template }) => !template).map(({ name }) => `conf/${name}.hbs`),
  ...provisionerTemplates,
];

/** Renders the files of `conf` that are ours alone, by their path in the bundle, and checks what came out. */
export function renderOwnConf(environment: Environment, version: string, templates: Templates): Map<string, unknown> {
  const { name, settings } = environment;
  const values: TemplateValues = { ...settings, ...provisionerValues(settings), version, environment: name };
  const rendered = new Map<string, unknown>();
  for (const file of ownFiles.filter(({ wanted }) => wanted(environment))) {
    const template = file.template?.(environment) ?? `conf/${file.name}.hbs`;
    const value = renderJson(template, templates[template] ?? '', values);
    if (!includes(value, file.expected(environment, version)))
      throw new Error(`${template} does not say what it has to`);
    rendered.set(`conf/${file.name}`, value);
  }
  return rendered;
}

/** Whether `value` holds everything that `part` holds; what `part` goes into is compared in full, keys of `value` apart. */
function includes(value: unknown, part: object): boolean {
  return Object.entries(part).every(([key, expected]) => {
    const actual = (value as Record<string, unknown> | null)?.[key];
    return isDeepStrictEqual(actual, expected) || (key === 'configurationProperties' && includes(actual, expected));
  });
}

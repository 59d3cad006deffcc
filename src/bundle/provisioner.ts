/** The connector to Oracle's users: which template its configuration comes from, what goes into it, and which scripts belong to it. */
import { scriptFolder } from '../conf/merge/hooks';
import type { EnvironmentSettings } from '../environment/settings';
import { connectorsOf } from '../platform/connectors';

/** Where the scripts of the connector lie in the bundle, and so below IDM's project folder. */
const scriptRoot = `script/${scriptFolder}/connector`;

/**
 * The scripts, below templates/connector. Those whose names begin with Idcs are classes that the others find by their name in
 * the script root; the others are the connector's operations.
 */
const scripts = [
  'Create',
  'Customizer',
  'Delete',
  'IdcsAnswer',
  'IdcsClient',
  'IdcsErrors',
  'IdcsFilter',
  'IdcsProperties',
  'IdcsToken',
  'IdcsUser',
  'Schema',
  'Search',
  'Test',
  'Update',
].map((name) => `${name}.groovy`);

const scim = 'conf/provisioner.openicf-idcs.scim.json.hbs';
const scripted = 'conf/provisioner.openicf-idcs.scripted.json.hbs';

/** All that the build reads for any platform, below templates. */
export const provisionerTemplates: readonly string[] = [scim, scripted, ...scripts.map((name) => `connector/${name}`)];

export function provisionerTemplate(settings: EnvironmentSettings): string {
  return isScripted(settings) ? scripted : scim;
}

/** The scripts that the environment's bundle has to hold: the path of each and the template that it is. */
export function connectorScripts(settings: EnvironmentSettings): { path: string; template: string }[] {
  if (!settings.connector.enabled || !isScripted(settings)) return [];
  return scripts.map((name) => ({ path: `${scriptRoot}/${name}`, template: `connector/${name}` }));
}

/** What the template of the provisioner may name besides the settings. */
export function provisionerValues(settings: EnvironmentSettings): Record<string, unknown> {
  const { idcs, platform } = settings;
  const { proxy } = idcs;
  return {
    connectorRef: connectorsOf[platform].idcs,
    scriptRoot,
    customConfiguration: isScripted(settings) ? customConfiguration(settings) : '',
    proxyHost: proxy?.host ?? null,
    proxyPort: proxy?.port ?? null,
  };
}

/** What the rendered file has to say at least. */
export function expectedProvisioner(settings: EnvironmentSettings): object {
  const { idcs, platform } = settings;
  const { connectorName, bundleName, bundleVersion } = connectorsOf[platform].idcs;
  const connectorRef = { connectorHostRef: '#LOCAL', connectorName, bundleName, bundleVersion };
  const configurationProperties = isScripted(settings)
    ? {
        serviceAddress: idcs.baseUrl,
        username: idcs.clientId,
        customConfiguration: customConfiguration(settings),
        scriptRoots: [`&{launcher.project.location}/${scriptRoot}`],
      }
    : {
        SCIMEndpoint: `${idcs.baseUrl}/admin/v1`,
        tokenEndpoint: `${idcs.baseUrl}/oauth2/v1/token`,
        clientId: idcs.clientId,
        clientSecret: idcs.clientSecret,
        scope: idcs.scope,
        connectionTimeout: idcs.connectTimeoutSeconds,
      };
  return { connectorRef, configurationProperties };
}

function isScripted({ platform }: EnvironmentSettings): boolean {
  return connectorsOf[platform].idcs.connectorName.endsWith('.ScriptedRESTConnector');
}

/**
 * The property of the connector that holds what its scripts need and it has no property for: assignments in Groovy. Secrets are
 * only named. IDM would encrypt a reference in a property that is made for secrets, instead of looking up what it refers to.
 */
function customConfiguration({ idcs }: EnvironmentSettings): string {
  const { proxy } = idcs;
  const values: [string, string | number | undefined][] = [
    ['scope', idcs.scope],
    ['secretProperty', nameIn(idcs.clientSecret)],
    ['connectTimeoutSeconds', idcs.connectTimeoutSeconds],
    ['requestTimeoutSeconds', idcs.requestTimeoutSeconds],
    ['proxyHost', proxy?.host],
    ['proxyPort', proxy?.port],
    ['proxyUser', proxy?.user],
    ['proxyPasswordProperty', nameIn(proxy?.password)],
  ];
  return values.flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${literal(value)}`])).join('; ');
}

/** The name in `&{name}`. */
function nameIn(reference: string | undefined): string | undefined {
  return reference?.slice('&{'.length, -'}'.length);
}

/** A literal of Groovy: between apostrophes nothing is put in, and only these end or change a text. */
function literal(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const escaped = JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'");
  return `'${escaped}'`;
}

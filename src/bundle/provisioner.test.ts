import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { EnvironmentSettings } from '../environment/settings';
import { platforms, type Platform } from '../platform';
import { connectorsOf } from '../platform/connectors';
import { packageRoot } from '../root';
import { planBundle, type Ingredients } from './plan';
import { provisionerTemplates } from './provisioner';
import { ingredients } from './testing/ingredients';

interface Provisioner {
  connectorRef: Record<string, string>;
  configurationProperties: Record<string, unknown>;
  objectTypes: { account: { properties: Record<string, { nativeName: string; flags?: string[] }> } };
}

const connector = { enabled: true };
const folder = 'script/idcs-password-sync/connector/';

function filesOf(from: Ingredients): Map<string, string> {
  return new Map(planBundle(from).map((file) => [file.path, file.content]));
}

function provisionerOf(from: Ingredients): Provisioner {
  return JSON.parse(filesOf(from).get('conf/provisioner.openicf-idcs.json')!) as Provisioner;
}

it.each(platforms)('brings nothing of a connector to %s unless it is asked to', (platform) => {
  for (const file of filesOf(ingredients({ platform })).keys()) expect(file).not.toMatch(/provisioner|connector/);
});

it.each(platforms)('names the connector that %s has', (platform) => {
  const from = ingredients({ platform, connector });
  const { connectorRef } = provisionerOf(from);
  expect(connectorRef).toEqual({ connectorHostRef: '#LOCAL', ...connectorsOf[platform].idcs });
  expect(connectorsOf[platform].known).toContainEqual(connectorsOf[platform].idcs);
  expect(planBundle(from)).toEqual(planBundle(ingredients({ platform, connector })));
});

describe('for OpenIDM 7', () => {
  const written = fs.readdirSync(path.join(packageRoot, 'templates/connector')).sort();

  it('holds every script there is, as it is', () => {
    const files = filesOf({
      ...ingredients({ connector }),
      templates: {
        ...ingredients().templates,
        ...Object.fromEntries(written.map((name) => [`connector/${name}`, `// ${name}\n`])),
      },
    });
    const scripts = [...files.keys()].filter((file) => file.startsWith(folder));
    expect(scripts).toEqual(written.map((name) => `${folder}${name}`));
    for (const script of scripts) expect(files.get(script)).toBe(`// ${path.basename(script)}\n`);
    expect(provisionerTemplates.filter((name) => name.startsWith('connector/'))).toHaveLength(written.length);
  });

  it('names only scripts that it holds', () => {
    const { configurationProperties } = provisionerOf(ingredients({ connector }));
    const named = Object.entries(configurationProperties).filter(([key]) => key.endsWith('ScriptFileName'));
    expect(named).toHaveLength(7);
    for (const [, name] of named) expect(written).toContain(name);
    expect(configurationProperties.scriptRoots).toEqual([`&{launcher.project.location}/${folder.slice(0, -1)}`]);
  });

  it('names secrets and refers to none, for IDM would encrypt the reference', () => {
    const proxy = { host: 'proxy.example', port: 3128, user: 'idm', password: '&{proxy.password}' };
    const idcs = { baseUrl: '&{b}', clientId: '&{c}', clientSecret: '&{idcs.client.secret}', proxy };
    const { configurationProperties: properties } = provisionerOf(ingredients({ connector, idcs }));
    expect(properties).toMatchObject({ serviceAddress: '&{b}', username: '&{c}' });
    expect(properties).not.toHaveProperty('password');
    expect(properties).not.toHaveProperty('customSensitiveConfiguration');
    expect(properties.customConfiguration).toBe(
      "scope = 'urn:opc:idm:__myscopes__'; secretProperty = 'idcs.client.secret'; connectTimeoutSeconds = 5; " +
        "requestTimeoutSeconds = 10; proxyHost = 'proxy.example'; proxyPort = 3128; proxyUser = 'idm'; " +
        "proxyPasswordProperty = 'proxy.password'",
    );
  });

  it('keeps values of the settings from becoming Groovy', () => {
    const base = ingredients({ connector });
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '\\', '"', '\n', '$', '{', '}', 'u') }),
    );
    fc.assert(
      fc.property(nasty, (scope) => {
        const settings = JSON.parse(JSON.stringify(base.environment.settings)) as EnvironmentSettings;
        Object.assign(settings.idcs, { scope });
        const { configurationProperties } = provisionerOf({ ...base, environment: { ...base.environment, settings } });
        const text = String(configurationProperties.customConfiguration);
        const [, literal] = /^scope = '((?:[^'\\\n\r]|\\.)*)'; secretProperty = 'idcs\.client\.secret'; /.exec(text)!;
        expect(JSON.parse(`"${literal!.replace(/\\'/g, "'").replace(/"/g, '\\"')}"`)).toBe(scope);
      }),
    );
  });

  it('says of each attribute what the schema of the scripts says', () => {
    const { properties } = provisionerOf(ingredients({ connector })).objectTypes.account;
    const user = fs.readFileSync(path.join(packageRoot, 'templates/connector/IdcsUser.groovy'), 'utf8');
    const keysOf = (table: string) =>
      [
        ...new RegExp(`${table} = \\[([^;]*?)\\n? *\\]\\n`).exec(user)![1]!.matchAll(/(\w+): (?:\[|'|Boolean|String)/g),
      ].map(([, key]) => key!);
    const readOnly = keysOf('READ_ONLY');
    expect(Object.keys(properties).sort()).toEqual(
      ['userName', 'email', 'active', ...keysOf('TEXTS'), ...keysOf('PHONES'), ...readOnly].sort(),
    );
    for (const [name, { nativeName, flags }] of Object.entries(properties)) {
      expect(nativeName).toBe(name === 'userName' ? '__NAME__' : name);
      expect(flags).toEqual(readOnly.includes(name) ? ['NOT_CREATABLE', 'NOT_UPDATEABLE'] : undefined);
    }
    expect(JSON.stringify(properties)).not.toMatch(/password/i);
  });
});

describe('for Ping', () => {
  const ping = platforms.filter((platform): platform is Exclude<Platform, 'openidm-7'> => platform !== 'openidm-7');

  it.each(ping)('on %s configures the SCIM connector, and brings no script', (platform) => {
    const proxy = { host: 'proxy.example', port: 3128 };
    const idcs = { baseUrl: 'https://idcs.example', clientId: 'id', clientSecret: '&{idcs.client.secret}', proxy };
    const from = ingredients({ platform, connector, idcs });
    expect(provisionerOf(from)).toMatchObject({
      connectorRef: { connectorName: 'org.forgerock.openicf.connectors.scim.ScimConnector' },
      configurationProperties: {
        SCIMEndpoint: 'https://idcs.example/admin/v1',
        tokenEndpoint: 'https://idcs.example/oauth2/v1/token',
        grantType: 'client_credentials',
        clientId: 'id',
        clientSecret: '&{idcs.client.secret}',
        httpProxyHost: 'proxy.example',
        httpProxyPort: 3128,
      },
    });
    expect([...filesOf(from).keys()].filter((file) => file.startsWith(folder))).toEqual([]);
  });
});

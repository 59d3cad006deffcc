import type { Platform } from './index';

/** A connector as `connectorRef` of a provisioner file names it. */
export interface Connector {
  readonly connectorName: string;
  readonly bundleName: string;
  /** The range of bundle versions that a provisioner of that platform asks for, in OSGi's notation. */
  readonly bundleVersion: string;
}

export interface PlatformConnectors {
  /** The connectors that are known; `complete` says whether these are all that the platform ships. */
  readonly known: readonly Connector[];
  /**
   * Whether the list is closed. Ping's is not: its connectors are released apart from IDM, and customers add jars. A name that
   * is not in an open list may be right.
   */
  readonly complete: boolean;
  /** The connector that reaches Oracle's users. */
  readonly idcs: Connector;
}

/**
 * OpenIDM 7.0.1 ships seven jars in `connectors/`, all of version 2.0.1. Names: `ConnectorBundle-Name` of their manifests and the
 * classes within; the range is that of every provisioner in its `samples/`. There is no SCIM connector among them.
 */
const openidm = (jar: string, connectorName: string): Connector => ({
  connectorName,
  bundleName: `org.openidentityplatform.openicf.connectors.${jar}-connector`,
  bundleVersion: '[2.0.0.0,3)',
});

const openidmScriptedRest = openidm('groovy', 'org.forgerock.openicf.connectors.scriptedrest.ScriptedRESTConnector');

const openidmShips: readonly Connector[] = [
  openidm('csvfile', 'org.forgerock.openicf.csvfile.CSVFileConnector'),
  openidm('databasetable', 'org.identityconnectors.databasetable.DatabaseTableConnector'),
  openidm('groovy', 'org.forgerock.openicf.connectors.groovy.ScriptedConnector'),
  openidm('groovy', 'org.forgerock.openicf.connectors.groovy.ScriptedPoolableConnector'),
  openidm('groovy', 'org.forgerock.openicf.connectors.scriptedcrest.ScriptedCRESTConnector'),
  openidmScriptedRest,
  openidm('groovy', 'org.forgerock.openicf.connectors.scriptedsql.ScriptedSQLConnector'),
  openidm('kerberos', 'org.forgerock.openicf.connectors.kerberos.KerberosConnector'),
  openidm('ldap', 'org.identityconnectors.ldap.LdapConnector'),
  openidm('ssh', 'org.forgerock.openicf.connectors.ssh.SSHConnector'),
  openidm('xml', 'org.forgerock.openicf.connectors.xml.XMLConnector'),
];

/**
 * Documented for ForgeRock's and Ping's IDM, in the connector reference of each version (backstage.forgerock.com/docs/idm/7,
 * docs.pingidentity.com/pingidm/7.2, docs.pingidentity.com/openicf): names of the answers to `system?_action=test` and of the
 * sample configurations there. The scripted connectors were one bundle and are two more since ICF 1.5.20, as an answer to
 * `availableConnectors` of 1.5.20.15 shows; both are listed.
 */
const documentedForPing: readonly (readonly [jar: string, connectorName: string])[] = [
  ['csvfile', 'org.forgerock.openicf.csvfile.CSVFileConnector'],
  ['databasetable', 'org.identityconnectors.databasetable.DatabaseTableConnector'],
  ['googleapps', 'org.forgerock.openicf.connectors.googleapps.GoogleAppsConnector'],
  ['groovy', 'org.forgerock.openicf.connectors.groovy.ScriptedConnector'],
  ['groovy', 'org.forgerock.openicf.connectors.groovy.ScriptedPoolableConnector'],
  ['groovy', 'org.forgerock.openicf.connectors.scriptedrest.ScriptedRESTConnector'],
  ['groovy', 'org.forgerock.openicf.connectors.scriptedsql.ScriptedSQLConnector'],
  ['kerberos', 'org.forgerock.openicf.connectors.kerberos.KerberosConnector'],
  ['ldap', 'org.identityconnectors.ldap.LdapConnector'],
  ['marketo', 'org.forgerock.openicf.connectors.marketo.MarketoConnector'],
  ['msgraphapi', 'org.forgerock.openicf.connectors.msgraphapi.MSGraphAPIConnector'],
  ['salesforce', 'org.forgerock.openicf.connectors.salesforce.SalesforceConnector'],
  ['scim', 'org.forgerock.openicf.connectors.scim.ScimConnector'],
  ['scriptedrest', 'org.forgerock.openicf.connectors.scriptedrest.ScriptedRESTConnector'],
  ['scriptedsql', 'org.forgerock.openicf.connectors.scriptedsql.ScriptedSQLConnector'],
  ['ssh', 'org.forgerock.openicf.connectors.ssh.SSHConnector'],
];

/**
 * Ranges as the documentation of the version writes them: `[1.4.0.0,1.6.0.0)` in that of IDM 7.0, `[1.5.0.0,1.6.0.0)` in that of 7.1,
 * 7.2 and of the connectors released since. Of 6.5, which shares ICF 1.5 with 7.0, no page was found: the wider range holds what
 * either could ship.
 */
function ping(bundleVersion: string): PlatformConnectors {
  const known = documentedForPing.map(([jar, connectorName]) => ({
    connectorName,
    bundleName: `org.forgerock.openicf.connectors.${jar}-connector`,
    bundleVersion,
  }));
  const idcs = known.find(({ bundleName }) => bundleName.endsWith('.scim-connector'))!;
  return { known, complete: false, idcs };
}

export const connectorsOf: Readonly<Record<Platform, PlatformConnectors>> = {
  'openidm-7': { known: openidmShips, complete: true, idcs: openidmScriptedRest },
  'ping-6.5': ping('[1.4.0.0,1.6.0.0)'),
  'ping-7': ping('[1.4.0.0,1.6.0.0)'),
  'ping-8': ping('[1.5.0.0,1.6.0.0)'),
};

/**
 * Names of connectors that configurations found in the wild use and that no platform has: they never load. There is no
 * RestConnector in OpenICF (its source has none, nor has the connector reference).
 */
export const inventedConnectors: readonly string[] = ['org.forgerock.openicf.connectors.rest.RestConnector'];

import type { Problem } from './problem';
import type { EnvironmentSettings } from './settings';

/**
 * What of the way to Oracle the connector can't go, where it is switched on: it authenticates with the client secret at the
 * standard token endpoint, and trusts what IDM's JVM trusts. Password delivery goes on with all of it, so that each of these
 * is said of the connector.
 */
export function connectorContradictions({ connector, idcs, platform }: EnvironmentSettings, file: string): Problem[] {
  if (!connector.enabled) return [];
  const found: Problem[] = [];
  const add = (what: string, instead: string) =>
    found.push({
      code: 'contradiction',
      file,
      pointer: '/connector/enabled',
      what: `is true, and the connector ${what}`,
      mend: `${instead}, or switch the connector off: passwords are delivered without it.`,
    });

  if (idcs.assertion) add('knows no signed assertion (idcs.assertion)', 'Use "clientSecret" in its place');
  if (idcs.tls.clientKeystore)
    add('shows no client certificate (idcs.tls.clientKeystore)', 'Leave out "clientKeystore"');
  if (idcs.tls.trust === 'pem')
    add(
      'trusts what the JVM of IDM trusts, not a file (idcs.tls.trustFile)',
      'Import the certificates into IDM\'s truststore and write "trust": "idm"',
    );
  if (idcs.tokenEndpoint === 'discovered')
    add('looks for no other token endpoint (idcs.tokenEndpoint)', 'Write "tokenEndpoint": "standard"');
  // Of the SCIM connector only httpProxyHost and httpProxyPort are documented with their meaning.
  if (idcs.proxy?.user !== undefined && platform !== 'openidm-7')
    add('has no name and password for a proxy (idcs.proxy.user)', 'Use a proxy that asks for none');
  return found;
}

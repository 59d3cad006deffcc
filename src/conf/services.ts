/**
 * Services of IDM whose files have no schema here: any JSON object is let pass, with its references and its scripts checked. Names
 * are the PIDs of the components in OpenIDM's source that ask for a configuration, and the file names that the documentation of
 * ForgeRock's and Ping's IDM adds to them.
 */
export const otherServices: ReadonlyMap<string, 'one' | 'several' | 'either'> = new Map([
  ['apiVersion', 'one'],
  ['consent', 'one'],
  ['emailTemplate', 'several'],
  ['external.rest', 'one'],
  ['felix.webconsole', 'one'],
  ['fieldPolicy', 'several'],
  ['health', 'one'],
  ['identityProvider', 'several'],
  ['identityProviders', 'one'],
  ['info', 'several'],
  ['internal', 'one'],
  ['messaging', 'one'],
  ['metrics', 'one'],
  ['notification', 'several'],
  ['notificationFactory', 'one'],
  ['privilegeAssignments', 'one'],
  ['process', 'several'],
  ['provisioner', 'either'],
  ['provisioner.openicf.connectorinfoprovider', 'one'],
  ['repo.ds', 'one'],
  ['repo.init', 'one'],
  ['secrets', 'one'],
  ['servletfilter', 'several'],
  ['taskscanner', 'either'],
  ['ui', 'several'],
]);

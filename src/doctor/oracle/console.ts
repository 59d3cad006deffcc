/** Where things stand in the OCI console of identity domains; docs/oracle-setup.md says it for the older one too. */
const domain = 'Identity & Security > Domains > your domain';
const application = `${domain} > Integrated applications > your application`;

export const place = {
  /** Domain URL and domain type. */
  domain: `${domain} > Details`,
  application,
  /** Client id and secret, grant type, certificate. */
  oauth: `${application} > OAuth configuration`,
  roles: `${application} > OAuth configuration > Edit OAuth configuration > Token issuance policy > Add app roles`,
  activate: `${application} > Actions > Activate`,
  user: `${domain} > User management > Users`,
  delegation: `${domain} > Federation, and Directory integrations`,
  policies: `${domain} > Domain policies > Password policies`,
} as const;

import { scim, type Answer } from './answer';
import type { Call } from './call';
import { schemas } from './schemas';
import { ScimError, notFound } from './scim-error';
import type { Tenant } from './tenant';

/** The id and name of the default policy, the one that a tenant can edit [D]. */
const defaultId = 'PasswordPolicy';

/** GET /admin/v1/PasswordPolicies: 200 ListResponse with the default policy. Filters are refused with 400: none is needed yet. */
export function listPolicies(tenant: Tenant, call: Call): Answer {
  if (call.query.has('filter')) throw new ScimError(400, 'The simulator does not filter password policies.');
  return scim(200, {
    schemas: [schemas.listResponse],
    totalResults: 1,
    Resources: [policyView(tenant)],
    startIndex: 1,
    itemsPerPage: Number(call.query.get('count')) || 50,
  });
}

/**
 * GET /admin/v1/PasswordPolicies/{id}: 200, or 404. Oracle also has SimplePasswordPolicy and StandardPasswordPolicy; their
 * values are documented nowhere, so they are absent here.
 */
export function readPolicy(tenant: Tenant, call: Call): Answer {
  if (call.id !== defaultId) throw notFound('PasswordPolicy', call.id);
  return scim(200, policyView(tenant));
}

function policyView(tenant: Tenant) {
  return {
    schemas: [schemas.passwordPolicy],
    id: defaultId,
    name: defaultId,
    passwordStrength: 'Custom',
    ...tenant.policy,
    meta: { resourceType: 'PasswordPolicy', location: `${tenant.url}/admin/v1/PasswordPolicies/${defaultId}` },
  };
}

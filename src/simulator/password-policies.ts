import { scim, type Answer } from './answer';
import type { Call } from './call';
import { applicable, defaultPolicyId, type ApplicablePolicy } from './group-policies';
import { ruleTexts } from './policy-rules';
import { schemas } from './schemas';
import { ScimError, notFound } from './scim-error';
import type { Tenant } from './tenant';

/** GET /admin/v1/PasswordPolicies: 200 ListResponse with the default policy and those of groups. Filters are refused with 400: none is needed yet. */
export function listPolicies(tenant: Tenant, call: Call): Answer {
  if (call.query.has('filter')) throw new ScimError(400, 'The simulator does not filter password policies.');
  const policies = allPolicies(tenant);
  return scim(200, {
    schemas: [schemas.listResponse],
    totalResults: policies.length,
    Resources: policies.map((policy) => policyView(tenant, policy)),
    startIndex: 1,
    itemsPerPage: Number(call.query.get('count')) || 50,
  });
}

/**
 * GET /admin/v1/PasswordPolicies/{id}: 200, or 404. Oracle also has SimplePasswordPolicy and StandardPasswordPolicy; their
 * values are documented nowhere, so they are absent here.
 */
export function readPolicy(tenant: Tenant, call: Call): Answer {
  const policy = allPolicies(tenant).find(({ id }) => id === call.id);
  if (!policy) throw notFound('PasswordPolicy', call.id);
  return scim(200, policyView(tenant, policy));
}

export function policyUrl(tenant: Tenant, id: string): string {
  return `${tenant.url}/admin/v1/PasswordPolicies/${encodeURIComponent(id)}`;
}

function allPolicies(tenant: Tenant): ApplicablePolicy[] {
  return [{ id: defaultPolicyId, settings: tenant.policy }, ...tenant.groupPolicies.map(applicable)];
}

function policyView(tenant: Tenant, { id, priority, settings }: ApplicablePolicy) {
  const given = Object.entries(settings).filter(
    ([, value]) => value !== '' && !(Array.isArray(value) && !value.length),
  );
  return {
    schemas: [schemas.passwordPolicy],
    id,
    name: id,
    passwordStrength: 'Custom',
    ...(priority !== undefined && { priority }),
    ...Object.fromEntries(given),
    configuredPasswordPolicyRules: ruleTexts(settings),
    meta: { resourceType: 'PasswordPolicy', location: policyUrl(tenant, id) },
  };
}

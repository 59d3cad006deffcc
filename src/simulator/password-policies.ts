import { createHash } from 'node:crypto';
import { scim, type Answer } from './answer';
import { askedInQuery } from './asked';
import { bodyOf, type Call } from './call';
import { applicable, defaultPolicyId, type ApplicablePolicy } from './group-policies';
import type { JsonObject } from './json';
import { listAnswer, listRequestIn, type ListRequest } from './list';
import { ruleTexts } from './policy-rules';
import { shown, type ResourceType } from './resource-type';
import { schemas } from './schemas';
import { ScimError, notFound } from './scim-error';
import type { Tenant } from './tenant';

const policyType: ResourceType = {
  schema: schemas.passwordPolicy,
  always: [['id'], ['name']],
  onRequest: [['configuredPasswordPolicyRules']],
  withParent: [
    ['configuredPasswordPolicyRules', 'key'],
    ['configuredPasswordPolicyRules', 'value'],
  ],
  sortable: ['id', 'name', 'priority'],
};

/** GET /admin/v1/PasswordPolicies?attributes&attributeSets&sortBy&sortOrder&startIndex&count: 200 ListResponse with the default policy and those of groups. */
export function listPolicies(tenant: Tenant, call: Call): Answer {
  return list(tenant, listRequestIn(call));
}

/** POST /admin/v1/PasswordPolicies/.search: the same with the parameters in the body [D]. */
export function searchPolicies(tenant: Tenant, call: Call): Answer {
  return list(tenant, bodyOf(call, schemas.searchRequest));
}

/**
 * GET /admin/v1/PasswordPolicies/{id}: 200, or 404. Oracle also has SimplePasswordPolicy and StandardPasswordPolicy; their
 * values are documented nowhere, so they are absent here.
 */
export function readPolicy(tenant: Tenant, call: Call): Answer {
  const policy = allPolicies(tenant).find(({ id }) => id === call.id);
  if (!policy) throw notFound('PasswordPolicy', call.id);
  return scim(200, shown(wholePolicy(tenant, policy), policyType, askedInQuery(call)), { ETag: versionOf(policy) });
}

export function policyUrl(tenant: Tenant, id: string): string {
  return `${tenant.url}/admin/v1/PasswordPolicies/${encodeURIComponent(id)}`;
}

/** Filters are refused with 400: none is needed yet. */
function list(tenant: Tenant, request: ListRequest): Answer {
  if (request.filter !== undefined) throw new ScimError(400, 'The simulator does not filter password policies.');
  return listAnswer(request, allPolicies(tenant), policyType, (policy) => wholePolicy(tenant, policy));
}

function allPolicies(tenant: Tenant): ApplicablePolicy[] {
  return [{ id: defaultPolicyId, settings: tenant.policy }, ...tenant.groupPolicies.map(applicable)];
}

function wholePolicy(tenant: Tenant, policy: ApplicablePolicy): JsonObject {
  const { id, priority, settings } = policy;
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
    meta: { resourceType: 'PasswordPolicy', location: policyUrl(tenant, id), version: versionOf(policy) },
  };
}

/** Policies are replaced from outside and keep no version: it is made of what they say. */
function versionOf(policy: ApplicablePolicy): string {
  return createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 32);
}

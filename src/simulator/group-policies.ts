import { isObject } from './json';
import { policyFrom, type PolicySettings } from './policy';

/** The id and name of the default policy, the one that a tenant can edit and that is for users without another [D]. */
export const defaultPolicyId = 'PasswordPolicy';

/** A policy for the users of some groups, as the control API takes it. */
export interface GroupPolicy {
  /** Its id and name. */
  name: string;
  /** From 1; where groups of a user have several policies, the lowest wins [D]. */
  priority: number;
  /** Names of groups. */
  groups: string[];
  settings: Partial<PolicySettings>;
}

/** A policy that applies, with the id that it has in the API. */
export interface ApplicablePolicy {
  id: string;
  priority?: number;
  settings: PolicySettings;
}

/** The policy of a user in these groups: the one of lowest priority among those of the groups, else the default [D]. */
export function policyFor(
  groups: readonly string[],
  defaults: PolicySettings,
  policies: readonly GroupPolicy[],
): ApplicablePolicy {
  const [best] = policies
    .filter((policy) => policy.groups.some((group) => groups.includes(group)))
    .sort((left, right) => left.priority - right.priority);
  return best ? applicable(best) : { id: defaultPolicyId, settings: defaults };
}

export function applicable({ name, priority, settings }: GroupPolicy): ApplicablePolicy {
  return { id: name, priority, settings: policyFrom(settings) };
}

/** A list from outside; throws a plain Error that says what is wrong with it. */
export function groupPoliciesFrom(value: unknown): GroupPolicy[] {
  if (!Array.isArray(value))
    throw new Error('Group policies are a list of {"name", "priority", "groups", "settings"}.');
  const policies = value.map(groupPolicyFrom);
  for (const name of ['name', 'priority'] as const)
    if (new Set(policies.map((policy) => policy[name])).size < policies.length)
      throw new Error(`Each group policy needs a ${name} of its own.`);
  return policies;
}

function groupPolicyFrom(value: unknown): GroupPolicy {
  const { name, priority, groups, settings = {}, ...rest } = isObject(value) ? value : {};
  if (typeof name !== 'string' || name === '' || name === defaultPolicyId)
    throw new Error(`The "name" of a group policy must be a string, and not ${defaultPolicyId}.`);
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 1)
    throw new Error('"priority" must be a whole number from 1.');
  if (!Array.isArray(groups) || !groups.every((group) => typeof group === 'string'))
    throw new Error('"groups" must be a list of names.');
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw new Error(`A group policy has no "${unknown}".`);
  policyFrom(settings);
  return structuredClone({ name, priority, groups, settings }) as GroupPolicy;
}

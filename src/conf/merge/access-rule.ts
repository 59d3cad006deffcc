/** A rule of IDM's access configuration: who may call what over REST. All values are texts, with commas between several. */
export interface AccessRule {
  readonly pattern: string;
  readonly roles: string;
  readonly methods: string;
  readonly actions: string;
}

/**
 * The rule that lets these roles read the endpoint. The empty `actions` admits no action, which stock rules write so too
 * (`security/*`); a request without one is asked for its method only (router-authz.js, passesAccessConfig).
 */
export function endpointRule(roles: readonly string[]): AccessRule {
  return { pattern: 'endpoint/idcsPasswordSync', roles: roles.join(','), methods: 'read', actions: '' };
}

/**
 * What a rule that is there has to do with the one that is wanted: the same, one of ours for other roles, or somebody's own,
 * which may admit others to the same place and stays as it is.
 */
export function kinship(rule: Readonly<Record<string, unknown>>, wanted: AccessRule): 'same' | 'other roles' | 'none' {
  const keys = Object.keys(wanted) as (keyof AccessRule)[];
  const alike = keys.every((key) => (key === 'roles' ? typeof rule.roles === 'string' : rule[key] === wanted[key]));
  if (!alike || Object.keys(rule).length !== keys.length) return 'none';
  return rule.roles === wanted.roles ? 'same' : 'other roles';
}

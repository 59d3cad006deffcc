import { isDeepStrictEqual } from 'node:util';
import type { JsonText } from '../../environment/json-text';
import { pointerOf, throwIfAny, type Problem } from '../../environment/problem';
import type { PropertyPolicy } from './additions';
import { checked, isRecord } from './checked';
import { JsonEdit } from './json-edit';

/** What of managed.json matters here. */
interface Managed {
  objects: { name?: unknown; schema?: { properties?: Record<string, { policies?: unknown } | null> } }[];
}

/**
 * The customer's managed.json with these policies on the password of the named objects, and every other byte as it was. A
 * policy that is there with the same parameters stays. Objects and properties that are not there are passed over: for them
 * there can be no hooks either, and mergeManaged tells.
 *
 * Throws a KnownFailure: `policies-not-a-list`; `policy-contradicts` where a policy of the same name has other parameters, for
 * neither to weaken nor to tighten it is ours to decide.
 */
export function mergePasswordPolicies(
  json: JsonText,
  names: readonly string[],
  passwordProperty: string,
  policies: readonly PropertyPolicy[],
): string {
  const edit = new JsonEdit(json.text);
  const expected = JSON.parse(json.text) as Managed;
  const problems: Problem[] = [];
  const objects = isRecord(expected) && Array.isArray(expected.objects) ? expected.objects : [];
  objects.forEach((object, index) => {
    const password = names.includes(String(object?.name)) && object.schema?.properties?.[passwordProperty];
    if (!password || policies.length === 0) return;
    const path = ['objects', index, 'schema', 'properties', passwordProperty, 'policies'];
    const present = password.policies;
    if (present !== undefined && !(Array.isArray(present) && present.every(isRecord))) {
      const what = 'is not a list of policies';
      problems.push(
        objection(json.file, path, 'policies-not-a-list', what, 'Write a list of objects with a policyId.'),
      );
      return;
    }
    const list = [...(present ?? [])];
    for (const policy of policies) {
      const found = standing(list, policy);
      if (found === 'as wanted') continue;
      if (found === 'otherwise') {
        const at = [...path, list.findIndex((each) => each.policyId === policy.policyId)];
        problems.push(contradiction(json.file, at, policy));
        continue;
      }
      // The first one makes the list when there is none.
      if (password.policies === undefined) edit.insert(path, [policy]);
      else edit.insert([...path, list.length], policy);
      list.push({ ...policy });
      password.policies = list;
    }
  });
  throwIfAny(problems);
  return checked(json, edit, expected);
}

function standing(list: readonly Record<string, unknown>[], { policyId, params }: PropertyPolicy) {
  const same = list.filter((each) => each.policyId === policyId);
  if (same.length === 0) return 'not at all';
  return same.some((each) => isDeepStrictEqual(each.params ?? {}, params ?? {})) ? 'as wanted' : 'otherwise';
}

function contradiction(file: string, path: (string | number)[], { policyId, params }: PropertyPolicy): Problem {
  const what = `is the policy ${policyId} with other parameters than ${JSON.stringify(params ?? {})}, which the environment asks for`;
  const mend = 'Decide which of the two is meant: change it here, or under passwordPolicies of the environment.';
  return objection(file, path, 'policy-contradicts', what, mend);
}

function objection(file: string, path: (string | number)[], code: string, what: string, mend: string): Problem {
  return { code, file, pointer: pointerOf(path), what, mend };
}

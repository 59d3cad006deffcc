import type { JsonText } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import { kinship, type AccessRule } from './access-rule';
import { checked, isRecord } from './checked';
import { JsonEdit } from './json-edit';

/**
 * The customer's access.json with this rule, and every other byte as it was. A rule of ours for other roles gets these roles.
 *
 * Throws a KnownFailure: `no-access-json` when this is no such file.
 */
export function mergeAccessJson(json: JsonText, rule: AccessRule): string {
  const expected: unknown = JSON.parse(json.text);
  const configs = isRecord(expected) ? expected.configs : undefined;
  if (!Array.isArray(configs)) {
    const what = 'holds no list "configs" of access rules';
    const mend = "Name the project whose conf holds IDM's own access.json.";
    throw new KnownFailure([{ code: 'no-access-json', file: json.file, pointer: '/configs', what, mend }]);
  }
  const edit = new JsonEdit(json.text);
  const kin = configs.map((each) => (isRecord(each) ? kinship(each, rule) : 'none'));
  if (!kin.includes('same') && !kin.includes('other roles')) {
    edit.insert(['configs', configs.length], rule);
    configs.push({ ...rule });
  }
  kin.forEach((each, index) => {
    if (each !== 'other roles') return;
    edit.replaceValue(['configs', index, 'roles'], rule.roles);
    (configs[index] as Record<string, unknown>).roles = rule.roles;
  });
  return checked(json, edit, expected);
}

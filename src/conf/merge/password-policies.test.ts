import { parseJson } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import type { PropertyPolicy } from './additions';
import { mergePasswordPolicies } from './password-policies';

const least: PropertyPolicy = { policyId: 'minimum-length', params: { minLength: 12 } };
const fresh: PropertyPolicy = { policyId: 'not-empty' };

function merge(text: string, policies: PropertyPolicy[] = [least, fresh], names = ['user']): string {
  return mergePasswordPolicies(parseJson(text, 'conf/managed.json'), names, 'password', policies);
}

function objections(policies: unknown, wanted?: PropertyPolicy[]) {
  try {
    merge(withPolicies(policies), wanted);
  } catch (error) {
    if (error instanceof KnownFailure) return error.problems;
    throw error;
  }
  throw new Error('it did not fail');
}

function withPolicies(policies: unknown, name = 'user'): string {
  return JSON.stringify({ objects: [{ name, schema: { properties: { password: { policies } } } }] });
}

const customers = `{
\t"objects" : [
\t\t{ "name" : "user", "schema" : { "properties" : {
\t\t\t"password" : {
\t\t\t\t"policies" : [
\t\t\t\t\t{ "policyId" : "not-empty" },
\t\t\t\t\t{ "policyId" : "at-least-X-numbers", "params" : { "numNums" : 1.0 } }
\t\t\t\t]
\t\t\t},
\t\t\t"pin": { "policies": [ ] }
\t\t} } }
\t]
}
`;

it('adds what is missing and changes no other byte', () => {
  expect(merge(customers)).toBe(
    customers.replace(
      '1.0 } }\n',
      '1.0 } },\n\t\t\t\t\t{\n\t\t\t\t\t\t"policyId": "minimum-length",\n\t\t\t\t\t\t"params": {\n\t\t\t\t\t\t\t"minLength": 12\n\t\t\t\t\t\t}\n\t\t\t\t\t}\n',
    ),
  );
});

it.each([
  ['with tabs', customers],
  ['with CRLF and a byte order mark', `\uFEFF${customers.replace(/\n/g, '\r\n')}`],
  ['in one line', JSON.stringify(JSON.parse(customers))],
  ['without policies', withPolicies(undefined)],
  ['with none', withPolicies([])],
])('changes nothing the second time: %s', (_, text) => {
  const once = merge(text);
  expect(merge(once)).toBe(once);
  expect(once.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
  expect(/[^\r]\n/.test(once)).toBe(/[^\r]\n/.test(text));
  const { objects } = JSON.parse(once.replace('\uFEFF', '')) as { objects: object[] };
  expect(JSON.stringify(objects)).toMatch(/"policies":\[.*"policyId":"minimum-length","params":{"minLength":12}/);
});

it('goes into every object that is named, and into no other', () => {
  const object = (name: string) => ({ name, schema: { properties: { password: {} } } });
  const text = JSON.stringify({ objects: ['a', 'b', 'c'].map(object) });
  const { objects } = JSON.parse(merge(text, [fresh], ['a', 'c'])) as { objects: ReturnType<typeof object>[] };
  expect(objects.map(({ schema }) => schema.properties.password)).toEqual([
    { policies: [fresh] },
    {},
    { policies: [fresh] },
  ]);
});

it.each([
  [{ policyId: 'not-empty', params: {} }, fresh],
  [{ policyId: 'not-empty' }, { policyId: 'not-empty', params: {} }],
  [{ policyId: 'minimum-length', params: { minLength: 12 }, extra: 1 }, least],
])('%j is %j already', (present, wanted) => {
  const text = withPolicies([present]);
  expect(merge(text, [wanted])).toBe(text);
});

it.each([[{ minLength: 8 }], [{ minLength: 16 }], [undefined]])(
  'neither weakens nor tightens what is there: %j',
  (params) => {
    expect(objections([fresh, { policyId: 'minimum-length', params }])).toEqual([
      {
        code: 'policy-contradicts',
        file: 'conf/managed.json',
        pointer: '/objects/0/schema/properties/password/policies/1',
        what: expect.stringContaining('minimum-length') as string,
        mend: expect.stringContaining('passwordPolicies') as string,
      },
    ]);
  },
);

it('refuses policies that are no list', () => {
  expect(objections({})).toMatchObject([
    { code: 'policies-not-a-list', pointer: '/objects/0/schema/properties/password/policies' },
  ]);
});

it.each([['{}'], ['null'], ['{"objects":[null, 1, {"name":"user"}]}'], [withPolicies([], 'staff')]])(
  'leaves to others what is no such object: %s',
  (text) => {
    expect(merge(text)).toBe(text);
  },
);

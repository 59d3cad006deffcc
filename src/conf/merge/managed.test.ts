import { parseJson } from '../../environment/json-text';
import { KnownFailure } from '../../environment/problem';
import { mergeManaged, storesWhatHooksSee } from './managed';

const schema = { properties: { userName: {}, password: { encryption: { key: 'openidm-sym-default' } } } };
const secureHash = { algorithm: 'SHA-256' };
const type = 'text/javascript';

type Mode = NonNullable<Parameters<typeof mergeManaged>[3]>;

function merge(text: string, names = ['user'], password = 'password', mode: Mode = 'background'): string {
  return mergeManaged(parseJson(text, 'conf/managed.json'), names, password, mode);
}

function objections(objects: unknown, names?: string[], password?: string, mode?: Mode) {
  try {
    merge(JSON.stringify({ objects }), names, password, mode);
  } catch (error) {
    if (error instanceof KnownFailure) return error.problems;
    throw error;
  }
  throw new Error('it did not fail');
}

const customers = `{
    "objects" : [
        { "name": "role", "onUpdate": { "type": "groovy", "file": "role.groovy" } },
        {
            "name" : "user",
            "onDelete" : { "type" : "text/javascript", "file" : "ui/cleanup.js" },
            "onUpdate" : {
                "type" : "text/javascript",
                "source" : "greet('\\u00e4\\/');",
                "globals" : { "word" : "hello",   "list" : [1,2] }
            },
            "postUpdate" : { "file" : "roles/after.js", "type" : "text/javascript", "extra" : 1.0 },
            "schema" : {"properties":{"password":{"encryption":{"purpose":"idm.password.encryption"}}}}
        }
    ],
    "more" : 1e3
}
`;

it('changes the hooks of the named objects and no other byte', () => {
  expect(merge(customers)).toBe(`{
    "objects" : [
        { "name": "role", "onUpdate": { "type": "groovy", "file": "role.groovy" } },
        {
            "name" : "user",
            "onDelete" : { "type" : "text/javascript", "file" : "ui/cleanup.js" },
            "onUpdate" : {
                "type" : "text/javascript",
                "source" : "greet('\\u00e4\\/');\\nrequire('idcs-password-sync/onUpdate');",
                "globals" : { "word" : "hello",   "list" : [1,2] }
            },
            "postUpdate" : { "source" : "require('idcs-password-sync/postUpdate');\\nrequire('roles/after');", "type" : "text/javascript", "extra" : 1.0 },
            "onCreate": {
                "type": "text/javascript",
                "file": "idcs-password-sync/onCreate.js"
            },
            "postCreate": {
                "type": "text/javascript",
                "file": "idcs-password-sync/postCreate.js"
            },
            "postDelete": {
                "type": "text/javascript",
                "file": "idcs-password-sync/postDelete.js"
            },
            "schema" : {"properties":{"password":{"encryption":{"purpose":"idm.password.encryption"}}}}
        }
    ],
    "more" : 1e3
}
`);
});

it.each([
  ['as it is written above', customers],
  ['in one line', JSON.stringify(JSON.parse(customers))],
  [
    'with CRLF, tabs and a byte order mark',
    `\uFEFF${JSON.stringify(JSON.parse(customers), null, '\t').replace(/\n/g, '\r\n')}`,
  ],
  ['without hooks', JSON.stringify({ objects: [{ name: 'user', schema }] }, null, 1)],
  ['without a name first', JSON.stringify({ objects: [{ schema, name: 'user' }] }, null, 2)],
])('changes nothing the second time: %s', (_, text) => {
  const once = merge(text);
  expect(merge(once)).toBe(once);
  expect(once.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
  expect(once.includes('\r\n')).toBe(text.includes('\r\n'));
});

it('merges several objects and another password property', () => {
  const objects = ['a', 'b', 'c'].map((name) => ({ name, schema: { properties: { pin: { encryption: {} } } } }));
  const merged = JSON.parse(merge(JSON.stringify({ objects }), ['a', 'c'], 'pin')) as { objects: object[] };
  expect(merged.objects.map((object) => 'onUpdate' in object)).toEqual([true, false, true]);
});

it.each([[{}], [[]], [null], ['text'], [{ objects: {} }], [{ objects: [null] }], [{ objects: ['user'] }]])(
  '%j is no managed.json',
  (value) => {
    expect(() => merge(JSON.stringify(value))).toThrow(/objects/);
  },
);

it('an object that is not there, with those that are', () => {
  expect(objections([{ name: 'alpha_user', schema }])).toEqual([
    {
      code: 'no-managed-object',
      file: 'conf/managed.json',
      pointer: '/objects',
      what: 'there is no managed object "user"',
      mend: 'Correct managedObjects of the environment. There are: alpha_user.',
    },
  ]);
});

it('a hook in a file that IDM would read otherwise once it is chained', () => {
  const json = parseJson(
    JSON.stringify({ objects: [{ name: 'user', onUpdate: { type, file: 'mine.js' }, schema }] }),
    'm',
  );
  const merged = (script: string) =>
    mergeManaged(json, ['user'], 'password', 'background', new Map([['mine.js', Buffer.from(script)]]));
  expect(() => merged("object.city = 'Zürich';")).toThrow(
    expect.objectContaining({
      problems: [expect.objectContaining({ code: 'hook-not-ascii', pointer: '/objects/0/onUpdate/file' })],
    }),
  );
  expect(merged("object.city = 'Bern';")).toContain("require('mine')");
});

it.each(['background', 'inline'] as const)('a hashed password is carried in the mode %s', (mode) => {
  const objects = [{ name: 'user', schema: { properties: { password: { secureHash } } } }];
  expect(merge(JSON.stringify({ objects }), ['user'], 'password', mode)).toContain('idcs-password-sync/onUpdate.js');
});

it('a password that is hashed and encrypted is no less a hashed one', () => {
  const objects = [{ name: 'user', schema: { properties: { password: { secureHash, encryption: {} } } } }];
  expect(objections(objects, ['user'], 'password', 'strict')).toMatchObject([{ code: 'strict-with-hash' }]);
});

describe('whether the password that a hook sees is the one that IDM stores', () => {
  const onStore = { type, source: 'value' };
  const stores = (object: object, names = ['user']) =>
    storesWhatHooksSee(parseJson(JSON.stringify({ objects: [object] }), 'm'), names, 'password');
  const password = schema.properties.password;

  it.each<[string, boolean, object]>([
    ['it is', true, { name: 'user', schema }],
    ['not when the object is changed on its way', false, { name: 'user', onStore, schema }],
    [
      'not when the password is',
      false,
      { name: 'user', schema: { properties: { password: { ...password, onStore } } } },
    ],
    ['when another property is', true, { name: 'user', schema: { properties: { password, mail: { onStore } } } }],
    ['when another object is', true, { name: 'role', onStore, schema }],
    ['when there is no schema', true, { name: 'user' }],
  ])('%s: %s', (_, does, object) => {
    expect(stores(object)).toBe(does);
  });
});

it('all that is wrong, at once', () => {
  const objects = [
    { name: 'user', onCreate: { type: 'groovy', file: 'x.groovy' }, postUpdate: 'x', schema: { properties: {} } },
    { name: 'hashed', schema: { properties: { password: { secureHash } } } },
    { name: 'plain', schema: { properties: { password: {} } } },
    { name: 'bare' },
  ];
  const found = objections(objects, ['user', 'hashed', 'plain', 'bare', 'none'], 'password', 'strict');
  expect(found.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'no-password-property /objects/0/schema/properties/password',
    'hook-not-chained /objects/0/onCreate',
    'hook-not-chained /objects/0/postUpdate',
    'strict-with-hash /objects/1/schema/properties/password',
    'plain-password /objects/2/schema/properties/password',
    'no-password-property /objects/3/schema/properties/password',
    'no-managed-object /objects',
  ]);
  expect(found[3]).toMatchObject({
    what: 'IDM keeps a hash of this password, and the strict mode needs one that it can give to Oracle again',
    mend: expect.stringContaining('delivery.mode') as string,
  });
});

it('a hook that names our file in a hook of another type is ours', () => {
  const objects = [{ name: 'user', onUpdate: { type, file: 'idcs-password-sync/onUpdate.js' }, schema }];
  expect(JSON.parse(merge(JSON.stringify({ objects })))).toMatchObject({ objects });
});

import { undoneJson } from './undo-json';

const hook = (source: string) => ({ type: 'text/javascript', source });
const ours = "\nrequire('idcs-password-sync/onUpdate');";
const file = { type: 'text/javascript', file: 'idcs-password-sync/onCreate.js' };
const unchained = { type: 'text/javascript', file: 'mine.js' };
const chained = hook("require('idcs-password-sync/postUpdate');\nrequire('mine');");

const before = { objects: [{ name: 'user', onUpdate: hook('a();'), postUpdate: unchained, schema: { policies: [] } }] };
const after = {
  objects: [
    {
      name: 'user',
      onUpdate: hook(`a();${ours}`),
      postUpdate: chained,
      onCreate: file,
      schema: { policies: [{ policyId: 'ours' }] },
    },
  ],
};

const undone = (current: object, from: object = before, to: object = after): unknown => {
  const result = undoneJson(JSON.stringify(current, null, 2), JSON.stringify(from), JSON.stringify(to));
  return 'changed' in result ? result.changed : (JSON.parse(result.text) as unknown);
};

const [user] = after.objects;
const [was] = before.objects;

it.each<[string, object, object | string]>([
  ['nothing else', after, before],
  ['taken out already', before, before],
  ['another object before it', { objects: [{ name: 'a' }, user] }, { objects: [{ name: 'a' }, was] }],
  ['their object like ours', { objects: [{ ...user, name: 'b' }, user] }, { objects: [{ ...user, name: 'b' }, was] }],
  ['the object is gone', { objects: [] }, { objects: [] }],
  [
    'their source changed around our line',
    { objects: [{ ...user, onUpdate: hook(`b();${ours}`) }] },
    { objects: [{ ...was, onUpdate: hook('b();') }] },
  ],
  [
    'their source changed behind our line',
    { objects: [{ ...user, onUpdate: hook(`a();${ours}\nc();`) }] },
    { objects: [{ ...was, onUpdate: hook('a();\nc();') }] },
  ],
  [
    'our line taken out, and their source changed',
    { objects: [{ ...user, onUpdate: hook('b();') }] },
    { objects: [{ ...was, onUpdate: hook('b();') }] },
  ],
  [
    'a chained file that became a source of theirs',
    { objects: [{ ...user, postUpdate: hook("require('idcs-password-sync/postUpdate');\nc();") }] },
    { objects: [{ ...was, postUpdate: hook('c();') }] },
  ],
  ['our hook changed', { objects: [{ ...user, onCreate: { ...file, globals: {} } }] }, '/objects/0/onCreate'],
  ['our hook gone', { objects: [{ ...user, onCreate: undefined }] }, before],
  [
    'policies of theirs beside ours',
    { objects: [{ ...user, schema: { policies: [{ policyId: 'ours' }, { policyId: 'theirs' }] } }] },
    { objects: [{ ...was, schema: { policies: [{ policyId: 'theirs' }] } }] },
  ],
  [
    'our policy changed',
    { objects: [{ ...user, schema: { policies: [{ policyId: 'ours', params: {} }] } }] },
    '/objects/0/schema/policies/0',
  ],
  ['an object that stands there twice', { objects: [user, user] }, '/objects'],
])('%s', (_, current, expected) => {
  expect(undone(current)).toEqual(expected);
});

it('what we made to hold ours stays where it holds theirs', () => {
  const [bare, made] = [{ a: 1 }, { a: 1, list: ['ours'], map: { ours: { x: 1 } } }];
  expect(undone({ a: 1, list: ['ours', 'theirs'], map: { ours: { x: 1 }, theirs: {} } }, bare, made)).toEqual({
    a: 1,
    list: ['theirs'],
    map: { theirs: {} },
  });
  expect(undone(made, bare, made)).toEqual(bare);
});

it('several elements of one list', () => {
  expect(undone({ topics: ['a', 'x', 'b', 'y'] }, { topics: ['a', 'b'] }, { topics: ['a', 'b', 'x', 'y'] })).toEqual({
    topics: ['a', 'b'],
  });
});

it('the rest of the text stays as it is laid out', () => {
  const text = '{\r\n\t"keep" : [1,2],\r\n\t"ours": true,\r\n\t"more" : { }\r\n}';
  expect(undoneJson(text, '{"keep":[1,2],"more":{}}', '{"keep":[1,2],"ours":true,"more":{}}')).toEqual({
    text: '{\r\n\t"keep" : [1,2],\r\n\t"more" : { }\r\n}',
  });
});

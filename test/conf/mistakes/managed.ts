import type { Mistake } from '../planting';
import { managed, property, user } from './places';

const policy = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/policy.json', ...mistake });

export const managedMistakes: readonly Mistake[] = [
  managed({
    content: '{"managed": {"user": {"onUpdate": {"type": "text/javascript", "file": "leave.js"}}}}',
    code: 'missing-key',
    at: '/objects',
    also: ['unknown-key /managed'],
  }),
  managed({ rename: { [`${user}/onDelete`]: 'onDeleted' }, code: 'unknown-hook', at: `${user}/onDeleted` }),
  managed({ rename: { [`${user}/onDelete`]: 'afterDelete' }, code: 'unknown-hook', at: `${user}/afterDelete` }),
  managed({ rename: { [`${user}/schema`]: 'shema' }, code: 'unknown-key', at: `${user}/shema` }),
  managed({ set: { [`${user}/colour`]: 'red' }, code: 'unknown-key', at: `${user}/colour`, level: 'warning' }),
  managed({
    set: { '/objects/1/name': undefined },
    code: 'missing-key',
    at: '/objects/1/name',
    also: [`no-such-object ${property('teams')}/items/resourceCollection/0/path`],
  }),
  managed({
    set: { '/objects/1/name': 'te am' },
    code: 'wrong-value',
    at: '/objects/1/name',
    also: [`no-such-object ${property('teams')}/items/resourceCollection/0/path`],
  }),
  managed({ set: { '/objects/2': { name: 'team' } }, code: 'name-twice', at: '/objects/2/name' }),
  managed({
    set: { [`${user}/onDelete/file`]: 'ui/onDelete-user-cleanpu.js' },
    code: 'script-not-seen',
    at: `${user}/onDelete/file`,
    level: 'warning',
  }),
  managed({ set: { [`${user}/onDelete`]: 'leave.js' }, code: 'not-a-script', at: `${user}/onDelete` }),
  managed({ set: { [`${user}/onDelete`]: { type: 'text/javascript' } }, code: 'no-script', at: `${user}/onDelete` }),
  managed({ set: { [`${user}/onDelete/type`]: 'text/javscript' }, code: 'script-type', at: `${user}/onDelete/type` }),
  managed({
    set: { [`${user}/actions/greet/type`]: 'text/javascript' },
    code: 'script-type',
    at: `${user}/actions/greet/type`,
  }),
  managed({ set: { [`${user}/onDelete`]: { source: 'var a;' } }, code: 'missing-key', at: `${user}/onDelete/type` }),
  managed({
    set: { [`${user}/onDelete/source`]: 'var a;' },
    code: 'two-scripts',
    at: `${user}/onDelete`,
    level: 'warning',
  }),
  managed({
    set: { [`${user}/onDelete`]: { type: 'text/javascript', source: 'var a = ;' } },
    code: 'script-syntax',
    at: `${user}/onDelete/source`,
  }),
  managed({
    set: { [`${user}/onDelete`]: { type: 'text/javascript', source: 'class A {}' } },
    code: 'script-syntax',
    at: `${user}/onDelete/source`,
  }),
  managed({
    set: { [`${user}/onDelete`]: { type: 'text/javascript', source: "require('idcs-password-sync/onDelete');" } },
    code: 'no-such-script',
    at: `${user}/onDelete/source`,
  }),
  managed({
    set: { [`${property('userName')}/onUpdate`]: {} },
    code: 'unknown-hook',
    at: `${property('userName')}/onUpdate`,
  }),
  managed({
    set: { [`${property('userName')}/type`]: undefined },
    code: 'missing-key',
    at: `${property('userName')}/type`,
  }),
  managed({
    set: { [`${property('userName')}/type`]: 'sting' },
    code: 'wrong-value',
    at: `${property('userName')}/type`,
  }),
  managed({
    set: { [`${property('teams')}/items`]: undefined },
    code: 'missing-key',
    at: `${property('teams')}/items`,
  }),
  managed({
    set: { [`${property('userName')}/viewable`]: 'yes' },
    code: 'wrong-type',
    at: `${property('userName')}/viewable`,
    level: 'warning',
  }),
  managed({
    set: { [`${property('fullName')}/isVirtual`]: 'true' },
    code: 'wrong-type',
    at: `${property('fullName')}/isVirtual`,
  }),
  managed({
    set: { [`${property('fullName')}/isVirtual`]: '&{virtual}' },
    code: 'reference-is-text',
    at: `${property('fullName')}/isVirtual`,
  }),
  managed({
    set: { [`${property('password')}/scope`]: 'secret' },
    code: 'wrong-value',
    at: `${property('password')}/scope`,
  }),
  managed({
    set: { [`${property('password')}/encryption`]: {} },
    code: 'missing-key',
    at: `${property('password')}/encryption/key`,
  }),
  managed({
    set: { [`${property('password')}/encryption`]: undefined },
    code: 'clear-password',
    at: property('password'),
    level: 'warning',
  }),
  managed({
    set: { [`${property('password')}/secureHash`]: { algorithm: 'SHA-256' } },
    code: 'encrypted-and-hashed',
    at: `${property('password')}/encryption`,
  }),
  managed({
    set: { [`${property('legacyPassword')}/secureHash/algorithm`]: 'SHA-257' },
    code: 'wrong-value',
    at: `${property('legacyPassword')}/secureHash/algorithm`,
  }),
  managed({ set: { [`${property('mail')}/pattern`]: '(' }, code: 'wrong-value', at: `${property('mail')}/pattern` }),
  managed({
    set: { [`${property('password')}/policies/0/policyId`]: 'minimum-lenght' },
    code: 'no-such-policy',
    at: `${property('password')}/policies/0/policyId`,
  }),
  managed({
    set: { [`${property('password')}/policies/0/params`]: undefined },
    code: 'missing-key',
    at: `${property('password')}/policies/0/params`,
  }),
  managed({
    set: { [`${property('password')}/policies/0/params/minLength`]: 'ten' },
    code: 'wrong-value',
    at: `${property('password')}/policies/0/params/minLength`,
  }),
  managed({
    set: { [`${property('password')}/policies/1/params/regexp`]: '[' },
    code: 'wrong-value',
    at: `${property('password')}/policies/1/params/regexp`,
  }),
  managed({
    set: { [`${user}/schema/required/0`]: 'username' },
    code: 'no-such-property',
    at: `${user}/schema/required/0`,
  }),
  managed({
    set: { [`${property('teams')}/items/resourceCollection/0/path`]: 'managed/teams' },
    code: 'no-such-object',
    at: `${property('teams')}/items/resourceCollection/0/path`,
  }),
  managed({
    set: { [`${property('teams')}/items/reversePropertyName`]: undefined },
    code: 'missing-key',
    at: `${property('teams')}/items/reversePropertyName`,
  }),
  managed({
    set: { [`${property('teams')}/items/reversePropertyName`]: 'member' },
    code: 'no-such-property',
    at: `${property('teams')}/items/reversePropertyName`,
    level: 'warning',
  }),
  managed({
    set: { '/objects/1/properties': [{ name: 'title' }] },
    code: 'old-form',
    at: '/objects/1/properties',
    level: 'warning',
  }),
];

export const policyMistakes: readonly Mistake[] = [
  policy({
    content:
      '{"type": "text/javascript", "file": "policy.js", "additionalFiles": ["script/policies.js"], "policies": [{"minLength": 8}]}',
    code: 'missing-key',
    at: '/resources',
    also: ['unknown-key /policies'],
  }),
  policy({ set: { '/file': undefined }, code: 'missing-key', at: '/file' }),
  policy({
    set: { '/resources/0/properties/0/policies/0/policyId': 'at-least-x-capitals' },
    code: 'no-such-policy',
    at: '/resources/0/properties/0/policies/0/policyId',
  }),
  policy({
    set: { '/resources/0/properties/0/policies/1/params': {} },
    code: 'missing-key',
    at: '/resources/0/properties/0/policies/1/params/disallowedFields',
  }),
  policy({ set: { '/resources/0/resource': 'managed/usr/*' }, code: 'no-such-object', at: '/resources/0/resource' }),
  policy({
    rename: { '/resources/0/properties/0/policies': 'policy' },
    code: 'missing-key',
    at: '/resources/0/properties/0/policies',
  }),
  policy({
    set: { '/additionalFiles/0': 'policies.js' },
    code: 'no-such-script',
    at: '/additionalFiles/0',
    found: 'conf/policy.json',
    also: [`no-such-policy ${property('userName')}/policies/1/policyId`],
  }),
];

import type { Mistake } from '../planting';

const provisioner = (mistake: Omit<Mistake, 'file'>): Mistake => ({
  file: 'conf/provisioner.openicf-directory.json',
  ...mistake,
});
const sync = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/sync.json', ...mistake });

export const provisioners: readonly Mistake[] = [
  provisioner({
    set: { '/connectorRef/connectorName': 'org.forgerock.openicf.connectors.rest.RestConnector' },
    code: 'no-such-connector',
    at: '/connectorRef/connectorName',
  }),
  provisioner({
    set: { '/connectorRef/bundleName': 'org.forgerock.openicf.connectors.ldap-connector' },
    code: 'no-such-connector',
    at: '/connectorRef/bundleName',
  }),
  provisioner({
    set: { '/connectorRef/connectorName': 'org.identityconnectors.ldap.LDAPConnectors' },
    code: 'no-such-connector',
    at: '/connectorRef/connectorName',
  }),
  provisioner({
    set: { '/connectorRef/bundleName': 'org.openidentityplatform.openicf.connectors.lapd-connector' },
    code: 'no-such-connector',
    at: '/connectorRef/bundleName',
  }),
  provisioner({
    set: { '/connectorRef/bundleName': 'org.forgerock.openicf.connectors.scim-connector' },
    code: 'no-such-connector',
    at: '/connectorRef/bundleName',
  }),
  provisioner({
    set: { '/connectorRef/bundleName': 'com.example.connectors.punchcard-connector' },
    code: 'no-such-connector',
    at: '/connectorRef/bundleName',
    level: 'warning',
  }),
  provisioner({
    set: { '/connectorRef/bundleVersion': 'latest' },
    code: 'wrong-value',
    at: '/connectorRef/bundleVersion',
  }),
  provisioner({ set: { '/connectorRef': undefined }, code: 'missing-key', at: '/connectorRef' }),
  provisioner({ set: { '/name': undefined }, code: 'missing-key', at: '/name' }),
  provisioner({
    set: { '/name': 'our-directory' },
    code: 'wrong-value',
    at: '/name',
    also: [
      'name-differs /name',
      'no-such-system /serverAuthContext/authModules/1/properties/queryOnResource',
      'no-such-system /invokeContext/source',
      'no-such-system /mappings/0/source',
      'no-such-system /mappings/1/target',
    ],
  }),
  provisioner({
    rename: { '/configurationProperties': 'configurationProperty' },
    code: 'missing-key',
    at: '/configurationProperties',
    also: ['unknown-key /configurationProperty'],
  }),
  provisioner({
    rename: { '/poolConfigOption/maxWait': 'maxwait' },
    code: 'unknown-key',
    at: '/poolConfigOption/maxwait',
  }),
  provisioner({ rename: { '/operationTimeout/SEARCH': 'SERCH' }, code: 'unknown-key', at: '/operationTimeout/SERCH' }),
  provisioner({
    set: { '/configurationProperties/credentials': 'Secret.1' },
    code: 'clear-secret',
    at: '/configurationProperties/credentials',
    level: 'warning',
  }),
  provisioner({
    set: { '/syncFailureHandler/postRetryAction': 'logged-ignored' },
    code: 'wrong-value',
    at: '/syncFailureHandler/postRetryAction',
  }),
  provisioner({
    set: { '/syncFailureHandler/maxRetries': '3' },
    code: 'wrong-type',
    at: '/syncFailureHandler/maxRetries',
  }),
  provisioner({
    set: { '/objectTypes/account/nativeType': undefined },
    code: 'missing-key',
    at: '/objectTypes/account/nativeType',
  }),
  provisioner({
    set: { '/objectTypes/account/properties/dn/type': 'text' },
    code: 'wrong-value',
    at: '/objectTypes/account/properties/dn/type',
  }),
  provisioner({
    set: { '/objectTypes/account/properties/dn/nativeType': 'JAVA_TYPE_STRING' },
    code: 'wrong-value',
    at: '/objectTypes/account/properties/dn/nativeType',
  }),
  provisioner({
    set: { '/objectTypes/account/properties/dn/flags': ['NOT_READABL'] },
    code: 'wrong-value',
    at: '/objectTypes/account/properties/dn/flags/0',
    level: 'warning',
  }),
  {
    file: 'conf/provisioner.openicf-second.json',
    content:
      '{"name": "directory", "connectorRef": {"connectorHostRef": "dotnet", "bundleName": "b", "bundleVersion": "1", "connectorName": "c"}, "configurationProperties": {}}',
    code: 'name-twice',
    at: '/name',
    also: ['name-differs /name'],
  },
];

export const repositories: readonly Mistake[] = [
  { file: 'conf/repo.orientdb.json', set: { '/dbUrl': '/var/db' }, code: 'wrong-value', at: '/dbUrl' },
  { file: 'conf/repo.orientdb.json', set: { '/poolMinSize': 20 }, code: 'wrong-value', at: '/poolMinSize' },
  {
    file: 'conf/repo.orientdb.json',
    set: { '/dbStructure/orientdbClass/managed_user/index/0/indexType': 'not-unique' },
    code: 'wrong-value',
    at: '/dbStructure/orientdbClass/managed_user/index/0/indexType',
  },
  {
    file: 'conf/repo.orientdb.json',
    rename: { '/dbStructure/orientdbClass/managed_user': 'managed/user' },
    code: 'class-name',
    at: '/dbStructure/orientdbClass/managed~1user',
  },
  {
    file: 'conf/repo.orientdb.json',
    rename: { '/dbStructure/orientdbClass/managed_user/index/0/propertyName': 'property' },
    code: 'missing-key',
    at: '/dbStructure/orientdbClass/managed_user/index/0/propertyName',
    also: ['unknown-key /dbStructure/orientdbClass/managed_user/index/0/property'],
  },
  {
    file: 'conf/repo.orientdb.json',
    set: { '/dbStructure/orientdbClass/passwordsync_outbox': undefined },
    code: 'outbox-class',
    at: '/dbStructure/orientdbClass/passwordsync_outbox',
  },
  {
    file: 'conf/repo.orientdb.json',
    set: { '/dbStructure/orientdbClass/passwordsync_keys/index/0/indexType': 'notunique' },
    code: 'outbox-class',
    at: '/dbStructure/orientdbClass/passwordsync_keys/index',
  },
];

export const syncs: readonly Mistake[] = [
  sync({ set: { '/mappings/0/target': 'managed/users' }, code: 'no-such-object', at: '/mappings/0/target' }),
  sync({
    set: { '/mappings/0/source': 'system/directory/acount' },
    code: 'no-such-object-type',
    at: '/mappings/0/source',
    level: 'warning',
  }),
  sync({ set: { '/mappings/0/source': 'directory' }, code: 'wrong-value', at: '/mappings/0/source' }),
  sync({
    set: { '/mappings/0/policies/0/situation': 'ABSEND' },
    code: 'wrong-value',
    at: '/mappings/0/policies/0/situation',
  }),
  sync({
    set: { '/mappings/0/policies/0/action': 'CRAETE' },
    code: 'wrong-value',
    at: '/mappings/0/policies/0/action',
  }),
  sync({
    set: { '/mappings/0/policies/1/situation': 'ABSENT' },
    code: 'policy-twice',
    at: '/mappings/0/policies/1/situation',
    level: 'warning',
  }),
  sync({ rename: { '/mappings/0/validSource': 'validsource' }, code: 'unknown-key', at: '/mappings/0/validsource' }),
  sync({
    set: { '/mappings/0/properties/0/target': undefined },
    code: 'missing-key',
    at: '/mappings/0/properties/0/target',
  }),
  sync({
    set: { '/mappings/0/properties/1/transform/source': 'source.' },
    code: 'script-syntax',
    at: '/mappings/0/properties/1/transform/source',
  }),
  sync({
    set: { '/mappings/1/links': 'directory_user' },
    code: 'no-such-mapping',
    at: '/mappings/1/links',
    level: 'warning',
  }),
  sync({ set: { '/mappings/1/name': 'directory_users' }, code: 'name-twice', at: '/mappings/1/name' }),
  sync({
    set: { '/mappings/0/correlationScript': { type: 'text/javascript', source: '[];' } },
    code: 'two-correlations',
    at: '/mappings/0/correlationScript',
  }),
  sync({ set: { '/mappings/0/taskThreads': '4' }, code: 'wrong-type', at: '/mappings/0/taskThreads' }),
];

import type { Mistake } from './planting';

const managed = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/managed.json', ...mistake });
const policy = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/policy.json', ...mistake });
const provisioner = (mistake: Omit<Mistake, 'file'>): Mistake => ({
  file: 'conf/provisioner.openicf-directory.json',
  ...mistake,
});
const sync = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/sync.json', ...mistake });
const access = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'script/access.js', ...mistake });
const custom = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/custom-idcsPasswordSync.json', ...mistake });

const user = '/objects/0';
const property = (name: string) => `${user}/schema/properties/${name}`;

/** The form of the file: what IDM can't even read. */
const form: Mistake[] = [
  { file: 'conf/cluster.json', content: '{\n  "enabled": tru\n}', code: 'broken-json', at: '' },
  { file: 'conf/cluster.json', content: '{ "enabled": true, }', code: 'broken-json', at: '' },
  { file: 'conf/cluster.json', content: '{\n  // off\n  "enabled": false\n}', code: 'broken-json', at: '' },
  {
    file: 'conf/cluster.json',
    content: '{ "enabled": true, "enabled": false }',
    code: 'duplicate-key',
    at: '/enabled',
  },
  { file: 'conf/cluster.json', content: '\uFEFF{ "enabled": true }', code: 'byte-order-mark', at: '' },
  {
    file: 'conf/cluster.json',
    content: Buffer.from('{ "instanceId": "caf\xe9" }', 'latin1'),
    code: 'not-utf8',
    at: '',
  },
  { file: 'conf/cluster.json', content: '[]', code: 'wrong-type', at: '' },
  { file: 'conf/cluster.json', content: '', code: 'broken-json', at: '' },
];

/** Names that IDM reads as something else. */
const names: Mistake[] = [
  { file: 'conf/cluster.json', as: 'conf/Cluster.json', code: 'file-name', at: '' },
  { file: 'conf/cluster.json', as: 'conf/cluster.JSON', code: 'file-name', at: '' },
  { file: 'conf/cluster.json', as: 'conf/clutser.json', code: 'file-name', at: '' },
  { file: 'conf/cluster.json', as: 'conf/cluster-main.json', code: 'file-name', at: '' },
  { file: 'conf/schedule-scan.json', as: 'conf/schedule_scan.json', code: 'file-name', at: '' },
  { file: 'conf/schedule-scan.json', as: 'conf/schedule.json', code: 'file-name', at: '' },
  { file: 'conf/endpoint-hello.json', as: 'conf/endpoint.hello.json', code: 'file-name', at: '' },
  { file: 'conf/managed.user.json', content: '{}', code: 'file-name', at: '' },
  { file: 'conf/custom.idcs.json', content: '{}', code: 'file-name', at: '' },
  { file: 'conf/limits.json', content: '{}', code: 'file-name', at: '', level: 'warning' },
  { file: 'conf/limits.json.txt', content: '{}', code: 'file-name', at: '', level: 'warning' },
];

/** References and scripts, wherever they stand. */
const everywhere: Mistake[] = [
  { file: 'conf/external.email.json', set: { '/host': '&{mail.host' }, code: 'broken-reference', at: '/host' },
  { file: 'conf/external.email.json', set: { '/host': '&{}' }, code: 'broken-reference', at: '/host' },
  { file: 'conf/external.email.json', set: { '/host': '&{ mail.host }' }, code: 'broken-reference', at: '/host' },
  { file: 'conf/external.email.json', set: { '/host': '&{mail.host}&' }, code: 'broken-reference', at: '/host' },
  {
    file: 'conf/external.email.json',
    set: { '/host': '&{mail.host|localhost}' },
    code: 'default-unknown',
    at: '/host',
  },
  {
    file: 'conf/workflow.json',
    set: { '/mail/port': { $int: '&{mail.port}' } },
    code: 'coercion-unknown',
    at: '/mail/port',
  },
  {
    file: 'conf/info-ping.json',
    set: { '/file': 'info/pong.js' },
    code: 'script-not-seen',
    at: '/file',
    level: 'warning',
  },
  { file: 'conf/info-ping.json', set: { '/file': 'info\\ping.js' }, code: 'script-path', at: '/file' },
];

const managedMistakes: Mistake[] = [
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

const policyMistakes: Mistake[] = [
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

const schedules: Mistake[] = [
  { file: 'conf/schedule-recon.json', set: { '/schedule': '0 * * * *' }, code: 'cron', at: '/schedule' },
  { file: 'conf/schedule-recon.json', set: { '/schedule': '0 0 3 * * MON' }, code: 'cron', at: '/schedule' },
  { file: 'conf/schedule-recon.json', set: { '/schedule': '0 0 0 31 FEB ?' }, code: 'cron', at: '/schedule' },
  { file: 'conf/schedule-recon.json', set: { '/schedule': undefined }, code: 'missing-key', at: '/schedule' },
  { file: 'conf/schedule-recon.json', rename: { '/enabled': 'enabeld' }, code: 'unknown-key', at: '/enabeld' },
  {
    file: 'conf/schedule-recon.json',
    set: { '/misfirePolicy': 'fireAndProceeed' },
    code: 'wrong-value',
    at: '/misfirePolicy',
  },
  { file: 'conf/schedule-recon.json', set: { '/timeZone': 'Europe/Pariss' }, code: 'wrong-value', at: '/timeZone' },
  {
    file: 'conf/schedule-recon.json',
    set: { '/startTime': '2026-01-01T00:00:00Z' },
    code: 'wrong-value',
    at: '/startTime',
  },
  { file: 'conf/schedule-recon.json', set: { '/endTime': '2025-01-01T00:00:00' }, code: 'wrong-value', at: '/endTime' },
  { file: 'conf/schedule-recon.json', set: { '/repeatInterval': 60 }, code: 'not-on-platform', at: '/repeatInterval' },
  {
    file: 'conf/schedule-recon.json',
    set: { '/invokeService': 'synch' },
    code: 'no-such-service',
    at: '/invokeService',
  },
  {
    file: 'conf/schedule-recon.json',
    set: { '/invokeContext/action': 'reconcil' },
    code: 'wrong-value',
    at: '/invokeContext/action',
  },
  {
    file: 'conf/schedule-recon.json',
    set: { '/invokeContext/mapping': 'directory_user' },
    code: 'no-such-mapping',
    at: '/invokeContext/mapping',
    level: 'warning',
  },
  {
    file: 'conf/schedule-liveSync.json',
    set: { '/invokeContext/action': 'livesync' },
    code: 'wrong-value',
    at: '/invokeContext/action',
  },
  {
    file: 'conf/schedule-liveSync.json',
    set: { '/invokeContext/source': 'system/director/account' },
    code: 'no-such-system',
    at: '/invokeContext/source',
    level: 'warning',
  },
  {
    file: 'conf/schedule-scan.json',
    set: { '/invokeContext/scan/object': undefined },
    code: 'missing-key',
    at: '/invokeContext/scan/object',
  },
  {
    file: 'conf/schedule-scan.json',
    set: { '/invokeContext/task': undefined },
    code: 'missing-key',
    at: '/invokeContext/task',
  },
  {
    file: 'conf/schedule-passwordSyncRetry.json',
    set: { '/invokeContext/script/file': 'idcs-password-sync/drian.js' },
    code: 'no-such-script',
    at: '/invokeContext/script/file',
  },
  {
    file: 'conf/schedule-passwordSyncRetry.json',
    set: { '/invokeContext': {} },
    code: 'missing-key',
    at: '/invokeContext/script',
  },
];

const endpoints: Mistake[] = [
  { file: 'conf/endpoint-hello.json', set: { '/source': undefined }, code: 'no-script', at: '' },
  { file: 'conf/endpoint-hello.json', set: { '/type': 'python' }, code: 'script-type', at: '/type' },
  { file: 'conf/endpoint-hello.json', set: { '/source': ['a', 'b'] }, code: 'wrong-type', at: '/source' },
  {
    file: 'conf/endpoint-hello.json',
    set: { '/context': 'hello' },
    code: 'wrong-value',
    at: '/context',
    level: 'warning',
  },
  {
    file: 'script/leave.js',
    content: 'logger.info("leave";',
    code: 'script-syntax',
    at: '/invokeContext/task/script/file',
    found: 'conf/schedule-scan.json',
    also: [
      'script-syntax /mappings/0/policies/2/action/file',
      'script-syntax /syncFailureHandler/postRetryAction/script/file',
    ],
  },
];

const provisioners: Mistake[] = [
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

const repositories: Mistake[] = [
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

const audits: Mistake[] = [
  {
    file: 'conf/audit.json',
    set: { '/eventHandlers/0/config/topics/0': 'acess' },
    code: 'no-such-topic',
    at: '/eventHandlers/0/config/topics/0',
  },
  {
    file: 'conf/audit.json',
    set: { '/eventTopics/badges': {} },
    code: 'no-such-topic',
    at: '/eventTopics/badges',
    also: ['no-such-topic /eventHandlers/0/config/topics/2'],
  },
  {
    file: 'conf/audit.json',
    set: { '/auditServiceConfig/handlerForQueries': 'file' },
    code: 'no-such-handler',
    at: '/auditServiceConfig/handlerForQueries',
  },
  {
    file: 'conf/audit.json',
    set: { '/eventHandlers/0/class': 'org.forgerock.audit.handlers.json.JSONAuditHandler' },
    code: 'no-such-handler',
    at: '/eventHandlers/0/class',
  },
  {
    file: 'conf/audit.json',
    set: { '/eventHandlers/0/config/name': undefined },
    code: 'missing-key',
    at: '/eventHandlers/0/config/name',
    also: ['no-such-handler /auditServiceConfig/handlerForQueries'],
  },
  {
    file: 'conf/audit.json',
    set: { '/exceptionFormatter/file': 'audit/stacktraceFormater.js' },
    code: 'script-not-seen',
    at: '/exceptionFormatter/file',
    level: 'warning',
  },
];

const accesses: Mistake[] = [
  access({
    text: ["methods: 'read,patch'", "methods: 'read, patch'"],
    code: 'blank-in-list',
    at: '/configs/1/methods',
  }),
  access({ text: ["methods: 'read,patch'", "methods: 'read,patsch'"], code: 'wrong-value', at: '/configs/1/methods' }),
  access({
    text: ["roles: 'openidm-admin'", "role: 'openidm-admin'"],
    code: 'missing-key',
    at: '/configs/2/roles',
    also: ['unknown-key /configs/2/role'],
  }),
  access({ text: ["roles: 'openidm-admin'", "roles: ['openidm-admin']"], code: 'wrong-type', at: '/configs/2/roles' }),
  access({ text: ['ownDataOnly()', 'ownDatOnly()'], code: 'no-such-function', at: '/configs/1/customAuthz' }),
  access({ text: ['&& isWeekday()', '&& isWeekday('], code: 'script-syntax', at: '/configs/1/customAuthz' }),
  access({ text: ["'info/*'", "'info/*/x'"], code: 'wrong-value', at: '/configs/0/pattern', level: 'warning' }),
  access({ text: ['var httpAccessConfig', 'var accessConfig'], code: 'no-rules', at: '' }),
  access({ text: ['configs: [', 'configs: ['.replace('[', '[[')], code: 'script-syntax', at: '' }),
  access({ text: ['configs:', 'config:'], code: 'missing-key', at: '' }),
  {
    file: 'script/access.js',
    as: undefined,
    code: 'no-access-rules',
    at: '/filters/1/onRequest',
    found: 'conf/router.json',
    level: 'warning',
  },
];

const routers: Mistake[] = [
  {
    file: 'conf/router.json',
    set: { '/filters/0/methods/0': 'insert' },
    code: 'wrong-value',
    at: '/filters/0/methods/0',
  },
  { file: 'conf/router.json', set: { '/filters/0/pattern': '*/user' }, code: 'wrong-value', at: '/filters/0/pattern' },
  {
    file: 'conf/router.json',
    set: { '/filters/0/onRequest': undefined },
    code: 'filter-without-script',
    at: '/filters/0',
    level: 'warning',
  },
  {
    file: 'conf/router.json',
    rename: { '/filters/1/onRequest': 'onRequst' },
    code: 'unknown-key',
    at: '/filters/1/onRequst',
    also: ['filter-without-script /filters/1'],
  },
  { file: 'conf/router.json', set: { '/filters': {} }, code: 'wrong-type', at: '/filters' },
];

const auth = '/serverAuthContext/authModules';
const authentications: Mistake[] = [
  {
    file: 'conf/authentication.json',
    set: { [`${auth}/0/name`]: 'MANAGED_USERS' },
    code: 'no-such-module',
    at: `${auth}/0/name`,
  },
  {
    file: 'conf/authentication.json',
    set: { [`${auth}/0/name`]: undefined },
    code: 'missing-key',
    at: `${auth}/0/name`,
  },
  {
    file: 'conf/authentication.json',
    set: { [`${auth}/0/properties/queryOnResource`]: 'managed/person' },
    code: 'no-such-object',
    at: `${auth}/0/properties/queryOnResource`,
  },
  {
    file: 'conf/authentication.json',
    set: { '/serverAuthContext/sessionModule/name': 'JWT_SESION' },
    code: 'no-such-module',
    at: '/serverAuthContext/sessionModule/name',
  },
  { file: 'conf/authentication.json', content: '{}', code: 'missing-key', at: '/serverAuthContext' },
];

const syncs: Mistake[] = [
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

const services: Mistake[] = [
  {
    file: 'conf/scheduler.json',
    set: { '/threadPool/threadCount': 10 },
    code: 'wrong-type',
    at: '/threadPool/threadCount',
  },
  { file: 'conf/scheduler.json', rename: { '/threadPool': 'threadpool' }, code: 'unknown-key', at: '/threadpool' },
  { file: 'conf/cluster.json', set: { '/instanceTimeout': 30000 }, code: 'wrong-type', at: '/instanceTimeout' },
  { file: 'conf/cluster.json', set: { '/instanceTimeout': '30s' }, code: 'wrong-value', at: '/instanceTimeout' },
  { file: 'conf/cluster.json', set: { '/instanceTimeout': '5000' }, code: 'wrong-value', at: '/instanceTimeout' },
  { file: 'conf/external.email.json', set: { '/port': 587 }, code: 'wrong-type', at: '/port' },
  { file: 'conf/external.email.json', set: { '/auth/enable': 'true' }, code: 'wrong-type', at: '/auth/enable' },
  { file: 'conf/external.email.json', set: { '/auth/username': undefined }, code: 'missing-key', at: '/auth/username' },
  {
    file: 'conf/external.email.json',
    set: { '/auth/password': 'Secret.1' },
    code: 'clear-secret',
    at: '/auth/password',
    level: 'warning',
  },
  {
    file: 'conf/external.email.json',
    as: undefined,
    code: 'no-mail',
    at: '/stageConfigs/1/emailServiceUrl',
    found: 'conf/selfservice-reset.json',
    level: 'warning',
  },
  { file: 'conf/ui.context-admin.json', set: { '/defaultDir': undefined }, code: 'missing-key', at: '/defaultDir' },
  {
    file: 'conf/ui.context-second.json',
    content: '{"urlContextRoot": "admin", "defaultDir": "a", "extensionDir": "b"}',
    code: 'path-twice',
    at: '/urlContextRoot',
  },
  {
    file: 'conf/selfservice-reset.json',
    set: { '/stageConfigs/2/name': 'resetstage' },
    code: 'no-such-stage',
    at: '/stageConfigs/2/name',
  },
  {
    file: 'conf/selfservice-reset.json',
    set: { '/stageConfigs/0/identityServiceUrl': 'managed/users' },
    code: 'no-such-object',
    at: '/stageConfigs/0/identityServiceUrl',
  },
  { file: 'conf/selfservice-reset.json', set: { '/storage': 'statelss' }, code: 'wrong-value', at: '/storage' },
  {
    file: 'conf/selfservice.kba.json',
    set: { '/questions/1': 'Which street?' },
    code: 'wrong-type',
    at: '/questions/1',
  },
  {
    file: 'conf/selfservice.propertymap.json',
    rename: { '/properties/0/target': 'traget' },
    code: 'missing-key',
    at: '/properties/0/target',
    also: ['unknown-key /properties/0/traget'],
  },
  { file: 'conf/script.json', set: { '/ECMAScript': undefined }, code: 'missing-key', at: '/ECMAScript' },
  { file: 'conf/script.json', set: { '/sources/project': {} }, code: 'missing-key', at: '/sources/project/directory' },
  {
    file: 'conf/script.json',
    set: { '/properties/openidm': 1 },
    code: 'reserved-name',
    at: '/properties/openidm',
    level: 'warning',
  },
  {
    file: 'conf/workflow.json',
    set: { '/mail/password': 'Secret.1' },
    code: 'clear-secret',
    at: '/mail/password',
    level: 'warning',
  },
];

/** Our own files, and what they need beside them. */
const ours: Mistake[] = [
  custom({ set: { '/delivery': undefined }, code: 'missing-key', at: '/delivery' }),
  custom({ set: { '/managedObjects/0': 'users' }, code: 'no-such-object', at: '/managedObjects/0' }),
  custom({ set: { '/outbox/path': 'config/outbox' }, code: 'wrong-value', at: '/outbox/path', level: 'warning' }),
  custom({
    set: { '/idcs/clientSecret': 'Secret.1' },
    code: 'clear-secret',
    at: '/idcs/clientSecret',
    level: 'warning',
  }),
  managed({ set: { [`${user}/postUpdate`]: undefined }, code: 'hook-missing', at: `${user}/postUpdate` }),
  managed({ set: { [`${user}/postUpdate/file`]: 'leave.js' }, code: 'hook-missing', at: `${user}/postUpdate` }),
  {
    file: 'conf/schedule-passwordSyncRetry.json',
    as: undefined,
    code: 'bundle-incomplete',
    at: '',
    found: 'conf/custom-idcsPasswordSync.json',
  },
  {
    file: 'conf/endpoint-idcsPasswordSync.json',
    as: undefined,
    code: 'bundle-incomplete',
    at: '',
    found: 'conf/custom-idcsPasswordSync.json',
  },
];

/** Mistakes in the project `sound`, for OpenIDM 7. */
export const mistakes: readonly Mistake[] = [
  ...[
    form,
    names,
    everywhere,
    managedMistakes,
    policyMistakes,
    schedules,
    endpoints,
    provisioners,
    repositories,
    audits,
  ],
  ...[accesses, routers, authentications, syncs, services, ours],
].flat();

/** Mistakes in the project `sound-jdbc`, for OpenIDM 7. */
export const jdbcMistakes: readonly Mistake[] = [
  { file: 'conf/repo.jdbc.json', set: { '/dbType': 'POSTGRES' }, code: 'wrong-value', at: '/dbType' },
  { file: 'conf/repo.jdbc.json', set: { '/useDataSource': 'main' }, code: 'no-such-datasource', at: '/useDataSource' },
  { file: 'conf/repo.jdbc.json', set: { '/useDataSource': undefined }, code: 'missing-key', at: '/useDataSource' },
  { file: 'conf/repo.jdbc.json', set: { '/maxBatchSize': '100' }, code: 'wrong-type', at: '/maxBatchSize' },
  {
    file: 'conf/repo.jdbc.json',
    set: { '/resourceMapping/default/mainTable': undefined },
    code: 'missing-key',
    at: '/resourceMapping/default/mainTable',
  },
  {
    file: 'conf/repo.jdbc.json',
    set: { '/resourceMapping/explicitMapping/link/objectToColumn/tags/type': 'JSON' },
    code: 'wrong-value',
    at: '/resourceMapping/explicitMapping/link/objectToColumn/tags/type',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/jdbcUrl': 'postgresql://localhost/openidm' },
    code: 'wrong-value',
    at: '/jdbcUrl',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/driverClass': 'com.mysql.jdbc.Driver' },
    code: 'driver-differs',
    at: '/driverClass',
    level: 'warning',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/connectionPool/type': 'hikary' },
    code: 'wrong-value',
    at: '/connectionPool/type',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/driverClass': undefined },
    code: 'missing-key',
    at: '/driverClass',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/password': 'Secret.1' },
    code: 'clear-secret',
    at: '/password',
    level: 'warning',
  },
  {
    file: 'conf/repo.orientdb.json',
    content: '{"dbUrl": "plocal:db", "queries": {}}',
    code: 'two-repositories',
    at: '',
  },
];

/** Mistakes in the project `sound-ping`, for PingIDM. */
export const pingMistakes: readonly Mistake[] = [
  { file: 'conf/access.json', set: { '/configs/0/methods': 'reed' }, code: 'wrong-value', at: '/configs/0/methods' },
  {
    file: 'conf/access.json',
    rename: { '/configs/0/pattern': 'patern' },
    code: 'missing-key',
    at: '/configs/0/pattern',
    also: ['unknown-key /configs/0/patern'],
  },
  {
    file: 'conf/access.json',
    rename: { '/configs': 'config' },
    code: 'missing-key',
    at: '/configs',
    also: ['unknown-key /config'],
  },
  { file: 'conf/schedule-once.json', set: { '/repeatInterval': 'hourly' }, code: 'wrong-type', at: '/repeatInterval' },
  {
    file: 'conf/provisioner.openicf-idcs.json',
    set: { '/connectorRef/connectorName': 'org.forgerock.openicf.connectors.rest.RestConnector' },
    code: 'no-such-connector',
    at: '/connectorRef/connectorName',
  },
  {
    file: 'conf/provisioner.openicf-idcs.json',
    set: { '/connectorRef/bundleName': 'org.openidentityplatform.openicf.connectors.scim-connector' },
    code: 'no-such-connector',
    at: '/connectorRef/bundleName',
  },
];

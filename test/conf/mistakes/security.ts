import type { Mistake } from '../planting';

const access = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'script/access.js', ...mistake });
const auth = '/serverAuthContext/authModules';

export const audits: readonly Mistake[] = [
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

export const accesses: readonly Mistake[] = [
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

export const routers: readonly Mistake[] = [
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

export const authentications: readonly Mistake[] = [
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

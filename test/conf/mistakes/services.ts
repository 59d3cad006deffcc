import type { Mistake } from '../planting';
import { managed, user } from './places';

const custom = (mistake: Omit<Mistake, 'file'>): Mistake => ({ file: 'conf/custom-idcsPasswordSync.json', ...mistake });

export const services: readonly Mistake[] = [
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

export const ours: readonly Mistake[] = [
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

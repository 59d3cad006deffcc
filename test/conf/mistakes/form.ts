import type { Mistake } from '../planting';

export const form: readonly Mistake[] = [
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

export const names: readonly Mistake[] = [
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

export const everywhere: readonly Mistake[] = [
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

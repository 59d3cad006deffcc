import type { Mistake } from '../planting';

export const schedules: readonly Mistake[] = [
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

export const endpoints: readonly Mistake[] = [
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

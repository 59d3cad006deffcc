/** Counters of this JVM, and what they look like to Prometheus (text format 0.0.4). A restart sets them to zero. */
import { GROUPS } from '../oracle/tiers';
import { counter, total } from './jvm';
import type { OracleState } from './oracle-state';

export type Status = 'success' | 'failure';

const STATUSES: Status[] = ['success', 'failure'];

/** Upper bounds in seconds: a delivery takes well under one, an outage minutes to hours. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200];

export function countSync(status: Status): void {
  counter(`sync ${status}`).add(1);
}

/** @param seconds  from the change in IDM to Oracle's confirmation, an outage in between included */
export function observeDuration(seconds: number): void {
  total('duration').add(seconds);
  counter('duration count').add(1);
  for (const bucket of BUCKETS) if (seconds <= bucket) counter(`duration ${bucket}`).add(1);
}

/** A hook that could not do its work and let the change pass. */
export function countHookFailure(): void {
  counter('hook failures').add(1);
}

/** A record whose attempts are spent. */
export function countEscalation(): void {
  counter('escalations').add(1);
}

/** A change that the background could not take, and left to the schedule. */
export function countDropped(): void {
  counter('dropped').add(1);
}

export interface Counters {
  success: number;
  failure: number;
  hookFailures: number;
}

export function counters(): Counters {
  return { success: sum('sync success'), failure: sum('sync failure'), hookFailures: sum('hook failures') };
}

/** @param queue  records that wait for a delivery and records that are parked, of the whole cluster */
export function prometheusText(target: string, queue: { size: number; parked: number }, oracle: OracleState): string {
  const label = `target_system="${target}"`;
  const lines = [
    '# HELP idm_password_sync_total Deliveries of a password to the target by outcome; a failure is one attempt with its quick retries.',
    '# TYPE idm_password_sync_total counter',
  ];
  for (const status of STATUSES) {
    lines.push(`idm_password_sync_total{status="${status}",${label}} ${sum(`sync ${status}`)}`);
  }
  lines.push(
    "# HELP idm_password_sync_duration_seconds Time from the change in IDM to the target's confirmation.",
    '# TYPE idm_password_sync_duration_seconds histogram',
  );
  for (const bucket of BUCKETS) {
    lines.push(`idm_password_sync_duration_seconds_bucket{${label},le="${bucket}"} ${sum(`duration ${bucket}`)}`);
  }
  lines.push(
    `idm_password_sync_duration_seconds_bucket{${label},le="+Inf"} ${sum('duration count')}`,
    `idm_password_sync_duration_seconds_sum{${label}} ${Number(total('duration').sum())}`,
    `idm_password_sync_duration_seconds_count{${label}} ${sum('duration count')}`,
    '# HELP idm_password_sync_retry_queue_size Users whose password waits for its delivery.',
    '# TYPE idm_password_sync_retry_queue_size gauge',
    `idm_password_sync_retry_queue_size{${label}} ${queue.size}`,
    '# HELP idm_password_sync_parked Users whose password could not be delivered: somebody has to look.',
    '# TYPE idm_password_sync_parked gauge',
    `idm_password_sync_parked{${label}} ${queue.parked}`,
    '# HELP idm_password_sync_hook_failures_total Hooks that could not note a change and let it pass.',
    '# TYPE idm_password_sync_hook_failures_total counter',
    `idm_password_sync_hook_failures_total ${sum('hook failures')}`,
    '# HELP idm_password_sync_escalations_total Records whose attempts were spent.',
    '# TYPE idm_password_sync_escalations_total counter',
    `idm_password_sync_escalations_total ${sum('escalations')}`,
    '# HELP idm_password_sync_background_dropped_total Changes that a full background queue left to the schedule.',
    '# TYPE idm_password_sync_background_dropped_total counter',
    `idm_password_sync_background_dropped_total ${sum('dropped')}`,
  );
  return `${lines.concat(oracleLines(label, oracle)).join('\n')}\n`;
}

function oracleLines(label: string, { gate, rate }: OracleState): string[] {
  const groups = GROUPS.map((group) => ({ labels: `${label},group="${group}"`, ...rate[group] }));
  return [
    '# HELP idm_password_sync_breaker_open Whether deliveries of this node stand still because Oracle refuses it (1), or go on (0).',
    '# TYPE idm_password_sync_breaker_open gauge',
    `idm_password_sync_breaker_open{${label}} ${gate.kind === 'broken' ? 1 : 0}`,
    '# HELP idm_password_sync_paused Whether deliveries of this node stand still to keep the rate limit (1), or go on (0).',
    '# TYPE idm_password_sync_paused gauge',
    `idm_password_sync_paused{${label}} ${gate.kind === 'paused' ? 1 : 0}`,
    '# HELP idm_password_sync_rate_used Requests of this node in the last minute, by the groups that Oracle counts.',
    '# TYPE idm_password_sync_rate_used gauge',
    ...groups.map(({ labels, taken }) => `idm_password_sync_rate_used{${labels}} ${taken}`),
    '# HELP idm_password_sync_rate_limit The requests that this node may send in a minute.',
    '# TYPE idm_password_sync_rate_limit gauge',
    ...groups.map(({ labels, perMinute }) => `idm_password_sync_rate_limit{${labels}} ${perMinute}`),
  ];
}

function sum(name: string): number {
  return Number(counter(name).sum());
}

import { KnownFailure, type Problem } from '../../environment/problem';
import type { IdmClient } from '../../idm/rest/client';
import { afterOf } from '../changes';
import { bytesOf } from '../content';
import type { Change, Made } from '../model';

export interface VerifyOptions {
  /** How long IDM may take to put it into force. */
  readonly deadlineMs?: number;
  readonly pauseMs?: number;
}

/** What IDM shows of a change when it has taken it up; undefined while it does not. */
interface Expectation {
  readonly what: string;
  /** What is seen instead, or undefined when it is as it should be. */
  readonly missing: () => Promise<string | undefined>;
}

/**
 * Whether IDM runs what was deployed: the endpoint answers with version and environment of the bundle, or is gone with the
 * last one, and the scheduler knows the jobs. Each is waited for until the deadline; IDM takes some hundred milliseconds over
 * REST, and some seconds from files.
 *
 * Answers what is not so, with the code `not-in-force`; an IDM that can't be reached or refuses the credentials is such a finding.
 */
export async function verifyLoaded(
  client: IdmClient,
  made: Made,
  { deadlineMs = 30_000, pauseMs = 200 }: VerifyOptions = {},
): Promise<Problem[]> {
  const end = Date.now() + deadlineMs;
  const problems: Problem[] = [];
  for (const { what, missing } of expectations(client, made)) {
    const seen = await until(missing, end, pauseMs);
    if (seen !== undefined) problems.push(notInForce(client, what, seen));
  }
  return problems;
}

function expectations(client: IdmClient, { changes, bundle }: Made): Expectation[] {
  const endpoint: Expectation = bundle
    ? {
        what: `the endpoint answers with version ${bundle.version} of ${bundle.environment}`,
        missing: () => otherBundle(client, bundle),
      }
    : { what: 'the endpoint is gone', missing: () => stillThere(client, 'endpoint/idcsPasswordSync') };
  return [endpoint, ...changes.flatMap((change) => jobOf(client, change))];
}

async function otherBundle(client: IdmClient, bundle: NonNullable<Made['bundle']>): Promise<string | undefined> {
  const { status, body } = await client.request({
    method: 'GET',
    path: 'endpoint/idcsPasswordSync?_fields=version,environment',
  });
  const { version, environment } = (body ?? {}) as { version?: unknown; environment?: unknown };
  if (status !== 200) return `it answers ${status}`;
  if (version === bundle.version && environment === bundle.environment) return undefined;
  return `it answers with version ${String(version)} of ${String(environment)}`;
}

async function stillThere(client: IdmClient, path: string): Promise<string | undefined> {
  const { status } = await client.request({ method: 'GET', path });
  return status === 404 ? undefined : `it answers ${status}`;
}

function jobOf(client: IdmClient, change: Change): Expectation[] {
  const name = /^conf\/schedule-(.+)\.json$/.exec(change.path)?.[1];
  if (name === undefined) return [];
  const path = `scheduler/job/${encodeURIComponent(name)}`;
  const after = afterOf(change);
  if (!after) return [{ what: `the scheduler has no job ${name} any more`, missing: () => stillThere(client, path) }];
  const wanted = JSON.parse(bytesOf(after).toString()) as Job;
  return [{ what: `the scheduler has the job ${name}`, missing: () => otherJob(client, path, wanted) }];
}

interface Job {
  readonly enabled?: unknown;
  readonly schedule?: unknown;
}

async function otherJob(client: IdmClient, path: string, wanted: Job): Promise<string | undefined> {
  const { status, body } = await client.request({ method: 'GET', path });
  if (status !== 200) return `it answers ${status}`;
  const { enabled, schedule } = (body ?? {}) as Job;
  if (enabled === wanted.enabled && schedule === wanted.schedule) return undefined;
  return `it has one with the schedule ${String(schedule)}${enabled === wanted.enabled ? '' : `, enabled: ${String(enabled)}`}`;
}

/** Asks at least once. A failure on the way counts as not seen; what is wrong with the credentials does not mend itself. */
async function until(missing: Expectation['missing'], end: number, pauseMs: number): Promise<string | undefined> {
  for (;;) {
    let seen: string | undefined;
    let final = false;
    try {
      seen = await missing();
    } catch (error) {
      if (!(error instanceof KnownFailure)) throw error;
      seen = error.message;
      final = error.problems.some(({ code }) => code === 'idm-credentials' || code === 'idm-forbidden');
    }
    if (seen === undefined || final || Date.now() >= end) return seen;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function notInForce({ base }: IdmClient, what: string, seen: string): Problem {
  const mend = "See IDM's logs/openidm0.log.0 for what it says of it; pwsync rollback takes the deployment back.";
  return { code: 'not-in-force', file: base, what: `it is not so that ${what}: ${seen}`, mend };
}

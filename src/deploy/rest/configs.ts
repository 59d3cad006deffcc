import type { IdmClient } from '../../idm/rest/client';
import { KnownFailure } from '../../environment/problem';
import { configText, requireExact } from './canonical';
import { fileOf, resourceOf } from './config-path';

/** A configuration as the text of a file; undefined where IDM has none. Throws `inexact-number`, and what the client throws. */
export async function readConfig(client: IdmClient, id: string): Promise<string | undefined> {
  const answer = await client.request({ method: 'GET', path: resourceOf(id) });
  if (answer.status === 404) return undefined;
  const { _id, _rev, ...content } = client.expected(answer, `GET config/${id}`) as Record<string, unknown>;
  requireExact(answer.text, `${client.base}/config/${id}`);
  return configText(content);
}

/**
 * Puts a configuration into force, whether or not there is one, in one request. IDM ignores If-Match here, and has no
 * revisions of configurations (ConfigObjectService): whoever must not overwrite has to look first.
 *
 * Throws a KnownFailure that names the configuration.
 */
export async function putConfig(client: IdmClient, id: string, content: unknown): Promise<void> {
  const answer = await named(id, client.request({ method: 'PUT', path: resourceOf(id), body: content }));
  client.expected(answer, `PUT config/${id}`);
}

/** Two creations at the same moment make two configurations of one id, and a deletion takes one of them. */
const MOST_OF_ONE_ID = 10;

/** Removes a configuration, if there is one. */
export async function removeConfig(client: IdmClient, id: string): Promise<void> {
  for (let attempt = 0; attempt < MOST_OF_ONE_ID; attempt++) {
    const answer = await named(id, client.request({ method: 'DELETE', path: resourceOf(id) }));
    if (answer.status === 404) return;
    client.expected(answer, `DELETE config/${id}`);
  }
}

/** The ids of all configurations that the IDM at the other end knows. */
export async function configIds(client: IdmClient): Promise<string[]> {
  const { configurations } = (await client.read('config')) as { configurations?: { _id?: unknown }[] };
  return (configurations ?? []).flatMap(({ _id }) => (typeof _id === 'string' ? [_id] : []));
}

/** Adds to a failure which configuration was being written. */
async function named<Result>(id: string, request: Promise<Result>): Promise<Result> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof KnownFailure)) throw error;
    const what = (said: string) => `${fileOf(id)} was being written: ${said}`;
    throw new KnownFailure(
      error.problems.map((problem) => ({ ...problem, what: what(problem.what) })),
      error.exitCode,
    );
  }
}

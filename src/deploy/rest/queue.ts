import { KnownFailure } from '../../environment/problem';
import type { IdmClient } from '../../idm/rest/client';

/** How many records were deleted of each kind. */
export interface Dropped {
  readonly outbox: number;
  readonly keys: number;
}

const PAGE = 100;

/** Rounds without a single deletion after which it is given up: somebody goes on writing. */
const FRUITLESS_ROUNDS = 5;

/**
 * Deletes every record of the outbox, and the keys of its fingerprints: passwords that wait are delivered no more. The hooks
 * should be gone by then.
 *
 * Throws a KnownFailure `queue-not-dropped` when records keep changing, and what the client throws.
 */
export async function dropQueue(
  client: IdmClient,
  { path, keysPath }: { readonly path: string; readonly keysPath: string },
): Promise<Dropped> {
  const outbox = await deleteAll(client, path);
  return { outbox, keys: await deleteAll(client, keysPath) };
}

interface Stored {
  readonly _id: string;
  readonly _rev: string;
}

async function deleteAll(client: IdmClient, path: string): Promise<number> {
  let deleted = 0;
  for (let fruitless = 0; fruitless < FRUITLESS_ROUNDS;) {
    const page = await firstPage(client, path);
    if (page.length === 0) return deleted;
    let now = 0;
    for (const record of page) if (await deleteOne(client, path, record)) now++;
    deleted += now;
    fruitless = now === 0 ? fruitless + 1 : 0;
  }
  const mend = 'See that the hooks of the bundle are gone, and repeat the command.';
  throw new KnownFailure([
    { code: 'queue-not-dropped', file: `${client.base}/${path}`, what: 'keeps changing while it is deleted', mend },
  ]);
}

/** OrientDB answers 400 for a class that nothing was ever stored in. */
async function firstPage(client: IdmClient, path: string): Promise<Stored[]> {
  const query = `${path}?_queryFilter=true&_pageSize=${PAGE}&_fields=_id,_rev`;
  const answer = await client.request({ method: 'GET', path: query });
  if (answer.status === 400 || answer.status === 404) return [];
  return (client.expected(answer, `GET ${path}`) as { result: Stored[] }).result;
}

/** By its revision, without which IDM deletes nothing; false for one that has changed meanwhile, or is gone. */
async function deleteOne(client: IdmClient, path: string, { _id, _rev }: Stored): Promise<boolean> {
  const answer = await client.request({
    method: 'DELETE',
    path: `${path}/${encodeURIComponent(_id)}`,
    headers: { 'if-match': `"${_rev}"` },
  });
  if (answer.status === 404 || answer.status === 409 || answer.status === 412) return false;
  client.expected(answer, `DELETE ${path}`);
  return true;
}

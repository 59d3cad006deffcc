import { settingsFile } from '../../bundle/manifest';
import { orientdbClasses } from '../../conf/merge/orientdb';
import type { Problem } from '../../environment/problem';
import type { IdmClient } from '../../idm/rest/client';
import { afterOf } from '../changes';
import { bytesOf } from '../content';
import type { Change, Underway } from '../model';
import { readConfig } from './configs';

/** What to know before these changes are made over REST. Throws what the client throws. */
export async function cautions(
  client: IdmClient,
  changes: readonly Change[],
  direction: Underway['direction'],
): Promise<Problem[]> {
  const settings = changes.find(({ path }) => path === settingsFile);
  const after = settings && afterOf(settings);
  const outbox = after && (JSON.parse(bytesOf(after).toString()) as { outbox?: Outbox }).outbox;
  return [
    ...(outbox && direction === 'forth' ? await undeclaredClasses(client, outbox) : []),
    ...changes.flatMap(layoutOf),
  ];
}

interface Outbox {
  readonly path: string;
  readonly keysPath: string;
}

/**
 * OrientDB makes classes and indexes when IDM starts. A class that is not declared comes with its first record, takes two
 * records of one id, and then keeps IDM from starting once it is declared, until the second one is gone.
 */
async function undeclaredClasses(client: IdmClient, outbox: Outbox): Promise<Problem[]> {
  const text = await readConfig(client, 'repo.orientdb');
  if (text === undefined) return [];
  const { dbStructure } = JSON.parse(text) as { dbStructure?: { orientdbClass?: object } };
  const declared = Object.keys(dbStructure?.orientdbClass ?? {});
  const missing = Object.entries(orientdbClasses(outbox)).filter(([name]) => !declared.includes(name));
  if (missing.length === 0) return [];
  return [
    {
      code: 'orientdb-class',
      file: 'conf/repo.orientdb.json',
      pointer: '/dbStructure/orientdbClass',
      what: `does not declare ${missing.map(([name]) => name).join(' and ')}, and can't be changed while IDM runs: a user may get two records`,
      mend: `Before this is applied, add ${JSON.stringify(Object.fromEntries(missing))} to the file, and start IDM again.`,
    },
  ];
}

function layoutOf({ kind, owner, path }: Change): Problem[] {
  if (owner !== 'customer' || kind !== 'update') return [];
  const what = 'is written anew by IDM, in a layout of its own: a rollback restores what it says, not its spaces';
  return [{ code: 'layout', file: path, what, mend: 'Keep a copy of the file if its layout matters.' }];
}

import { readBundle } from '../../../bundle/read';
import { idmFolders } from '../../../idm/folders';
import type { Result } from '../../step';
import { examineIdm } from '..';
import type { SmallIdm } from './installation';

const watch = { waiting: () => {}, ended: () => {} };

/** What the doctor says of the files, compared with the bundle or with what is remembered. */
export async function results(idm: SmallIdm, withBundle = true): Promise<Result[]> {
  const bundle = withBundle ? readBundle(idm.bundle) : undefined;
  return examineIdm({ folders: idmFolders({ install: idm.folder }), bundle }, watch);
}

/** Of those that failed or warn: `status: what | mend` by id. */
export async function findings(idm: SmallIdm, withBundle = true): Promise<Record<string, string>> {
  const worth = (await results(idm, withBundle)).filter(({ status }) => status === 'failed' || status === 'warning');
  return Object.fromEntries(
    worth.map((result) => [result.id, `${result.status}: ${result.what} | ${'mend' in result ? result.mend : ''}`]),
  );
}

export const settings = 'conf/custom-idcsPasswordSync.json';
export const schedule = 'conf/schedule-passwordSyncRetry.json';
export const orientdb = 'conf/repo.orientdb.json';
export const managed = 'conf/managed.json';
export const boot = 'conf/boot/boot.properties';

/** Of the settings. */
export type Tls = { idcs: { tls: Record<string, unknown>; assertion?: object } };

/** Of managed.json. */
export type Managed = {
  objects: { name: string; onCreate?: unknown; onUpdate?: unknown; postUpdate?: unknown; onStore?: unknown }[];
};

/** The loss of the installation's key, by whatever happens to a repository. */
import type { Site } from '../installation/core-site';

export type KeyLoss = 'deleted' | 'damaged';

const KEY = 'repo/passwordsync/keys/installation';

/** The key is gone, and with the process so is every memory of it. */
export async function loseKey(site: Site, how: KeyLoss): Promise<void> {
  const { _id, _rev, ...key } = (await site.idm.ok('GET', KEY)).body;
  const revision = { 'if-match': String(_rev) };
  if (how === 'deleted') await site.idm.ok('DELETE', KEY, undefined, revision);
  else
    await site.idm.ok(
      'PUT',
      KEY,
      { ...key, sealed: String(key.sealed).replace(/"data":"..../, '"data":"AAAA') },
      revision,
    );
  await site.kill();
  await site.restart();
}

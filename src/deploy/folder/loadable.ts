import path from 'node:path';
import { siteOf, type Site } from '../../conf/site';
import { validateConf, type Finding } from '../../conf/validate';
import { shownPath } from '../../environment/problem';
import type { IdmFolders } from '../../idm/folders';
import type { Platform } from '../../platform';
import { afterOf } from '../changes';
import { bytesOf } from '../content';
import type { Change, Judgement } from '../model';

/** Reads the configuration as it is and as it would be, both as `pwsync validate` does. */
export function judge({ install, project }: IdmFolders, platform: Platform, changes: readonly Change[]): Judgement {
  const site = siteOf(project, { platform, ...(install !== project && { idm: install }) });
  const present = errorsIn(site);
  const known = new Set(present.map(identityOf));
  const errors = errorsIn(afterChanges(site, changes)).filter((finding) => !known.has(identityOf(finding)));
  if (present.length === 0) return { errors, warnings: [] };
  const what = `IDM finds ${present.length === 1 ? 'an error' : `${present.length} errors`} in it already, the first in ${path.basename(present[0]!.path)}`;
  const mend = `Look at them with pwsync validate ${shownPath(project)}.`;
  return { errors, warnings: [{ code: 'errors-before', file: shownPath(path.join(project, 'conf')), what, mend }] };
}

function errorsIn(site: Site): Finding[] {
  return validateConf(site).filter(({ level }) => level === 'error');
}

function identityOf({ code, path: file, pointer, what }: Finding): string {
  return JSON.stringify([code, file, pointer, what]);
}

/** The site with the changes made. */
function afterChanges(site: Site, changes: readonly Change[]): Site {
  const after = new Map(changes.map((change) => [change.path, afterOf(change)]));
  const created = [...after].filter(([, content]) => content !== undefined).map(([file]) => file);
  const inConf = created.filter((file) => /^conf\/[^/]+$/.test(file)).map((file) => file.slice('conf/'.length));
  const kept = site.conf.filter((name) => !after.has(`conf/${name}`));
  const ownScript = (name: string): string | undefined => {
    const ours = [`script/${name}`, name].find((file) => created.includes(file));
    if (ours !== undefined) return ours;
    const present = site.ownScript(name);
    return present !== undefined && after.has(present) ? undefined : present;
  };
  return {
    ...site,
    conf: [...kept, ...inConf].sort(),
    read: (file) => {
      const content = after.get(file);
      if (content !== undefined) return bytesOf(content);
      return after.has(file) ? undefined : site.read(file);
    },
    unreadable: (file) => (after.has(file) ? undefined : site.unreadable(file)),
    ownScript,
    script: (name) => (ownScript(name) === undefined ? site.script(name) : 'there'),
  };
}

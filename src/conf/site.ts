import fs from 'node:fs';
import path from 'node:path';
import { bundleName } from '../bundle/manifest';
import { parseJson } from '../environment/json-text';
import { KnownFailure, shownPath } from '../environment/problem';
import type { Platform } from '../platform';
import { platforms } from '../platform';
import { defaultScripts } from './default-scripts';
import { mapOf } from './values';

/** What is known of a script that a configuration names. `unknown` when the place where it could be is out of sight. */
export type ScriptState = 'there' | 'missing' | 'unknown';

/** The files that are looked at. Nothing here reads a folder but through one of these. */
export interface Site {
  readonly kind: 'conf' | 'bundle' | 'project' | 'installation';
  readonly platform: Platform;
  /** The names of the files and folders in conf, sorted. */
  readonly conf: readonly string[];
  /** The bytes of a file by its path below the project (`conf/managed.json`); undefined when it is absent. */
  read(file: string): Buffer | undefined;
  /** Why a file that is listed could not be read. */
  unreadable(file: string): string | undefined;
  script(name: string): ScriptState;
  /** The path, below the project, of a script that belongs to it and not to IDM. */
  ownScript(name: string): string | undefined;
  /** IDM's own policy.js where an installation is at hand. */
  readonly policyScript: string | undefined;
  /** The names of the properties that `&{...}` finds; undefined when not all of their files are at hand. */
  readonly properties: ReadonlySet<string> | undefined;
  /** The path as messages show it. */
  shown(file: string): string;
}

export interface SiteOptions {
  /** The installation that the files are for, which holds IDM's own scripts. */
  readonly idm?: string | undefined;
  readonly platform?: Platform | undefined;
}

/**
 * What stands in a folder: a conf directory, a bundle of `pwsync build`, a project of IDM or an installation.
 *
 * Throws a KnownFailure with exit code 2: `no-conf` when it is none of them.
 */
export function siteOf(folder: string, options: SiteOptions = {}): Site {
  const root = existing(folder, 'Name a conf directory, a bundle, a project or an installation of IDM.');
  const manifest = manifestOf(root);
  const conf = isFolder(path.join(root, 'conf')) ? path.join(root, 'conf') : root;
  if (conf === root && !looksLikeConf(root)) {
    const mend = 'Name a conf directory, a bundle, a project or an installation of IDM.';
    throw notThere(folder, 'holds neither a folder conf nor configuration files', mend);
  }
  const project = conf !== root ? root : path.basename(root) === 'conf' ? path.dirname(root) : undefined;
  const install =
    options.idm === undefined ? installAround(project ?? root) : installAt(options.idm, 'Name another with --idm.');
  const kind =
    manifest !== undefined
      ? 'bundle'
      : project === undefined
        ? 'conf'
        : project === install
          ? 'installation'
          : 'project';
  return onDisk({ kind, conf, project, install, platform: options.platform ?? manifest?.platform ?? 'openidm-7' });
}

interface Places {
  readonly kind: Site['kind'];
  readonly conf: string;
  readonly project: string | undefined;
  readonly install: string | undefined;
  readonly platform: Platform;
}

function onDisk({ kind, conf, project, install, platform }: Places): Site {
  const located = (file: string) =>
    file.startsWith('conf/') ? path.join(conf, file.slice('conf/'.length)) : project && path.join(project, file);
  const attempt = (file: string): Buffer | NodeJS.ErrnoException | undefined => {
    const location = located(file);
    if (location === undefined) return undefined;
    try {
      return fs.readFileSync(location);
    } catch (error) {
      return error as NodeJS.ErrnoException;
    }
  };
  const ownScript = (name: string) =>
    project && [`script/${name}`, name].find((file) => !path.isAbsolute(name) && isFile(path.join(project, file)));
  const extra = project ? sourcesOf(attempt('conf/script.json'), project, install) : [];
  const roots = [...extra, ...(install ? [install, path.join(install, 'bin/defaults/script')] : [])];
  return {
    kind,
    platform,
    conf: fs.readdirSync(conf).sort(),
    read: (file) => {
      const content = attempt(file);
      return Buffer.isBuffer(content) ? content : undefined;
    },
    unreadable: (file) => {
      const content = attempt(file);
      return content instanceof Error ? (content.code ?? content.message) : undefined;
    },
    ownScript,
    script: (name) => {
      if (ownScript(name) || roots.some((root) => isFile(path.resolve(root, name)))) return 'there';
      if (install) return 'missing';
      if (platform === 'openidm-7' && defaultScripts.has(name.replace(/^bin\/defaults\/script\//, ''))) return 'there';
      return 'unknown';
    },
    policyScript: install && textAt(path.join(install, 'bin/defaults/script/policy.js')),
    properties: propertiesOf(project, install, platform),
    shown: (file) => shownPath(located(file) ?? file),
  };
}

/** The folders that conf/script.json adds to those where IDM looks for scripts. */
function sourcesOf(file: unknown, project: string, install: string | undefined): string[] {
  if (!Buffer.isBuffer(file)) return [];
  let sources: unknown;
  try {
    sources = mapOf(parseJson(file.toString('utf8'), '').value).sources;
  } catch {
    return [];
  }
  return Object.values(mapOf(sources)).flatMap((source) => {
    const { directory } = mapOf(source);
    if (typeof directory !== 'string') return [];
    const known = directory
      .replaceAll('&{launcher.project.location}', project)
      .replaceAll('&{launcher.install.location}', install ?? '&{}')
      .replaceAll('&{launcher.working.location}', install ?? '&{}');
    return known.includes('&{') ? [] : [path.resolve(project, known)];
  });
}

/**
 * Names of properties: boot.properties, system.properties and config.properties of conf, the resolver folder of Ping's, and what IDM's
 * launcher sets. Only an installation shows them all, and even there the start script can add to them with `-D`.
 */
function propertiesOf(project: string | undefined, install: string | undefined, platform: Platform) {
  if (project === undefined || install === undefined || platform !== 'openidm-7') return undefined;
  const files = ['conf/boot/boot.properties', 'conf/system.properties', 'conf/config.properties'];
  const names = new Set(launcherProperties);
  const texts = files.map((file) => textAt(path.join(project, file)));
  if (texts[0] === undefined) return undefined;
  for (const text of texts) {
    for (const [, name] of (text ?? '').matchAll(/^[ \t]*([^\s#!=:]+)[ \t]*[=:]/gm)) names.add(name!);
  }
  return names;
}

const launcherProperties = ['install', 'project', 'working'].flatMap((each) => [
  `launcher.${each}.location`,
  `launcher.${each}.url`,
  `openidm.${each}.location`,
]);

function manifestOf(root: string): { platform: Platform | undefined } | undefined {
  const text = textAt(path.join(root, 'bundle.json'));
  if (text === undefined) return undefined;
  try {
    const { name, additions } = mapOf(parseJson(text, 'bundle.json').value);
    const { platform } = mapOf(additions);
    if (name !== bundleName) return undefined;
    return { platform: platforms.find((each) => each === platform) };
  } catch {
    return undefined;
  }
}

function looksLikeConf(folder: string): boolean {
  return path.basename(folder) === 'conf' || fs.readdirSync(folder).some((name) => name.endsWith('.json'));
}

/** The installation that a project lies in, as IDM's samples do. */
function installAround(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (isInstall(at)) return at;
    if (at === path.dirname(at)) return undefined;
  }
}

function installAt(folder: string, mend: string): string {
  const found = existing(folder, mend);
  if (isInstall(found)) return found;
  throw notThere(folder, 'holds no bin/defaults/script, so that it is no installation of IDM', mend);
}

function isInstall(folder: string): boolean {
  return isFolder(path.join(folder, 'bin/defaults/script'));
}

function existing(folder: string, mend: string): string {
  try {
    const real = fs.realpathSync(folder);
    if (fs.statSync(real).isDirectory()) return real;
  } catch (error) {
    throw notThere(folder, `can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, mend);
  }
  throw notThere(folder, 'is no folder', mend);
}

function notThere(folder: string, what: string, mend: string): KnownFailure {
  return new KnownFailure([{ code: 'no-conf', file: shownPath(path.resolve(folder)), what, mend }], 2);
}

const isFolder = (location: string) => fs.statSync(location, { throwIfNoEntry: false })?.isDirectory() === true;
const isFile = (location: string) => fs.statSync(location, { throwIfNoEntry: false })?.isFile() === true;

function textAt(location: string): string | undefined {
  return isFile(location) ? fs.readFileSync(location, 'utf8') : undefined;
}

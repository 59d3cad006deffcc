/** The bundle's settings, `conf/custom-idcsPasswordSync.json`, with IDM's properties put in. */
import type { SyncSettings } from '../sync/settings';
import { hasJava } from './java';
import { copy, idm, property } from './openidm';
import type { Settings } from './settings-file';

export type { Settings };

export const SETTINGS_PATH = 'config/custom/idcsPasswordSync';

/**
 * Read anew on every call: a read costs less than 0.1 ms, and a change of the file is seen at once.
 *
 * `config/...` answers the file as written, so that references (`&{name}`) are put in here; one whose property is not
 * set stays as it is, and `unresolved` finds it.
 *
 * @throws `{code: 500}` when the file is not loaded
 */
export function readSettings(): Settings {
  const read = idm().read(SETTINGS_PATH);
  if (read === null) throw { code: 500, message: 'conf/custom-idcsPasswordSync.json is not loaded' };
  return complete(resolve(copy(read)) as Written);
}

/** The file as a bundle of an older version may have written it. */
type Written = Omit<Settings, 'audit' | 'scripts'> & Partial<Pick<Settings, 'audit' | 'scripts'>>;

/** IDM takes up scripts and settings one by one: hooks have to go on with settings that do not know the newest keys. */
function complete(settings: Written): Settings {
  return { ...settings, audit: settings.audit || { topic: 'activity' }, scripts: settings.scripts || 'files' };
}

/** How passwords are delivered; the default where the file can't be read. */
export function modeOf(): Settings['delivery']['mode'] {
  try {
    return readSettings().delivery.mode;
  } catch (_unreadable) {
    return 'background';
  }
}

/** What the protocol needs of them. */
export function syncSettings(settings: Settings): SyncSettings {
  return { ...settings.delivery, target: settings.target, deadlineSeconds: settings.idcs.requestTimeoutSeconds };
}

/** Why Oracle can't be asked with these settings, or null: what a build can't see, since only IDM knows what it has. */
export function objection({ idcs }: Settings): string | null {
  // IDM takes up scripts and settings one by one: for a moment the ones of the next bundle meet those of the last.
  if (!idcs.rate || !idcs.tls)
    return 'the settings are of another version than the scripts: deploy conf and script together';
  if (idcs.transport === 'java' && !hasJava()) {
    return 'scripts may use no Java here: write "transport": "externalRest" in the environment, and build anew';
  }
  const found = /&\{[^}]*\}/.exec(JSON.stringify(idcs));
  if (found) return `IDM knows no property for ${found[0]} (set it in boot.properties)`;
  if (
    /^https:\/\/[^/]+$/.test(idcs.baseUrl) ||
    /^http:\/\/(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?$/.test(idcs.baseUrl)
  ) {
    return null;
  }
  return 'idcs.baseUrl is not the https URL of an identity domain without a path (http is for a simulator on this machine)';
}

/** A value that `cli.sh encrypt` made is the text of a `$crypto` object, and is decrypted where it is needed. */
export function reveal(value: string): string {
  if (!/^\s*\{[\s\S]*"\$crypto"/.test(value)) return value;
  // `cli.sh encrypt` reads its input to the end, the line break of whoever typed it included.
  return String(idm().decrypt(JSON.parse(value) as object)).replace(/[\r\n]+$/, '');
}

/** A name, and what is taken where IDM knows no property of that name. */
export const REFERENCE = /&\{([^}|]+)(?:\|([^}]*))?\}/g;

function resolve(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(REFERENCE, (reference: string, name: string, fallback?: string) => {
      const known = property(name);
      if (known !== null) return known;
      return fallback === undefined ? reference : fallback;
    });
  }
  if (value instanceof Array) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  const resolved: { [key: string]: unknown } = {};
  for (const key in value) resolved[key] = resolve((value as { [key: string]: unknown })[key]);
  return resolved;
}

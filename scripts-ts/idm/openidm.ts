/** What IDM binds into a script, typed as far as the adapters use it, and the copies that make its values safe. */

export interface OpenIdm {
  /** null for an absent resource, and for a route that does not exist at the moment. */
  read(path: string, params?: null, fields?: string[]): IdmValue | null;
  create(container: string, id: string | null, content: object): IdmValue;
  update(path: string, revision: string, content: object): IdmValue;
  delete(path: string, revision: string): IdmValue;
  query(path: string, params: object, fields?: string[]): { result: IdmValue };
  /** Exactly three arguments; the cipher null means IDM's own. */
  encrypt(value: string, cipher: null, alias: string): object;
  decrypt(value: object): unknown;
  isEncrypted(value: unknown): boolean;
  /** Asked before `isEncrypted`, which is true of a hash as well. */
  isHashed(value: unknown): boolean;
  /** Whether this is the password of that hash. */
  matches(password: string, hash: unknown): boolean;
}

/** A Java map or list, which only looks like a JavaScript object: `copy` makes one of it. */
export interface IdmValue {
  readonly [key: string]: unknown;
}

interface IdentityServer {
  /** Always with two arguments and a default that is not null: else the call is ambiguous on Open Identity Platform. */
  getProperty(name: string, fallback: string): string;
}

interface Logger {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

declare const openidm: OpenIdm;
declare const identityServer: IdentityServer;
declare const logger: Logger;
/** IDM's own `require`: the build puts that name in, which a bundler would take for its own. */
declare const idmRequire: (script: string) => unknown;

export function idm(): OpenIdm {
  return openidm;
}

export function log(): Logger {
  return logger;
}

/**
 * Runs another script of this bundle, which sees what IDM has bound for this one; once, however often it is asked to. Answers
 * what it exports; what it throws comes out here.
 */
export function runScript(name: string): unknown {
  return idmRequire(`idcs-password-sync/${name}`);
}

/** The value of a property of IDM (system property, then boot.properties), or null. */
export function property(name: string): string | null {
  const missing = '\u0000';
  const value = String(identityServer.getProperty(name, missing));
  return value === missing ? null : value;
}

/** A plain copy of what IDM gave: Java maps and lists become objects and arrays, Java strings become strings. */
export function copy(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value !== 'object') return null;
  if (isList(value)) {
    const list: unknown[] = [];
    for (let index = 0; index < value.length; index++) list.push(copy(value[index]));
    return list;
  }
  if (isScalar(value)) return String(value);
  const object: { [key: string]: unknown } = {};
  for (const key in value) object[key] = copy((value as IdmValue)[key]);
  return object;
}

function isList(value: object): value is unknown[] {
  if (typeof (value as { length?: unknown }).length !== 'number' || isScalar(value)) return false;
  // A map may have a property of that name; it is enumerated, a list's length is not.
  for (const key in value) if (key === 'length') return false;
  return true;
}

/** A Java string, as every method of Java returns it. */
function isScalar(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object JavaObject]' || value instanceof String;
}

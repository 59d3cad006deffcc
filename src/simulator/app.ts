import { createHash, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { isObject } from './json';

/** A certificate that was uploaded for the app, or a bare public key, under its alias. */
export interface AppCertificate {
  alias: string;
  pem: string;
}

/** How passwordState and meta tell times: Oracle shows milliseconds [O]; clients should bear the others [I]. */
export const dateForms = ['milliseconds', 'seconds', 'no-fraction'] as const;
export type DateForm = (typeof dateForms)[number];

/** The confidential application and the forms of the answers, as far as they can be changed from outside. */
export interface App {
  /** An inactive app gets no token [O]. Default true. */
  active: boolean;
  /** The app roles; they decide what a token with the scope urn:opc:idm:__myscopes__ is good for. Default User Manager. */
  roles: string[];
  /** What verifies client assertions. Default none. */
  certificates: AppCertificate[];
  /** Whether the scope urn:opc:idm:t.user.password.manage is granted, and as good as User Manager. Default false. */
  grantsPasswordManage: boolean;
  /** The answer when roles and scopes do not suffice [I]. Default 403. */
  missingRoleStatus: 401 | 403;
  /** How /admin/v1 answers a bad token: as a page, which Oracle documents [D], or as SCIM JSON [I]. Default html. */
  unauthorizedAnswer: 'html' | 'json';
  dates: DateForm;
}

export const defaultApp: Readonly<App> = {
  active: true,
  roles: ['User Manager'],
  certificates: [],
  grantsPasswordManage: false,
  missingRoleStatus: 403,
  unauthorizedAnswer: 'html',
  dates: 'milliseconds',
};

const checks: Record<keyof App, { fits(value: unknown): boolean; wanted: string }> = {
  active: { fits: isBoolean, wanted: 'a boolean' },
  roles: { fits: (value) => Array.isArray(value) && value.every(isText), wanted: 'a list of role names' },
  certificates: {
    fits: (value) => Array.isArray(value) && value.every(isCertificate),
    wanted: 'a list of {"alias", "pem"}, each a certificate or public key of RSA as PEM, under an alias of its own',
  },
  grantsPasswordManage: { fits: isBoolean, wanted: 'a boolean' },
  missingRoleStatus: { fits: (value) => value === 401 || value === 403, wanted: '401 or 403' },
  unauthorizedAnswer: { fits: (value) => value === 'html' || value === 'json', wanted: '"html" or "json"' },
  dates: { fits: (value) => dateForms.some((form) => form === value), wanted: dateForms.join(', ') },
};

/** The app with what is given in its place; throws a plain Error that names what is wrong. */
export function appFrom(before: App, change: unknown): App {
  if (!isObject(change)) throw new Error(`An object with ${Object.keys(checks).join(', ')} is expected.`);
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(checks, name))
      throw new Error(`There is no "${name}"; there are ${Object.keys(checks).join(', ')}.`);
    const { fits, wanted } = checks[name as keyof App];
    if (!fits(value)) throw new Error(`"${name}" must be ${wanted}.`);
  }
  const app: App = structuredClone({ ...before, ...change });
  const aliases = app.certificates.map(({ alias }) => alias);
  if (new Set(aliases).size < aliases.length) throw new Error(`"certificates" must be ${checks.certificates.wanted}.`);
  return app;
}

/** The key that a JWT header names, by `kid` (the alias) or by `x5t` or `x5t#S256` (the thumbprint of the certificate). */
export function keyNamed(app: App, header: Record<string, unknown>): KeyObject | undefined {
  const named = app.certificates.find(({ alias, pem }) => {
    if (header.kid !== undefined) return header.kid === alias;
    if (!isX509(pem)) return false;
    const { raw } = new X509Certificate(pem);
    const thumbprint = (algorithm: string) => createHash(algorithm).update(raw).digest('base64url');
    return header.x5t === thumbprint('sha1') || header['x5t#S256'] === thumbprint('sha256');
  });
  return named && createPublicKey(named.pem);
}

/** A time as the app's answers tell it. */
export function dateText(form: DateForm, at: number): string {
  const text = new Date(at).toISOString();
  if (form === 'milliseconds') return text;
  return text.replace(/\.\d+Z$/, form === 'seconds' ? '.000Z' : 'Z');
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isX509(pem: string): boolean {
  return pem.includes('BEGIN CERTIFICATE');
}

function isCertificate(value: unknown): boolean {
  if (!isObject(value) || Object.keys(value).length !== 2 || !isText(value.alias)) return false;
  // createPublicKey derives a public key from a private one: that a private key lies here must not go unnoticed.
  if (typeof value.pem !== 'string' || value.pem.includes('PRIVATE KEY')) return false;
  try {
    return createPublicKey(value.pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

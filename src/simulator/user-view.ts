import { createHash } from 'node:crypto';
import { copyAt, pathNames } from './attribute-path';
import type { FilterValues } from './filter';
import { isObject, type JsonObject } from './json';
import { isLocked } from './lock-out';
import { policyUrl } from './password-policies';
import { hasExpired } from './passwords';
import { schemas } from './schemas';
import type { Tenant } from './tenant';
import { signsInElsewhere, type StoredUser } from './user-store';

/** Attributes of the user extension that Oracle marks returned: never [D]. */
const neverReturned = ['isAuthenticationDelegated', 'bypassNotification', 'userFlowControlledByExternalClient'];
/** The attributes marked returned: always [D]. */
const always = ['id', 'userName'];

/**
 * A user as Oracle shows it: with the attributes marked returned: default when none are asked for, else with those asked
 * for and the two marked returned: always [D]. passwordState and groups are marked returned: request and come only when
 * their name is asked for, whole or in parts; the password never comes. That a user's sign-in is delegated shows only in
 * delegatedAuthenticationTargetApp, for isAuthenticationDelegated is never returned [D].
 */
export function userView(tenant: Tenant, user: StoredUser, attributes?: string[]): JsonObject {
  const shown = defaultView(tenant, user);
  if (attributes === undefined) return shown;
  const all = { ...shown, ...groups(user), [schemas.passwordState]: passwordState(tenant, user) };
  const view: JsonObject = {};
  for (const path of [...always, ...attributes]) copyAt(all, view, pathNames(path) ?? []);
  return view;
}

/** The attributes of a query parameter `a,b` or of a search request `["a","b"]`; none asked for gives undefined. */
export function askedAttributes(value: unknown): string[] | undefined {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value.map(String) : [];
  const names = list.map((name) => name.trim()).filter((name) => name !== '');
  return names.length > 0 ? names : undefined;
}

/** What a filter sees of a user. */
export function filterValues({ id, attributes }: StoredUser): FilterValues {
  const { userName, emails, externalId, active } = attributes;
  return {
    id: [id],
    userName: [userName],
    'emails.value': emails.map(({ value }) => value),
    externalId: externalId === undefined ? [] : [externalId],
    active: [active],
  };
}

function defaultView(tenant: Tenant, user: StoredUser): JsonObject {
  const { attributes, id, ocid } = user;
  const written = attributes[schemas.userExtension];
  const extension = Object.fromEntries(
    Object.entries(isObject(written) ? written : {}).filter(([name]) => !neverReturned.includes(name)),
  );
  const { federated, delegated } = signsInElsewhere(user);
  return {
    ...structuredClone(attributes),
    schemas: [
      schemas.user,
      schemas.userState,
      schemas.userExtension,
      ...(attributes[schemas.enterprise] === undefined ? [] : [schemas.enterprise]),
    ],
    id,
    ocid,
    meta: {
      resourceType: 'User',
      created: tenant.date(user.created),
      lastModified: tenant.date(user.lastModified),
      version: user.version,
      location: `${tenant.url}/admin/v1/Users/${id}`,
    },
    [schemas.userExtension]: {
      ...extension,
      isFederatedUser: federated,
      ...(delegated && { delegatedAuthenticationTargetApp: { value: 'simulated', type: 'IdentitySource' } }),
    },
    [schemas.userState]: userState(tenant, user),
  };
}

function userState(tenant: Tenant, user: StoredUser): JsonObject {
  const { failed, lockedAt } = user.attempts;
  const on = isLocked(tenant, user);
  const byFailures = on && !user.locked && lockedAt !== undefined;
  // Oracle's reasons [D]: 0 is failed sign-ins, 1 an administrator.
  const reason = byFailures ? { reason: 0, lockDate: tenant.date(lockedAt) } : on ? { reason: 1 } : {};
  return { locked: { on, ...reason }, ...(failed > 0 && { loginAttempts: failed }) };
}

/** Groups have no resource here: their ids are made of their names. */
function groups({ groups: names }: StoredUser): JsonObject {
  if (names.length === 0) return {};
  const idOf = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 32);
  return { groups: names.map((display) => ({ value: idOf(display), display, type: 'direct' })) };
}

function passwordState(tenant: Tenant, user: StoredUser): JsonObject {
  const { passwords } = user;
  const { id, priority, settings } = tenant.policyOf(user);
  return {
    ...(passwords.setAt !== undefined && { lastSuccessfulSetDate: tenant.date(passwords.setAt) }),
    mustChange: passwords.mustChange,
    cantChange: false,
    expired: hasExpired(passwords, settings, tenant.now()),
    applicablePasswordPolicy: {
      value: id,
      $ref: policyUrl(tenant, id),
      ...(priority !== undefined && { display: id, priority }),
    },
  };
}

import { createHash } from 'node:crypto';
import type { Asked } from './asked';
import type { FilterValues } from './filter';
import { isObject, type JsonObject } from './json';
import { isLocked } from './lock-out';
import { policyUrl } from './password-policies';
import { hasExpired } from './passwords';
import { shown, type ResourceType } from './resource-type';
import { schemas } from './schemas';
import type { Tenant } from './tenant';
import { signsInElsewhere, type StoredUser } from './user-store';

/** Attributes of the user extension that Oracle marks returned: never [D]. */
const neverReturned = ['isAuthenticationDelegated', 'bypassNotification', 'userFlowControlledByExternalClient'];

/** When Oracle returns the attributes of a user [D], and by which of those that it marks searchable the simulator sorts. */
export const userType: ResourceType = {
  schema: schemas.user,
  always: [['id'], ['userName']],
  onRequest: [['groups'], [schemas.passwordState], [schemas.userState, 'loginAttempts']],
  withParent: [
    ['groups', 'value'],
    [schemas.passwordState, 'applicablePasswordPolicy', 'value'],
  ],
  sortable: [
    'userName',
    'id',
    'externalId',
    'displayName',
    'name.familyName',
    'name.givenName',
    'emails.value',
    'active',
    'meta.created',
    'meta.lastModified',
  ],
};

/** A user as Oracle shows it to a client who asked for this. */
export function userView(tenant: Tenant, user: StoredUser, asked: Asked | undefined): JsonObject {
  return shown(wholeUser(tenant, user), userType, asked);
}

/**
 * All that Oracle ever shows of a user. The password is no part of it, nor is isAuthenticationDelegated: that a user's sign-in
 * is delegated shows only in delegatedAuthenticationTargetApp [D].
 */
export function wholeUser(tenant: Tenant, user: StoredUser): JsonObject {
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
      location: userUrl(tenant, user),
    },
    [schemas.userExtension]: {
      ...extension,
      isFederatedUser: federated,
      ...(delegated && { delegatedAuthenticationTargetApp: { value: 'simulated', type: 'IdentitySource' } }),
    },
    [schemas.userState]: userState(tenant, user),
    [schemas.passwordState]: passwordState(tenant, user),
    ...groups(user),
  };
}

export function userUrl(tenant: Tenant, { id }: StoredUser): string {
  return `${tenant.url}/admin/v1/Users/${id}`;
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

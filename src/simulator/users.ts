import { scim, type Answer } from './answer';
import { askedInQuery, type Asked } from './asked';
import { bodyOf, type Call } from './call';
import { parseFilter, satisfies, userNameAskedFor } from './filter';
import { listAnswer, listRequestIn, type ListRequest } from './list';
import { lockChange } from './lock-out';
import { assertVersion } from './precondition';
import { schemas } from './schemas';
import { ScimError } from './scim-error';
import type { Tenant } from './tenant';
import { userFrom } from './user-input';
import { patched } from './user-patch';
import { personOf, signsInElsewhere, type StoredUser } from './user-store';
import { filterValues, userType, userUrl, userView, wholeUser } from './user-view';

/** GET /admin/v1/Users?filter&attributes&attributeSets&sortBy&sortOrder&startIndex&count: 200 ListResponse, 400 for a bad filter. */
export function searchByQuery(tenant: Tenant, call: Call): Answer {
  return search(tenant, call, listRequestIn(call));
}

/** POST /admin/v1/Users/.search: the same with the parameters in the body, so that names stay out of URLs [D]. */
export function searchByBody(tenant: Tenant, call: Call): Answer {
  return search(tenant, call, bodyOf(call, schemas.searchRequest));
}

/**
 * POST /admin/v1/Users: 201 with the user and its Location, 409 for a userName that is taken, 400 as userFrom says.
 * A password written here leaves mustChange true [O].
 */
export function createUser(tenant: Tenant, call: Call): Answer {
  const asked = askedInQuery(call);
  const body = bodyOf(call, schemas.user);
  if (typeof body.userName === 'string') call.concerns.userName = body.userName;
  const { attributes, password, locked = false } = userFrom(body);
  const user = tenant.users.add(attributes, locked, tenant.now());
  try {
    const created = password === undefined ? user : written(tenant, user, password);
    note(call, created);
    return answerWith(tenant, created, asked, 201, { Location: userUrl(tenant, created) });
  } catch (error) {
    tenant.users.remove(user);
    throw error;
  }
}

/** GET /admin/v1/Users/{id}: 200 with the user, 404. The id may be the OCID. */
export function readUser(tenant: Tenant, call: Call): Answer {
  return answerWith(tenant, concerned(tenant, call), askedInQuery(call), 200);
}

/**
 * PATCH /admin/v1/Users/{id}: 200 with the changed user, 412 when If-Match names another version. A password written here
 * leaves mustChange true [O].
 */
export function patchUser(tenant: Tenant, call: Call): Answer {
  const user = concerned(tenant, call);
  assertVersion(call, user.version);
  const asked = askedInQuery(call);
  const { attributes, password, locked } = patched(user.attributes, bodyOf(call, schemas.patchOp));
  if (password !== undefined) assertHasPassword(user);
  const passwords = password === undefined ? user.passwords : acceptedOnUser(tenant, { ...user, attributes }, password);
  const changed = tenant.users.change(user, { attributes, passwords, ...lockChange(locked) }, tenant.now());
  return answerWith(tenant, changed, asked, 200);
}

/** DELETE /admin/v1/Users/{id}: 204, 404, 412 as PATCH. */
export function deleteUser(tenant: Tenant, call: Call): Answer {
  const user = concerned(tenant, call);
  assertVersion(call, user.version);
  tenant.users.remove(user);
  return { status: 204, headers: {}, body: '' };
}

/** The user of the path, noted for the log. */
export function concerned(tenant: Tenant, call: Call): StoredUser {
  call.concerns.userId = call.id;
  const user = tenant.users.get(call.id);
  note(call, user);
  return user;
}

/** Federated and delegated users have no password here [D]; how Oracle words the refusal is not known [I]. */
export function assertHasPassword(user: StoredUser): void {
  const { federated, delegated } = signsInElsewhere(user);
  if (federated) throw new ScimError(400, 'The password of a federated user can not be set.');
  if (delegated) throw new ScimError(400, 'The password of a user with delegated authentication can not be set.');
}

/** A user that is not there is 200 with totalResults 0. */
function search(tenant: Tenant, call: Call, request: ListRequest): Answer {
  if (request.filter !== undefined && typeof request.filter !== 'string')
    throw new ScimError(400, 'The filter must be a string.');
  const filter = request.filter === undefined ? undefined : parseFilter(request.filter);
  const userName = filter && userNameAskedFor(filter);
  if (userName !== undefined) call.concerns.userName = userName;

  const candidates = userName === undefined ? tenant.users.all() : [tenant.users.named(userName) ?? []].flat();
  const found = candidates.filter((user) => !filter || satisfies(filter, filterValues(user)));
  if (found[0] && found.length === 1) note(call, found[0]);
  return listAnswer(request, found, userType, (user) => wholeUser(tenant, user));
}

function written(tenant: Tenant, user: StoredUser, password: string): StoredUser {
  assertHasPassword(user);
  return tenant.users.change(user, { passwords: acceptedOnUser(tenant, user, password) }, tenant.now());
}

function acceptedOnUser(tenant: Tenant, user: StoredUser, password: string) {
  const subject = { id: user.id, person: personOf(user), passwords: user.passwords };
  const { settings } = tenant.policyOf(user);
  return tenant.vault.accepted(subject, password, settings, { now: tenant.now(), mustChange: true });
}

/** The user as it was asked for, with an ETag that is its meta.version [D], bare as that is [I]. */
function answerWith(
  tenant: Tenant,
  user: StoredUser,
  asked: Asked | undefined,
  status: number,
  headers: Record<string, string> = {},
): Answer {
  return scim(status, userView(tenant, user, asked), { ETag: user.version, ...headers });
}

function note(call: Call, user: StoredUser): void {
  call.concerns.userId = user.id;
  call.concerns.userName = user.attributes.userName;
}

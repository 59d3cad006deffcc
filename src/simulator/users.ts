import { scim, type Answer } from './answer';
import { bodyOf, type Call } from './call';
import { parseFilter, satisfies, userNameAskedFor } from './filter';
import { schemas } from './schemas';
import { ScimError } from './scim-error';
import type { Tenant } from './tenant';
import { userFrom } from './user-input';
import { patched } from './user-patch';
import { personOf, signsInElsewhere, type StoredUser } from './user-store';
import { askedAttributes, filterValues, userView } from './user-view';

const defaultCount = 50;
const greatestCount = 1000;

/** GET /admin/v1/Users?filter&attributes&startIndex&count: 200 ListResponse, 400 for a bad filter. */
export function searchByQuery(tenant: Tenant, call: Call): Answer {
  const number = (name: string) => (call.query.has(name) ? Number(call.query.get(name) || NaN) : undefined);
  return search(tenant, call, {
    filter: call.query.get('filter') ?? undefined,
    attributes: call.query.get('attributes') ?? undefined,
    startIndex: number('startIndex'),
    count: number('count'),
  });
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
  const body = bodyOf(call, schemas.user);
  if (typeof body.userName === 'string') call.concerns.userName = body.userName;
  const { attributes, password } = userFrom(body);
  const user = tenant.users.add(attributes, false, tenant.now());
  try {
    return created(tenant, call, password === undefined ? user : written(tenant, user, password));
  } catch (error) {
    tenant.users.remove(user);
    throw error;
  }
}

/** GET /admin/v1/Users/{id}: 200 with the user, 404. The id may be the OCID. */
export function readUser(tenant: Tenant, call: Call): Answer {
  const user = concerned(tenant, call);
  return scim(200, userView(tenant, user, askedAttributes(call.query.get('attributes'))));
}

/** PATCH /admin/v1/Users/{id}: 200 with the changed user. A password written here leaves mustChange true [O]. */
export function patchUser(tenant: Tenant, call: Call): Answer {
  const user = concerned(tenant, call);
  const { attributes, password } = patched(user.attributes, bodyOf(call, schemas.patchOp));
  if (password !== undefined) assertHasPassword(user);
  const passwords = password === undefined ? user.passwords : acceptedOnUser(tenant, { ...user, attributes }, password);
  const changed = tenant.users.change(user, { attributes, passwords }, tenant.now());
  return scim(200, userView(tenant, changed, askedAttributes(call.query.get('attributes'))));
}

/** DELETE /admin/v1/Users/{id}: 204, 404. */
export function deleteUser(tenant: Tenant, call: Call): Answer {
  tenant.users.remove(concerned(tenant, call));
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

/**
 * A user that is not there is 200 with totalResults 0; itemsPerPage echoes the count that was asked for. Without a count it
 * is 50, above 1000 it is 1000 [D; to cap and not to refuse: I].
 */
function search(tenant: Tenant, call: Call, request: Record<string, unknown>): Answer {
  const startIndex = Math.max(1, wholeNumber(request, 'startIndex', 1));
  const itemsPerPage = Math.min(greatestCount, Math.max(0, wholeNumber(request, 'count', defaultCount)));
  if (request.filter !== undefined && typeof request.filter !== 'string')
    throw new ScimError(400, 'The filter must be a string.');
  const filter = request.filter === undefined ? undefined : parseFilter(request.filter);
  const userName = filter && userNameAskedFor(filter);
  if (userName !== undefined) call.concerns.userName = userName;

  const candidates = userName === undefined ? tenant.users.all() : [tenant.users.named(userName) ?? []].flat();
  const found = candidates.filter((user) => !filter || satisfies(filter, filterValues(user)));
  if (found[0] && found.length === 1) note(call, found[0]);
  const attributes = askedAttributes(request.attributes);
  return scim(200, {
    schemas: [schemas.listResponse],
    totalResults: found.length,
    Resources: found
      .slice(startIndex - 1, startIndex - 1 + itemsPerPage)
      .map((user) => userView(tenant, user, attributes)),
    startIndex,
    itemsPerPage,
  });
}

function wholeNumber(request: Record<string, unknown>, name: string, otherwise: number): number {
  const value = request[name] ?? otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new ScimError(400, `${name} must be an integer.`);
  return value;
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

function created(tenant: Tenant, call: Call, user: StoredUser): Answer {
  note(call, user);
  const answer = scim(201, userView(tenant, user, askedAttributes(call.query.get('attributes'))));
  return { ...answer, headers: { ...answer.headers, Location: `${tenant.url}/admin/v1/Users/${user.id}` } };
}

function note(call: Call, user: StoredUser): void {
  call.concerns.userId = user.id;
  call.concerns.userName = user.attributes.userName;
}

import { pathNames } from './attribute-path';
import { isObject, memberIgnoringCase, type JsonObject } from './json';
import { schemas } from './schemas';
import { ScimError, missingAttributes } from './scim-error';
import type { UserAttributes } from './user-store';

/** What a client wrote of a user. The password is kept apart, for it must never be stored or shown with the rest. */
export interface UserInput {
  attributes: UserAttributes;
  password: string | undefined;
  /** Whether the user shall be locked; undefined where nothing was written of it. */
  locked: boolean | undefined;
}

/** What Oracle alone sets; a create that names them is not refused, it is not heard [D]. */
const readOnly: string[] = ['id', 'ocid', 'meta', 'schemas', 'groups', schemas.passwordState];
/** What a client may write of the state of a user [D]; reason and date of a lock are the simulator's own. */
const writableState = ['locked', 'locked.on'];

/** Whether a client may not write what stands at this path. */
export function isReadOnly([first = '', ...rest]: string[]): boolean {
  if (first === schemas.userState) return !writableState.includes(rest.join('.').toLowerCase());
  return readOnly.includes(first);
}

/**
 * A user from the body of a create, or as a PATCH would leave it. 400 missingReqAttributes without userName or
 * name.familyName; 400 primaryEmailNotSpecified without a primary email [D]; a plain 400 for a value of a wrong type.
 */
export function userFrom(resource: JsonObject): UserInput {
  const { password, ...written } = withUsualNames(resource);
  const { userName, name, emails, active = true, externalId } = written;

  const { familyName, givenName } = isObject(name) ? name : {};
  const missing = [...(isText(userName) ? [] : ['userName']), ...(isText(familyName) ? [] : ['name.familyName'])];
  if (missing.length > 0) throw missingAttributes(...missing);
  assertString('name.givenName', givenName);
  assertString('externalId', externalId);
  assertString('password', password);
  if (typeof active !== 'boolean') throw new ScimError(400, 'active must be a boolean.');
  if (emails !== undefined && !(Array.isArray(emails) && emails.every(isEmail)))
    throw new ScimError(400, 'emails must be a list of objects with a value.');
  if (!emails?.some((email: JsonObject) => email.primary === true))
    throw new ScimError(400, 'The primary email must be specified.', {
      messageId: 'error.identity.user.primaryEmailNotSpecified',
    });
  return { attributes: { ...written, active } as unknown as UserAttributes, password, locked: lockedIn(resource) };
}

/** Only what can be written, under the names that SCIM gives it, whatever their case was. */
function withUsualNames(resource: JsonObject): JsonObject {
  const written: JsonObject = {};
  for (const [key, value] of Object.entries(resource)) {
    const [name, ...rest] = pathNames(key) ?? [];
    if (name !== undefined && rest.length === 0 && !isReadOnly([name])) written[name] = value;
  }
  return written;
}

function lockedIn(resource: JsonObject): boolean | undefined {
  const locked = memberOf(memberOf(resource, schemas.userState), 'locked');
  if (locked === undefined) return undefined;
  const on = memberOf(locked, 'on');
  if (typeof on !== 'boolean') throw new ScimError(400, 'locked must be an object, and its on a boolean.');
  return on;
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[memberIgnoringCase(value, name) ?? ''] : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isEmail(value: unknown): boolean {
  return isObject(value) && isText(value.value);
}

function assertString(name: string, value: unknown): asserts value is string | undefined {
  if (value !== undefined && typeof value !== 'string') throw new ScimError(400, `${name} must be a string.`);
}

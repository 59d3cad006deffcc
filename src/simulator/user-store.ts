import { isObject, type JsonObject } from './json';
import { noPassword, type PasswordRecord } from './passwords';
import type { Person } from './policy-rules';
import type { Random } from './random';
import { schemas } from './schemas';
import { ScimError, notFound } from './scim-error';

/** What a client may write on a user, checked: required attributes are there, all else is as it came. */
export interface UserAttributes extends JsonObject {
  userName: string;
  name: JsonObject & { familyName: string; givenName?: string };
  emails: (JsonObject & { value: string; primary?: boolean })[];
  active: boolean;
  externalId?: string;
}

export interface StoredUser {
  /** 32 hexadecimal digits [D]. */
  id: string;
  ocid: string;
  attributes: UserAttributes;
  /** Locked by an administrator, without an end. */
  locked: boolean;
  attempts: Attempts;
  /** Names of the groups, which only a seed can give. */
  groups: string[];
  passwords: PasswordRecord;
  created: number;
  lastModified: number;
  version: string;
}

/** Failed sign-ins since the last good one, and when they became too many. */
export interface Attempts {
  failed: number;
  lockedAt?: number;
}

/** The users, found by id, OCID or userName. */
export class UserStore {
  private byId = new Map<string, StoredUser>();
  private idByName = new Map<string, string>();

  constructor(private readonly random: Random) {}

  /** Adds a user without a password; 409 when the userName is taken, in whatever case [D]. */
  add(attributes: UserAttributes, locked: boolean, now: number, groups: string[] = []): StoredUser {
    this.assertFree(attributes.userName);
    const user: StoredUser = {
      id: this.hex(16),
      ocid: `ocid1.user.oc1..${this.hex(30)}`,
      attributes,
      locked,
      attempts: { failed: 0 },
      groups,
      passwords: noPassword(),
      created: now,
      lastModified: now,
      version: this.hex(16),
    };
    this.keep(user);
    return user;
  }

  /** The user with this id or OCID, else 404 [I]. */
  get(id: string): StoredUser {
    const user = this.find(id);
    if (!user) throw notFound('User', id);
    return user;
  }

  find(id: string): StoredUser | undefined {
    return this.byId.get(id.toLowerCase()) ?? this.all().find(({ ocid }) => ocid === id);
  }

  named(userName: string): StoredUser | undefined {
    return this.byId.get(this.idByName.get(userName.toLowerCase()) ?? '');
  }

  /** Puts what changed in the place of what was, all or nothing; 409 when a new userName is taken. */
  change(user: StoredUser, changes: Partial<Omit<StoredUser, 'id' | 'ocid'>>, now: number): StoredUser {
    const changed: StoredUser = { ...user, ...changes, lastModified: now, version: this.hex(16) };
    const [before, after] = [user.attributes.userName, changed.attributes.userName];
    if (before.toLowerCase() !== after.toLowerCase()) this.assertFree(after);
    this.idByName.delete(before.toLowerCase());
    this.keep(changed);
    return changed;
  }

  /** Notes sign-ins, which are no change of the user. */
  attempted(user: StoredUser, attempts: Attempts): void {
    this.keep({ ...user, attempts });
  }

  remove(user: StoredUser): void {
    this.byId.delete(user.id);
    this.idByName.delete(user.attributes.userName.toLowerCase());
  }

  all(): StoredUser[] {
    return [...this.byId.values()];
  }

  clear(): void {
    this.byId.clear();
    this.idByName.clear();
  }

  private hex(bytes: number): string {
    return this.random.bytes(bytes).toString('hex');
  }

  private keep(user: StoredUser): void {
    this.byId.set(user.id, user);
    this.idByName.set(user.attributes.userName.toLowerCase(), user.id);
  }

  private assertFree(userName: string): void {
    if (this.named(userName)) throw new ScimError(409, `A user with the userName ${userName} exists already.`);
  }
}

/** Whose password it is, for the policy. */
export function personOf({ attributes }: StoredUser): Person {
  const { userName, name } = attributes;
  return { userName, givenName: name.givenName, familyName: name.familyName, attributes };
}

/** Whether the user signs in elsewhere, by federation or by delegation to a directory. */
export function signsInElsewhere({ attributes }: StoredUser): { federated: boolean; delegated: boolean } {
  const extension = attributes[schemas.userExtension];
  const says = (name: string) => isObject(extension) && extension[name] === true;
  return { federated: says('isFederatedUser'), delegated: says('isAuthenticationDelegated') };
}

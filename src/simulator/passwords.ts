import { createHmac, randomBytes } from 'node:crypto';
import { policyViolation, type PolicySettings } from './policy';
import { brokenRules, type Person } from './policy-rules';
import { ScimError } from './scim-error';

/** What is kept of a user's passwords: digests, newest first, and what passwordState says. Never a clear text. */
export interface PasswordRecord {
  digests: string[];
  mustChange: boolean;
  /** Epoch milliseconds, undefined while there is no password. */
  setAt: number | undefined;
  /** How often a password was set through Oracle's API; seeding does not count. */
  setCount: number;
}

export function noPassword(): PasswordRecord {
  return { digests: [], mustChange: false, setAt: undefined, setCount: 0 };
}

/** What Oracle may read as an already hashed value: a password scheme in braces at the beginning [I]. */
const hashed = /^\{(S?SHA|S?MD5|PBKDF2|BCRYPT|SCRYPT|CRYPT|ARGON2)/i;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Keeps passwords as SHA-256 under a random key of this process: fast, for nothing here needs protection against somebody
 * who holds the process, and no dump of the state shows a clear text.
 */
export class PasswordVault {
  private readonly key = randomBytes(32);

  /** The record with a new current password, unchecked. */
  seeded(userId: string, record: PasswordRecord, password: string, now: number): PasswordRecord {
    return { ...record, digests: [this.digest(userId, password), ...record.digests], setAt: now, mustChange: false };
  }

  /**
   * The record after Oracle accepted a password; throws the ScimError of its refusal. `mustChange` is false when it came
   * through UserPasswordChanger, true when it was written on the User [O]. lastSuccessfulSetDate moves both times [I].
   */
  accepted(
    user: { id: string; person: Person; passwords: PasswordRecord },
    password: string,
    policy: PolicySettings,
    set: { now: number; mustChange: boolean },
  ): PasswordRecord {
    assertNoHash(password);
    const broken = brokenRules(password, user.person, policy);
    if (isTooYoung(user.passwords, policy, set.now)) broken.push('minPasswordAge');
    if (this.inHistory(user.id, user.passwords, password, policy)) broken.push('numPasswordsInHistory');
    if (broken.length > 0) throw policyViolation(broken);
    const record = this.seeded(user.id, user.passwords, password, set.now);
    return { ...record, mustChange: set.mustChange, setCount: record.setCount + 1 };
  }

  matches(userId: string, record: PasswordRecord, password: string): boolean {
    return record.digests[0] === this.digest(userId, password);
  }

  /**
   * History holds the last numPasswordsInHistory passwords, the current one among them; the current one counts even when
   * that number is 0. Replaying a password is refused [O]; whether Oracle counts the current one is inference [I].
   */
  private inHistory(userId: string, record: PasswordRecord, password: string, policy: PolicySettings): boolean {
    const remembered = record.digests.slice(0, Math.max(1, policy.numPasswordsInHistory));
    return remembered.includes(this.digest(userId, password));
  }

  private digest(userId: string, password: string): string {
    return createHmac('sha256', this.key).update(`${userId}\0${password}`).digest('base64');
  }
}

/** 400 invalidHash for a clear text that looks like a hash [I]. */
export function assertNoHash(password: string): void {
  if (!hashed.test(password)) return;
  throw new ScimError(400, 'The password is not a valid hash.', { messageId: 'error.common.validation.invalidHash' });
}

/** Whether the password is older than the policy lets it grow. */
export function hasExpired({ setAt }: PasswordRecord, { passwordExpiresAfter }: PolicySettings, now: number): boolean {
  return passwordExpiresAfter > 0 && setAt !== undefined && now >= setAt + passwordExpiresAfter * dayMs;
}

/** Whether the current password may not be replaced yet; that this holds for administrators too is inference [I]. */
function isTooYoung({ setAt }: PasswordRecord, { minPasswordAge }: PolicySettings, now: number): boolean {
  return setAt !== undefined && now < setAt + minPasswordAge * dayMs;
}

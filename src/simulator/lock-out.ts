import type { Tenant } from './tenant';
import type { StoredUser } from './user-store';

/** Whether the user is locked: by an administrator, or for a time by too many failed sign-ins [D]. */
export function isLocked(tenant: Tenant, user: StoredUser): boolean {
  return user.locked || isLockedOut(tenant, user);
}

/** What locking (true) or unlocking (false) changes of a user: to unlock ends a lock-out too, and its failures are forgotten. */
export function lockChange(locked: boolean | undefined): Partial<Pick<StoredUser, 'locked' | 'attempts'>> {
  if (locked === undefined) return {};
  return locked ? { locked } : { locked, attempts: { failed: 0 } };
}

/**
 * Notes a sign-in. A good one makes the failed ones forgotten; the maxIncorrectAttempts-th failed one locks the user for
 * lockoutDuration minutes [D], without an end when that is 0 [I].
 */
export function noteSignIn(tenant: Tenant, user: StoredUser, isGood: boolean): void {
  const { maxIncorrectAttempts } = tenant.policyOf(user).settings;
  const isStale = user.attempts.lockedAt !== undefined && !isLockedOut(tenant, user);
  const before = isStale ? { failed: 0 } : user.attempts;
  if (before.lockedAt !== undefined) return;
  const failed = isGood ? 0 : before.failed + 1;
  const isTooMany = maxIncorrectAttempts > 0 && failed >= maxIncorrectAttempts;
  tenant.users.attempted(user, { failed, ...(isTooMany && { lockedAt: tenant.now() }) });
}

function isLockedOut(tenant: Tenant, user: StoredUser): boolean {
  const { lockedAt } = user.attempts;
  if (lockedAt === undefined) return false;
  const { lockoutDuration } = tenant.policyOf(user).settings;
  return lockoutDuration === 0 || tenant.now() < lockedAt + lockoutDuration * 60_000;
}

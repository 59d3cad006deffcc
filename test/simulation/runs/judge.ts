/** The promises, asked of a world that has come to rest. */
import { recordId } from '../../../scripts-ts/sync/ids';
import { type Parked, UNKNOWN } from '../../../scripts-ts/sync/record';
import { refOf } from '../world/hooks';
import { nameOf } from '../world/passwords';
import type { World } from '../world/world';

/** More sends than that for one commit are a loop: five attempts, their quick retries, and a few looks. */
const SENDS_PER_CHANGE = 40;

/** Nothing lost, nothing wrong, and no alarm without a cause. */
export function judge(world: World): void {
  const { ledger, oracle, outbox, users, stats, settings } = world;
  oracle.actUntil(world.time);
  for (const [id, { value }] of outbox.rows) {
    if (
      value.state === 'pending' ||
      value.state === 'delivering' ||
      value.state === 'unbound' ||
      value.state === 'unreadable'
    ) {
      world.violate('everything comes to rest', `${id} is still ${value.state}`);
    }
  }
  for (const [user, { value }] of users.repository.rows) {
    const stored = value.password?.clear ?? null;
    if (stored === null) continue;
    const record = outbox.read(recordId(settings.target, refOf(user)))?.value;
    const isParked = record !== undefined && record.state === 'parked';
    const held = oracle.accounts.get(value.userName)?.password ?? null;
    if (held === stored) {
      if (isParked) falseAlarm(world, user, record, stored);
    } else if (!isParked && !isOver(world, user) && !isDamaged(world)) {
      if (ledger.unnoted.has(user)) stats.unnoted++;
      else {
        world.violate(
          'nothing lost',
          `${user} has ${nameOf(stored)} in IDM and ${held === null ? 'none' : nameOf(held)} at Oracle, and nobody is told`,
        );
      }
    }
    if ((ledger.sendsOf.get(user) ?? 0) > SENDS_PER_CHANGE * (1 + (ledger.commits.get(user) ?? 0))) {
      world.violate('sends are bounded', `${ledger.sendsOf.get(user)} sends for ${user}`);
    }
  }
  if (world.failed !== null) throw world.failed;
}

/** The damaged intent of a create: parked for everybody to see, and nobody can tell whose it is. */
function isDamaged({ outbox }: World): boolean {
  return [...outbox.rows.values()].some(({ value }) => value.state === 'parked' && value.user.object === 'new');
}

/** Told to the operator when its time to live was over. */
function isOver(world: World, user: string): boolean {
  return world.ledger.lastOutcome.get(user)?.kind === 'expired';
}

/**
 * Allowed where nobody can tell: a first refusal by Oracle's history, when nothing was known of what Oracle holds, and whatever
 * follows an answer that never came.
 */
function falseAlarm(world: World, user: string, { failure, held, salt }: Parked, stored: string): void {
  const { ledger, settings, stats } = world;
  stats.falseAlarms++;
  if (failure.class === 'rejected' && (held === undefined || held.password === UNKNOWN)) return;
  // What Oracle is known to hold was put back past all hooks: an older hash of it, which only its own copy could tell, or the password
  // before one that was refused. Nobody looks at a parked record for it.
  if (held !== undefined && held.password === world.keys.fingerprint(salt, stored)) return;
  // Asked about a mark, Oracle could not tell what it holds; and of a hash nobody can send it again.
  if (failure.class === 'unavailable' && held === undefined) return;
  // Where IDM keeps hashes, the late post hook of a delete has the record of whoever came again under that id forget all it knew.
  if (failure.class === 'unavailable' && ledger.deletes > 0) return;
  const excuses =
    ledger.ambiguous +
    ledger.leaseLosses +
    ledger.keysLost +
    ledger.damaged +
    ledger.hashingSwitched +
    ledger.residues +
    ledger.unnotedEver;
  if (excuses > 0 || settings.mode === 'strict') return;
  const told = `${failure.class}: ${failure.reason}`;
  world.violate('no false alarm', `${user} is parked (${told}), and Oracle holds what IDM stores`);
}

/** What was delivered is removed in the end, and what was in step has stayed so. */
export function judgeAfterRetention(world: World): void {
  const { outbox } = world;
  for (const [id, { value }] of outbox.rows) {
    world.violate('everything comes to rest', `${id} is never removed: it is ${value.state}`);
  }
  if (world.failed !== null) throw world.failed;
}

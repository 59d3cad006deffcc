/** The times and bounds that the protocol keeps, all of them from the environment file. Seconds, unless named else. */
export interface SyncSettings {
  /** Names the target in the ids of records. */
  target: string;
  mode: Mode;
  /** Whether the password that a hook saw may be sent without decrypting the stored one. */
  fastPath: boolean;
  /** Pauses between the quick retries of a change's first delivery. */
  quickRetrySeconds: number[];
  /** Failed attempts after which a record is parked. */
  maxAttempts: number;
  /** Pause after the first failed attempt; each further one is four times as long, up to `maxBackoffSeconds`. */
  backoffSeconds: number;
  maxBackoffSeconds: number;
  /** Longer than any request to IDM lives: an intent that is older and not in the store was never committed. */
  graceSeconds: number;
  /** The longest that one request to Oracle takes; setting a password may take several. */
  deadlineSeconds: number;
  /** The longest that a user waits for Oracle, in the modes that make him wait. */
  inlineSeconds: number;
  /** How long Oracle may still act on a request that was given up. */
  quietSeconds: number;
  /** Entries that the drain takes up at a time. */
  drainPageSize: number;
  timeToLiveDays: number;
  keepDeliveredHours: number;
}

/**
 * - `background`: the change is answered, then delivered.
 * - `inline`: delivered within the request, under a deadline; the change never fails by it.
 * - `strict`: Oracle first; its refusal or its absence rejects the change.
 */
export type Mode = 'background' | 'inline' | 'strict';

/** How far the clocks of two IDM nodes may be apart. */
export const CLOCK_SKEW_SECONDS = 30;

/**
 * A request is sent only while the lease outlasts its deadline, the time in which Oracle may still act on it, and the skew
 * between the nodes' clocks: whoever takes over finds it done.
 */
export function leaseReserveSeconds(settings: SyncSettings): number {
  return settings.deadlineSeconds + settings.quietSeconds + CLOCK_SKEW_SECONDS;
}

/** Leaves the time of one request for what comes before a send. A lease is renewed before a longer pause. */
export function leaseSeconds(settings: SyncSettings): number {
  return leaseReserveSeconds(settings) + settings.deadlineSeconds;
}

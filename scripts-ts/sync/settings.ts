/** The times and bounds that the protocol keeps, all of them from the environment file. Seconds, unless named else. */
export interface DeliverySettings {
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
  /** Entries that the drain takes up at a time. */
  drainPageSize: number;
  timeToLiveDays: number;
  keepDeliveredHours: number;
}

/** How far the clocks of two IDM nodes may be apart. */
const CLOCK_SKEW_SECONDS = 30;

/** A request is sent only while the lease outlasts its deadline and the skew between the nodes' clocks. */
export function leaseReserveSeconds(settings: DeliverySettings): number {
  return settings.deadlineSeconds + CLOCK_SKEW_SECONDS;
}

/** Leaves the time of one request for what comes before a send. A lease is renewed before a longer pause. */
export function leaseSeconds(settings: DeliverySettings): number {
  return leaseReserveSeconds(settings) + settings.deadlineSeconds;
}

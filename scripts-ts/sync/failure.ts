/**
 * What can go wrong with a delivery, in classes that say what to do about it.
 *
 * - `transient`: Oracle is out of reach or in trouble; the password was not set. Quick retries, then back-off.
 * - `throttled`: Oracle asks to slow down (429). All deliveries pause; costs no attempt.
 * - `configuration`: Oracle refuses us, whoever the user is (credentials, role, certificate). The breaker opens; costs no attempt.
 *   It does cost one where it may concern this user only.
 * - `rejected`: Oracle refuses this password. Trying again can't help: parked.
 * - `unknownUser`: Oracle has no such user and provisioning is off: parked.
 * - `notApplicable`: the user has no password at Oracle (federated, delegated): closed.
 * - `ambiguous`: the request went out and no answer came; Oracle may have set the password. Asked before sending again.
 * - `unavailable`: IDM keeps a hash of this password and no copy of it is left: nobody can send it. Parked.
 * - `unreadable`: the outbox entry itself can't be understood: parked as it is.
 */
export type FailureClass =
  | 'transient'
  | 'throttled'
  | 'configuration'
  | 'rejected'
  | 'unknownUser'
  | 'notApplicable'
  | 'ambiguous'
  | 'unavailable'
  | 'unreadable';

/** One failure, in words for the operator; never holds a password or a secret. */
export interface Failure {
  class: FailureClass;
  /** What happened, in Oracle's own words where it gave any. */
  reason: string;
  /** The HTTP status, where there was an answer. */
  status?: number;
  /** Oracle's `opc-request-id`, for a service request. */
  requestId?: string;
  /** Of `configuration`: it may concern this user only. The breaker opens when another user meets the like. */
  personal?: true;
  /** Of `throttled`: when it is worth another try, where that is known. */
  freeAfterSeconds?: number;
}

/** What a port or a protocol function throws: IDM turns it into the answer of that status. */
export interface Thrown {
  code: number;
  message: string;
  detail?: object;
}

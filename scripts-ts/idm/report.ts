/** Tells an outcome three times: to the metrics, to the log, and to the audit trail. Never a password in any of them. */
import type { Failure } from '../sync/failure';
import type { Outcome } from '../sync/ports';
import { nonce } from './nonce';
import { countEscalation, countSync, observeDuration } from './metrics';
import { idm, log } from './openidm';
import type { Settings } from './settings-file';
import { describe } from './trouble';

export function reporter({ target, audit: { topic } }: Settings): (outcome: Outcome) => void {
  return (outcome) => {
    const { object, id } = outcome.ref;
    const user = `managed/${object}/${id}`;
    const line = `idcs-password-sync: ${user}: ${wordsOf(outcome)}`;
    switch (outcome.kind) {
      case 'delivered':
        countSync('success');
        observeDuration(outcome.seconds);
        log().info(line);
        break;
      case 'escalated':
        // What becomes of it (a mail to the user, to an operator) hangs on here.
        countEscalation();
        log().error(line);
        break;
      case 'failed':
      case 'parked':
      case 'expired':
        countSync('failure');
        log().warn(line);
        break;
    }
    audit(topic, target, user, outcome);
  };
}

function wordsOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'delivered':
      return `delivered after ${outcome.seconds} s${outcome.provisioned ? ', the user was created' : ''}`;
    case 'failed':
      return `not delivered, attempt ${outcome.attempts}: ${failureWords(outcome.failure)}`;
    case 'parked':
      return `parked: ${failureWords(outcome.failure)}`;
    case 'escalated':
      return `the last attempt is spent, somebody has to look: ${failureWords(outcome.failure)}`;
    case 'expired':
      return `closed without a delivery: ${outcome.reason}`;
  }
}

function failureWords(failure: Failure): string {
  const request = failure.requestId === undefined ? '' : `, Oracle's request ${failure.requestId}`;
  return `${failure.class}: ${failure.reason}${request}`;
}

/** IDM demands a timestamp and a transaction id; on a thread of ours there is no request to take one from. */
function audit(topic: string, target: string, user: string, outcome: Outcome): void {
  try {
    idm().create(`audit/${topic}`, null, {
      transactionId: `idcs-password-sync-${nonce()}`,
      timestamp: new Date().toISOString(),
      eventName: 'idcs-password-sync',
      userId: 'idcs-password-sync',
      runAs: 'idcs-password-sync',
      objectId: user,
      operation: 'SYNC',
      status: outcome.kind === 'delivered' ? 'SUCCESS' : 'FAILURE',
      message: `${target}: ${wordsOf(outcome)}`,
      passwordChanged: outcome.kind === 'delivered',
    });
  } catch (caught) {
    log().error(`idcs-password-sync: ${user}: no audit event could be written: ${describe(caught)}`);
  }
}

/** Oracle as the protocol's target: finds the user, creates it where it is missing, sets the password. */
import type { Sending, Target } from '../sync/ports';
import { authorised } from './call';
import { isUnanswered } from './classify';
import { between } from './clock';
import { failed, failure, findOrCreate, type FindPorts, type FindSettings, objectOf } from './find';
import { lastSetOf } from './last-set';
import { objectionTo, passwordRequest, type PasswordRequest } from './password';
import type { Limits } from './tiers';
import { timely, type TimelyPorts } from './timely';

export interface OracleSettings extends FindSettings {
  passwordRequest: PasswordRequest;
  /** What this node may send. */
  limits: Limits;
}

/** What an IDM or a command brings; how long a request may wait is a matter of each delivery. */
export type OraclePorts = Omit<FindPorts, 'patience'> & TimelyPorts;

export function oracleTarget(everPorts: OraclePorts, settings: OracleSettings): Target {
  return {
    setPassword(ref, account, password, window): Sending {
      const objection = objectionTo(password);
      if (objection !== null) return failed('rejected', objection);
      const ports = timely(everPorts, settings.limits, window);
      const user = findOrCreate(ports, settings, ref, account);
      if (user.kind === 'failed') return user;
      const { method, path, body } = passwordRequest(settings.passwordRequest, user.id, password);
      const called = authorised(ports, settings, method, path, body);
      // A page that a proxy shows with 200 is no success; Oracle is then asked what it holds.
      if (called.kind === 'answer' && (called.status === 204 || objectOf(called, 200) !== null)) {
        const { requestId } = called;
        const set = between(ports.clock.read(), ports.lastSentAt(), ports.now().getTime());
        return {
          kind: 'delivered',
          provisioned: user.from === 'create',
          ...(requestId !== null && { requestId }),
          ...(set !== null && { set }),
        };
      }
      const refused = failure('password', called, password);
      if (refused.failure.class !== 'unknownUser') {
        return called.kind !== 'noToken' && isUnanswered(called) ? { ...refused, unanswered: true } : refused;
      }
      // Removed at Oracle since the id was cached: the next try looks it up anew.
      ports.ids.drop(ref);
      return { kind: 'failed', failure: { ...refused.failure, class: 'transient' } };
    },

    lastSet(ref, account, window) {
      const ports = timely(everPorts, settings.limits, window);
      return lastSetOf(ports, settings, ref, account);
    },
  };
}

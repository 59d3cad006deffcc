/**
 * `endpoint/idcsPasswordSync`: queue and counters as JSON, the same as Prometheus text, and a drain on demand.
 *
 * - `GET ?_fields=text&_mimeType=text/plain`: Prometheus text.
 * - `GET`: `{version, environment, target, queue: {size, parked}, counters: {success, failure, hookFailures}, oracle: {gate, rate}}`.
 * - `POST ?_action=drain`: looks at every record that waits or is parked, due or not; answers `{looked, broken, seconds}`.
 * - `POST ?_action=health`: what `pwsync doctor --url` asks, see `Health`. It takes half a second of a processor.
 */
import { drainNow } from '../idm/drain';
import { health } from '../idm/health';
import { counters, prometheusText } from '../idm/metrics';
import { oracleState } from '../idm/oracle-state';
import { repositoryOutbox } from '../idm/outbox';
import { readSettings } from '../idm/settings';

declare const request: { method: unknown; action?: unknown };

export function run(): object {
  const settings = readSettings();
  const action = String(request.action);
  switch (String(request.method)) {
    case 'read': {
      const outbox = repositoryOutbox(settings.outbox.path);
      const queue = {
        size: outbox.inState(['pending', 'delivering']).length,
        parked: outbox.inState(['parked']).length,
      };
      const { version, environment, target } = settings;
      const oracle = oracleState(settings.idcs);
      return {
        version,
        environment,
        target,
        queue,
        counters: counters(),
        oracle,
        text: prometheusText(target, queue, oracle),
      };
    }
    case 'action':
      if (action === 'drain') return drainNow(settings, 'undelivered');
      if (action === 'health') return health(settings);
      throw { code: 400, message: `The action '${action}' is not known: use drain or health` };
    default:
      throw { code: 405, message: 'Use GET, or POST with _action=drain or _action=health' };
  }
}

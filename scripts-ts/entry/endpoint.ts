/**
 * `endpoint/idcsPasswordSync`: queue and counters as JSON, the same as Prometheus text, and a drain on demand.
 *
 * - `GET ?_fields=text&_mimeType=text/plain`: Prometheus text.
 * - `GET`: `{version, environment, target, queue: {size}, counters: {success, failure, hookFailures}}`.
 * - `POST ?_action=drain`: delivers every record that waits, due or not; answers `{looked, broken, seconds}`.
 */
import { drainNow } from '../idm/drain';
import { counters, prometheusText } from '../idm/metrics';
import { repositoryOutbox } from '../idm/outbox';
import { readSettings } from '../idm/settings';

declare const request: { method: unknown; action?: unknown };

export function run(): object {
  const settings = readSettings();
  const action = String(request.action);
  switch (String(request.method)) {
    case 'read': {
      const size = repositoryOutbox(settings.outbox.path).pending().length;
      const { version, environment, target } = settings;
      return {
        version,
        environment,
        target,
        queue: { size },
        counters: counters(),
        text: prometheusText(target, size),
      };
    }
    case 'action':
      if (action === 'drain') return drainNow(settings, 'pending');
      throw { code: 400, message: `The action '${action}' is not known: use drain` };
    default:
      throw { code: 405, message: 'Use GET, or POST with _action=drain' };
  }
}

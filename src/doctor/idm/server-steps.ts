import type { Health } from '../../../scripts-ts/idm/health';
import { KnownFailure } from '../../environment/problem';
import type { IdmClient } from '../../idm/rest/client';
import { cameOverRest, found, type CheckUp, type CheckUpStep } from './check-up';
import { judged } from './failures';
import { compareDeployed } from './deployed-step';
import {
  judgeClocks,
  judgeDelivery,
  judgeIds,
  judgeKeystore,
  judgeQueue,
  judgeReferences,
  judgeSchedule,
  judgeTls,
  judgeVersion,
} from './health-judges';
import { failed, passed, warning, type Outcome } from '../step';

const endpoint = 'endpoint/idcsPasswordSync';

/** What only a running server can tell. Its own state is asked last, by one request that all that follows is read from. */
export const serverSteps: readonly CheckUpStep[] = [
  { id: 'server', title: 'IDM answers', needs: [], run: judged(reach) },
  { id: 'deployed', title: 'Configuration as deployed', needs: ['server'], run: judged(compareDeployed) },
  { id: 'endpoint', title: 'Endpoint answers', needs: ['server'], run: judged(readEndpoint) },
  { id: 'access', title: 'Endpoint refuses others', needs: ['endpoint'], run: judged(tryAccess) },
  { id: 'metrics', title: 'Metrics', needs: ['endpoint'], run: judged(readMetrics) },
  { id: 'health', title: 'Its own check-up', needs: ['endpoint'], run: judged(askHealth) },
  of('version', 'Version that runs', (health, checkUp) =>
    judgeVersion(health, checkUp.settings, checkUp.order.bundle?.manifest),
  ),
  of('delivery', 'Way of delivery', judgeDelivery),
  of('secrets', 'Properties and secrets', judgeReferences),
  of('server-tls', 'Trust and keys as IDM reads them', judgeTls),
  of('unique-ids', 'One record of one id', (health, checkUp) => judgeIds(health, cameOverRest(checkUp))),
  of('schedule', 'Schedule runs', judgeSchedule),
  of('keystore', 'Cost of the keystore', judgeKeystore),
  of('clocks', 'Clocks', (health, checkUp) => judgeClocks(health, found(checkUp, 'asked'))),
  of('queue', 'Queue and breaker', judgeQueue),
];

function of(id: string, title: string, judge: (health: Health, checkUp: CheckUp) => Outcome): CheckUpStep {
  return { id, title, needs: ['health'], run: (checkUp) => judge(found(checkUp, 'health'), checkUp) };
}

function clientOf({ order }: CheckUp): IdmClient {
  return order.server!.client;
}

async function reach(checkUp: CheckUp): Promise<Outcome> {
  const client = clientOf(checkUp);
  const state = await client.ping();
  const [caution] = checkUp.order.server!.warnings;
  if (state === 'ACTIVE_READY' && caution) return warning(`${client.base}: ${caution.what}`, caution.mend);
  if (state === 'ACTIVE_READY') return passed(client.base);
  return warning(
    `${client.base} says ${state}`,
    "Wait until it is ready; if it stays so, see IDM's logs/openidm0.log.0.",
  );
}

async function readEndpoint(checkUp: CheckUp): Promise<Outcome> {
  const client = clientOf(checkUp);
  const { status, body } = await client.request({ method: 'GET', path: `${endpoint}?_fields=version,environment` });
  if (status === 404) {
    const mend =
      'Deploy the bundle; conf/endpoint-idcsPasswordSync.json is what makes it. IDM takes up a new one within some seconds.';
    return failed(`IDM knows no ${endpoint}`, mend);
  }
  const { version, environment } = client.expected({ status, body }, `GET ${endpoint}`) as Record<string, unknown>;
  if (typeof version !== 'string') {
    return failed(
      `${endpoint} gives another answer than ours`,
      'Deploy the bundle anew: another endpoint has this name.',
    );
  }
  return passed(`environment ${String(environment)}, version ${version}`);
}

/** Whom everybody can be: nobody, and the user that IDM has for self-registration, whose password is known. */
const strangers: readonly { readonly who: string; readonly headers: Readonly<Record<string, string>> }[] = [
  { who: 'without credentials', headers: {} },
  { who: 'as anonymous', headers: { 'x-openidm-username': 'anonymous', 'x-openidm-password': 'anonymous' } },
];

async function tryAccess(checkUp: CheckUp): Promise<Outcome> {
  const answered: string[] = [];
  for (const { who, headers } of strangers) {
    const { status } = await checkUp.order.server!.http.get(endpoint, {
      ...headers,
      'x-openidm-nosession': 'true',
    });
    if (status !== 401 && status !== 403) answered.push(`${who} (HTTP ${status})`);
  }
  if (answered.length === 0) return passed(`${strangers.map(({ who }) => who).join(' and ')}: refused`);
  const mend =
    'Admit only openidm-admin, and the roles of your monitoring, to endpoint/idcsPasswordSync in script/access.js (or conf/access.json).';
  return failed(`it answers ${answered.join(' and ')}`, mend);
}

async function readMetrics(checkUp: CheckUp): Promise<Outcome> {
  const { status, text } = await checkUp.order.server!.http.get(`${endpoint}?_fields=text&_mimeType=text/plain`);
  const names = new Set(text.match(/^idm_password_sync_\w+/gm) ?? []);
  if (status === 200 && names.has('idm_password_sync_total')) return passed(`${names.size} of Prometheus's names`);
  return failed(
    `no metrics in the answer (HTTP ${status})`,
    `See IDM's logs/openidm0.log.0 for why ${endpoint} can't write its text.`,
  );
}

async function askHealth(checkUp: CheckUp): Promise<Outcome> {
  const client = clientOf(checkUp);
  const path = `${endpoint}?_action=health`;
  const sentAt = Date.now();
  const { status, body } = await client.request({ method: 'POST', path });
  checkUp.asked = { sentAt, receivedAt: Date.now() };
  if (status === 400 && /not known/.test(String((body as { message?: unknown }).message))) {
    const mend =
      'Deploy this version. If the files are new already: IDM looks at a script again after javascript.recompile.minimumInterval (60 s), or when it is started.';
    return failed('the scripts that run are older, and know no check-up', mend);
  }
  const health = client.expected({ status, body }, `POST ${path}`);
  if (!isHealth(health)) {
    throw new KnownFailure([
      {
        code: 'other-version',
        what: 'its answer is of another version than this pwsync',
        mend: 'Use the pwsync of the bundle that is deployed.',
      },
    ]);
  }
  checkUp.health = health;
  return passed(`node ${health.node ?? '(without openidm.node.id)'}, mode ${health.settings.mode}`);
}

function isHealth(value: unknown): value is Health {
  const sections = ['settings', 'keystore', 'references', 'ids', 'drain', 'tls', 'credentials', 'queue', 'oracle'];
  return sections.every((key) => typeof (value as Record<string, unknown> | null)?.[key] === 'object');
}

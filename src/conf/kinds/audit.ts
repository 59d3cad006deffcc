import { error, warning, type Path, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import schema from '../schemas/audit.json';
import { unknownName } from '../unknown';
import { hasReference, listOf, mapOf, textOf, type JsonMap } from '../values';

/** events.json of ForgeRock's audit commons, and auditTopics.json of OpenIDM's openidm-audit. */
const topics = ['access', 'activity', 'authentication', 'config', 'recon', 'sync'];

/** The handlers that come with OpenIDM 7.0.1. */
const handlers = [
  ...[
    'csv.Csv',
    'elasticsearch.Elasticsearch',
    'jms.Jms',
    'json.Json',
    'splunk.Splunk',
    'syslog.Syslog',
    'jdbc.Jdbc',
  ].map((name) => `org.forgerock.audit.handlers.${name}AuditEventHandler`),
  'org.forgerock.openidm.audit.impl.RepositoryAuditEventHandler',
  'org.forgerock.openidm.audit.impl.RouterAuditEventHandler',
];

/** What of an object's life the topics activity and config can be narrowed to. */
const actions = ['create', 'read', 'update', 'delete', 'patch', 'query', 'action'];

/** audit.json, as AuditServiceImpl of OpenIDM's openidm-audit and the audit commons read it. */
export const audit: Kind = {
  service: 'audit',
  files: 'one',
  schema,
  scripts: (value) => (value.exceptionFormatter === undefined ? [] : [['exceptionFormatter']]),
  check,
};

function* check({ value }: ConfFile, context: Context): Generator<Remark> {
  const declared = Object.entries(mapOf(value.eventTopics));
  const known = [...topics, ...declared.flatMap(([name, topic]) => ('schema' in mapOf(topic) ? name : []))];
  for (const [name, topic] of declared) {
    const at: Path = ['eventTopics', name];
    if (!known.includes(name)) {
      const what = `"${name}" is none of IDM's topics, and has no "schema" that would make it one`;
      yield unknownName(name, topics, at, { code: 'no-such-topic', what, closed: context.closed });
    }
    for (const [index, action] of listOf(mapOf(mapOf(topic).filter).actions).entries()) {
      if (
        typeof action !== 'string' ||
        actions.includes(action.toLowerCase()) ||
        !['activity', 'config'].includes(name)
      )
        continue;
      const what = `there is no action "${action}" of an object`;
      yield unknownName(action, actions, [...at, 'filter', 'actions', index], {
        code: 'wrong-value',
        what,
        closed: false,
      });
    }
  }
  const names = new Set<string>();
  for (const [index, handler] of listOf(value.eventHandlers).entries()) {
    yield* handlerRemarks(mapOf(handler), ['eventHandlers', index], known, names, context);
  }
  yield* queryRemarks(mapOf(value.auditServiceConfig), names);
}

function* handlerRemarks(
  handler: JsonMap,
  at: Path,
  known: string[],
  names: Set<string>,
  { closed }: Context,
): Generator<Remark> {
  const className = textOf(handler.class);
  const config = mapOf(handler.config);
  const name = textOf(config.name);
  if (className !== undefined && !handlers.includes(className) && !hasReference(className)) {
    const what = `IDM brings no audit handler "${className}"`;
    const ours = className.startsWith('org.forgerock.');
    yield unknownName(className, handlers, [...at, 'class'], { code: 'no-such-handler', what, closed: closed && ours });
  }
  if (name !== undefined && names.has(name)) {
    yield error(
      'name-twice',
      [...at, 'config', 'name'],
      `"${name}" is the name of another handler above`,
      'Give it a name of its own.',
    );
  }
  if (name !== undefined) names.add(name);
  for (const [index, topic] of listOf(config.topics).entries()) {
    if (typeof topic !== 'string' || known.includes(topic) || hasReference(topic)) continue;
    const what = `there is no topic "${topic}"`;
    yield unknownName(topic, known, [...at, 'config', 'topics', index], { code: 'no-such-topic', what, closed });
  }
}

function* queryRemarks({ handlerForQueries }: JsonMap, names: Set<string>): Generator<Remark> {
  if (typeof handlerForQueries !== 'string' || names.has(handlerForQueries) || hasReference(handlerForQueries)) return;
  const at = ['auditServiceConfig', 'handlerForQueries'];
  const what = `no handler is called "${handlerForQueries}", and nothing can be read from the audit trail`;
  if (names.size === 0) yield warning('no-such-handler', at, what, 'Add the handler to eventHandlers.');
  else yield unknownName(handlerForQueries, names, at, { code: 'no-such-handler', what, closed: true });
}

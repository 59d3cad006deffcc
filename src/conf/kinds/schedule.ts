import { cronNeverFires, cronObjection } from '../../environment/cron';
import { platformFacts } from '../../platform';
import { error, warning, type Path, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import schema from '../schemas/schedule.json';
import { systemRemark } from '../systems';
import { unknownName } from '../unknown';
import { hasReference, isMap, listOf, mapOf, textOf, type JsonMap } from '../values';

/** What implements ScheduledService in OpenIDM's source. */
const services = ['script', 'sync', 'provisioner', 'taskscanner'];
const prefix = 'org.forgerock.openidm.';

/** schedule-NAME.json, as ScheduleConfig of OpenIDM's openidm-scheduler reads it and the invoked services their context. */
export const schedule: Kind = { service: 'schedule', files: 'several', schema, scripts, check };

function serviceOf(value: JsonMap): string {
  return (textOf(value.invokeService) ?? '').replace(prefix, '');
}

function* scripts(value: JsonMap): Generator<Path> {
  const context = mapOf(value.invokeContext);
  if (serviceOf(value) === 'script' && context.script !== undefined) yield ['invokeContext', 'script'];
  const { script } = mapOf(context.task);
  if (serviceOf(value) === 'taskscanner' && script !== undefined) yield ['invokeContext', 'task', 'script'];
}

function* check({ value }: ConfFile, context: Context): Generator<Remark> {
  yield* cronRemarks(value);
  yield* timeRemarks(value);
  for (const key of ['repeatInterval', 'repeatCount']) {
    const facts = platformFacts[context.site.platform];
    if (value[key] === undefined || facts.repeatInterval) continue;
    yield error(
      'not-on-platform',
      [key],
      `${facts.name} does not know "${key}": such a job runs once`,
      'Use "type": "cron" with a schedule.',
    );
  }
  yield* invokeRemarks(value, context);
}

function* cronRemarks({ type, schedule: expression }: JsonMap): Generator<Remark> {
  if (type !== undefined && type !== 'cron') return;
  if (expression === undefined || expression === '') {
    const mend = 'Write a cron expression with seconds first, such as "0 0/15 * * * ?".';
    yield error('missing-key', ['schedule'], 'a schedule of type cron needs "schedule"', mend);
  } else if (typeof expression === 'string' && !hasReference(expression)) {
    const objection = cronObjection(expression);
    const mend = 'Write seconds, minutes, hours, day of the month, month, day of the week: "0 0/15 * * * ?".';
    const never = objection === undefined ? cronNeverFires(expression, new Date()) : undefined;
    if (objection !== undefined) yield error('cron', ['schedule'], `"${expression}" ${objection}`, mend);
    else if (never !== undefined)
      yield error('cron', ['schedule'], `"${expression}" never fires: it ${never}`, 'Write a time that will come.');
  }
}

/** ScheduleConfig parses with yyyy-MM-dd'T'HH:mm:ss and takes nothing behind it, no zone and no parts of seconds. */
function* timeRemarks({ startTime, endTime, timeZone }: JsonMap): Generator<Remark> {
  const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;
  for (const [key, time] of Object.entries({ startTime, endTime })) {
    if (typeof time !== 'string' || time === '' || hasReference(time)) continue;
    if (!written.test(time) || Number.isNaN(Date.parse(`${time}Z`))) {
      yield error(
        'wrong-value',
        [key],
        `"${time}" is no time that IDM reads here`,
        'Write it as 2030-12-31T23:59:59, and the zone as "timeZone".',
      );
    }
  }
  if (typeof startTime === 'string' && typeof endTime === 'string' && written.test(startTime) && endTime <= startTime) {
    yield error('wrong-value', ['endTime'], 'is not after "startTime"', 'Write a later time.');
  }
  if (typeof timeZone === 'string' && timeZone !== '' && !hasReference(timeZone) && !isZone(timeZone)) {
    yield error(
      'wrong-value',
      ['timeZone'],
      `Java knows no time zone "${timeZone}"`,
      'Write a name such as "Europe/Paris" or "UTC".',
    );
  }
}

/** TimeZone.getTimeZone takes the names of the IANA data base as they are written there, and GMT with an offset. */
function isZone(name: string): boolean {
  if (/^GMT[+-]\d{2}:\d{2}$/.test(name)) return true;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

function* invokeRemarks(value: JsonMap, context: Context): Generator<Remark> {
  const service = serviceOf(value);
  const at: Path = ['invokeContext'];
  const missing = (keys: string[], mend: string) =>
    error('missing-key', [...at, ...keys], `"${service}" needs "${keys.join('.')}" in its invokeContext`, mend);
  const invoke = mapOf(value.invokeContext);
  if (service !== '' && !services.includes(service) && !hasReference(service)) {
    const what = `no service of IDM can be scheduled that is called "${service}"`;
    yield unknownName(service, services, ['invokeService'], { code: 'no-such-service', what, closed: context.closed });
  }
  if (service === 'script' && invoke.script === undefined) {
    yield missing(['script'], 'Add {"script": {"type": "text/javascript", "file": "NAME.js"}}.');
  }
  if (service === 'sync') yield* reconRemarks(invoke, context, missing);
  if (service === 'provisioner') {
    const { action, source } = invoke;
    if (action !== 'liveSync' && action !== 'activeSync') {
      yield error(
        'wrong-value',
        [...at, 'action'],
        'a provisioner can be scheduled for "liveSync" only',
        'Write "action": "liveSync".',
      );
    }
    if (typeof source !== 'string') yield missing(['source'], 'Name the objects, such as "system/ldap/account".');
    else yield* systemRemark(source, [...at, 'source'], context);
  }
  if (service === 'taskscanner') {
    if (!isMap(invoke.task)) yield missing(['task'], 'Add {"task": {"script": {...}}}.');
    const scan = mapOf(invoke.scan);
    if (scan.object === undefined) yield missing(['scan', 'object'], 'Name what is scanned, such as "managed/user".');
    for (const key of ['started', 'completed']) {
      if (mapOf(scan.taskState)[key] === undefined)
        yield missing(['scan', 'taskState', key], 'Name a property, such as "/task/started".');
    }
  }
}

function* reconRemarks(
  { action, mapping }: JsonMap,
  context: Context,
  missing: (keys: string[], mend: string) => Remark,
): Generator<Remark> {
  const actions = ['recon', 'reconcile', 'reconByQuery', 'reconById'];
  if (typeof action !== 'string' || !actions.includes(action)) {
    const what = `sync can't be scheduled for ${JSON.stringify(action ?? null)}`;
    yield unknownName(String(action), actions, ['invokeContext', 'action'], {
      code: 'wrong-value',
      what,
      closed: true,
    });
  }
  if (mapping === undefined) yield missing(['mapping'], 'Name a mapping of sync.json.');
  if (typeof mapping !== 'string' || hasReference(mapping)) return;
  const sync = context.files.get('sync');
  const names = listOf(sync?.value.mappings).flatMap((each) => textOf(mapOf(each).name) ?? []);
  if (names.includes(mapping) || context.files.has(`mapping/${mapping}`) || context.broken.has('sync')) return;
  const place = ['invokeContext', 'mapping'];
  if (sync)
    yield unknownName(mapping, names, place, {
      code: 'no-such-mapping',
      what: `sync.json has no mapping "${mapping}"`,
      closed: false,
    });
  else yield warning('no-such-mapping', place, `there is no sync.json with a mapping "${mapping}"`, 'Add the mapping.');
}

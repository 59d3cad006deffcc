import { platformFacts } from '../platform';
import { error, warning, type Path, type Remark } from './finding';
import { settingsId } from './kinds/custom';
import type { ConfFile, Context } from './kind';
import { ownFolder } from './scripts';
import { everyValue } from './place';
import { hasReference, isMap, listOf, mapOf, textOf } from './values';

/** What two files together say that neither says alone. */
export function* acrossRemarks(context: Context): Generator<[ConfFile, Remark]> {
  yield* repositoryRemarks(context);
  yield* systemNameRemarks(context);
  yield* accessRuleRemarks(context);
  const settings = context.files.get(settingsId);
  if (settings) yield* ownRemarks(settings, context);
}

/** BootstrapRepo: IDM starts with one repository, and which of two it would be is chance. */
function* repositoryRemarks({ files }: Context): Generator<[ConfFile, Remark]> {
  const [orientdb, jdbc] = [files.get('repo.orientdb'), files.get('repo.jdbc')];
  if (orientdb && jdbc) {
    const what = 'stands beside repo.jdbc.json, and IDM has one repository';
    yield [
      orientdb,
      error('two-repositories', [], what, 'Take repo.orientdb.json out of conf when the data is in the data base.'),
    ];
  }
}

function* systemNameRemarks({ site, files }: Context): Generator<[ConfFile, Remark]> {
  const seen = new Map<string, ConfFile>();
  for (const file of files.values()) {
    if (file.id.service !== 'provisioner.openicf' || file.value.enabled === false) continue;
    const name = textOf(file.value.name)?.trim();
    if (name === undefined || hasReference(name)) continue;
    const other = seen.get(name);
    if (other)
      yield [
        file,
        (site.kind === 'conf' ? warning : error)(
          'name-twice',
          ['name'],
          `${other.path} is called "${name}" as well`,
          'Give each system a name of its own.',
        ),
      ];
    seen.set(name, file);
  }
}

/** router-authz.js loads the rules; without them every request of everybody is refused. */
function* accessRuleRemarks({ site, files }: Context): Generator<[ConfFile, Remark]> {
  const { accessFile } = platformFacts[site.platform];
  const router = files.get('router');
  if (!router || site.kind === 'conf' || site.kind === 'bundle' || site.read(accessFile) !== undefined) return;
  for (const [index, filter] of listOf(router.value.filters).entries()) {
    if (mapOf(mapOf(filter).onRequest).file !== 'router-authz.js') continue;
    const what = `there is no ${accessFile} with the rules that this filter needs`;
    yield [
      router,
      warning(
        'no-access-rules',
        ['filters', index, 'onRequest'],
        what,
        `Add ${accessFile}: without it nobody may do anything.`,
      ),
    ];
  }
}

/** Our own settings promise hooks, a schedule, an endpoint and, on OrientDB, a unique index. */
function* ownRemarks(settings: ConfFile, { site, files, broken }: Context): Generator<[ConfFile, Remark]> {
  for (const [id, why] of [
    ['schedule/passwordSyncRetry', 'nothing is delivered any more after an outage'],
    ['endpoint/idcsPasswordSync', 'nobody can see the queue'],
  ] as const) {
    if (files.has(id) || broken.has(id)) continue;
    const name = `conf/${id.replace('/', '-')}.json`;
    yield [
      settings,
      error('bundle-incomplete', [], `stands there without ${name}: ${why}`, `Copy ${name} of the bundle.`),
    ];
  }
  const managed = files.get('managed');
  if (managed) yield* hookRemarks(managed, listOf(settings.value.managedObjects).map(String));
  else if (!broken.has('managed') && site.kind !== 'bundle' && site.kind !== 'conf') {
    yield [
      settings,
      warning(
        'bundle-incomplete',
        [],
        'stands there without managed.json: no hook is called',
        'Add the hooks to managed.json.',
      ),
    ];
  }
  const orientdb = files.get('repo.orientdb');
  if (orientdb) yield* outboxRemarks(orientdb, mapOf(settings.value.outbox));
}

function* hookRemarks(managed: ConfFile, names: readonly string[]): Generator<[ConfFile, Remark]> {
  for (const [index, object] of listOf(managed.value.objects).entries()) {
    if (!names.includes(String(mapOf(object).name))) continue;
    for (const hook of ['onCreate', 'onUpdate', 'postCreate', 'postUpdate', 'postDelete']) {
      if (callsOurs(mapOf(object)[hook])) continue;
      const at: Path = ['objects', index, hook];
      const what = `does not call ${ownFolder}${hook}, and changes of passwords are missed`;
      yield [
        managed,
        error('hook-missing', at, what, 'Take managed.json of the bundle, or add the hook as its fragment says.'),
      ];
    }
  }
}

function callsOurs(hook: unknown): boolean {
  for (const [, value] of everyValue(hook)) if (typeof value === 'string' && value.includes(ownFolder)) return true;
  return false;
}

/** Without the index two nodes can create the same record, and one of the two passwords is forgotten. */
function* outboxRemarks(orientdb: ConfFile, outbox: Readonly<Record<string, unknown>>): Generator<[ConfFile, Remark]> {
  const classes = mapOf(mapOf(orientdb.value.dbStructure).orientdbClass);
  for (const path of [outbox.path, outbox.keysPath]) {
    if (typeof path !== 'string' || !path.startsWith('repo/') || hasReference(path)) continue;
    const name = path.slice('repo/'.length).replace(/\//g, '_');
    const at: Path = ['dbStructure', 'orientdbClass', name];
    const declared = classes[name];
    const indexes = listOf(mapOf(declared).index).map(mapOf);
    const unique = indexes.some(
      (index) =>
        /^unique/i.test(String(index.indexType)) &&
        (index.propertyName === '_openidm_id' || isOnlyId(index.propertyNames)),
    );
    const mend = 'Take the class from the bundle, in conf/repo.orientdb.json or in fragments/.';
    if (!isMap(declared)) yield [orientdb, error('outbox-class', at, `declares no class for ${path}`, mend)];
    else if (!unique) {
      const what = `the class of ${path} has no unique index on _openidm_id, and then two records of one user can exist`;
      yield [orientdb, error('outbox-class', [...at, 'index'], what, mend)];
    }
  }
}

function isOnlyId(names: unknown): boolean {
  return Array.isArray(names) && names.length === 1 && names[0] === '_openidm_id';
}

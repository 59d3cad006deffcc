import { error, warning, type Path, type Remark } from '../finding';
import type { ConfFile, Context, Kind } from '../kind';
import jdbcSchema from '../schemas/jdbc.json';
import orientSchema from '../schemas/orientdb.json';
import datasourceSchema from '../schemas/datasource.json';
import { unknownName } from '../unknown';
import { hasReference, listOf, mapOf, textOf, type JsonMap } from '../values';

/** OClass.INDEX_TYPE and OType of OrientDB 2.1, the version that OpenIDM embeds. Upper and lower case are the same to DBHelper. */
const indexTypes = [
  ...['unique', 'notunique', 'fulltext', 'dictionary', 'proxy', 'unique_hash_index', 'notunique_hash_index'],
  ...['fulltext_hash_index', 'dictionary_hash_index', 'spatial'],
];
const propertyTypes = [
  ...[
    'boolean',
    'integer',
    'short',
    'long',
    'float',
    'double',
    'datetime',
    'string',
    'binary',
    'embedded',
    'embeddedlist',
  ],
  ...[
    'embeddedset',
    'embeddedmap',
    'link',
    'linklist',
    'linkset',
    'linkmap',
    'byte',
    'transient',
    'date',
    'custom',
    'decimal',
  ],
  ...['linkbag', 'any'],
];

/** repo.orientdb.json, as OrientDBRepoService and DBHelper of OpenIDM's openidm-repo-orientdb read it. */
export const orientdb: Kind = {
  service: 'repo.orientdb',
  files: 'one',
  schema: orientSchema,
  secrets: [
    { at: ['password'], encryptedByIdm: true },
    { at: ['embeddedServer', 'users', '*', 'password'], encryptedByIdm: true },
  ],
  check: checkOrientdb,
};

function* checkOrientdb({ value }: ConfFile): Generator<Remark> {
  const classes = mapOf(mapOf(value.dbStructure).orientdbClass);
  for (const [name, declared] of Object.entries(classes)) {
    const at: Path = ['dbStructure', 'orientdbClass', name];
    if (!/^\w+$/.test(name)) {
      const mend = `Write _ for each /: "${name.replace(/\W/g, '_')}".`;
      yield error(
        'class-name',
        at,
        `"${name}" is no name of a class: OrientDB has managed_user for managed/user`,
        mend,
      );
    }
    for (const [index, each] of listOf(mapOf(declared).index).entries())
      yield* indexRemarks(mapOf(each), [...at, 'index', index]);
  }
  const [min, max] = [value.poolMinSize, value.poolMaxSize];
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    yield error('wrong-value', ['poolMinSize'], 'is more than "poolMaxSize"', 'Write a smaller number.');
  }
}

function* indexRemarks({ propertyName, propertyNames, propertyType, indexType }: JsonMap, at: Path): Generator<Remark> {
  if (propertyName === undefined && propertyNames === undefined) {
    yield error(
      'missing-key',
      [...at, 'propertyName'],
      'names no property, and IDM does not start',
      'Add "propertyName" or "propertyNames".',
    );
  }
  for (const [key, name, known] of [
    ['indexType', indexType, indexTypes],
    ['propertyType', propertyType, propertyTypes],
  ] as const) {
    if (typeof name !== 'string' || known.includes(name.toLowerCase()) || hasReference(name)) continue;
    yield unknownName(name, known, [...at, key], {
      code: 'wrong-value',
      what: `OrientDB knows no ${key} "${name}"`,
      closed: true,
    });
  }
}

/** Types of a column that is more than a text, in JDBCRepoService's table handlers. */
const columnTypes = ['STRING', 'NUMBER', 'BOOLEAN', 'JSON_MAP', 'JSON_LIST'];

/** repo.jdbc.json, as JDBCRepoService of OpenIDM's openidm-repo-jdbc reads it. */
export const jdbc: Kind = { service: 'repo.jdbc', files: 'one', schema: jdbcSchema, check: checkJdbc };

function* checkJdbc({ value }: ConfFile, { files, broken, site, closed }: Context): Generator<Remark> {
  const name = value.useDataSource;
  if (name === undefined && closed) {
    yield error(
      'missing-key',
      ['useDataSource'],
      'the key "useDataSource" is missing',
      'Name the data source, such as "default".',
    );
  } else if (typeof name === 'string' && !hasReference(name)) {
    const id = `datasource.jdbc/${name}`;
    const what = `there is no data source "${name}", and IDM has no repository without it`;
    const mend = `Add conf/datasource.jdbc-${name}.json.`;
    if (!files.has(id) && !broken.has(id)) {
      if (site.kind === 'bundle' || site.kind === 'conf')
        yield warning('no-such-datasource', ['useDataSource'], what, mend);
      else yield error('no-such-datasource', ['useDataSource'], what, mend);
    }
  }
  for (const [type, mapping] of Object.entries(mapOf(mapOf(value.resourceMapping).explicitMapping))) {
    for (const [property, column] of Object.entries(mapOf(mapOf(mapping).objectToColumn))) {
      const columnType = mapOf(column).type;
      if (typeof columnType !== 'string' || columnTypes.includes(columnType)) continue;
      const at = ['resourceMapping', 'explicitMapping', type, 'objectToColumn', property, 'type'];
      yield unknownName(columnType, columnTypes, at, {
        code: 'wrong-value',
        what: `there is no type of column "${columnType}"`,
        closed,
      });
    }
  }
}

/** datasource.jdbc-NAME.json, as JDBCDataSourceService of OpenIDM's openidm-repo-jdbc reads it. */
export const datasource: Kind = {
  service: 'datasource.jdbc',
  files: 'several',
  schema: datasourceSchema,
  secrets: [{ at: ['password'], encryptedByIdm: true }],
  check: checkDatasource,
};

function* checkDatasource({ value }: ConfFile): Generator<Remark> {
  if (value.jndiName !== undefined || value.osgiName !== undefined) return;
  for (const key of ['driverClass', 'jdbcUrl']) {
    if (value[key] === undefined)
      yield error(
        'missing-key',
        [key],
        `the key "${key}" is missing`,
        'Add it, or "jndiName" of a data source elsewhere.',
      );
  }
  const { type } = mapOf(value.connectionPool);
  if (value.connectionPool !== undefined && type === undefined) {
    yield error('missing-key', ['connectionPool', 'type'], 'the key "type" is missing', 'Write "hikari" or "bonecp".');
  }
  const [driver, url] = [textOf(value.driverClass), textOf(value.jdbcUrl)];
  const needed = url && Object.entries(drivers).find(([begin]) => url.startsWith(begin))?.[1];
  if (driver && needed && !hasReference(driver) && !needed.test(driver)) {
    yield warning(
      'driver-differs',
      ['driverClass'],
      `"${driver}" is no driver for ${url.split(':').slice(0, 2).join(':')}`,
      'Name the driver of that data base.',
    );
  }
}

const drivers: Readonly<Record<string, RegExp>> = {
  'jdbc:postgresql:': /postgresql/i,
  'jdbc:mysql:': /mysql|mariadb/i,
  'jdbc:oracle:': /oracle/i,
  'jdbc:db2:': /db2/i,
  'jdbc:sqlserver:': /sqlserver/i,
  'jdbc:h2:': /h2/i,
};

import type { Mistake } from '../planting';

export const jdbcMistakes: readonly Mistake[] = [
  { file: 'conf/repo.jdbc.json', set: { '/dbType': 'POSTGRES' }, code: 'wrong-value', at: '/dbType' },
  { file: 'conf/repo.jdbc.json', set: { '/useDataSource': 'main' }, code: 'no-such-datasource', at: '/useDataSource' },
  { file: 'conf/repo.jdbc.json', set: { '/useDataSource': undefined }, code: 'missing-key', at: '/useDataSource' },
  { file: 'conf/repo.jdbc.json', set: { '/maxBatchSize': '100' }, code: 'wrong-type', at: '/maxBatchSize' },
  {
    file: 'conf/repo.jdbc.json',
    set: { '/resourceMapping/default/mainTable': undefined },
    code: 'missing-key',
    at: '/resourceMapping/default/mainTable',
  },
  {
    file: 'conf/repo.jdbc.json',
    set: { '/resourceMapping/explicitMapping/link/objectToColumn/tags/type': 'JSON' },
    code: 'wrong-value',
    at: '/resourceMapping/explicitMapping/link/objectToColumn/tags/type',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/jdbcUrl': 'postgresql://localhost/openidm' },
    code: 'wrong-value',
    at: '/jdbcUrl',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/driverClass': 'com.mysql.jdbc.Driver' },
    code: 'driver-differs',
    at: '/driverClass',
    level: 'warning',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/connectionPool/type': 'hikary' },
    code: 'wrong-value',
    at: '/connectionPool/type',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/driverClass': undefined },
    code: 'missing-key',
    at: '/driverClass',
  },
  {
    file: 'conf/datasource.jdbc-default.json',
    set: { '/password': 'Secret.1' },
    code: 'clear-secret',
    at: '/password',
    level: 'warning',
  },
  {
    file: 'conf/repo.orientdb.json',
    content: '{"dbUrl": "plocal:db", "queries": {}}',
    code: 'two-repositories',
    at: '',
  },
];

export const pingMistakes: readonly Mistake[] = [
  { file: 'conf/access.json', set: { '/configs/0/methods': 'reed' }, code: 'wrong-value', at: '/configs/0/methods' },
  {
    file: 'conf/access.json',
    rename: { '/configs/0/pattern': 'patern' },
    code: 'missing-key',
    at: '/configs/0/pattern',
    also: ['unknown-key /configs/0/patern'],
  },
  {
    file: 'conf/access.json',
    rename: { '/configs': 'config' },
    code: 'missing-key',
    at: '/configs',
    also: ['unknown-key /config'],
  },
  { file: 'conf/schedule-once.json', set: { '/repeatInterval': 'hourly' }, code: 'wrong-type', at: '/repeatInterval' },
  {
    file: 'conf/provisioner.openicf-idcs.json',
    set: { '/connectorRef/connectorName': 'org.forgerock.openicf.connectors.rest.RestConnector' },
    code: 'no-such-connector',
    at: '/connectorRef/connectorName',
  },
  {
    file: 'conf/provisioner.openicf-idcs.json',
    set: { '/connectorRef/bundleName': 'org.openidentityplatform.openicf.connectors.scim-connector' },
    code: 'no-such-connector',
    at: '/connectorRef/bundleName',
  },
];

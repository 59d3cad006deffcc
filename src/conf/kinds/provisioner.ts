import { nearest } from '../../environment/nearest';
import { connectorsOf, inventedConnectors } from '../../platform/connectors';
import { platformFacts, platforms } from '../../platform';
import { error, warning, type Path, type Remark } from '../finding';
import type { ConfFile, Context, Kind, Secret } from '../kind';
import schema from '../schemas/provisioner.json';
import { unknownName } from '../unknown';
import { hasReference, isMap, listOf, mapOf, textOf, type JsonMap } from '../values';

/** ConnectorUtil's typeMap, by which IDM turns a connector's value into one of its own. */
const types = ['any', 'array', 'boolean', 'integer', 'number', 'object', 'string'];
const javaTypes =
  /^JAVA_TYPE_(BIGDECIMAL|BIGINTEGER|(PRIMITIVE_)?BOOLEAN|(PRIMITIVE_)?BYTE|BYTE_ARRAY|CHAR|CHARACTER|DATE|(PRIMITIVE_)?DOUBLE|FILE|(PRIMITIVE_)?FLOAT|GUARDEDBYTEARRAY|GUARDEDSTRING|INT|(PRIMITIVE_)?LONG|NAME|OBJECTCLASS|QUALIFIEDUID|SCRIPT|UID|URI)$/;

/** AttributeFlag. */
const flags = [
  ...['NOT_CREATABLE', 'NOT_UPDATEABLE', 'NOT_READABLE', 'NOT_RETURNED_BY_DEFAULT', 'NOT_QUERYABLE', 'MULTIVALUED'],
  ...['AUDITED', 'PASSWORD', 'STORE_IN_REPOSITORY', 'IGNORE', 'REMOTE'],
];

/** OperationType. */
const operations = [
  ...[
    'CREATE',
    'UPDATE',
    'DELETE',
    'TEST',
    'SCRIPT_ON_CONNECTOR',
    'SCRIPT_ON_RESOURCE',
    'GET',
    'AUTHENTICATE',
    'SEARCH',
  ],
  ...['VALIDATE', 'SYNC', 'SCHEMA', 'RESOLVEUSERNAME'],
];

/** Confidential properties of the connectors; ConnectorInfoProviderService has IDM encrypt what a connector declares as such. */
const secretNames = ['password', 'credentials', 'clientSecret', 'passphrase', 'refreshToken', 'authToken', 'token'];

const secrets: Secret[] = secretNames.map((name) => ({ at: ['configurationProperties', name], encryptedByIdm: true }));

/** provisioner.openicf-NAME.json, as OpenICFProvisionerService and ConnectorUtil of OpenIDM's openidm-provisioner-openicf read it. */
export const provisioner: Kind = { service: 'provisioner.openicf', files: 'several', schema, scripts, secrets, check };

function* scripts({ syncFailureHandler }: JsonMap): Generator<Path> {
  const { postRetryAction } = mapOf(syncFailureHandler);
  if (isMap(postRetryAction)) yield ['syncFailureHandler', 'postRetryAction', 'script'];
}

function* check({ value, id }: ConfFile, context: Context): Generator<Remark> {
  const name = textOf(value.name)?.trim();
  if (value.name === undefined && context.closed) {
    yield error(
      'missing-key',
      ['name'],
      'the key "name" is missing, and IDM starts no system without it',
      `Add "name": "${id.alias}".`,
    );
  } else if (name !== undefined && name !== id.alias && !hasReference(name)) {
    const what = `the file is called ${id.alias}, and the system ${name}: system/${name}`;
    yield warning('name-differs', ['name'], what, `Call the file provisioner.openicf-${name}.json.`);
  }
  yield* connectorRemarks(mapOf(value.connectorRef), context);
  const { postRetryAction } = mapOf(value.syncFailureHandler);
  if (
    typeof postRetryAction === 'string' &&
    !['logged-ignore', 'dead-letter-queue'].includes(postRetryAction) &&
    !hasReference(postRetryAction)
  ) {
    const what = `IDM knows no action "${postRetryAction}", and drops what it could not synchronise`;
    yield unknownName(
      postRetryAction,
      ['logged-ignore', 'dead-letter-queue'],
      ['syncFailureHandler', 'postRetryAction'],
      { code: 'wrong-value', what, closed: true },
    );
  }
  for (const operation of Object.keys(mapOf(value.operationTimeout))) {
    if (operations.includes(operation)) continue;
    const what = `there is no operation "${operation}"`;
    yield unknownName(operation, operations, ['operationTimeout', operation], {
      code: 'unknown-key',
      what,
      closed: nearest(operation, operations) !== undefined,
    });
  }
  for (const [type, object] of Object.entries(mapOf(value.objectTypes))) {
    for (const [property, each] of Object.entries(mapOf(mapOf(object).properties))) {
      yield* propertyRemarks(mapOf(each), ['objectTypes', type, 'properties', property], context);
    }
  }
}

function* connectorRemarks(ref: JsonMap, context: Context): Generator<Remark> {
  const { bundleName, connectorName, connectorHostRef } = ref;
  const at: Path = ['connectorRef'];
  const facts = platformFacts[context.site.platform];
  const { known, complete } = connectorsOf[context.site.platform];
  // On a connector server of its own (the .NET one, say) there may be any connector.
  const remote = typeof connectorHostRef === 'string' && connectorHostRef !== '' && connectorHostRef !== '#LOCAL';
  if (typeof connectorName === 'string' && inventedConnectors.includes(connectorName)) {
    const mend = `Use one that there is: ${known.map((each) => each.connectorName).join(', ')}.`;
    yield error(
      'no-such-connector',
      [...at, 'connectorName'],
      `there is no connector "${connectorName}" on any platform`,
      mend,
    );
    return;
  }
  if (
    remote ||
    typeof bundleName !== 'string' ||
    typeof connectorName !== 'string' ||
    hasReference(bundleName + connectorName)
  )
    return;
  const bundles = new Set(known.map((each) => each.bundleName));
  if (!bundles.has(bundleName)) {
    yield bundleRemark(bundleName, bundles, facts.name, [...at, 'bundleName']);
    return;
  }
  const classes = known.filter((each) => each.bundleName === bundleName).map((each) => each.connectorName);
  if (!classes.includes(connectorName)) {
    const what = `"${bundleName}" has no connector "${connectorName}"`;
    yield unknownName(connectorName, classes, [...at, 'connectorName'], {
      code: 'no-such-connector',
      what,
      closed: complete,
    });
  }
}

/**
 * A bundle that the platform does not bring. A slip of the pen and another vendor's name are errors; else a jar may have been added to
 * connectors/.
 */
function bundleRemark(bundleName: string, bundles: ReadonlySet<string>, platform: string, at: Path): Remark {
  const vendor = /^org\.(forgerock|openidentityplatform)\.openicf\.connectors\./;
  const short = (name: string) => name.replace(vendor, '').replace(/-connector$/, '');
  const renamed = [...bundles].find((each) => short(each) === short(bundleName));
  if (renamed !== undefined) {
    return error('no-such-connector', at, `${platform} calls this bundle "${renamed}"`, `Write "${renamed}".`);
  }
  const meant = nearest(short(bundleName), [...bundles].map(short));
  const what = `${platform} brings no connector bundle "${bundleName}"`;
  if (meant !== undefined) return error('no-such-connector', at, what, `Did you mean the bundle of "${meant}"?`);
  const elsewhere = platforms.filter((each) =>
    connectorsOf[each].known.some((known) => known.bundleName === bundleName),
  );
  if (elsewhere.length > 0) {
    const mend = `Name one of ${[...bundles].join(', ')}.`;
    return error('no-such-connector', at, `${what}: it is one of ${platformFacts[elsewhere[0]!].name}`, mend);
  }
  return warning('no-such-connector', at, what, 'Put its jar into the folder connectors, or name another.');
}

function* propertyRemarks(property: JsonMap, at: Path, { closed }: Context): Generator<Remark> {
  const { type, nativeType } = property;
  if (typeof type === 'string' && !types.includes(type) && !hasReference(type)) {
    yield unknownName(type, types, [...at, 'type'], {
      code: 'wrong-value',
      what: `there is no type "${type}"`,
      closed,
    });
  }
  if (
    typeof nativeType === 'string' &&
    !types.includes(nativeType) &&
    !javaTypes.test(nativeType) &&
    !hasReference(nativeType)
  ) {
    const what = `IDM knows no native type "${nativeType}"`;
    yield unknownName(nativeType, types, [...at, 'nativeType'], { code: 'wrong-value', what, closed });
  }
  for (const [index, flag] of listOf(property.flags).entries()) {
    if (typeof flag !== 'string' || flags.includes(flag)) continue;
    yield unknownName(flag, flags, [...at, 'flags', index], {
      code: 'wrong-value',
      what: `IDM passes over the flag "${flag}"`,
      closed: false,
    });
  }
}
